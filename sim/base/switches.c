/* SPDX-License-Identifier: MIT */
/* The table behind switches.def. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/str.h"
#include "sim/base/switches.h"
#include "sim/base/vtime.h"
#include "sim/base/words.h"

#define SWITCH_TIME (UINT64_MAX - 1)
#define CHOICES_MAX 6

static const struct form {
	const char *key;
	uint64_t most;
	const char *choices[CHOICES_MAX]; /* ends with NULL */
} forms[] = {
#define SWITCH(key, most, ...) { key, most, { __VA_ARGS__ } },
#include "sim/base/switches.def"
#undef SWITCH
};

#define FORMS (sizeof forms / sizeof forms[0])

static bool unknown_switch(const char *key, struct err *err)
{
	const char *names[FORMS + 1] = { 0 };

	for (size_t i = 0; i < FORMS; i++)
		names[i] = forms[i].key;
	err_unknown(err, N_("there is no such switch"), key, names);
	return err->expected[0] ? false : err_expected(err, "one such as returns, sends, budget, watchdog or code");
}

static void list(const char *const *choices, struct str *out)
{
	for (; *choices; choices++)
		str_format(out, "%s%s", out->length ? ", " : "", *choices);
}

static bool choice_good(const struct form *form, const char *value, struct err *err)
{
	struct str all = { 0 };

	for (const char *const *choice = form->choices; *choice; choice++)
		if (!strcmp(*choice, value))
			return true;
	err_unknown(err, N_("unknown word"), value, form->choices);
	list(form->choices, &all);
	if (!err->expected[0])
		err_expected(err, "%s", all.text);
	str_free(&all);
	return false;
}

static bool time_good(const char *key, const char *value, struct err *err)
{
	vtime time;

	if (vtime_parse(value, &time))
		return true;
	err_set(err, "%.64s cannot be that", key);
	err_expected(err, "a time such as 800, 800ns or 1.5us");
	return err_found(err, "%.100s", value);
}

static bool number_good(const struct form *form, const char *value, struct err *err)
{
	uint64_t number;

	if (words_number(value, form->most, &number))
		return true;
	err_set(err, "%.64s cannot be that", form->key);
	err_expected(err, "a whole number up to %llu", (unsigned long long)form->most);
	return err_found(err, "%.100s", value);
}

static const struct form *find(const char *key)
{
	for (size_t i = 0; i < FORMS; i++)
		if (!str_compare(forms[i].key, key))
			return &forms[i];
	return NULL;
}

bool switch_good(const char *key, const char *value, struct err *err)
{
	const struct form *form = find(key);

	if (!form)
		return unknown_switch(key, err);
	if (form->most == SWITCH_TIME)
		return time_good(key, value, err);
	return form->most ? number_good(form, value, err) : choice_good(form, value, err);
}

const char *switch_key(unsigned i)
{
	return i < FORMS ? forms[i].key : NULL;
}

const char *const *switch_choices(const char *key)
{
	static const char *const nothing[] = { NULL };
	const struct form *form = find(key);

	return form ? form->choices : nothing;
}
