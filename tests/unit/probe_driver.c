/* SPDX-License-Identifier: MIT */
/*
 * What drivers do, right and wrong, as small functions: compiled as a driver module is, by each compiler and at -O0 and
 * -O2 (tests/unit/probe_modules). It includes nothing and knows nothing of the machine.
 */
typedef unsigned char u8;
typedef unsigned u32;
typedef unsigned long u64;

void *memcpy(void *to, const void *from, u64 n);
void *memset(void *to, int byte, u64 n);

struct packet {
	u8 bytes[200];
};

int flag;
volatile int volatile_flag;
struct packet here;
static const int constant[4] = { 1, 2, 3, 4 };

u32 read_u32(const u32 *p)
{
	return *p;
}

void write_u32(u32 *p)
{
	*p = 7;
}

u64 read_volatile(volatile u64 *p)
{
	return *p;
}

void write_volatile(volatile u8 *p)
{
	*p = 1;
}

void read_unaligned(const u8 *p)
{
	u32 value;

	memcpy(&value, p, sizeof value);
	flag = (int)value;
}

void copy_out(struct packet *to)
{
	*to = here;
}

void copy_in(const struct packet *from)
{
	here = *from;
}

void clear(struct packet *p)
{
	memset(p, 0, sizeof *p);
}

u32 add_atomic(u32 *p)
{
	return __atomic_add_fetch(p, 1, __ATOMIC_SEQ_CST);
}

/* What the system wrote a pointer into, and where a driver keeps it. */
struct offer {
	u64 kind;
	const u32 *table;
	u64 more[4];
};

struct kept {
	struct offer offer, copy;
	const u32 *table, *other;
	u32 sum;
};

void follow_given(struct kept *k)
{
	k->sum = k->offer.table[1];
}

void follow_kept(struct kept *k)
{
	k->table = k->offer.table;
	k->sum = 1;
	k->sum += k->table[1];
}

void follow_copy(struct kept *k)
{
	k->copy = k->offer;
	k->sum = k->copy.table[1];
}

void follow_other(struct kept *k)
{
	if (!k->offer.table)
		k->sum = k->other[1];
}

void follow_another_value(struct kept *k)
{
	k->table = k->offer.table;
	k->table = (const u32 *)(k->offer.kind + 16);
	k->sum = *k->table;
}

void look_first(struct kept *k)
{
	k->copy = k->offer;
	k->table = k->copy.table;
	k->sum = k->table ? k->table[1] : 0;
}

/* A constant of the driver's own: the write is to its image, and faults. */
void write_constant(void)
{
	int *volatile p = (int *)constant;

	*p = 5;
}

/* The compiler's copy to the same place. */
void copy_to_constant(void)
{
	struct packet *volatile p = (struct packet *)constant;

	*p = here;
}

int divide(int by)
{
	return 100 / by;
}

void trap(void)
{
	__builtin_trap();
}

int jump(int (*to)(int))
{
	return to(1) + 1;
}

/* Never inlined, never a loop. */
int recurse(volatile int *depth)
{
	volatile u8 room[1000];

	room[0] = (u8)++*depth;
	return recurse(depth) + room[0];
}

int big_frame(int n)
{
	volatile u8 room[512 * 1024];

	room[n] = 1;
	room[0] = 2;
	return room[0] + room[n];
}

void spin_empty(void)
{
	for (;;)
		;
}

void spin_flag(void)
{
	while (!flag)
		;
}

void spin_volatile_flag(void)
{
	while (!volatile_flag)
		;
}

void spin_pointer(int *p)
{
	while (!*p) {
	}
}

void spin_volatile_pointer(volatile int *p)
{
	while (!*p) {
	}
}

/* A loop with an end: n rounds, each writing where it is told to. */
void count(volatile u32 *p, u32 n)
{
	for (u32 i = 0; i < n; i++)
		*p = i;
}

/* Calls back into the program (the "system") from the driver's code. */
void call_system(void (*system)(void *), void *argument)
{
	system(argument);
	flag = 0;
}
