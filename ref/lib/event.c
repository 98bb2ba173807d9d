/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * event.c - counts, the ring, and the way out to the port.
 *
 * What	EVENT() ends here.  Each event is counted, kept in a ring of the last
 *	EVENT_RING, and handed to the port.
 *
 * Why this way
 *	Events come from interrupts and from several CPUs, also while locks
 *	are held; so there is no lock here.  All shared words are atomics no
 *	wider than a machine word, because wider ones need a library.  That
 *	is why the ring keeps a value as two halves.
 *
 * Model
 *	The n-th event since the start, n = 0, 1, 2 ..., takes ticket n and
 *	slot n % EVENT_RING.  A slot's stamp is n + 1 when the slot holds
 *	event n whole, and 0 while somebody writes.  With a ring of four,
 *	after six events and in the middle of the seventh:
 *
 *		slot	0	1	2	3
 *		event	4	5	(6)	3
 *		stamp	5	6	0	4	next ticket: 7
 *
 *	"the last" is event 6: its stamp is not 7 yet, so it is left out;
 *	one before the last is event 5; four before the last would be event
 *	2, but its slot is event 6's now.
 *
 * Races
 *	1. A reader copies a slot while a writer replaces it.  The writer
 *	   clears the stamp, then stores the fields, then sets the stamp,
 *	   each store releasing those before it; the reader loads the stamp,
 *	   the fields, and the stamp again, each load acquiring.  If it saw
 *	   one new field, it sees a stamp that is not the old one, and
 *	   leaves the slot out.
 *	2. Two CPUs take the same slot.  The tickets differ by EVENT_RING, so
 *	   one of them was stopped in event_record() for a whole turn of the
 *	   ring.  The record may then mix the two.  It is a diary; nothing
 *	   in the stack reads it.
 *
 * Limits
 *	The ticket wraps after 2^32 events on a 32-bit machine.  The ring
 *	then looks empty and fills again, as at the start.
 */
#include "lib/event.h"

#include <stdatomic.h>

#include "lib/check.h"
#include "port/port.h"

struct event_slot {
	atomic_ulong	 stamp;		/* ticket + 1; 0: being written */
	atomic_uint	 id;
	atomic_uintptr_t object;
	atomic_uint	 high, low;	/* the value's halves */
};

static atomic_ulong		event_counts[EV_COUNT];
static atomic_ulong		event_next;	/* the next ticket */
static struct event_slot	event_ring[EVENT_RING];

_Static_assert((EVENT_RING & (EVENT_RING - 1)) == 0,
    "tickets wrap at a power of two, so slots must");
_Static_assert(sizeof(unsigned) == 4, "a half of a value is 32 bits");

#define EVENT_NAME(constant, name)	name,
static const char *const event_names[EV_COUNT] = {
	EVENT_TABLE(EVENT_NAME)
};
#undef EVENT_NAME

/* Race 1: every store after the first releases the ones before it. */
static void
slot_write(struct event_slot *slot, unsigned long ticket,
    const struct event_entry *e)
{
	uint64_t bits = (uint64_t)e->value;

	atomic_store_explicit(&slot->stamp, 0, memory_order_relaxed);
	atomic_store_explicit(&slot->id, e->id, memory_order_release);
	atomic_store_explicit(&slot->object, (uintptr_t)e->object,
	    memory_order_release);
	atomic_store_explicit(&slot->high, (unsigned)(bits >> 32),
	    memory_order_release);
	atomic_store_explicit(&slot->low, (unsigned)bits,
	    memory_order_release);
	atomic_store_explicit(&slot->stamp, ticket + 1, memory_order_release);
}

/* Race 1: every load acquires, so the last one comes last. */
static bool
slot_read(struct event_slot *slot, unsigned long ticket,
    struct event_entry *e)
{
	uint64_t high, low;

	if (atomic_load_explicit(&slot->stamp, memory_order_acquire) !=
	    ticket + 1)
		return false;
	e->id = atomic_load_explicit(&slot->id, memory_order_acquire);
	e->object = (const void *)atomic_load_explicit(&slot->object,
	    memory_order_acquire);
	high = atomic_load_explicit(&slot->high, memory_order_acquire);
	low = atomic_load_explicit(&slot->low, memory_order_acquire);
	e->value = (int64_t)(high << 32 | low);
	return atomic_load_explicit(&slot->stamp, memory_order_relaxed) ==
	    ticket + 1;
}

void
event_record(unsigned id, const void *object, int64_t value)
{
	struct event_entry e = { .id = id, .object = object, .value = value };
	unsigned long ticket;

	CHECK(id < EV_COUNT);
	atomic_fetch_add_explicit(&event_counts[id], 1, memory_order_relaxed);
	ticket = atomic_fetch_add_explicit(&event_next, 1,
	    memory_order_relaxed);
	slot_write(&event_ring[ticket % EVENT_RING], ticket, &e);
	port_event(id, object, value);
}

unsigned long
event_hits(unsigned id)
{
	CHECK(id < EV_COUNT);
	return atomic_load_explicit(&event_counts[id], memory_order_relaxed);
}

const char *
event_name(unsigned id)
{
	return id < EV_COUNT ? event_names[id] : NULL;
}

static bool
same(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

unsigned
event_lookup(const char *name)
{
	unsigned id;

	for (id = 0; id < EV_COUNT; id++)
		if (same(name, event_names[id]))
			break;
	return id;
}

bool
event_last(unsigned back, struct event_entry *entry)
{
	unsigned long next, ticket;

	/* Before the start there is nothing; too long ago, another stamp. */
	next = atomic_load_explicit(&event_next, memory_order_relaxed);
	if (back >= next)
		return false;
	ticket = next - 1 - back;
	return slot_read(&event_ring[ticket % EVENT_RING], ticket, entry);
}
