/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 (FIPS 180-4), by which a journal knows its modules, captures and scripts. Our own sixty lines: libcrypto would be
 * a dependency of many megabytes for one function that never changes.
 */
#ifndef MSILAB_HOST_SHA256_H
#define MSILAB_HOST_SHA256_H

#include <stddef.h>

#define SHA256_TEXT 65 /* 64 hexadecimal digits and the end */

/* The hash of n bytes, in lower-case hexadecimal. */
void sha256_text(const void *bytes, size_t n, char text[SHA256_TEXT]);

#endif
