/* SPDX-License-Identifier: MIT */
/*
 * How two scenes are compared, for scene_same.c: tables say which members of which structs, and what one of them is called. Members are
 * numbers; what has rules of its own is a function.
 */
#ifndef MSILAB_READ_SCENE_PAIR_H
#define MSILAB_READ_SCENE_PAIR_H

#include <stddef.h>

#include "sim/read/scene.h"

/* The two scenes, and who is told. Without told() a comparison ends at the first difference, which text (may be NULL) says. */
struct pair {
	const struct scene *a, *b;
	struct str *text;
	scene_told *told;
	void *context;
	enum scene_group group;
};

/* Numbers in a struct: n of 1, 2, 4 or 8 bytes, told by their place if there are several. */
struct field {
	const char *what; /* NULL: the end of the table */
	size_t offset, size, n;
	bool text; /* it is a text's number: those of two traces are not the same */
};
#define MEMBER(type, member) (((struct type *)0)->member)
#define FIELD(type, member, what) { what, offsetof(struct type, member), sizeof MEMBER(type, member), 1, false }
#define TEXT(type, member, what) { what, offsetof(struct type, member), sizeof MEMBER(type, member), 1, true }
#define ARRAY(type, member, what)                                                                                     \
	{ what, offsetof(struct type, member), sizeof MEMBER(type, member)[0], sizeof MEMBER(type, member) / sizeof MEMBER(type, member)[0], \
	  false }
#define FIELDS(...) (const struct field[]){ __VA_ARGS__, { 0 } }

/* An array that a struct points to: where pointer and count stand, what one element is. */
struct list {
	const char *what; /* what a difference of the counts is called; NULL: a field tells it already */
	size_t list, n, n_size, stride;
	const struct field *fields;
};
#define LIST(what, type, member, count, element, ...)                                                                 \
	&(const struct list){ what, offsetof(struct type, member), offsetof(struct type, count), sizeof MEMBER(type, count), \
			      sizeof(struct element), FIELDS(__VA_ARGS__) }

/* A family of the scene: its array, whose elements begin with their object, and the first place that is somebody. */
struct family {
	size_t list, n, stride, first;
	bool numbered; /* its fields are told by the element's place */
};

/* Of each element of the family: fields, then a list, then what has rules of its own. Then what is no family's. */
struct group {
	const struct family *family;
	const struct field *fields;
	const struct list *list;
	bool (*element)(const struct pair *pair, uint32_t obj, const void *x, const void *y);
	bool (*rest)(const struct pair *pair);
};

/* Says where two numbers part; true if they do not, or if all differences are wanted. */
bool pair_equal(const struct pair *pair, uint32_t obj, const char *what, uint64_t place, uint64_t a, uint64_t b);

/* The members of a table; place: told with what is no array. */
bool pair_fields(const struct pair *pair, uint32_t obj, uint64_t place, const struct field *fields, const void *x, const void *y);

bool pair_group(const struct pair *pair, const struct group *group);

/* As many as both have. */
static inline size_t pair_both(size_t a, size_t b)
{
	return a < b ? a : b;
}

#endif
