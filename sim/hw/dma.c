/* SPDX-License-Identifier: MIT */
/*
 * Flights from functions. Order per function is kept by their times of arrival: nothing is given an earlier one than what
 * was sent before. Data is of class device, messages of class interrupt: at the same instant data comes first, so data behind
 * a message arrives a nanosecond later than it.
 * Flights and big buffers are kept on free lists of the hardware: nothing is allocated per event once they are warm.
 */
#include <stddef.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/little.h"
#include "sim/hw/dma.h"
#include "sim/hw/hw.h"

enum { SMALL = 64, BIG = 4096, LINE_OF_CACHE = 64, PIECES_PER_COST = 32, PIECE = 32 };

struct buffer {
	struct buffer *next;
	uint8_t bytes[BIG];
};

enum flight_kind { FLIGHT_DATA, FLIGHT_READ, FLIGHT_MESSAGE, FLIGHT_LINE };

/* Three lines of the cache: its turn, what it is, its bytes. */
struct flight {
	struct event event; /* first: an event is its flight */
	struct flight *behind; /* data that arrives right behind it: it has no place of its own in the queue */
	struct device *device; /* whose it is; NULL: free */

	enum flight_kind kind;
	uint32_t n;             /* bytes; of a message its number; of the line: asserted */
	uint64_t address;
	uint32_t data;          /* of a message */
	struct buffer *buffer;  /* data that does not fit below */
	uint8_t *memory;        /* of data and reads: what lies at the address, for shared memory stays where it is */
	struct flight *next;    /* on the free list */
	struct flight *older;   /* the one made before it: so all can be found */

	union {
		_Alignas(ARENA_LINE) uint8_t small[SMALL]; /* the descriptors and the shortest frames */
		struct {
			void *to;
			struct event *done;
		} read;
	};
};
_Static_assert(offsetof(struct flight, small) == 2 * ARENA_LINE && sizeof(struct flight) == 3 * ARENA_LINE, "lines are kept");

static void arrive(struct event *event);

/* ---- The pool. ---- */

static struct flight *flight_make(struct hw *hw)
{
	struct flight *flight = arena_new(&hw->core->arena, sizeof *flight);

	event_init(&flight->event, "flight", arrive);
	flight->older = hw->flights;
	hw->flights = flight;
	return flight;
}

static inline struct flight *flight_new(struct device *device, enum flight_kind kind)
{
	struct hw *hw = device->hw;
	struct flight *flight = hw->free_flights;

	if (flight)
		hw->free_flights = flight->next;
	else
		flight = flight_make(hw);
	flight->device = device;
	flight->kind = kind;
	flight->behind = NULL;
	return flight;
}

static inline void flight_free(struct flight *flight)
{
	struct hw *hw = flight->device->hw;

	if (flight->device->last_data == flight)
		flight->device->last_data = NULL;
	if (flight->kind == FLIGHT_DATA && flight->buffer) {
		flight->buffer->next = hw->free_buffers;
		hw->free_buffers = flight->buffer;
		flight->buffer = NULL;
	}
	flight->device = NULL;
	flight->next = hw->free_flights;
	hw->free_flights = flight;
}

/* n bytes, size to twice as many: the first ones and the last ones, which overlap. */
static inline void copy_ends(uint8_t *to, const uint8_t *from, unsigned n, unsigned size)
{
	memcpy(to, from, size);
	memcpy(to + n - size, from + n - size, size);
}

/* Most transfers are a descriptor or a short frame. What the compiler makes of one memcpy of an unknown length (rep movs) takes longer. */
static inline void copy(uint8_t *to, const uint8_t *from, unsigned n)
{
	for (; n > 2 * PIECE; n -= PIECE, to += PIECE, from += PIECE)
		memcpy(to, from, PIECE);
	if (n >= PIECE)
		copy_ends(to, from, n, PIECE);
	else if (n >= PIECE / 2)
		copy_ends(to, from, n, PIECE / 2);
	else
		for (; n; n--)
			*to++ = *from++;
}

static uint8_t *hold_bytes(struct flight *flight, unsigned n)
{
	struct hw *hw = flight->device->hw;

	if (n <= SMALL)
		return flight->small;
	if (hw->free_buffers) {
		flight->buffer = hw->free_buffers;
		hw->free_buffers = flight->buffer->next;
	} else {
		flight->buffer = arena_new(&flight->device->core->arena, sizeof *flight->buffer);
	}
	return flight->buffer->bytes;
}

/* ---- Departure. ---- */

static vtime later(vtime a, vtime b)
{
	return a > b ? a : b;
}

static void depart(struct flight *flight, enum event_class class, vtime at, uint64_t cause)
{
	flight->event.cause = cause;
	queue_insert(&flight->device->core->queue, &flight->event, class, at);
}

/* Data that arrives with the function's last, and nothing was queued since: behind it, in the same place of the queue. */
static void depart_data(struct flight *flight, uint64_t cause)
{
	struct device *device = flight->device;
	struct queue *queue = &device->core->queue;
	struct flight *last = device->last_data;

	device->last_data = flight;
	if (!last || !queue_followed(queue, &last->event, EVENT_DEVICE, device->data_until)) {
		depart(flight, EVENT_DEVICE, device->data_until, cause);
		return;
	}
	last->behind = flight;
	flight->event.cause = cause;
	queue_follow(queue, &flight->event, &last->event);
}

/* Larger transfers take longer: a little for each further 64 bytes. */
static vtime transfer_cost(const struct core *core, enum cost cost, unsigned n)
{
	vtime first = core_cost(core, cost);

	return n <= LINE_OF_CACHE ? first : first + first / PIECES_PER_COST * ((n - 1) / LINE_OF_CACHE);
}

