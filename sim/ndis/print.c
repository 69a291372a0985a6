/* SPDX-License-Identifier: MIT */
/*
 * What a driver says: DbgPrint and its like become code.note records. Formats are those of the kernel's debugger output: C's
 * without floating point, I64 and I32 as lengths, %wZ for an NDIS_STRING, %ws and %S for wide text.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/str.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/bugcheck.h"
#include "sim/os/irql.h"
#include "sim/os/probe.h"

#define LINE 512

struct out {
	char text[LINE + 1];
	size_t n;
};

static void put(struct out *out, const char *text)
{
	for (; *text && out->n < LINE; text++)
		out->text[out->n++] = *text;
	out->text[out->n] = 0;
}

/* One conversion: flags and numbers as written, then what it is. */
struct conversion {
	char flags[32];
	size_t n;
	bool wide, big; /* w; I64, ll, j or z; plain l is 32 bits */
	char kind;
};

static const char *length_of(const char *f, struct conversion *c)
{
	for (;; f++)
		if (strncmp(f, "I64", 3) == 0) {
			c->big = true;
			f += 2;
		} else if (strncmp(f, "I32", 3) == 0) {
			f += 2;
		} else if (strncmp(f, "ll", 2) == 0) {
			c->big = true;
			f++;
		} else if (*f == 'w') {
			c->wide = true;
		} else if (*f == 'z' || *f == 'I' || *f == 'j') {
			c->big = true;
		} else if (*f != 'l' && *f != 'h') {
			return f;
		}
}

static const char *read_conversion(const char *f, va_list *args, struct conversion *c)
{
	*c = (struct conversion){ .flags = "%", .n = 1 };
	for (; *f && strchr("-+ #0123456789.*", *f); f++)
		if (*f == '*')
			c->n += (size_t)snprintf(c->flags + c->n, sizeof c->flags - c->n, "%u", va_arg(*args, unsigned) % 256);
		else if (c->n + 8 < sizeof c->flags) {
			c->flags[c->n++] = *f;
			c->flags[c->n] = 0;
		}
	f = length_of(f, c);
	c->kind = *f;
	return *f ? f + 1 : f;
}

static void put_number(struct out *out, struct conversion *c, va_list *args)
{
	char text[320], *to = c->flags + (c->n < sizeof c->flags - 5 ? c->n : sizeof c->flags - 5);
	bool decimal = c->kind == 'd' || c->kind == 'i';

	strcpy(to, "ll");
	to[2] = c->kind;
	to[3] = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (decimal)
		snprintf(text, sizeof text, c->flags, c->big ? va_arg(*args, long long) : (long long)va_arg(*args, int));
	else
		snprintf(text, sizeof text, c->flags,
			 c->big ? va_arg(*args, unsigned long long) : (unsigned long long)va_arg(*args, unsigned));
#pragma GCC diagnostic pop
	put(out, text);
}

static void put_text(struct ndis *ndis, struct out *out, const struct conversion *c, const void *from)
{
	char text[LINE];

	if (!from)
		strcpy(text, "(null)");
	else if (c->kind == 'Z')
		guest_string(ndis, from, text, sizeof text);
	else if (c->wide || c->kind == 'S')
		guest_wide(ndis, from, LINE, text, sizeof text);
	else
		guest_text(ndis, from, text, sizeof text);
	put(out, text);
}

static void put_pointer(struct ndis *ndis, struct out *out, const void *pointer)
{
	char text[32];

	snprintf(text, sizeof text, "%016llX", (unsigned long long)probe_address(ndis->core, guest_address(pointer)));
	put(out, text);
}

static void convert(struct ndis *ndis, struct out *out, struct conversion *c, va_list *args)
{
	char one[2] = { 0, 0 };

	if (c->kind && strchr("diuxXo", c->kind)) {
		put_number(out, c, args);
	} else if (c->kind && strchr("sSZ", c->kind)) {
		put_text(ndis, out, c, va_arg(*args, const void *));
	} else if (c->kind == 'p') {
		put_pointer(ndis, out, va_arg(*args, const void *));
	} else {
		one[0] = c->kind == 'c' || c->kind == 'C' ? (char)va_arg(*args, int) : c->kind;
		put(out, one);
	}
}

static void format(struct ndis *ndis, struct out *out, const char *f, va_list *args)
{
	struct conversion c;
	char one[2] = { 0, 0 };

	while (*f)
		if (*f == '%') {
			f = read_conversion(f + 1, args, &c);
			convert(ndis, out, &c, args);
		} else {
			one[0] = *f++;
			put(out, one);
		}
}

static void note(const struct call *call, const char *text)
{
	struct core *core = call->ndis->core;
	size_t n = strlen(text);

	while (n && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	core_record(core, R_CODE_NOTE, call->obj, trace_bytes(core->trace, text, n), 0, 0, 0);
}

static void print(const struct call *call, const char *from, va_list *args)
{
	struct out out = { .n = 0 };
	char f[LINE];

	guest_text(call->ndis, from, f, sizeof f);
	format(call->ndis, &out, f, args);
	note(call, out.text);
}

ULONG DbgPrint(PCSTR Format, ...)
{
	struct call call = GATE(DbgPrint, 0, Format, 0);
	va_list args;

	va_start(args, Format);
	print(&call, Format, &args);
	va_end(args);
	return (ULONG)gate_leave(&call, 0);
}

ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...)
{
	struct call call = GATE(DbgPrintEx, 0, ComponentId, Level);
	va_list args;

	va_start(args, Format);
	print(&call, Format, &args);
	va_end(args);
	return (ULONG)gate_leave(&call, 0);
}

static void stop(const struct call *call, const char *text)
{
	uint64_t p[4] = { 0x80000003, call->at, 0, 0 }; /* STATUS_BREAKPOINT */
	bool high = call->cpu->irql >= IRQL_DISPATCH;

	bugcheck(call->ndis->core, high ? BUGCHECK_KMODE_EXCEPTION_NOT_HANDLED : BUGCHECK_SYSTEM_THREAD_EXCEPTION_NOT_HANDLED, p,
		 text, call->at);
}

/* There is no debugger to break into. */
VOID DbgBreakPoint(VOID)
{
	struct call call = GATE(DbgBreakPoint, 0, 0, 0);

	stop(&call, N_("a breakpoint without a debugger"));
	gate_leave(&call, 0);
}

VOID MsilabAssert(PCSTR Expression)
{
	struct call call = GATE(MsilabAssert, 0, Expression, 0);
	char text[LINE], line[LINE + 32];

	guest_text(call.ndis, Expression, text, sizeof text);
	snprintf(line, sizeof line, "the assertion %s failed", text);
	note(&call, line);
	stop(&call, line);
	gate_leave(&call, 0);
}

VOID NdisWriteErrorLogEntry(NDIS_HANDLE NdisHandle, NDIS_ERROR_CODE ErrorCode, ULONG NumberOfErrorValues, ...)
{
	struct call call = GATE(NdisWriteErrorLogEntry, adapter_object(NdisHandle), ErrorCode, NumberOfErrorValues);
	char line[LINE];
	size_t n = (size_t)snprintf(line, sizeof line, "error log: 0x%08x", (unsigned)ErrorCode);
	va_list args;

	va_start(args, NumberOfErrorValues);
	for (ULONG i = 0; i < NumberOfErrorValues && i < 16; i++)
		n += (size_t)snprintf(line + n, sizeof line - n, " 0x%llx", (unsigned long long)va_arg(args, ULONG_PTR));
	va_end(args);
	note(&call, line);
	gate_leave(&call, 0);
}
