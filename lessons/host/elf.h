/* SPDX-License-Identifier: MIT */
/*
 * A driver's file, looked at before anything of it runs: is it a shared object for this processor, has it a DriverEntry,
 * does it want only what the machine gives. Reads bytes; loads nothing.
 */
#ifndef MSILAB_HOST_ELF_H
#define MSILAB_HOST_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/err.h"

#define ELF_DATA_MAX 8
#define ELF_BINDS_MAX 256

/* Addresses are relative to where the file will be loaded. */
struct elf {
	uint64_t start, end; /* the whole image */
	struct elf_range {
		uint64_t start, end;
	} data[ELF_DATA_MAX]; /* what stays writable after relocation */
	unsigned data_n;
	struct elf_range relro; /* made read-only after relocation; empty: none */
	struct elf_bind {
		uint64_t place;  /* a slot that holds the address of a function */
		unsigned import; /* of which of elf_read's bound names */
	} binds[ELF_BINDS_MAX];
	unsigned binds_n;
	bool instrumented; /* it calls for blocks and for accesses (sim/os/probe.h) */
};

/* Looks at the n bytes of a file. `given` are the names a driver may want beside the instrumentation's; a slot for one of
 * `bound` (which a driver may want too) is noted in binds. Both end with NULL. false: err says what it is not, or lists
 * every name that nobody gives. The file's name is the caller's to add. */
bool elf_read(struct elf *elf, const void *bytes, size_t n, const char *const *given, const char *const *bound,
	      struct err *err);

#endif