static vtime behind_all(const struct device *device, vtime at)
{
	return later(at, later(device->data_until, device->message_until ? device->message_until + 1 : 0));
}

void dma_message(struct device *device, unsigned message, unsigned source, uint64_t address, uint32_t data)
{
	struct core *core = device->core;
	struct flight *flight = flight_new(device, FLIGHT_MESSAGE);
	vtime at = later(core->now + core_cost(core, COST_MESSAGE_FLIGHT), later(device->data_until, device->message_until));

	flight->n = message;
	flight->address = address;
	flight->data = data;
	device->message_until = at;
	depart(flight, EVENT_INTERRUPT, at, core_record(core, R_MSI_SEND, device->obj, message, address, data, source));
}

void dma_line(struct device *device, bool asserted, uint64_t record)
{
	struct core *core = device->core;
	struct flight *flight = flight_new(device, FLIGHT_LINE);
	vtime at = later(core->now + core_cost(core, COST_LINE_FLIGHT), later(device->data_until, device->message_until));

	flight->n = asserted;
	device->message_until = at;
	depart(flight, EVENT_INTERRUPT, at, record);
}

static uint64_t first_bytes(const void *bytes, unsigned n)
{
	uint8_t head[8] = { 0 };

	if (n >= 8)
		return little64(bytes);
	memcpy(head, bytes, n);
	return little64(head);
}

/* NULL: the function may not, or there is no such memory. */
static inline uint8_t *reach(struct device *device, uint64_t address, unsigned n)
{
	must(n <= BIG);
	return device_gate(device) == SYM_gate_NONE ? hw_memory(device->hw, address, n) : NULL;
}

bool device_dma_write(struct device *device, uint64_t address, const void *bytes, unsigned n)
{
	struct core *core = device->core;
	uint8_t *memory = reach(device, address, n);
	struct flight *flight;

	if (!memory)
		return false;
	__builtin_prefetch(memory, 1); /* on its way to the cache as the data is to memory */
	flight = flight_new(device, FLIGHT_DATA);
	flight->memory = memory;
	flight->address = address;
	flight->n = n;
	copy(hold_bytes(flight, n), bytes, n);
	device->data_until = behind_all(device, core->now + transfer_cost(core, COST_DMA_WRITE, n));
	depart_data(flight, core_record(core, R_TLP_MEMWR, device->obj, address, n, first_bytes(bytes, n), 0));
	return true;
}

/* A read request may not overtake earlier posted writes; the device's own reads may complete in any order. */
bool device_dma_read(struct device *device, uint64_t address, void *bytes, unsigned n, struct event *done)
{
	struct core *core = device->core;
	uint8_t *memory = reach(device, address, n);
	struct flight *flight;

	if (!memory)
		return false;
	flight = flight_new(device, FLIGHT_READ);
	flight->memory = memory;
	flight->address = address;
	flight->n = n;
	flight->read.to = bytes;
	flight->read.done = done;
	depart(flight, EVENT_DEVICE, behind_all(device, core->now + transfer_cost(core, COST_DMA_READ, n)),
	       core_record(core, R_TLP_MEMRD, device->obj, address, n, 0, 0));
	return true;
}

/* ---- Arrival. ---- */

static void store(struct flight *flight)
{
	const uint8_t *bytes = flight->buffer ? flight->buffer->bytes : flight->small;

	copy(flight->memory, bytes, flight->n);
	flight_free(flight);
}

static void data_arrives(struct flight *flight)
{
	struct core *core = flight->device->core;
	struct flight *behind;

	for (;; flight = behind) {
		behind = flight->behind;
		store(flight);
		if (!behind)
			return;
		if (!core_follows(core, &behind->event)) {
			queue_insert_kept(&core->queue, &behind->event);
			return;
		}
	}
}

static void read_completes(struct flight *flight)
{
	struct core *core = flight->device->core;
	struct event *done = flight->read.done;

	memcpy(flight->read.to, flight->memory, flight->n);
	core->cause = core_record(core, R_TLP_CPL, flight->device->obj, flight->address, flight->n, 0, 0);
	flight_free(flight);
	if (done)
		done->run(done);
}

static void message_arrives(struct flight *flight)
{
	struct device *device = flight->device;
	unsigned message = flight->n, why;
	uint64_t address = flight->address;
	uint32_t data = flight->data;

	flight_free(flight);
	why = hw_message(device->hw, address, data);
	if (why != SYM_gate_NONE)
		core_record(device->core, R_MSI_DROP, device->obj, message, why, address, data);
}

static void line_arrives(struct flight *flight)
{
	struct device *device = flight->device;
	bool asserted = flight->n;

	flight_free(flight);
	intx_arrive(device, asserted);
}

static void arrive(struct event *event)
{
	struct flight *flight = (struct flight *)event;

	switch (flight->kind) {
	case FLIGHT_DATA:
		data_arrives(flight);
		break;
	case FLIGHT_READ:
		read_completes(flight);
		break;
	case FLIGHT_MESSAGE:
		message_arrives(flight);
		break;
	case FLIGHT_LINE:
		line_arrives(flight);
		break;
	}
}

/* Seldom: so it looks at every flight there is. */
void device_dma_discard(struct device *device)
{
	for (struct flight *flight = device->hw->flights; flight; flight = flight->older) {
		if (flight->device != device || (flight->kind != FLIGHT_DATA && flight->kind != FLIGHT_READ))
			continue;
		queue_cancel(&device->core->queue, &flight->event);
		flight_free(flight);
	}
	device->data_until = 0;
}

vtime device_dma_delay(const struct device *device)
{
	vtime left = device->data_until - device->core->now;

	return left > 0 ? left : 0;
}
