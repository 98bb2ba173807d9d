/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frequency_test.c - deadlines on four CPUs while the rate of the machine's
 * event timer changes at random, again and again.  Links the whole
 * reference.
 */
#include <string.h>

#include "lib/machine.h"
#include "lib/tap.h"

#define CPUS	4
#define CHANGES	(TRIES < 10000 ? 50u : 500u)
#define SLOWEST	1000000		/* Hz */

/*
 * The clock of the machine's timer runs now fast, now slow, and its driver
 * says so at once, later or not at all.
 */
static struct beat {
	struct hrtimer	 timer;
	int64_t		 want;
	unsigned	 early, fired, late;
} beats[CPUS];

static bool told;			/* of each change, at once */

static void
beat_again(struct beat *b)
{
	b->want = ktime_to_ns(ktime_get()) + 1 + draw(3000000);
	(void)hrtimer_start(&b->timer, ns_to_ktime(b->want), HRTIMER_ABS);
}

static int
beat_fired(void *arg)
{
	struct beat *b;
	int64_t now;

	b = arg;
	now = ktime_to_ns(ktime_get());
	b->fired++;
	b->early += now < b->want;
	b->late += told && now - b->want > 2 * NSEC_PER_SEC / SLOWEST;
	beat_again(b);
	return HRTIMER_NORESTART;
}

static void
beat_begin(void *arg)
{
	struct beat *b;

	b = arg;
	hrtimer_init(&b->timer, CLOCK_MONOTONIC);
	b->timer.function = beat_fired;
	b->timer.data = b;
	beat_again(b);
}

static void
change_rates(void *arg)
{
	unsigned i;

	(void)arg;
	for (i = 0; i < CHANGES; i++) {
		sim_sleep(sim_now() + draw(5000000), 1);
		sim_frequency(sim_model("simtimer"),
		    SLOWEST + draw(3000000000));
		if (told || draw(2) == 0)
			simtimer_rate_changed(0);
	}
	sim_frequency(sim_model("simtimer"), (uint64_t)NSEC_PER_SEC);
	simtimer_rate_changed(0);
}

static void
test_rates(const char *claim)
{
	unsigned i, early, late, fewest;

	early = late = 0;
	fewest = CHANGES;
	memset(beats, 0, sizeof(beats));
	for (i = 0; i < CPUS; i++)
		(void)sim_thread(i, beat_begin, &beats[i]);
	(void)sim_thread(0, change_rates, NULL);
	(void)sim_run(sim_now() + 5 * NSEC_PER_SEC);
	for (i = 0; i < CPUS; i++) {
		early += beats[i].early;
		late += beats[i].late;
		if (beats[i].fired < fewest)
			fewest = beats[i].fired;
		(void)hrtimer_cancel(&beats[i].timer);
	}
	ok(early == 0 && late == 0 && fewest == CHANGES, claim);
}

int
main(void)
{
	machine_boot(CPUS, 5);
	told = true;
	test_rates("changes that are told of move no deadline of 4 CPUs");
	told = false;
	test_rates("of changes that are not, none makes a deadline early");
	return tap_end();
}
