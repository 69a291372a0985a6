/* SPDX-License-Identifier: MIT */
/*
 * How fast this machine copies memory: memcpy of N MiB, warm, the median of a few
 * copies. Absolute goals are read beside this figure, taken in the same run.
 *
 *     yardstick mib=64 gb_per_s=9.87        (10^9 bytes copied a second)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COPIES	 9
#define MIB	 (1024 * 1024)
#define MOST_MIB 4096

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Seconds of the median copy. Both buffers are written first, so that no copy faults pages in. */
static double copy_s(char *to, char *from, size_t bytes)
{
	double took[COPIES];

	memset(from, 1, bytes);
	memset(to, 2, bytes);
	for (int i = 0; i < COPIES; i++) {
		double start = now_s();

		memcpy(to, from, bytes);
		__asm__ volatile("" ::"r"(to) : "memory");
		took[i] = now_s() - start;
	}
	qsort(took, COPIES, sizeof took[0], by_value);
	return took[COPIES / 2];
}

int main(int argc, char **argv)
{
	long mib = argc == 2 ? strtol(argv[1], NULL, 10) : 64;
	size_t bytes;
	char *from, *to;

	if (argc > 2 || mib < 1 || mib > MOST_MIB) {
		fprintf(stderr, "usage: %s [MIB]   (1 to %d)\n", argv[0], MOST_MIB);
		return 2;
	}
	bytes = (size_t)mib * MIB;
	from = malloc(bytes);
	to = malloc(bytes);
	if (!from || !to) {
		fprintf(stderr, "%s: no memory for twice %ld MiB\n", argv[0], mib);
		return 1;
	}
	printf("yardstick mib=%ld gb_per_s=%.2f\n", mib,
	       (double)bytes * 1e-9 / copy_s(to, from, bytes));
	free(to);
	free(from);
	return 0;
}
