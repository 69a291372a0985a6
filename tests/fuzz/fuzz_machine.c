/* SPDX-License-Identifier: MIT */
/* Machine descriptions: any bytes are read or refused; what is read is written as a text that reads as the same machine. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/machine.h"
#include "sim/base/mem.h"
#include "tests/fuzz/fuzz.h"

static void again(const struct machine *machine)
{
	struct machine copy, second;
	struct str first = { 0 }, text = { 0 };
	struct err err;

	str_append(&first, "");
	str_append(&text, "");
	machine_copy(&copy, machine);
	machine_text(&copy, &first);
	machine_init(&second);
	must(machine_read(&second, first.text, "again", &err));
	machine_text(&second, &text);
	must(strcmp(first.text, text.text) == 0);
	machine_fini(&copy);
	machine_fini(&second);
	str_free(&first);
	str_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = mem_new(n + 1);
	struct machine machine;
	struct err err;
	char said[1024];

	memcpy(text, bytes, n);
	machine_init(&machine);
	if (machine_read(&machine, text, "input", &err))
		again(&machine);
	else
		must(*err_text(&err, said, sizeof said) && err.line && err.text[0]);
	machine_fini(&machine);
	mem_free(text);
	return 0;
}
