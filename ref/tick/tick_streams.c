/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick_streams.c - hardclock, statclock and profclock.
 *
 * What		Three streams of ticks on every CPU, at rates that the event
 *		timer can give.  A stream exists while somebody has left a
 *		handler, profclock only while something is profiled.
 *
 * Why this way	Ticks are not counted from interrupts.  Tick number k of a
 *		stream is due k / rate after the stream's origin, by the
 *		clock, and a handler is told how many ticks have become due
 *		since its last call.  So it makes no difference whether the
 *		CPU slept, was masked, or changed its event timer meanwhile:
 *		no tick is lost, none comes early, and no error adds up.
 *
 * Model	1000 Hz from 0; the CPU is masked from 2.5 ms to 5.2 ms:
 *
 *		1 ms	1 tick		2 ms	1 tick
 *		5.2 ms	3 ticks		6 ms	1 tick
 *
 *		A real-time clock of 32768 Hz divides by powers of two.  Asked
 *		for 1000 Hz and singlemul 2 it ticks at 2048 Hz (the divisor
 *		16.4 becomes 16), hardclock runs at 1024 Hz and statclock at
 *		120 Hz, each 17th tick; profclock takes every tick.
 *
 *		Rates are fractions, frequency / divisor, and not whole
 *		numbers of Hz: then the ticks of all streams fall on the
 *		interrupts of a periodic timer and stay there.
 *
 * Invariants	I1  ticks = the ticks due since the stream's origin that its
 *		    handler was told of.
 *		I2  a CPU that is not paused counts at the rates in force;
 *		    where the rate has changed, from the last tick on.
 *
 * Locking	Handlers, rates and settings change under ET_LOCK while every
 *		CPU is paused; a CPU that is not paused reads them freely.
 */
#include "tick/tick_impl.h"

#include "lib/event.h"
#include "lib/math64.h"

#define TICK_HZ		1000		/* hardclock, unless set */
#define TICK_STATHZ	127		/* in step with nothing */
#define TICK_STATHZ_PERIODIC 128
#define TICK_PROFHZ	8128		/* profclock, at most */

struct tick_rates tick_rates;
int tick_hz = TICK_HZ;
int tick_singlemul;			/* 0: by the rate */
int tick_idletick;

static tick_handler_t *handlers[TICK_STREAMS];
static unsigned profiling;		/* ET_LOCK */

static bool
stream_on(unsigned i)
{
	return handlers[i] != NULL && (i != TICK_PROF || profiling > 0);
}

bool
tick_streams_any(void)
{
	return stream_on(TICK_HARD) || stream_on(TICK_STAT) ||
	    stream_on(TICK_PROF);
}

/* When tick number n of a stream is due. */
static int64_t
tick_time(const struct tick_cpu *c, unsigned i, uint64_t n)
{
	return c->stream[i].origin + (int64_t)muldiv64_up(
	    n * c->stream[i].rate.den, (uint64_t)NSEC_PER_SEC,
	    c->stream[i].rate.num);
}

/* How many ticks are due since the origin. */
static uint64_t
ticks_due(const struct tick_cpu *c, unsigned i, int64_t now)
{
	return div64(muldiv64_down((uint64_t)(now - c->stream[i].origin),
	    c->stream[i].rate.num, (uint64_t)NSEC_PER_SEC),
	    c->stream[i].rate.den, NULL);
}

/* A CPU that sleeps is not woken for ticks. */
int64_t
tick_streams_next(const struct tick_cpu *c)
{
	int64_t next, t;
	unsigned i;

	next = INT64_MAX;
	if (c->idle && tick_idletick == 0)
		return next;		/* [TICK-IDLE-1] [TICK-IDLE-2] */
	for (i = 0; i < TICK_STREAMS; i++) {
		if (c->stream[i].rate.num == 0)
			continue;
		t = tick_time(c, i, c->stream[i].ticks + 1);
		if (t < next)
			next = t;
	}
	return next;
}

static void
stream_tell(unsigned i, unsigned long n)
{
	if (i == TICK_HARD)
		EVENT(TICK_HARD, &tick, (int64_t)n);
	else if (i == TICK_STAT)
		EVENT(TICK_STAT, &tick, (int64_t)n);
	else
		EVENT(TICK_PROF, &tick, (int64_t)n);
	handlers[i](n);
}

/* Tell the handlers of what has become due. */
void
tick_streams_run(struct tick_cpu *c, int64_t now)
{
	uint64_t due, n;
	unsigned i;

	if (c->paused)
		return;
	for (i = 0; i < TICK_STREAMS; i++) {
		if (c->stream[i].rate.num == 0)
			continue;		/* [TICK-HARD-3] */
		due = ticks_due(c, i, now);
		n = due - c->stream[i].ticks;
		c->stream[i].ticks = due;		/* [TICK-HARD-1] */
		if (n > 0)
			stream_tell(i, (unsigned long)n); /* [TICK-HARD-2] */
	}
}

