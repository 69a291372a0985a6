/* SPDX-License-Identifier: MIT */
/* A main for a harness without libFuzzer: every file named on the command line, then each cut in the middle and with a byte
 * changed, is one input. A harness that finds something ends the program. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

#define BYTES_MAX (1 << 20)

static void try_all(uint8_t *bytes, size_t n)
{
	LLVMFuzzerTestOneInput(bytes, n);
	LLVMFuzzerTestOneInput(bytes, n / 2);
	for (size_t i = 0; i < n; i += 1 + n / 200)
		for (unsigned change = 1; change <= 0x80; change <<= 1) {
			bytes[i] ^= (uint8_t)change;
			LLVMFuzzerTestOneInput(bytes, n);
			bytes[i] ^= (uint8_t)change;
		}
}

int main(int argc, char **argv)
{
	uint8_t *bytes = malloc(BYTES_MAX);

	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		size_t n;

		if (!file) {
			perror(argv[i]);
			return 1;
		}
		n = fread(bytes, 1, BYTES_MAX, file);
		fclose(file);
		try_all(bytes, n);
	}
	free(bytes);
	printf("%d inputs and what is near them\n", argc - 1);
	return 0;
}
