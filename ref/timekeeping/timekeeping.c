/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timekeeping.c - the clocks, made from a counter.
 *
 * What		A counter of some width and frequency is turned into
 *		CLOCK_MONOTONIC in nanoseconds; CLOCK_REALTIME is that plus
 *		an offset.
 *
 * Why this way	Nanoseconds are never added up from rounded pieces.  The
 *		cycles since the last whole second are kept exactly, and only
 *		the answer is rounded, down, so that no error grows.
 *
 * Model	A counter of 3 Hz (so that the numbers stay small), read when
 *		it shows 7 after a start at 0:
 *
 *		raw 7 -> cycles 7 -> 2 s + 1 cycle
 *		base = 2 s, cycles = 1, answer = 2 s + 333333333 ns
 *
 *		and at raw 9 the answer is 3 s, not 2.999999999.
 *
 * Invariants	I1  cycles < frequency after each update: the part of a
 *		    second that has gone by.
 *		I2  the counter is read at least once in half its period, by
 *		    tick, so that the difference of two readings is right.
 *
 * Locking	One spin lock, a leaf: nothing is called under it but the
 *		counter's driver.
 */
#include "timekeeping/timekeeping.h"

#include "lib/check.h"
#include "lib/event.h"
#include "lib/math64.h"
#include "port/port.h"
#include "timekeeping/timetc.h"

static struct {
	struct port_spin lock;
	struct timecounter *tc;		/* fixed after timekeeping_init */
	uint64_t	 last;		/* lock: the raw count last read */
	uint64_t	 cycles;	/* lock: since base, below a second */
	int64_t		 base;		/* lock: ns, whole seconds */
	int64_t		 offset;	/* lock: ns, REALTIME - MONOTONIC */
	void		(*was_set)(void);	/* fixed after start-up */
} tk;

static uint64_t
tk_read(void)
{
	return tk.tc->tc_get_timecount(tk.tc) & tk.tc->tc_counter_mask;
}

/* Fold the counter's progress into base and cycles.  Called locked. */
static void
tk_advance(void)
{
	uint64_t raw;

	raw = tk_read();
	tk.cycles += (raw - tk.last) & tk.tc->tc_counter_mask;	/* I2 */
	tk.last = raw;
	if (tk.cycles >= tk.tc->tc_frequency) {
		tk.base += (int64_t)div64(tk.cycles, tk.tc->tc_frequency,
		    &tk.cycles) * NSEC_PER_SEC;
	}
	CHECK(tk.cycles < tk.tc->tc_frequency);			/* I1 */
}

void
tc_init(struct timecounter *tc)
{
	CHECK(tc->tc_frequency != 0);
	if (tc->tc_quality < 0)
		return;
	if (tk.tc == NULL || tc->tc_quality > tk.tc->tc_quality)
		tk.tc = tc;
}

void
timekeeping_init(ktime_t real)
{
	CHECK(tk.tc != NULL);
	tk.last = tk_read();
	tk.cycles = 0;
	tk.base = 0;
	tk.offset = ktime_to_ns(real);
}

void
timekeeping_begin(ktime_t mono)
{
	uint64_t part;
	int64_t ns;

	ns = ktime_to_ns(mono);
	tk.base = (int64_t)div64((uint64_t)ns, (uint64_t)NSEC_PER_SEC,
	    &part) * NSEC_PER_SEC;
	tk.cycles = muldiv64_down(part, tk.tc->tc_frequency,
	    (uint64_t)NSEC_PER_SEC);
	tk.offset -= ns;
}

void
timekeeping_update(void)
{
	(void)ktime_get();
}

ktime_t
ktime_get(void)
{
	uint64_t part;
	int64_t now;
	bool s;

	s = port_spin_lock(&tk.lock);
	tk_advance();
	part = muldiv64_down(tk.cycles, (uint64_t)NSEC_PER_SEC,
	    tk.tc->tc_frequency);
	now = tk.base + (int64_t)part;
	port_spin_unlock(&tk.lock, s);
	return ns_to_ktime(now);
}

ktime_t
timekeeping_offset(clockid_t clock)
{
	int64_t offset;
	bool s;

	if (clock != CLOCK_REALTIME)
		return ns_to_ktime(0);
	s = port_spin_lock(&tk.lock);
	offset = tk.offset;
	port_spin_unlock(&tk.lock, s);
	return ns_to_ktime(offset);
}

ktime_t
ktime_get_real(void)
{
	return ktime_add(ktime_get(), timekeeping_offset(CLOCK_REALTIME));
}

bool
timekeeping_has_clock(clockid_t clock)
{
	return clock == CLOCK_MONOTONIC || clock == CLOCK_REALTIME;
}

ktime_t
timekeeping_get_clock(clockid_t clock)
{
	CHECK(timekeeping_has_clock(clock));
	return clock == CLOCK_REALTIME ? ktime_get_real() : ktime_get();
}

int64_t
timekeeping_resolution(void)
{
	return (int64_t)muldiv64_up(1, (uint64_t)NSEC_PER_SEC,
	    tk.tc->tc_frequency);
}

/* Half the counter's period. */
int64_t
timekeeping_max_idle(void)
{
	uint64_t half;
	const uint64_t limit = (uint64_t)1 << 55;	/* ns, over a year */

	half = muldiv64_down(tk.tc->tc_counter_mask / 2,
	    (uint64_t)NSEC_PER_SEC, tk.tc->tc_frequency);
	return half < limit ? (int64_t)half : INT64_MAX;
}

void
timekeeping_on_set(void (*clock_was_set)(void))
{
	tk.was_set = clock_was_set;
}

void
timekeeping_settime(ktime_t real)
{
	ktime_t now;
	bool s;

	now = ktime_get();
	s = port_spin_lock(&tk.lock);
	tk.offset = ktime_to_ns(ktime_sub(real, now));
	port_spin_unlock(&tk.lock, s);
	EVENT(TK_SET, &tk, ktime_to_ns(real));
	if (tk.was_set != NULL)
		tk.was_set();
}
