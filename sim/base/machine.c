/* SPDX-License-Identifier: MIT */
/* Reading a machine: one table of line kinds, each with its reader. The writer is machine_text.c. */
#include <string.h>

#include "sim/base/affinity.h"
#include "sim/base/machine.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/switches.h"

#define DEFAULT_POLICY "windows"
#define DEFAULT_AFFINITY "spread"
#define HEAD_VERSION 1
#define COST_NS_MAX ((vtime)1000 * 1000 * 1000 * 1000)

const struct cost_name cost_names[COST_COUNT] = {
#define COST(id, name, ns, help) { name, ns, help },
#include "sim/base/costs.def"
#undef COST
};

/* The machine's life. */

void machine_init(struct machine *machine)
{
	*machine = (struct machine){ .seed = 1, .cpus = 1, .policy = DEFAULT_POLICY, .affinity = DEFAULT_AFFINITY };
	for (unsigned i = 0; i < COST_COUNT; i++)
		machine->cost[i] = cost_names[i].ns;
}

void machine_fini(struct machine *machine)
{
	for (size_t i = 0; i < machine->devices_n; i++)
		settings_free(&machine->devices[i].settings);
	for (size_t i = 0; i < machine->drivers_n; i++)
		settings_free(&machine->drivers[i].settings);
	mem_free(machine->devices);
	mem_free(machine->drivers);
	settings_free(&machine->policy_settings);
	settings_free(&machine->affinity_settings);
	settings_free(&machine->options);
	settings_free(&machine->inputs);
	*machine = (struct machine){ 0 };
}

void machine_copy_into(struct machine *to, const struct machine *from, struct mem_source *source)
{
	size_t devices = (from->devices_n + 1) * sizeof to->devices[0], drivers = (from->drivers_n + 1) * sizeof to->drivers[0];

	*to = *from;
	to->devices = source ? source->take(source, devices) : mem_new(devices);
	to->drivers = source ? source->take(source, drivers) : mem_new(drivers);
	to->devices_room = from->devices_n + 1;
	to->drivers_room = from->drivers_n + 1;
	for (size_t i = 0; i < from->devices_n; i++) {
		to->devices[i] = from->devices[i];
		settings_copy(&to->devices[i].settings, &from->devices[i].settings, source);
	}
	for (size_t i = 0; i < from->drivers_n; i++) {
		to->drivers[i] = from->drivers[i];
		settings_copy(&to->drivers[i].settings, &from->drivers[i].settings, source);
	}
	settings_copy(&to->policy_settings, &from->policy_settings, source);
	settings_copy(&to->affinity_settings, &from->affinity_settings, source);
	settings_copy(&to->options, &from->options, source);
	settings_copy(&to->inputs, &from->inputs, source);
}

void machine_copy(struct machine *to, const struct machine *from)
{
	machine_copy_into(to, from, NULL);
}

const struct machine_device *machine_device(const struct machine *machine, const char *name)
{
	for (size_t i = 0; i < machine->devices_n; i++)
		if (strcmp(machine->devices[i].name, name) == 0)
			return &machine->devices[i];
	return NULL;
}

struct machine_driver *machine_driver(const struct machine *machine, const char *device)
{
	for (size_t i = 0; i < machine->drivers_n; i++)
		if (strcmp(machine->drivers[i].device, device) == 0)
			return &machine->drivers[i];
	return NULL;
}

/* Reading. */

/* The i-th plain word; the first is the line's own. NULL and an error: not there. */
static const struct word *plain(const struct words *words, unsigned i, const char *what, unsigned line, struct err *err)
{
	unsigned end = 1;

	for (unsigned k = 0; k < words->n; k++) {
		if (!words->word[k].value && i-- == 0)
			return &words->word[k];
		end = words->word[k].col + (unsigned)strlen(words->word[k].text) + 1;
	}
	err_set(err, "%s needs one word more", words->word[0].text);
	err_expected_text(err, what);
	err_at(err, NULL, line, end);
	return NULL;
}

static bool name_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("._-", c));
}

/* A name of the machine's own: letters, digits, dot, dash and underscore, so that filters and files can hold it. */
static bool take_name(const struct words *words, unsigned i, const char *what, char *to, unsigned line, struct err *err)
{
	const struct word *word = plain(words, i, what, line, err);
	size_t n = 0;

	if (!word)
		return false;
	while (name_letter(word->text[n]))
		n++;
	if (n == 0 || word->text[n] || n >= MACHINE_NAME_MAX) {
		err_set(err, "this cannot be a name");
		err_expected(err, "letters, digits and . _ -, at most %d", MACHINE_NAME_MAX - 1);
		err_found(err, "%.100s", word->text);
		return err_at(err, NULL, line, word->col);
	}
	memcpy(to, word->text, n + 1);
	return true;
}

