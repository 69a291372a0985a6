/* SPDX-License-Identifier: MIT */
/* What the files of the rules share; nothing for anybody else. */
#ifndef MSILAB_READ_RULE_PARTS_H
#define MSILAB_READ_RULE_PARTS_H

#include "sim/read/rule.h"
#include "sim/read/scene.h"

#define RULE_NO_RECORD UINT64_MAX

/* ---- a device as its driver has set it: by issue of the writes (rule_device.c) ---- */

/* Registers that a rule asks about, by the names in data sheets. NOISY's CAUSE and MASK stand for ICR and a writable IMS. */
enum rule_reg { RULE_ICR, RULE_IMS, RULE_IMC, RULE_MASK, RULE_CTRL, RULE_STATUS, RULE_RDT, RULE_TDT, RULE_IVAR, RULE_REGS };

#define RULE_CAUSES 32
#define RULE_IVAR_VALID 0x80u
#define RULE_IVAR_SOURCE 0x3Fu

struct rule_device {
	uint32_t reg[RULE_REGS];     /* place in the scene's registers, plus one; 0: it has none */
	uint32_t enabled;            /* causes, by the driver */
	uint32_t acknowledged;       /* whose acknowledgement is on its way */
	uint32_t disabling;          /* whose disabling is on its way */
	uint32_t ivar[RULE_CAUSES];
	bool registered;             /* the register call has begun, deregister has not returned */
	uint64_t mapped[SCENE_MESSAGES / 64]; /* table entries that the driver has mapped itself */
	uint32_t told;               /* causes whose bad source was told */
	uint64_t arrived;            /* the last record mmio.arrive */
};

/* ---- runs of service routines and DPCs (rule_run.c) ---- */

struct rule_run {
	uint64_t enter;        /* its record */
	vtime at, nested;      /* nested: time of runs that interrupted it */
	uint64_t code;
	uint32_t device;
	uint32_t obj, message;
	bool isr, line, over;  /* over: told that it takes too long */
	/* of a line service routine */
	uint32_t live_ever, live_always; /* bits of ICR & IMS at any moment, at all moments */
	bool asserted;                   /* without a break */
	bool read_causes;
	uint32_t causes;                 /* as read last */
	uint32_t left;                   /* at its end: live, whoever enabled it, and neither acknowledged nor disabled */
};

struct rule_cpu {
	struct record write; /* the last by its driver code */
	uint64_t bad_read;   /* the record of a bad access whose reading is told next; 0: none */
	uint64_t map_call; /* the last call of NdisMConfigMSIXTableEntry */
	unsigned depth;
	struct rule_run run[SCENE_FRAMES]; /* outermost first */
};

/* Claims in a row that left a cause live, of a device's line. */
struct rule_claims {
	unsigned n;
	uint32_t bits;
	uint64_t record[3];
};

/* A message of an interrupt from its service routine to the last DPC that it asked for (rule_message.c). */
struct rule_message {
	uint32_t obj, message;
	uint64_t enter;            /* of the first service routine; RULE_NO_RECORD: none is being judged */
	unsigned queued, running;  /* DPCs */
	bool acted;
};

/* Texts of findings, each kept once (rule_text.c). */
struct rule_texts {
	struct rule_text {
		char *what, *said; /* what NULL: a free slot */
	} *slot;           /* open addressing over `what` */
	size_t n, slots;
};

const struct rule_text *rule_text_known(const struct rule_texts *texts, const char *what); /* NULL: it is not. Valid until the next is kept */
const struct rule_text *rule_text_keep(struct rule_texts *texts, const char *what, const char *said);
void rule_texts_free(struct rule_texts *texts);

struct rules {
	const struct trace *trace;
	struct scene *scene; /* after the record that is seen */
	struct kinds *kinds; /* NULL: nobody wants them noted */
	bool seen[RECORD_KINDS]; /* somebody looks at this kind; most are folded and no more */
	struct finding *findings;
	size_t n, room;
	struct rule_texts texts;
	size_t *firsts; /* findings that nothing like them came before */
	size_t firsts_n, firsts_room;
	struct rule_device *devices; /* by place in the scene's array */
	struct rule_claims *claims;  /* likewise */
	size_t devices_n;
	struct rule_message *messages;
	size_t messages_n, messages_room;
	struct rule_cpu *cpus;
	size_t cpus_n;
	unsigned line_runs;     /* service routines of lines that run now */
	struct rule_run *ended; /* what the record under way has ended; NULL: nothing */
};

/* Of the CPU whose code wrote a record; nobody's if none did. */
struct rule_cpu *rule_cpu(struct rules *rules, const struct record *record);

/* The service routine or DPC that runs innermost on the record's CPU; NULL: none does. */
struct rule_run *rule_innermost(struct rules *rules, const struct record *record);

/* A new finding about this record, with the record's code if it has one. Says `format` in the reader's language. */
struct finding *rule_find(struct rules *rules, enum rule_id rule, const struct record *record, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The same of a text that the machine wrote, behind a lead that is the same in every language. */
struct finding *rule_find_told(struct rules *rules, enum rule_id rule, const struct record *record, const char *lead, const char *told);
void rule_led(struct finding *finding, uint64_t record);

/* The device that an object is, or belongs to; 0: none. */
uint32_t rule_device_of(const struct rules *rules, uint32_t obj);
struct rule_device *rule_device(struct rules *rules, uint32_t device);

/* Live bits (ICR & IMS) as the device has them, and what of them the driver has neither acknowledged nor disabled. */
uint32_t rule_live(const struct rules *rules, uint32_t device);
uint32_t rule_left(struct rules *rules, uint32_t device);

/* The first table entry or message that an enabled cause can send at this moment, as a cause's number; -1: none can. */
int rule_may_send(struct rules *rules, uint32_t device);

/* Names of a device's cause bits, "RXQ0 LSC". */
const char *rule_cause_names(struct rules *rules, uint32_t device, uint32_t bits, char *text, size_t size);

/* Which register a record of an access names; RULE_REGS: another. element: of IVAR. */
enum rule_reg rule_reg_of(struct rules *rules, const struct record *access, unsigned *element);

typedef void rule_see(struct rules *rules, const struct record *record);
#define SEES(kind, function) rule_see rule_see_##function;
#include "sim/read/rule_sees.def"
#undef SEES

#endif
