/* SPDX-License-Identifier: MIT */
/* Records in a person's language. */
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"

void tell_record(const struct trace *trace, const struct record *record, struct str *out)
{
	rectext_sentence_in(trace, record, say, out);
}
