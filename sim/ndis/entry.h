/* SPDX-License-Identifier: MIT */
/*
 * Every function of api.def by name. The table also makes the linker take them all into a program, so that modules that are
 * loaded later find them there.
 */
#ifndef MSILAB_NDIS_ENTRY_H
#define MSILAB_NDIS_ENTRY_H

/* By its place in api.def. */
const char *entry_name(unsigned api);

/* The function of this name; NULL: there is none. For modules that bind by name. */
void *entry_named(const char *name);

#endif
