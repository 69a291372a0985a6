/* SPDX-License-Identifier: MIT */
/* The face of a fuzz harness, as libFuzzer calls it. replay.c calls it for the files of a corpus. */
#ifndef MSILAB_TESTS_FUZZ_FUZZ_H
#define MSILAB_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#endif
