/* SPDX-License-Identifier: MIT */
/*
 * The scene: the machine as it stood after a record of its trace, made by folding the records up to it. A view draws from the
 * scene alone; nothing here asks the machine. The fold knows no rules of the machine: it stores what records say.
 *
 * Families are arrays in the order of declaration whose place 0 is nobody: what a record says of an unknown object goes there
 * and is never looked at. Numbers of objects, CPUs, messages and entries in records are checked against the arrays.
 */
#ifndef MSILAB_READ_SCENE_H
#define MSILAB_READ_SCENE_H

#include "sim/base/str.h"
#include "sim/read/scene_set.h"
#include "sim/trace/trace.h"

#define SCENE_FRAMES 32   /* kept of a nesting; depth counts on */
#define SCENE_CONFIG 256
#define SCENE_SOURCES 64
#define SCENE_INPUTS 24
#define SCENE_MESSAGES 2048
#define SCENE_NO_CPU UINT32_MAX

struct scene_object {
	uint32_t name, detail, parent; /* texts; an object */
	uint32_t index;                /* place in its family's array */
	uint8_t type;                  /* SYM_object_* */
};

enum scene_frame_kind { FRAME_ISR, FRAME_DPC, FRAME_HANDLER };

struct scene_frame {
	vtime since;
	uint64_t number; /* the record that opened it */
	uint64_t code;
	uint32_t obj, message, name; /* name: of a handler, a text */
	uint8_t kind, irql;
};

struct scene_stack {
	uint32_t depth;
	struct scene_frame frame[SCENE_FRAMES]; /* outermost first */
};

struct scene_apic {
	uint32_t irr[8], isr[8], tmr[8];
	uint32_t taken[256]; /* how often the CPU took each vector */
	uint32_t svr, esr, ldr, dfr;
	uint8_t tpr;
};

struct scene_dpc {
	uint64_t context, number; /* number: the record that queued it */
	uint32_t obj, message;
};

struct scene_cpu {
	uint32_t obj, thread; /* thread 0: idle */
	uint8_t irql, hold; /* hold: the level that a diagnosis keeps its task priority at, 0: none */
	struct scene_apic apic;
	struct scene_stack stack;
	struct scene_dpc *dpcs; /* first to run first */
	size_t dpcs_n, dpcs_room;
};

struct scene_reg {
	uint32_t value, reset, offset, name;
};

struct scene_entry {
	uint64_t address;
	uint32_t data, control;
};

struct scene_message {
	uint64_t address, cpus;
	uint32_t data;
};

struct scene_grant {
	uint8_t kind; /* SYM_grant_* */
	uint32_t count, asked, policy;
	uint32_t input, vector; /* of the line */
	uint64_t cpus;
	struct scene_message *messages; /* `count` of them */
};

/* What is asked for, before and after the driver's filter. */
struct scene_wish {
	bool told; /* else nothing was asked, or the driver has no filter */
	uint8_t kind; /* SYM_grant_*; of a filter: as the bus said */
	uint32_t messages, line, status;
};

/* What the driver last gave to register its interrupt, accepted or not. */
struct scene_given {
	bool told;
	uint32_t header; /* Type in bits 7:0, Revision in 15:8, Size in 31:16 */
	bool msi, sync;
	uint64_t context;
	uint64_t handler[SYM_member_COUNT]; /* code; 0: NULL */
	uint32_t status;                    /* with which the call failed, 0: it has not */
};

/* Registers that other records than dev.reg change, or that readers know by what they are for; their names stand in scene_declare.c. */
enum scene_role {
	ROLE_ICR, ROLE_IMS, ROLE_IVAR, ROLE_EITR, ROLE_RDH, ROLE_TDH, ROLE_RXCNT, ROLE_RXDROP, ROLE_TXCNT, ROLE_GPRC, ROLE_MPC,
	ROLE_GPTC, ROLE_IMSGS, ROLE_INTXA, ROLE_CAUSE, ROLE_MASK /* these two of NOISY */, SCENE_ROLES
};

struct scene_device {
	uint32_t obj, parent; /* parent: the bridge above, 0: the root bus */
	bool bridge, removed;
	uint8_t config[SCENE_CONFIG];
	struct scene_reg *regs;
	size_t regs_n, regs_room;
	uint32_t role[SCENE_ROLES]; /* place of the first register of that role, plus one; 0: it has none */
	struct scene_entry *entries;
	uint64_t *pba;
	uint32_t entries_n, table_at, pba_at; /* BAR in bits 2:0 of the two */
	uint32_t pin, input;                  /* where its own pin ends; 0 and 0: none */
	uint32_t asserted;                    /* bit p: pin p */
	uint64_t due;                         /* bit m: source m waits */
	vtime until[SCENE_SOURCES];
	bool link_up;
	uint32_t link_speed;
	uint8_t state; /* SYM_state_* */
	uint32_t status, driver;
	struct scene_wish required, filtered;
	struct scene_grant grant;
	struct scene_given given;
};

struct scene_connection {
	uint64_t cpus;
	uint64_t calls, unclaimed; /* of its service routine since it was connected */
	uint8_t vector, kind;
	uint16_t place; /* in the chain of its vector, from 0: who connected first is asked first */
	bool connected;
};

struct scene_interrupt {
	uint32_t obj, parent;
	struct scene_connection *messages; /* by message; a line is the first */
	size_t n, room;
	uint64_t out_type, out_messages, out_table, out_handle; /* what the register call wrote */
};

struct scene_lock {
	uint32_t obj, owner; /* CPU or SCENE_NO_CPU */
	uint64_t address;
};

