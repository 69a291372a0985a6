/* SPDX-License-Identifier: MIT */
/*
 * The scene as the machine itself has it, without the trace: one function for each line of scene.def, written from the
 * machine's own structures. What one of them forgets stays at a value that no machine has.
 */
#ifndef MSILAB_TESTS_PROPERTY_FILL_H
#define MSILAB_TESTS_PROPERTY_FILL_H

#include "sim/read/scene.h"
#include "sim/state.h"

#define SCENE(name, text) void fill_##name(struct scene *scene, const struct sim *sim);
#include "sim/read/scene.def"
#undef SCENE

/* A scene of the machine as it stands now. `shape` says which objects there are and how large their tables; nothing else
 * is taken from it. The caller frees it. */
struct scene *fill_scene(const struct scene *shape, const struct sim *sim);

/* The device of an object, NULL: it is none. */
const struct device *fill_device(const struct sim *sim, uint32_t obj);

#endif