static bool take_number(const struct words *words, uint64_t least, uint64_t most, uint64_t *value,
			unsigned line, struct err *err)
{
	const struct word *word = plain(words, 1, N_("a number"), line, err);

	if (!word)
		return false;
	if (words_number(word->text, most, value) && *value >= least)
		return true;
	err_set(err, "%s cannot be that", words->word[0].text);
	err_expected(err, "a number from %llu to %llu", (unsigned long long)least, (unsigned long long)most);
	err_found(err, "%.100s", word->text);
	return err_at(err, NULL, line, word->col);
}

/* Lines that take no KEY=VALUE and exactly n plain words. */
static bool nothing_more(const struct words *words, unsigned n, unsigned line, struct err *err)
{
	if (words->n <= n)
		return true;
	err_set(err, "a word too many");
	err_expected(err, "the end of the line");
	err_found(err, "%.100s", words->word[n].text);
	return err_at(err, NULL, line, words->word[n].col);
}

static bool read_version(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	const struct word *word = plain(words, 1, N_("a version"), line, err);
	uint64_t version;

	(void)machine;
	if (!word)
		return false;
	if (words_number(word->text, UINT64_MAX, &version) && version == HEAD_VERSION)
		return nothing_more(words, 2, line, err);
	err_set(err, "this journal is of another format version");
	err_expected(err, "version %d", HEAD_VERSION);
	err_found(err, "%.100s", word->text);
	return err_at(err, NULL, line, word->col);
}

static bool read_seed(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	return take_number(words, 0, UINT64_MAX, &machine->seed, line, err) && nothing_more(words, 2, line, err);
}

static bool read_cpus(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	uint64_t cpus;

	if (!take_number(words, 1, MACHINE_CPUS_MAX, &cpus, line, err))
		return false;
	machine->cpus = (unsigned)cpus;
	return nothing_more(words, 2, line, err);
}

static bool unknown(struct err *err, const char *what, const struct word *word, const char *const *names, unsigned line)
{
	err_unknown(err, what, word->text, names);
	err_found(err, word->value ? "%.60s=%.60s" : "%.60s", word->text, word->value);
	return err_at(err, NULL, line, word->col);
}

/* policy and affinity: a name with settings; both replace what was there. */
static bool read_choice(char *name, struct settings *settings, const char *what, const struct words *words, unsigned line,
			struct err *err)
{
	if (!take_name(words, 1, what, name, line, err))
		return false;
	settings_free(settings);
	return settings_take(settings, words, 2, line, err);
}

static bool read_policy(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	if (!read_choice(machine->policy, &machine->policy_settings, N_("a policy"), words, line, err))
		return false;
	machine->policy_line = line;
	machine->policy_col = plain(words, 1, N_("a policy"), line, err)->col;
	return true;
}

static bool read_affinity(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	return read_choice(machine->affinity, &machine->affinity_settings, N_("spread, close or specified"), words, line, err) &&
	       (affinity_good(words, err) || err_at(err, NULL, line, err->col));
}

static bool read_device(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	struct machine_device device = { .line = line }, *old;

	if (!take_name(words, 1, N_("a device's name"), device.name, line, err) ||
	    !take_name(words, 2, N_("a device model"), device.model, line, err))
		return false;
	device.col = plain(words, 2, N_("a device model"), line, err)->col;
	if (!settings_take(&device.settings, words, 3, line, err)) {
		settings_free(&device.settings);
		return false;
	}
	old = (struct machine_device *)machine_device(machine, device.name);
	if (!old) {
		mem_grow(&machine->devices, &machine->devices_room, machine->devices_n + 1, sizeof device);
		old = &machine->devices[machine->devices_n++];
		*old = (struct machine_device){ 0 };
	}
	settings_free(&old->settings);
	*old = device;
	return true;
}