enum scene_thread_state { THREAD_STATE_NONE, THREAD_STATE_READY, THREAD_STATE_RUNNING, THREAD_STATE_WAITING, THREAD_STATE_ENDED };

struct scene_thread {
	uint32_t obj, cpu;
	uint8_t state, wait; /* wait: SYM_wait_* */
	uint64_t what;
	vtime until;
	struct scene_stack stack; /* while it is not running */
};

struct scene_timer {
	uint32_t obj, cpu;
	bool set;
	vtime due, period;
};

enum scene_work_state { WORK_IDLE, WORK_QUEUED, WORK_RUNNING };

struct scene_work {
	uint32_t obj, cpu;
	uint8_t state;
};

struct scene_event {
	uint32_t obj;
	bool set;
};

struct scene {
	const struct trace *trace; /* names and texts */
	uint64_t next;             /* number of the record that will be folded next */
	vtime at;                  /* time of the last one */
	uint64_t seed;
	uint64_t bugcheck;         /* its record, UINT64_MAX: none */
	struct scene_object *objects;
	struct scene_cpu *cpus; /* by number, no place for nobody but one at the end */
	struct scene_device *devices;
	struct scene_interrupt *interrupts;
	struct scene_lock *locks;
	struct scene_thread *threads;
	struct scene_timer *timers;
	struct scene_work *works;
	struct scene_event *events;
	size_t objects_n, objects_room, cpus_n, devices_n, devices_room, interrupts_n, interrupts_room, locks_n, locks_room, threads_n,
		threads_room, timers_n, timers_room, works_n, works_room, events_n, events_room;
	uint32_t ioapic_obj;
	uint64_t entry[SCENE_INPUTS]; /* redirection entries */
	uint32_t levels;              /* bit i: input i is asserted */
	struct scene_set pool, shared, maps, lists;
};

/* An empty machine that will be told by this trace, which is borrowed. */
struct scene *scene_new(const struct trace *trace);
void scene_free(struct scene *scene);
struct scene *scene_copy(const struct scene *scene);

/* THE fold: what this record says becomes so. Records must come in their order. */
void scene_apply(struct scene *scene, const struct record *record);

/* Whether records of a kind change anything that a scene holds. */
bool scene_changes(enum record_kind kind);

/* Folds on up to and with record `number` (or the trace's last). */
void scene_advance(struct scene *scene, uint64_t number);

/* Whether a group (SCENE_GROUP_*) is the same in both; if not, `why` (may be NULL) says where they part. Both must have the
 * same objects. */
enum scene_group {
#define SCENE(name, text) SCENE_GROUP_##name,
#include "sim/read/scene.def"
#undef SCENE
	SCENE_GROUPS
};
extern const char *const scene_group_names[SCENE_GROUPS];
bool scene_same_group(enum scene_group group, const struct scene *a, const struct scene *b, struct str *why);
bool scene_same(const struct scene *a, const struct scene *b, struct str *why);

/* Every difference: of which group, about which object of `a`, which field and its place, and both values. What only one side has is
 * told as a difference of the counts. The two may be of different traces. */
typedef void scene_told(void *context, enum scene_group group, uint32_t obj, const char *what, uint64_t place, uint64_t a, uint64_t b);
void scene_differences(const struct scene *a, const struct scene *b, scene_told *told, void *context);

/* Looking. Devices, threads and so on by object: place 0 of the family if it is none of that. */
const struct scene_device *scene_device(const struct scene *scene, uint32_t obj);
const struct scene_interrupt *scene_interrupt(const struct scene *scene, uint32_t obj);

/* Who is asked at a place (from 0) of a vector's chain on a CPU (a mask), and for which message; NULL: nobody any more. */
const struct scene_interrupt *scene_asked(const struct scene *scene, uint64_t cpus, unsigned vector, unsigned place, size_t *message);
const struct scene_thread *scene_thread(const struct scene *scene, uint32_t obj);

/* Config space: a little-endian field; the offset of a capability, 0: it has none. */
uint32_t scene_config(const struct scene_device *device, unsigned offset, unsigned size);
unsigned scene_capability(const struct scene_device *device, uint8_t id);

/* The mechanism in force: SYM_grant_NONE, _LINE, _MSI, _MSIX (BASE 6.1.4.3; both enabled: MSI-X). */
unsigned scene_mode(const struct scene_device *device);

/* Value of a register by role and element; 0: it has none. Pending bit of an MSI-X entry. A bit of IRR, ISR or TMR. */
uint32_t scene_role(const struct scene_device *device, enum scene_role role, unsigned element);
bool scene_pending(const struct scene_device *device, unsigned entry);
bool scene_vector(const uint32_t set[8], uint8_t vector);

/* The causes that a device has pending, and those that it has enabled: ICR and IMS, or CAUSE and MASK of NOISY. */
uint32_t scene_causes(const struct scene_device *device);
uint32_t scene_enabled(const struct scene_device *device);

/* Key scenes: jumping to any record costs one copy and a fold of at most SCENE_KEY_EVERY records, whatever the trace's length.
 * The scene returned is borrowed until the next call. Number past the end: the last. The trace may grow between calls. */
#define SCENE_KEY_EVERY 32768
struct scene_keys;
struct scene_keys *scene_keys_new(const struct trace *trace);
void scene_keys_free(struct scene_keys *keys);
const struct scene *scene_at(struct scene_keys *keys, uint64_t number);

/* A second scene from the same keys, for looking at another place; each stays until its own next call. */
const struct scene *scene_beside(struct scene_keys *keys, uint64_t number);

#endif
