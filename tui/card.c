/* SPDX-License-Identifier: MIT */
/* The card: when it opens and closes, and how it looks. */
#include "sim/base/say.h"
#include "sim/base/text.h"
#include "tui/card.h"
#include "tui/finding.h"
#include "tui/guide.h"

/* ---- when ---- */

/* The first error that nothing like it came before, else the first such warning, about records from..end - 1. */
static const struct finding *first_between(const struct look *look, uint64_t from, uint64_t end)
{
	const struct finding *warning = NULL;

	for (size_t i = session_findings_before(look->session, from); i < look->findings_n && look->findings[i].record < end; i++) {
		const struct finding *finding = &look->findings[i];

		if (finding->first == i && finding->severity == RULE_ERROR)
			return finding;
		if (finding->first == i && !warning)
			warning = finding;
	}
	return warning;
}

/* Another trace: what it shares with the one before was seen. */
static void begin_again(struct card *card, const struct look *look)
{
	const struct session *session = look->session;
	uint64_t shared = session->branch[session->now]->forked_at;

	card->open = false;
	if (card->generation != look->generation && shared < card->reached)
		card->reached = shared;
	card->cursor = card->reached < look->cursor ? card->reached : 0;
	card->generation = look->generation;
}

static void show(struct card *card, const struct finding *finding)
{
	card->open = true;
	card->record = finding->record;
}

/* What a step's own beginning brought would answer its prediction: it is kept until that is made. Who goes to it himself may read it. */
static bool withheld(const struct look *look)
{
	return look->guide && look->newest && guide_asks(&look->guide->at);
}

/* What is new begins here: cards of a lesson's steps before are not shown again where it is gone on with. */
static uint64_t unread(const struct card *card, const struct look *look)
{
	const struct lesson_place *at = look->guide ? &look->guide->at : NULL;

	return at && at->begun && at->since != UINT64_MAX && at->since > card->reached ? at->since : card->reached;
}

void card_follow(struct card *card, const struct look *look, bool by_itself, bool quiet)
{
	const struct finding *passed = NULL;
	size_t n;

	if (card->generation != look->generation)
		begin_again(card, look);
	if (card->cursor == look->cursor)
		return;
	if (withheld(look)) {
		card->open = false;
		card->cursor = look->cursor;
		return;
	}
	if (look->cursor > card->reached && !quiet && !look->session->saved)
		passed = first_between(look, unread(card, look), look->cursor);
	if (finding_at(look, look->cursor, &n))
		show(card, finding_at(look, look->cursor, &n));
	else if (passed)
		show(card, passed);
	else if (!by_itself || look->cursor <= card->record)
		card->open = false;
	if (look->cursor > card->reached)
		card->reached = look->cursor;
	card->cursor = look->cursor;
}

/* ---- how ---- */

static const struct finding *shown(const struct card *card, const struct look *look, size_t *n)
{
	*n = 0;
	return card->open ? finding_at(look, card->record + 1, n) : NULL;
}

/* What is said under the title, the more needed first: on a small screen the rest is left to the explain view. */
#define PARAGRAPHS 4

static void paragraphs(const struct look *look, const struct finding *finding, size_t n, struct str text[PARAGRAPHS])
{
	const struct rule_form *form = &rule_forms[finding->rule];

	str_append(&text[0], finding->said);
	str_format(&text[1], say("how to fix it: %s"), say(form->fix));
	str_format(&text[2], say("why it matters: %s"), say(form->why));
	finding_moment(look, finding, &text[3]);
	for (size_t i = 1; i < n; i++)
		str_format(&text[3], say("; %s too"), rule_forms[finding[i].rule].name);
}

static void free_all(struct str text[PARAGRAPHS])
{
	for (unsigned i = 0; i < PARAGRAPHS; i++)
		str_free(&text[i]);
}

int card_rows(const struct card *card, const struct look *look, int cols)
{
	struct str text[PARAGRAPHS] = { { 0 } };
	size_t n;
	const struct finding *finding = shown(card, look, &n);
	int rows = 2; /* the title, the keys */

	if (!finding)
		return 0;
	paragraphs(look, finding, n, text);
	for (unsigned i = 0; i < PARAGRAPHS; i++)
		rows += pane_wrap_rows(text[i].text, cols - 2);
	free_all(text);
	return rows;
}

static void draw_title(const struct look *look, const struct finding *finding, const struct pane *pane)
{
	struct str title = { 0 }, place = { 0 };
	enum role role = finding->severity == RULE_ERROR ? ROLE_ERROR : ROLE_PENDING;
	int x;

	pane_row(pane, 0, 0, pane->w, role, GLYPH_HLINE);
	str_append(&title, " ");
	finding_title(finding, &title);
	str_append(&title, " ");
	x = pane_text(pane, 1, 0, role, title.text);
	finding_place(look, finding, &place);
	if (place.length && x + (int)text_columns(place.text) + 4 <= pane->w)
		pane_format(pane, pane->w - (int)text_columns(place.text) - 3, 0, ROLE_TITLE, " %s ", place.text);
	str_free(&title);
	str_free(&place);
}

static void draw_keys(const struct look *look, bool here, const struct pane *pane)
{
	static const struct {
		const char *line, *label;
		bool here, away; /* whether the cursor is at the record */
	} keys[] = {
		{ "leave", N_("close"), true, true },        { "finding", N_("to the record"), false, true }, { "effects", N_("causes"), true, false },
		{ "explain", N_("explain"), true, false },   { "run", N_("go on"), true, false },             { "violation.next", N_("next"), true, true },
		{ "violation.back", N_("before"), true, true },
	};
	int x = 1;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char key[16];

		if (!(here ? keys[i].here : keys[i].away) || !keymap_key_of(look->keymap, keys[i].line, key, sizeof key)[0])
			continue;
		if (x + (int)(text_columns(key) + text_columns(say(keys[i].label))) + 1 > pane->w)
			break;
		x = pane_text(pane, x, pane->h - 1, ROLE_BAR, key);
		x = pane_format(pane, x + 1, pane->h - 1, ROLE_TEXT, "%s", say(keys[i].label)) + 2;
	}
}

void card_draw(const struct card *card, const struct look *look, const struct pane *pane)
{
	struct pane body = pane_inside(pane, 1, 1, pane->w - 2, pane->h - 2);
	struct str text[PARAGRAPHS] = { { 0 } };
	size_t n;
	const struct finding *finding = shown(card, look, &n);
	int y = 0;

	if (!finding || pane->h < 2)
		return;
	draw_title(look, finding, pane);
	paragraphs(look, finding, n, text);
	for (unsigned i = 0; i < PARAGRAPHS; i++)
		y = pane_wrap(&body, y, i == 3 ? ROLE_DIM : ROLE_TEXT, text[i].text);
	if (y > body.h && body.h)
		pane_right(&body, body.h - 1, ROLE_DIM, " ...");
	draw_keys(look, look->cursor == card->record + 1, pane);
	free_all(text);
}

bool card_line(const struct card *card, const struct look *look, struct str *out)
{
	size_t n;
	const struct finding *finding = shown(card, look, &n);

	if (!finding)
		return false;
	finding_title(finding, out);
	str_format(out, ": %s", finding->said);
	return true;
}
