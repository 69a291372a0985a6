/* SPDX-License-Identifier: MIT */
/*
 * How fast this machine copies memory, warm, and how fast it gives memory that
 * nobody has touched, in large pages: N MiB, the median of a few times. Absolute
 * goals are read beside these figures, taken in the same run.
 *
 *     yardstick mib=64 gb_per_s=9.87 fresh_gb_per_s=4.10      (10^9 bytes a second)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define TIMES	 9
#define PAGE	 4096
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

static double median(double *took)
{
	qsort(took, TIMES, sizeof took[0], by_value);
	return took[TIMES / 2];
}

/* Seconds of the median copy. Both buffers are written first, so that no copy faults pages in. */
static double copy_s(char *to, char *from, size_t bytes)
{
	double took[TIMES];

	memset(from, 1, bytes);
	memset(to, 2, bytes);
	for (int i = 0; i < TIMES; i++) {
		double start = now_s();

		memcpy(to, from, bytes);
		__asm__ volatile("" ::"r"(to) : "memory");
		took[i] = now_s() - start;
	}
	return median(took);
}

/* Seconds until each page of a new mapping has been touched. */
static double touch_s(size_t bytes)
{
	double took[TIMES];

	for (int i = 0; i < TIMES; i++) {
		char *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		double start = now_s();

		if (p == MAP_FAILED)
			return 0;
		madvise(p, bytes, MADV_HUGEPAGE);
		for (size_t at = 0; at < bytes; at += PAGE)
			*(volatile char *)(p + at) = 1;
		took[i] = now_s() - start;
		munmap(p, bytes);
	}
	return median(took);
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
	printf("yardstick mib=%ld gb_per_s=%.2f fresh_gb_per_s=%.2f\n", mib,
	       (double)bytes * 1e-9 / copy_s(to, from, bytes), (double)bytes * 1e-9 / touch_s(bytes));
	free(to);
	free(from);
	return 0;
}
