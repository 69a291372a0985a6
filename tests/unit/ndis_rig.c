/* SPDX-License-Identifier: MIT */
/* The machine around the test's driver (ndis_driver.c). */
#include "sim/base/mem.h"
#include "tests/unit/ndis_rig.h"

struct rig *rig;

extern char __executable_start, _end;

struct rig *rig_new(const char *head)
{
	struct rig *r = mem_new(sizeof *r);
	char text[256];
	struct err err = { .line = 0 };

	machine_init(&r->machine);
	ck_assert_msg(machine_read(&r->machine, head, "test", &err), "%s", err_text(&err, text, sizeof text));
	r->module = (struct sim_module){ .name = "test", .entry = (void *)rig_entry,
					   .image = (uint64_t)(uintptr_t)&__executable_start,
					   .image_size = (uint64_t)(&_end - &__executable_start) };
	r->inputs = (struct inputs){ .modules = &r->module, .modules_n = 1 };
	ck_assert_msg(sim_check(&r->machine, &r->inputs, &err), "%s", err_text(&err, text, sizeof text));
	r->trace = trace_new();
	r->sim = sim_new(&r->machine, &r->inputs, r->trace);
	return r;
}

void rig_free(struct rig *r)
{
	sim_free(r->sim);
	trace_free(r->trace);
	machine_fini(&r->machine);
	mem_free(r);
}

void rig_begin(const char *head)
{
	plan = (struct plan){ .msi = FALSE };
	seen = (struct seen){ .isrs = 0 };
	rig = rig_new(head);
}

void rig_end(void)
{
	rig_free(rig);
}

void rig_expect_bugcheck(uint64_t code, uint64_t p1)
{
	ck_assert(sim_stopped(rig->sim));
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK)->w[0], code);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK_PARAMETERS)->w[0], p1);
}

struct core *rig_core(struct rig *r)
{
	return &r->sim->core;
}

const char *rig_order(struct rig *r, const char *text)
{
	uint64_t refused = rig_count(r, R_CMD_REFUSED);
	struct command command;
	struct err err;

	ck_assert_msg(command_read(&command, text, &err), "%s: %s", text, err.text);
	sim_apply(r->sim, &command);
	command_free(&command);
	return rig_count(r, R_CMD_REFUSED) == refused ? NULL :
							   trace_text_of(r->trace, rig_last(r, R_CMD_REFUSED)->w[1]);
}

void rig_run(struct rig *r, vtime ns)
{
	sim_run(r->sim, sim_now(r->sim) + ns, sim_events(r->sim) + 2000000);
}

void rig_do(struct rig *r, const char *command)
{
	const char *reason = rig_order(r, command);

	ck_assert_msg(!reason, "%s: %s", command, reason);
	rig_run(r, 20000000);
}

uint64_t rig_count(const struct rig *r, enum record_kind kind)
{
	uint64_t n = 0;

	for (uint64_t i = 0; i < trace_count(r->trace); i++)
		n += trace_at(r->trace, i)->kind == kind;
	return n;
}

const struct record *rig_first(const struct rig *r, enum record_kind kind)
{
	for (uint64_t i = 0; i < trace_count(r->trace); i++)
		if (trace_at(r->trace, i)->kind == kind)
			return trace_at(r->trace, i);
	return NULL;
}

const struct record *rig_last(const struct rig *r, enum record_kind kind)
{
	for (uint64_t i = trace_count(r->trace); i-- > 0;)
		if (trace_at(r->trace, i)->kind == kind)
			return trace_at(r->trace, i);
	return NULL;
}

unsigned rig_broken(const struct rig *of, const char *rule)
{
	unsigned n = 0;

	for (uint64_t i = 0; i < trace_count(of->trace); i++) {
		const struct record *r = trace_at(of->trace, i);

		n += r->kind == R_RULE_VIOLATION && strcmp(trace_text_of(of->trace, r->w[0]), rule) == 0;
	}
	return n;
}

uint64_t rig_state(const struct rig *of)
{
	const struct record *r = rig_last(of, R_PNP_STATE);

	return r ? r->w[0] : SYM_state_ABSENT;
}
