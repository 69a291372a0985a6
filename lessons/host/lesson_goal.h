/* SPDX-License-Identifier: MIT */
/* Goals of a lesson's file: tables made by functions that are named as in goals.def. */
#ifndef MSILAB_HOST_LESSON_GOAL_H
#define MSILAB_HOST_LESSON_GOAL_H

#include "lessons/host/bind.h"

#define CODE_DEVICE "nic0" /* where a lesson does not say another */

/* For bind_each over the list `goals`; context: the step. */
void lesson_take_goal(lua_State *L, void *context, unsigned i);

/* The functions, as globals. */
void lesson_bind_goals(lua_State *L);

#endif
