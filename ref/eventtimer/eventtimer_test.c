/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eventtimer_test.c - what no scenario can see: the layout of the
 * structure, memory, storage that was given back, and events that race
 * against consumers that come and go.  Links lib, sim and eventtimer.
 */
#include <stddef.h>
#include <string.h>

#include "eventtimer/timeet.h"
#include "lib/dice.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/tap.h"
#include "sim/sim.h"

#define ROUNDS	500
#define CPUS	4

/* The members stand in the order of the manual page. */
#define BEFORE(a, b)	(offsetof(struct eventtimer, a) <		\
			    offsetof(struct eventtimer, b))
_Static_assert(BEFORE(et_all, et_name) && BEFORE(et_name, et_flags) &&
    BEFORE(et_flags, et_quality) && BEFORE(et_quality, et_active) &&
    BEFORE(et_active, et_frequency) && BEFORE(et_frequency, et_min_period) &&
    BEFORE(et_min_period, et_max_period) && BEFORE(et_max_period, et_start) &&
    BEFORE(et_start, et_stop) && BEFORE(et_stop, et_event_cb) &&
    BEFORE(et_event_cb, et_deregister_cb) &&
    BEFORE(et_deregister_cb, et_arg) && BEFORE(et_arg, et_priv) &&
    BEFORE(et_priv, et_sysctl) && BEFORE(et_sysctl, et_instance),
    "struct eventtimer");
_Static_assert(ET_FLAGS_PERIODIC == 1 && ET_FLAGS_ONESHOT == 2 &&
    ET_FLAGS_PERCPU == 4 && ET_FLAGS_C3STOP == 8 && ET_FLAGS_POW2DIV == 16,
    "flags");

static int
start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	(void)et;
	(void)first;
	(void)period;
	return 0;
}

static void
nothing(struct eventtimer *et, void *arg)
{
	(void)et;
	(void)arg;
}

static void
build(struct eventtimer *et, const char *name)
{
	memset(et, 0, sizeof(*et));
	et->et_name = name;
	et->et_flags = ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU;
	et->et_max_period = SBT_1S;
	et->et_start = start;
}

static int
take(struct eventtimer *et, et_event_cb_t *event, void *arg)
{
	int error;

	ET_LOCK();
	error = et_init(et, event, NULL, arg);
	ET_UNLOCK();
	return error;
}

static int
give(struct eventtimer *et)
{
	int error;

	ET_LOCK();
	error = et_free(et);
	ET_UNLOCK();
	return error;
}

/* A whole life, with the next allocation made to fail: nobody asks. */
static void
test_memory(void *arg)
{
	static struct eventtimer et;
	void *p;

	(void)arg;
	build(&et, "life");
	sim_fail_alloc(1);
	ok(et_register(&et) == 0 && take(&et, nothing, NULL) == 0 &&
	    et_start(&et, 1, 0) == 0 && et_stop(&et) == 0 &&
	    give(&et) == 0 && et_deregister(&et) == 0,
	    "a timer lives and goes");
	p = port_alloc(1);
	ok(p == NULL, "and nothing was allocated for it");
	port_free(p);
}

/* Storage that was given back is the driver's again. */
static void
test_storage(void *arg)
{
	static struct eventtimer et[3];
	struct eventtimer before;

	(void)arg;
	build(&et[0], "first");
	build(&et[1], "middle");
	build(&et[2], "last");
	(void)et_register(&et[0]);
	(void)et_register(&et[1]);
	(void)et_register(&et[2]);
	(void)et_deregister(&et[1]);
	memset(&et[1], 0xa5, sizeof(et[1]));
	before = et[1];
	(void)take(&et[2], nothing, NULL);
	ET_LOCK();
	ok(et_find("middle", 0, 0) == NULL && et_find("first", 0, 0) == &et[0],
	    "the others are found when one has gone");
	ET_UNLOCK();
	ok(give(&et[2]) == 0 && et_deregister(&et[2]) == 0 &&
	    et_deregister(&et[0]) == 0, "and can go themselves");
	ok(memcmp(&before, &et[1], sizeof(before)) == 0,
	    "nothing has touched the storage of the one that went");
}

/*
 * Consumers come and go on one CPU while the hardware of the others
 * interrupts out of turn, and their callbacks take a while.
 */
static struct consumer {
	bool		 present;
	unsigned	 late;		/* events when it was not */
	unsigned	 events;
} consumers[2];

static struct eventtimer racing;
static bool over;

static void
race_event(struct eventtimer *et, void *arg)
{
	struct consumer *c;

	c = arg;
	c->events++;
	c->late += !c->present || et != &racing;
	sim_spin(sim_now() + draw(50));
	c->late += !c->present;
}

static void
race_interrupt(void *arg)
{
	et_event(arg);
}

static void
race_hardware(void *arg)
{
	(void)arg;
	while (!over) {
		sim_sleep(sim_now() + 1 + draw(60), 1);
		port_cpu_call(1 + draw(CPUS - 1), race_interrupt,
		    &racing);
	}
}

static void
race_consumer(void *arg)
{
	unsigned i;

	(void)arg;
	for (i = 0; i < ROUNDS; i++) {
		consumers[i % 2].present = true;
		(void)take(&racing, race_event, &consumers[i % 2]);
		sim_sleep(sim_now() + draw(200), 2);
		(void)give(&racing);
		consumers[i % 2].present = false;
		sim_sleep(sim_now() + draw(100), 2);
	}
	over = true;
	ok(et_deregister(&racing) == 0, "a timer that raced can go");
}

static void
test_race(void)
{
	unsigned long stray;

	build(&racing, "racing");
	(void)et_register(&racing);
	stray = event_hits(EV_ET_STRAY);
	(void)sim_thread(0, race_consumer, NULL);
	(void)sim_thread(0, race_hardware, NULL);
	(void)sim_run(sim_now() + NSEC_PER_SEC);
	ok(consumers[0].events > 100 && consumers[1].events > 100,
	    "two consumers by turns get events");
	ok(consumers[0].late == 0 && consumers[1].late == 0,
	    "none comes to a consumer that has gone, or runs on in it");
	ok(event_hits(EV_ET_STRAY) - stray > 100, "between them all are stray");
}

int
main(void)
{
	sim_init(CPUS, 5);
	(void)sim_thread(0, test_memory, NULL);
	(void)sim_run(1);
	(void)sim_thread(0, test_storage, NULL);
	(void)sim_run(2);
	test_race();
	return tap_end();
}
