/* SPDX-License-Identifier: MIT */
/* rig TRACE SCRIPT [CATALOGUES]: a screen over a saved trace, driven by a script; photographs go to the output. With a folder of
 * catalogues it speaks the language of the environment. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/tongue.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/trace/rectext.h"
#include "tui/script.h"

#define BYTES_MAX (64u << 20)

static int failed(const struct err *err)
{
	char text[800];

	fprintf(stderr, "rig: %s\n", err_text(err, text, sizeof(text)));
	return 1;
}

static int run(const char *trace_text, size_t n, const char *script, char **argv)
{
	struct trace *trace = trace_new();
	struct err err = { 0 };
	struct str out = { 0 };
	struct screen *screen;
	bool good;

	if (!rectext_read_all(trace, trace_text, n, argv[1], &err)) {
		trace_free(trace);
		return failed(&err);
	}
	screen = screen_new(session_of_trace(trace), 80, 24, false);
	good = script_run(screen, &(struct script){ script, argv[2], 1 }, &out, &err);
	if (out.length)
		fwrite(out.text, 1, out.length, stdout);
	screen_free(screen);
	str_free(&out);
	return good ? 0 : failed(&err);
}

int main(int argc, char **argv)
{
	struct err err = { 0 };
	char *trace, *script;
	size_t n, ignored;
	int status;

	if (argc != 3 && argc != 4)
		return 2;
	if (argc == 4)
		tongue_begin(argv[3]);
	else
		setlocale(LC_ALL, "C.UTF-8");
	trace = file_read(argv[1], BYTES_MAX, &n, &err);
	script = trace ? file_read(argv[2], BYTES_MAX, &ignored, &err) : NULL;
	status = script ? run(trace, n, script, argv) : failed(&err);
	mem_free(script);
	mem_free(trace);
	return status;
}
