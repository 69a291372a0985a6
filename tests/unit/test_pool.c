/* SPDX-License-Identifier: MIT */
/* The pool that drivers take from. */
#include "tests/unit/probe_rig.h"

START_TEST(room_of_a_freed_block_rests_before_it_is_used_again)
{
	struct rig *rig = rig_new(call_p, NULL);
	struct pool *pool = &rig->os->pool;
	uint64_t first = pool_alloc(pool, POOL_BLOCK, 0, 100, TAG, false), other = 0;
	unsigned n = 0;

	pool_free(pool, POOL_BLOCK, first);
	for (; other != first && n < 100000; n++) {
		other = pool_alloc(pool, POOL_BLOCK, 0, 100, TAG, false);
		pool_free(pool, POOL_BLOCK, other);
	}
	ck_assert_uint_eq(n, POOL_QUARANTINE / 112 + 1);
	ck_assert(!pool_free(pool, POOL_BLOCK, first));
	rig_free(rig);
}
END_TEST

START_TEST(pool_memory_is_live_to_the_byte)
{
	struct rig *rig = rig_new(call_p, NULL);

	for (uint64_t size = 1; size < 70; size++) {
		uint64_t p = pool_alloc(&rig->os->pool, POOL_BLOCK, 0, size, TAG, false);

		ck_assert(pool_live(&rig->os->pool, p, size));
		ck_assert(!pool_live(&rig->os->pool, p, size + 1));
		ck_assert(!pool_live(&rig->os->pool, p + size, 1));
		ck_assert(!pool_live(&rig->os->pool, p - 1, 1));
		ck_assert_uint_eq(pool_find(&rig->os->pool, p + size - 1)->address, p);
		ck_assert(pool_free(&rig->os->pool, POOL_BLOCK, p));
		ck_assert(!pool_live(&rig->os->pool, p, 1));
	}
	rig_free(rig);
}
END_TEST

START_TEST(large_blocks_are_live_to_the_byte_too)
{
	struct rig *rig = rig_new(call_p, NULL);
	static const uint64_t sizes[] = { 4096, 4097, 8191, 8192, 12289 }, lengths[] = { 1, 16, 17, 64, 4096, 4100, 8192 };

	for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		uint64_t p = pool_alloc(&rig->os->pool, POOL_SHARED, 0, sizes[i], 0, false);

		for (unsigned k = 0; k < sizeof lengths / sizeof *lengths; k++)
			for (uint64_t at = 0; at < sizes[i] + 20; at += at % 4096 == 20 ? 4056 : 1)
				ck_assert(pool_live(&rig->os->pool, p + at, lengths[k]) == (at + lengths[k] <= sizes[i]));
		pool_free(&rig->os->pool, POOL_SHARED, p);
		for (uint64_t at = 0; at < sizes[i]; at += 500)
			ck_assert(!pool_live(&rig->os->pool, p + at, 1));
	}
	rig_free(rig);
}
END_TEST

START_TEST(the_nth_allocation_fails_on_demand)
{
	struct rig *rig = rig_new(call_p, NULL);

	rig->os->pool.fail_at = 2;
	ck_assert_uint_ne(pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 8, TAG, false), 0);
	ck_assert_uint_ne(pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 8, TAG, true), 0);
	ck_assert_uint_eq(pool_alloc(&rig->os->pool, POOL_SHARED, 0, 8, TAG, false), 0);
	ck_assert_uint_ne(pool_alloc(&rig->os->pool, POOL_SHARED, 0, 8, TAG, false), 0);
	rig_free(rig);
}
END_TEST

START_TEST(shared_memory_has_a_physical_address_while_it_lives)
{
	struct rig *rig = rig_new(call_p, NULL);
	uint64_t p = pool_alloc(&rig->os->pool, POOL_SHARED, 0, 8192, 0, false), back;

	ck_assert(pool_from_physical(&rig->os->pool, pool_physical(p) + 100, 64, &back));
	ck_assert_uint_eq(back, p + 100);
	ck_assert(!pool_from_physical(&rig->os->pool, pool_physical(p) + 8190, 64, &back));
	pool_free(&rig->os->pool, POOL_SHARED, p);
	ck_assert(!pool_from_physical(&rig->os->pool, pool_physical(p), 64, &back));
	rig_free(rig);
}
END_TEST

SUITE("pool", room_of_a_freed_block_rests_before_it_is_used_again, pool_memory_is_live_to_the_byte,
      large_blocks_are_live_to_the_byte_too, the_nth_allocation_fails_on_demand, shared_memory_has_a_physical_address_while_it_lives)
