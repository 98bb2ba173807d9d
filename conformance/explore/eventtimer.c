/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eventtimer.c - races of the glue between drivers and their consumer.
 *
 * The hardware here is a line of CPU 0 that a thread of CPU 1 raises: an
 * interrupt that nobody asked for, at any time.
 */
#include "eventtimer/timeet.h"

#include "explore.h"
#include "hal/simtimer.h"
#include "hrtimer/hrtimer.h"
#include "lib/errno.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"

#define LINE	9u

static struct eventtimer et;
static int *argument;		/* the consumer's */
static unsigned events;		/* that came to it */
static bool freed;		/* et_free() has returned */

static int
driver_start(struct eventtimer *e, sbintime_t first, sbintime_t period)
{
	(void)e;
	(void)first;
	(void)period;
	return 0;
}

static void
driver_interrupt(void *arg)
{
	et_event(arg);
}

static void
consumer_event(struct eventtimer *e, void *arg)
{
	(void)e;
	EX(!freed, "no event comes when et_free has returned");
	EX(arg == argument, "an event comes with the consumer's argument");
	ex_mark("the event is handled");
	events += *(int *)arg == 0;
}

static int
consumer_lets_go(struct eventtimer *e, void *arg)
{
	int error;

	ET_LOCK();
	error = et_free(e);
	ET_UNLOCK();
	EX(error == 0, "the consumer can free the timer");
	freed = true;
	ex_free(arg);
	return 0;
}

static void
take_it(void)
{
	int error;

	ET_LOCK();
	error = et_init(&et, consumer_event, consumer_lets_go, argument);
	ET_UNLOCK();
	EX(error == 0, "the consumer can have the timer");
}

static void
plug_in(void)
{
	ex_name(&et, sizeof(et), "et");
	argument = ex_storage(sizeof(*argument), "the argument");
	et.et_name = "explored";
	et.et_flags = ET_FLAGS_ONESHOT;
	et.et_quality = -1;
	et.et_max_period = SBT_1S;
	et.et_start = driver_start;
	port_intr_connect(LINE, driver_interrupt, &et);
	EX(et_register(&et) == 0, "the driver can register");
}

static void
hardware(void)
{
	ex_mark("the device acts");
	sim_raise(0, LINE);
	ex_mark("the device has acted");
}

static void
deregister(void)
{
	EX(et_deregister(&et) == 0, "the driver can take it back");
}

static void
deregister_setup(void)
{
	ex_before(0, plug_in);
	ex_before(0, take_it);
	ex_thread(1, "device", hardware);
	ex_thread(1, "driver", deregister);
}

static void
init_setup(void)
{
	ex_before(0, plug_in);
	ex_thread(1, "device", hardware);
	ex_thread(1, "consumer", take_it);
}

/* ---- a change of frequency against a start ---- */

#define DUE	1000

static struct hrtimer *t;
static unsigned calls;

static int
callback(void *arg)
{
	int64_t now;

	(void)arg;
	now = ktime_to_ns(ktime_get());
	EX(now >= DUE, "no callback is early");
	/* At 500 MHz a start is late by less than two ticks. */
	EX(now < DUE + 4 || ex_hurried(), "none is late");
	calls++;
	return HRTIMER_NORESTART;
}

static void
prepare(void)
{
	t = ex_storage(sizeof(*t), "t");
	hrtimer_init(t, CLOCK_MONOTONIC);
	t->function = callback;
}

static void
start(void)
{
	(void)hrtimer_start(t, ns_to_ktime(DUE), HRTIMER_ABS);
}

static void
halve(void)
{
	sim_frequency(sim_model("simtimer"), (uint64_t)NSEC_PER_SEC / 2);
	ex_mark("the hardware is slower");
	simtimer_rate_changed(0);
}

static void
frequency_setup(void)
{
	ex_before(0, prepare);
	ex_thread(0, "starter", start);
	ex_thread(1, "driver", halve);
}

static void
frequency_finish(void)
{
	EX(calls == 1, "the timer expires once");
}

const struct scenario explore_eventtimer[] = {
	{ "deregister-interrupt", "no event comes behind et_free",
	    2, 0, deregister_setup, NULL, NULL },
	{ "init-interrupt", "an event finds the consumer whole",
	    2, 0, init_setup, NULL, NULL },
	{ "frequency-start", "what starts during a change is in time",
	    2, 5000, frequency_setup, NULL, frequency_finish },
	{ .name = NULL }
};
