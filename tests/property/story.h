/* SPDX-License-Identifier: MIT */
/*
 * Random stories: a machine and commands at times, drawn from a seed, so that a failure is told by one number. Played on a fresh
 * simulation in different ways; the traces must be the same.
 */
#ifndef MSILAB_TESTS_PROPERTY_STORY_H
#define MSILAB_TESTS_PROPERTY_STORY_H

#include "lessons/host/module.h"
#include "sim/base/str.h"
#include "sim/sim.h"

#define STORY_COMMANDS_MAX 64

struct story {
	uint64_t seed;
	struct str head; /* machine description */
	struct machine machine;
	struct {
		vtime at;
		char text[128];
	} commands[STORY_COMMANDS_MAX];
	unsigned n;
	vtime end;
};

/* Draws the story of a seed; drivers are those that ship. */
void story_init(struct story *story, uint64_t seed);
void story_fini(struct story *story);

struct play {
	bool not_ahead;
	code_watcher *watch; /* is told of every place of driver code; NULL: nobody is */
	uint64_t split_seed; /* not 0: runs are cut at random times and event counts */
	/* Called whenever the machine rests, with the trace so far; NULL: not. */
	void (*rest)(void *context, struct sim *sim, const struct trace *trace);
	void *context;
	uint64_t rest_every; /* events between calls */
};

/* Plays it; the caller frees the trace. */
struct trace *story_play(const struct story *story, const struct play *play);

/* A machine on the shipped drivers, ready to be told; the trace belongs to the stage. Head is a machine description. */
struct stage {
	struct modules *modules;
	struct machine machine;
	struct module_world world;
	struct inputs inputs;
	struct trace *trace;
	struct sim *sim;
};

void stage_open(struct stage *stage, const struct machine *machine);
void stage_close(struct stage *stage);

/* The machine of a head that must be good. */
void story_machine(struct machine *machine, const char *head);

/* Takes a line of the journal's language now. */
void story_apply(struct sim *sim, const char *text);

/* The number of the first record that differs, or in length; UINT64_MAX: the same bytes. Texts are compared too. */
uint64_t story_difference(const struct trace *a, const struct trace *b);

#endif
