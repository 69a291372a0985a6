/* SPDX-License-Identifier: MIT */
/*
 * A catalogue of translations as msgfmt writes it (a .mo file), read without regard to the reader's own language: for who proves that
 * a lesson is translated.
 */
#ifndef MSILAB_HOST_CATALOGUE_H
#define MSILAB_HOST_CATALOGUE_H

#include "sim/base/err.h"

struct catalogue;

/* NULL: it cannot be read, or is no catalogue (err). */
struct catalogue *catalogue_open(const char *path, struct err *err);
void catalogue_free(struct catalogue *catalogue);

/* The translation of a text, NULL: there is none. Lives as long as the catalogue. */
const char *catalogue_find(const struct catalogue *catalogue, const char *english);

#endif
