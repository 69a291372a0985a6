/* SPDX-License-Identifier: MIT */
/* msilab export FORMAT JOURNAL: the trace or a moment of it for another tool, to the output or, in one step, into a file. */
#include <stdio.h>
#include <string.h>

#include "cli/recording.h"
#include "lessons/host/file.h"
#include "sim/read/export.h"

static void to_output(void *context, const char *bytes, size_t n)
{
	fwrite(bytes, 1, n, context);
}

static enum status write_format(const struct export_format *format, const struct recording *recording,
				const struct arguments *arguments, struct err *err)
{
	const char *path = arguments->option[OPTION_OUTPUT];
	struct export_job job = { .trace = recording->trace, .moment = EXPORT_DEFAULT_MOMENT, .sink = to_output, .context = stdout };
	struct str text = { 0 };
	enum status status;

	if (arguments->option[OPTION_AT] && !recording_moment(recording, arguments, &job.moment, err))
		return STATUS_USAGE;
	if (path) {
		job.sink = export_to_str;
		job.context = &text;
	}
	if (!format->write(&job, err))
		status = STATUS_NOTHING;
	else if (path && !file_write(path, text.text ? text.text : "", text.length, err))
		status = STATUS_INPUT;
	else
		status = STATUS_GOOD;
	str_free(&text);
	return status;
}

int cmd_export(const struct arguments *arguments)
{
	struct err err;
	const struct export_format *format = export_find(arguments->word[0], &err);
	struct recording recording;
	enum status status;
	int refused;

	if (!format)
		return cli_failed(&err, STATUS_USAGE);
	if (!recording_open(&recording, arguments->word[1], arguments, &refused))
		return refused;
	status = write_format(format, &recording, arguments, &err);
	if (status != STATUS_GOOD)
		cli_failed(&err, status);
	recording_close(&recording);
	return status;
}
