/* SPDX-License-Identifier: MIT */
/* Completion from the tables. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/base/say.h"
#include "sim/journal/command.h"
#include "sim/read/rule.h"
#include "sim/trace/rectext.h"
#include "tui/complete.h"
#include "tui/inspect.h"
#include "tui/keymap.h"
#include "tui/session.h"
#include "tui/view.h"

void complete_offer(struct complete *complete, const char *typed, const char *word, size_t n, const char *end)
{
	if (complete->n == COMPLETE_MAX || strncasecmp(word, typed, strlen(typed) < n ? strlen(typed) : n) || strlen(typed) > n)
		return;
	snprintf(complete->word[complete->n++], sizeof(complete->word[0]), "%.*s%s", (int)n, word, end);
}

/* Words of a list with | or blanks between, as the tables hold them; words in capitals are placeholders. */
void complete_offer_list(struct complete *complete, const char *typed, const char *list, const char *end)
{
	while (*list) {
		size_t n = strcspn(list, "| ");

		if (n && !(isupper((unsigned char)list[0]) && isupper((unsigned char)list[1])) && list[0] != '[' && list[0] != '*')
			complete_offer(complete, typed, list, n, end);
		list += n + strspn(list + n, "| ");
	}
}

static void offer_devices(struct complete *complete, const char *typed, const struct look *look)
{
	for (size_t i = 0; look && i < look->machine->devices_n; i++)
		complete_offer(complete, typed, look->machine->devices[i].name, strlen(look->machine->devices[i].name), "");
}

static void offer_verbs(struct complete *complete, const char *typed)
{
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		complete_offer(complete, typed, command_forms[i].verb, strlen(command_forms[i].verb), "");
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		complete_offer(complete, typed, request_forms[i].name, strlen(request_forms[i].name), "");
}

/* Objects that a page can be of; any page: everything that has values. */
static void offer_objects(struct complete *complete, const char *typed, const struct look *look, enum inspect_page page)
{
	for (uint32_t obj = 1; look && obj < look->scene->objects_n; obj++) {
		const char *name = rectext_object(look->trace, obj);

		if (page == INSPECT_PAGES || inspect_fits(look->scene, page, obj))
			complete_offer(complete, typed, name, strlen(name), "");
	}
}

static void offer_values(struct complete *complete, const char *typed, const struct look *look, uint32_t obj)
{
	for (unsigned i = 0; look && obj && i < INSPECT_PAGES; i++) {
		bool own = inspect_fits(look->scene, (enum inspect_page)i, obj);
		struct inspect page = { .every = true };

		if (!own && inspect_forms[i].of != INSPECT_OF_MACHINE)
			continue;
		inspect_make(&page, look, (enum inspect_page)i, own ? obj : 0, false);
		for (size_t k = 0; k < page.n; k++)
			if (!page.row[k].head && page.row[k].obj == obj && page.row[k].name)
				complete_offer(complete, typed, inspect_word(&page, page.row[k].name), strlen(inspect_word(&page, page.row[k].name)), "");
		inspect_free(&page);
	}
}

/* The second word of a line with blanks between, "" if there is none. */
static void first_word(const char *line, char *word, size_t size)
{
	line += strcspn(line, " ");
	line += strspn(line, " ");
	snprintf(word, size, "%.*s", (int)strcspn(line, " "), line);
}

static void second_word(struct complete *complete, enum request_kind kind, const char *line, const char *typed, const struct look *look)
{
	char word[64];

	first_word(line, word, sizeof(word));
	if (kind == REQUEST_DIFF && !strcmp(word, "policy"))
		complete_policies(complete, typed);
	else if (kind == REQUEST_WHY)
		complete_offer_list(complete, typed, "cause: message: queue: frame:last frame:", "");
	else if (kind == REQUEST_INSPECT && inspect_named(word) < INSPECT_PAGES)
		offer_objects(complete, typed, look, inspect_named(word));
	else if (look && (kind == REQUEST_INSPECT || kind == REQUEST_WATCH || kind == REQUEST_UNWATCH))
		offer_values(complete, typed, look, rectext_object_named(look->trace, word));
}

/* The terms of a filter, and the kinds after kind: */
static void filter_word(struct complete *complete, const char *typed)
{
	static const char terms[] = "kind:|obj:|cpu:|irql:|time:|num:|msg:|rule:|vector:|text:|all";
	char word[64];

	complete_offer_list(complete, typed, terms, "");
	for (unsigned i = 0; !strncmp(typed, "kind:", 5) && i < RECORD_KINDS; i++) {
		snprintf(word, sizeof(word), "kind:%s", record_forms[i].name);
		complete_offer(complete, typed, word, strlen(word), "");
	}
	for (unsigned i = 0; !strncmp(typed, "rule:", 5) && i < RULE_COUNT; i++) {
		snprintf(word, sizeof(word), "rule:%s", rule_forms[i].name);
		complete_offer(complete, typed, word, strlen(word), "");
	}
}