static bool read_driver(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	struct machine_driver driver = { .line = line }, *old;
	const struct word *module;

	if (!take_name(words, 1, N_("a device's name"), driver.device, line, err))
		return false;
	module = plain(words, 2, N_("a driver module"), line, err);
	if (!module)
		return false;
	if (!*module->text || strlen(module->text) >= sizeof driver.module) {
		err_set(err, "this cannot be a module");
		err_expected(err, "its name or file, at most %zu bytes", sizeof driver.module - 1);
		return err_at(err, NULL, line, module->col);
	}
	strcpy(driver.module, module->text);
	if (!settings_take(&driver.settings, words, 3, line, err)) {
		settings_free(&driver.settings);
		return false;
	}
	old = machine_driver(machine, driver.device);
	if (!old) {
		mem_grow(&machine->drivers, &machine->drivers_room, machine->drivers_n + 1, sizeof driver);
		old = &machine->drivers[machine->drivers_n++];
		*old = (struct machine_driver){ 0 };
	}
	settings_free(&old->settings);
	*old = driver;
	return true;
}

static bool read_cost(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	const struct word *name = plain(words, 1, N_("the name of a cost"), line, err);
	const struct word *time = name ? plain(words, 2, N_("a time"), line, err) : NULL;
	const char *names[COST_COUNT + 1] = { 0 };
	unsigned i;

	if (!time)
		return false;
	for (i = 0; i < COST_COUNT; i++)
		names[i] = cost_names[i].name;
	for (i = 0; i < COST_COUNT && strcmp(names[i], name->text) != 0; i++)
		;
	if (i == COST_COUNT)
		return unknown(err, N_("unknown cost"), name, names, line);
	if (!vtime_parse(time->text, &machine->cost[i]) || machine->cost[i] > COST_NS_MAX) {
		machine->cost[i] = cost_names[i].ns;
		err_set(err, "this cannot be a cost");
		err_expected(err, "a time up to 1000s, such as 800, 800ns or 1.5us");
		err_found(err, "%.100s", time->text);
		return err_at(err, NULL, line, time->col);
	}
	return nothing_more(words, 3, line, err);
}

static bool read_set(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	if (words->n < 2) {
		err_set(err, "set needs KEY=VALUE");
		err_expected(err, "KEY=VALUE");
		return err_at(err, NULL, line, words->word[0].col + 3);
	}
	for (unsigned i = 1; i < words->n; i++)
		if (words->word[i].value && !switch_good(words->word[i].text, words->word[i].value, err))
			return err_at(err, NULL, line, words->word[i].col);
	return settings_take(&machine->options, words, 1, line, err);
}

static bool read_input(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	const struct word *name = plain(words, 1, N_("a name"), line, err);
	const char *hash = words_value(words, "sha256");

	if (!name)
		return false;
	if (!hash || words->n != 3 || !*name->text) {
		err_set(err, "an input is its name and its hash");
		err_expected(err, "input NAME sha256=HASH");
		return err_at(err, NULL, line, name->col);
	}
	settings_set(&machine->inputs, name->text, hash);
	return true;
}

static const struct line_kind {
	const char *word;
	bool (*read)(struct machine *machine, const struct words *words, unsigned line, struct err *err);
} line_kinds[] = {
	{ "msilab-journal", read_version },
	{ "seed", read_seed },
	{ "cpus", read_cpus },
	{ "policy", read_policy },
	{ "affinity", read_affinity },
	{ "device", read_device },
	{ "driver", read_driver },
	{ "cost", read_cost },
	{ "set", read_set },
	{ "input", read_input },
};

#define LINE_KINDS (sizeof line_kinds / sizeof line_kinds[0])

bool machine_line(struct machine *machine, const struct words *words, unsigned line, struct err *err)
{
	const char *names[LINE_KINDS + 1] = { 0 };

	if (words->n == 0)
		return true;
	for (size_t i = 0; i < LINE_KINDS; i++) {
		names[i] = line_kinds[i].word;
		if (!words->word[0].value && strcmp(names[i], words->word[0].text) == 0)
			return line_kinds[i].read(machine, words, line, err);
	}
	return unknown(err, N_("unknown word in a machine description"), &words->word[0], names, line);
}

bool machine_read(struct machine *machine, const char *text, const char *file, struct err *err)
{
	const char *end = text + strlen(text);
	struct str one = { 0 };
	bool good = true;

	for (unsigned line = 1; good && text < end; line++) {
		size_t stop, n = words_line(text, (size_t)(end - text), &stop);
		struct words words;

		str_clear(&one);
		str_append_bytes(&one, text, n);
		good = words_split(&words, one.text, err);
		if (!good)
			err->line = line;
		good = good && machine_line(machine, &words, line, err);
		words_free(&words);
		text += n + stop;
	}
	if (!good)
		err_at(err, file, err->line, err->col);
	str_free(&one);
	return good;
}
