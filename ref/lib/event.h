/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * event.h - every change of state, told in one place.
 *
 * Rests on: port.h (port_event).  Used by: everything that has state.
 *
 * The contract
 *	A change of state is one EVENT(NAME, object, value).  The table
 *	below is the only list of events; it feeds the hit counts, the ring
 *	of the last EVENT_RING events, and the port, which shows them to
 *	whoever watches.
 *	An event costs no lock and never waits: any context, any CPU.
 *	Counts are exact.  The ring is a diary for a panic: a record that
 *	was overwritten while it was being read is left out.
 *
 * Context: all functions, any.
 */
#ifndef LIB_EVENT_H
#define LIB_EVENT_H

#include "lib/types.h"

/*	constant	name in the log		value */
#define EVENT_TABLE(X)							\
	X(HAL_PROGRAM,	"hal.program")	/* ns until the interrupt */	\
	X(HAL_INTR,	"hal.intr")					\
	X(HAL_REFUSE,	"hal.refuse")	/* why: an errno value */	\
	X(ET_REGISTER,	"et.register")	/* the quality */		\
	X(ET_REFUSE,	"et.refuse")	/* why: an errno value */	\
	X(ET_DEREGISTER, "et.deregister")				\
	X(ET_CHANGE,	"et.change")	/* Hz */			\
	X(ET_INIT,	"et.init")					\
	X(ET_FREE,	"et.free")					\
	X(ET_BAN,	"et.ban")					\
	X(ET_START,	"et.start")					\
	X(ET_STOP,	"et.stop")					\
	X(ET_EVENT,	"et.event")					\
	X(ET_STRAY,	"et.stray")					\
	X(TICK_PROGRAM,	"tick.program")					\
	X(TICK_EVENT,	"tick.event")					\
	X(TICK_HARD,	"tick.hard")	/* ticks */			\
	X(TICK_STAT,	"tick.stat")	/* ticks */			\
	X(TICK_PROF,	"tick.prof")	/* ticks */			\
	X(TICK_FORWARD,	"tick.forward")	/* to this CPU */		\
	X(TICK_EARLY,	"tick.early")	/* ns too soon */		\
	X(TICK_SPURIOUS, "tick.spurious")				\
	X(TICK_LOST,	"tick.lost")	/* ns, when it was due */	\
	X(TICK_LIAR,	"tick.liar")	/* the first lie of a timer */	\
	X(TICK_SWITCH,	"tick.switch")	/* to this timer */		\
	X(TK_SET,	"tk.set")	/* ns, the new reading */	\
	X(TK_RATE,	"tk.rate")	/* ppb */			\
	X(TK_ADJUST,	"tk.adjust")	/* ns */			\
	X(TK_LEAP,	"tk.leap")	/* 1 inserted, -1 deleted */	\
	X(TK_SUSPEND,	"tk.suspend")					\
	X(TK_RESUME,	"tk.resume")	/* ns slept */			\
	X(TK_COUNTER,	"tk.counter")	/* its quality: now in use */	\
	X(TK_BACK,	"tk.back")	/* a counter went back */	\
	X(TK_DISTRUST,	"tk.distrust")	/* the quality it had */	\
	X(TK_REFUSE,	"tk.refuse")	/* no possible counter */	\
	X(QUEUE_OP,	"queue.op")	/* 1 insert, -1 remove */	\
	X(HRT_INTR,	"hrt.intr")	/* CPU that looks */		\
	X(HRT_START,	"hrt.start")					\
	X(HRT_CANCEL,	"hrt.cancel")					\
	X(HRT_EXPIRE,	"hrt.expire")					\
	X(HRT_RETURN,	"hrt.return")					\
	X(HRT_HANG,	"hrt.hang")					\
	X(HRT_WAKE,	"hrt.wake")					\
	X(HRT_MOVE,	"hrt.move")	/* CPU that it goes to */	\
	X(TMO_START,	"tmo.start")	/* ns, the deadline */		\
	X(TMO_STOP,	"tmo.stop")	/* ns, the deadline */		\
	X(TMO_DUE,	"tmo.due")	/* ns, the deadline */		\
	X(TMO_CALL,	"tmo.call")	/* ns, the deadline */		\
	X(TFD_SET,	"tfd.set")					\
	X(TFD_READY,	"tfd.ready")					\
	X(SLP_BEGIN,	"slp.begin")	/* ns, as it was asked for */	\
	X(SLP_END,	"slp.end")	/* ns left */			\
	X(KEV_ADD,	"kev.add")	/* the type */			\
	X(KEV_REMOVE,	"kev.remove")	/* the type */			\
	X(KEV_READY,	"kev.ready")	/* news so far */		\
	X(KEV_DROP,	"kev.drop")	/* of a closed queue */		\
	X(KEV_FETCH,	"kev.fetch")	/* news that it told */		\
	X(KEV_WAKE,	"kev.wake")	/* events for whom it woke */	\
	X(KEV_START,	"kev.start")	/* ns, as it was asked */	\
	X(KEV_EXPIRE,	"kev.expire")	/* expirations not told */	\
	X(ITM_SET,	"itm.set")	/* ns until the first signal */	\
	X(ITM_EXPIRE,	"itm.expire")	/* the interval */		\
	X(TSK_SET,	"tsk.set")	/* ns, the first value */	\
	X(TSK_TICK,	"tsk.tick")	/* records that wait now */	\
	X(TSK_FULL,	"tsk.full")	/* expirations without a record */ \
	X(TSK_TAKE,	"tsk.take")	/* records taken */		\
	X(TSK_SHUT,	"tsk.shut")	/* 1 reading, 2 writing, 3 both */ \
	X(POLL_BEGIN,	"poll.begin")	/* descriptors */		\
	X(POLL_END,	"poll.end")	/* ready, or an errno value */	\
	X(PTM_SET,	"ptm.set")	/* ns, as it was asked */	\
	X(PTM_EXPIRE,	"ptm.expire")	/* the id */			\
	X(KQ_SET,	"kq.set")	/* ns */			\
	X(KQ_READY,	"kq.ready")	/* the count */			\
	X(KQ_REPORT,	"kq.report")	/* the count */			\
	X(KQ_DELETE,	"kq.delete")					\
	X(FIL_OPEN,	"fil.open")					\
	X(FIL_CLOSE,	"fil.close")

#define EVENT_ID(constant, name)	EV_##constant,
enum event_id {
	EVENT_TABLE(EVENT_ID)
	EV_COUNT
};
#undef EVENT_ID

#define EVENT_RING	64		/* a power of two */

#define EVENT(NAME, object, value)					\
	event_record(EV_##NAME, (object), (value))

/* One event as the ring kept it. */
struct event_entry {
	unsigned	 id;		/* enum event_id */
	const void	*object;
	int64_t		 value;		/* meaning: see the table */
};

void		 event_record(unsigned id, const void *object, int64_t value);

/* Events of this kind since the start; wraps as an unsigned long does. */
unsigned long	 event_hits(unsigned id);

/* The name in the log; NULL beyond the table. */
const char	*event_name(unsigned id);

/* The event of that name; EV_COUNT if there is none. */
unsigned	 event_lookup(const char *name);

/*
 * Copy the event that happened `back` events before the last one (0 is
 * the last).  False when the ring no longer, or not yet, holds it.
 */
bool		 event_last(unsigned back, struct event_entry *entry);

#endif
