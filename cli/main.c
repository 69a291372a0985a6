/* SPDX-License-Identifier: MIT */
/* The program: the command line taken apart, one command run. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/crash.h"
#include "cli/start.h"
#include "cli/place.h"
#include "cli/talk.h"
#include "cli/tongue.h"
#include "lessons/host/guard.h"
#include "sim/os/containment.h"
#include "sim/os/probe.h"

static int print(struct str *text, FILE *to, int status)
{
	fputs(text->text, to);
	str_free(text);
	return status;
}

/* What --help and no command at all come to. */
static int help(const struct arguments *arguments, FILE *to, int status)
{
	struct str text = { 0 };

	if (arguments->command)
		help_command(arguments->command, &text);
	else
		help_all(&text);
	return print(&text, to, status);
}

/* The output may be a full disk or a closed pipe; that is the outside world's. */
static int finish(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	talk_say("the output cannot be written");
	return STATUS_INPUT;
}

int main(int argc, char **argv)
{
	struct arguments arguments;
	struct err err;
	int status;

	tongue_begin(place(PLACE_TEXTS));
	crash_arm();
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of write, as a full disk is */
	guard_arm(probe_stretch, containment_spin, GUARD_MS);
	if (!arguments_read(&arguments, argc, argv, &err))
		return cli_failed(&err, STATUS_USAGE);
	if (arguments.option[OPTION_HELP])
		return finish(help(&arguments, stdout, STATUS_GOOD));
	if (arguments.option[OPTION_VERSION])
		return finish(cmd_version(&arguments));
	if (!arguments.command && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)))
		return help(&arguments, stderr, STATUS_USAGE);
	if (!arguments.command)
		return finish(start(&arguments));
	status = finish(arguments.command->run(&arguments));
	return status == STATUS_FAILED && arguments.option[OPTION_EXIT_ZERO] ? STATUS_GOOD : status;
}