static void offer_moments(struct complete *complete, enum request_kind kind, const char *typed, const struct look *look)
{
	for (unsigned i = 0; look && look->session && i < look->session->bookmarks; i++)
		complete_offer(complete, typed, look->session->bookmark[i].name, strlen(look->session->bookmark[i].name), "");
	if (kind == REQUEST_DIFF)
		complete_offer_list(complete, typed, "branch line policy", "");
}

static void offer_branches(struct complete *complete, const char *typed, const struct look *look)
{
	complete_offer_list(complete, typed, "name", " ");
	for (unsigned i = 0; look && look->session && i < look->session->branches; i++)
		if (look->session->branch[i]->name[0])
			complete_offer(complete, typed, look->session->branch[i]->name, strlen(look->session->branch[i]->name), "");
}

static void offer_pages(struct complete *complete, const char *typed, const struct look *look)
{
	for (unsigned i = 0; i < INSPECT_PAGES; i++)
		complete_offer(complete, typed, inspect_forms[i].name, strlen(inspect_forms[i].name), "");
	if (typed[0])
		offer_objects(complete, typed, look, INSPECT_PAGES);
}

static void request_word(struct complete *complete, enum request_kind kind, const char *typed, const struct look *look)
{
	if (kind == REQUEST_VIEW)
		for (unsigned i = 0; i < VIEW_COUNT; i++)
			complete_offer(complete, typed, view_forms[i].name, strlen(view_forms[i].name), "");
	else if (kind == REQUEST_UNTIL)
		for (unsigned i = 0; i < RECORD_KINDS; i++)
			complete_offer(complete, typed, record_forms[i].name, strlen(record_forms[i].name), "");
	else if (kind == REQUEST_FILTER)
		filter_word(complete, typed);
	else if (kind == REQUEST_BOOKMARK_GO || kind == REQUEST_DIFF)
		offer_moments(complete, kind, typed, look);
	else if (kind == REQUEST_BRANCH)
		offer_branches(complete, typed, look);
	else if (kind == REQUEST_DEVICE || kind == REQUEST_WHY)
		offer_devices(complete, typed, look);
	else if (kind == REQUEST_INSPECT)
		offer_pages(complete, typed, look);
	else if (kind == REQUEST_WATCH || kind == REQUEST_UNWATCH)
		offer_objects(complete, typed, look, INSPECT_PAGES);
	else if (kind == REQUEST_HELP || kind == REQUEST_INJECT || kind == REQUEST_BIND)
		offer_verbs(complete, typed);
	else
		complete_offer_list(complete, typed, request_forms[kind].words, "");
}

static void after_verb(struct complete *complete, const char *line, const char *verb, unsigned place, const char *typed,
		       const struct look *look)
{
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		if (!strcmp(command_forms[i].verb, verb)) {
			const struct command_form *form = &command_forms[i];

			snprintf(complete->hint, sizeof(complete->hint), "%s %s %s: %s", verb,
				 strcmp(form->object, "none") ? form->object : "", form->words, say(form->help));
			{
				char object[64];

				first_word(line, object, sizeof(object));
				complete_command(complete, i, object, place, typed, look);
			}
		}
	for (unsigned i = 0; i < REQUEST_KINDS; i++)
		if (!strcmp(request_forms[i].name, verb)) {
			snprintf(complete->hint, sizeof(complete->hint), "%s %s: %s", verb, request_forms[i].words, say(request_forms[i].help));
			if (place == 1)
				request_word(complete, (enum request_kind)i, typed, look);
			else
				second_word(complete, (enum request_kind)i, line, typed, look);
		}
}

void complete_line(struct complete *complete, const char *line, const struct look *look)
{
	size_t length = strlen(line), start = length;
	unsigned place = 0;
	char verb[48];

	*complete = (struct complete){ 0 };
	while (start && line[start - 1] != ' ')
		start--;
	complete->start = (unsigned)start;
	line += strspn(line, " ");
	snprintf(verb, sizeof(verb), "%.*s", (int)strcspn(line, " "), line);
	for (const char *p = line; p + strcspn(p, " ") < line + strlen(line); place++)
		p += strcspn(p, " ") + strspn(p + strcspn(p, " "), " ");
	if (!place)
		offer_verbs(complete, verb);
	else
		after_verb(complete, line, verb, place, line + strlen(line) - (length - start), look);
}

void complete_common(const struct complete *complete, char *out, size_t size)
{
	size_t n = complete->n ? strlen(complete->word[0]) : 0;

	for (unsigned i = 1; i < complete->n; i++)
		for (size_t k = 0; k < n; k++)
			if (complete->word[i][k] != complete->word[0][k])
				n = k;
	snprintf(out, size, "%.*s", (int)n, complete->n ? complete->word[0] : "");
}