/* I2: handlers or rates may have changed while this CPU was paused. */
void
tick_streams_sync(struct tick_cpu *c, int64_t now)
{
	const struct tick_rate *to;
	unsigned i;

	for (i = 0; i < TICK_STREAMS; i++) {
		to = &tick_rates.stream[i];
		if (!stream_on(i)) {
			c->stream[i].rate.num = 0;
			continue;
		}
		if (c->stream[i].rate.num == to->num &&
		    c->stream[i].rate.den == to->den)
			continue;			/* [TICK-SWITCH-2] */
		c->stream[i].origin = c->stream[i].rate.num == 0 ? now :
		    tick_time(c, i, c->stream[i].ticks);
		c->stream[i].ticks = 0;
		c->stream[i].rate = *to;
	}
}

/* Ticks of the time before now are not told. */
void
tick_streams_restart(struct tick_cpu *c, int64_t now)
{
	unsigned i;

	for (i = 0; i < TICK_STREAMS; i++)
		c->stream[i].rate.num = 0;
	tick_streams_sync(c, now);
}

/* The divisor that is a power of two and nearest to this one. */
static uint64_t
nearest_pow2(uint64_t div)
{
	uint64_t p;

	for (p = 1; p <= div / 2; p *= 2)
		continue;
	return div - p < 2 * p - div ? p : 2 * p;
}

int64_t
tick_rate_hz(struct tick_rate r)
{
	return (int64_t)div64(r.num + r.den / 2, r.den, NULL);
}

/*
 * The rate next to hz that the timer can give.  Below its least period and
 * beyond its greatest it cannot.
 */
static struct tick_rate
round_rate(const struct eventtimer *et, int64_t hz)
{
	struct tick_rate r;
	uint64_t least, most;

	r.num = et->et_frequency != 0 ? et->et_frequency :
	    (uint64_t)NSEC_PER_SEC;
	r.den = div64(r.num + (uint64_t)hz / 2, (uint64_t)hz, NULL);
	least = muldiv64_up((uint64_t)sbttons(et->et_min_period), r.num,
	    (uint64_t)NSEC_PER_SEC);
	most = muldiv64_down((uint64_t)sbttons(et->et_max_period), r.num,
	    (uint64_t)NSEC_PER_SEC);
	if (r.den > most)
		r.den = most;
	if (r.den < least)
		r.den = least;
	if (r.den == 0)
		r.den = 1;				/* [TICK-RATE-1] */
	if ((et->et_flags & ET_FLAGS_POW2DIV) != 0)
		r.den = nearest_pow2(r.den);		/* [TICK-RATE-2] */
	return r;
}

/* How many interrupts of a periodic timer make a hardclock tick. */
int
tick_singlemul_now(void)
{
	if (tick_singlemul != 0)
		return tick_singlemul;
	if (tick_hz >= 1500 || tick_hz % 128 == 0)
		return 1;
	return tick_hz >= 750 ? 2 : 4;
}

static struct tick_rate
fraction(struct tick_rate base, int64_t of)
{
	base.den *= (uint64_t)(of > 0 ? of : 1);
	return base;
}

/*
 * A periodic timer ticks at one base rate, and all streams are fractions of
 * it.  statclock keeps out of hardclock's step where it can, for it samples
 * what hardclock's own work would hide.
 */
static void
rates_periodic(const struct eventtimer *et, struct tick_rates *r)
{
	int64_t mul, div, hz;

	mul = tick_singlemul_now();
	r->base = round_rate(et, tick_hz * mul);	/* [TICK-RATE-3] */
	hz = tick_rate_hz(r->base);
	r->stream[TICK_HARD] = fraction(r->base, mul);
	div = div64_floor(hz, TICK_STATHZ_PERIODIC, NULL);
	if (div > 1 && div64_floor(div, mul, NULL) * mul == div)
		div++;
	r->stream[TICK_STAT] = fraction(r->base, div);
	div = div64_floor(hz + TICK_PROFHZ - 1, TICK_PROFHZ, NULL);
	r->stream[TICK_PROF] = fraction(r->base, div);
}

void
tick_rates_set(const struct eventtimer *et, bool periodic)
{
	struct tick_rates *r;

	r = &tick_rates;
	if (periodic) {
		rates_periodic(et, r);
		return;
	}
	r->stream[TICK_HARD] = round_rate(et, tick_hz);
	r->stream[TICK_STAT] = round_rate(et, TICK_STATHZ); /* [TICK-STAT-1] */
	r->stream[TICK_PROF] = round_rate(et, TICK_PROFHZ);
}

static void
stream_set(unsigned i, tick_handler_t *handler)
{
	ET_LOCK();
	tick_pause_all();
	handlers[i] = handler;
	tick_resume_all();
	ET_UNLOCK();
}

void
tick_on_hardclock(tick_handler_t *handler)
{
	stream_set(TICK_HARD, handler);
}

void
tick_on_statclock(tick_handler_t *handler)
{
	stream_set(TICK_STAT, handler);
}

void
tick_on_profclock(tick_handler_t *handler)
{
	stream_set(TICK_PROF, handler);
}

void
tick_profiling(bool on)
{
	ET_LOCK();
	tick_pause_all();
	if (on)
		profiling++;				/* [TICK-PROF-1] */
	else if (profiling > 0)
		profiling--;				/* [TICK-PROF-2] */
	tick_resume_all();
	ET_UNLOCK();
}
