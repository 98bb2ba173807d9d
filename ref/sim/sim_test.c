/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_test.c - the virtual machine keeps its promises: order at one
 * instant, time that only waiting takes, locks, wake-ups, and the ideal
 * timer through its raw registers.  Links lib and sim.
 */
#include <string.h>

#include "hal/io.h"
#include "hal/simtimer_reg.h"
#include "lib/errno.h"
#include "lib/tap.h"
#include "sim/sim.h"

static char diary[256];
static struct port_spin lock;
static struct port_mutex mutex;
static struct port_thread *sleeper;

static void
note(char c)
{
	size_t n;

	n = strlen(diary);
	if (n + 1 < sizeof(diary))
		diary[n] = c;
}

static void
power_on(unsigned cpus, uint64_t seed)
{
	memset(diary, 0, sizeof(diary));
	memset(&lock, 0, sizeof(lock));
	memset(&mutex, 0, sizeof(mutex));
	sim_init(cpus, seed);
}

/* Threads take their turns at one instant by their keys. */
static void
taker(void *arg)
{
	const char *name;

	name = arg;
	sim_sleep(10, name[0] == 'a' ? 3 : 1);
	note(name[0]);
	sim_sleep(10, name[0] == 'a' ? 2 : 4);
	note(name[0]);
}

static void
test_keys(void)
{
	power_on(2, 0);
	(void)sim_thread(0, taker, "a");
	(void)sim_thread(1, taker, "b");
	ok(sim_run(100) == 0, "threads that end are not left");
	ok(strcmp(diary, "baab") == 0, "one instant goes by the keys");
	ok(sim_now() == 100, "the clock stands where the run was to end");
}

/* A spin keeps the CPU from threads but not from interrupts. */
static void
handler(void *arg)
{
	(void)arg;
	note(port_in_interrupt() ? 'i' : '?');
}

static void
spinner(void *arg)
{
	(void)arg;
	note('<');
	sim_spin(50);
	note('>');
}

static void
other(void *arg)
{
	(void)arg;
	sim_sleep(20, 1);
	note('o');
}

static void
caller(void *arg)
{
	(void)arg;
	sim_sleep(30, 1);
	port_cpu_call(0, handler, NULL);
}

static void
test_spin(void)
{
	power_on(2, 0);
	(void)sim_thread(0, other, NULL);
	(void)sim_thread(0, spinner, NULL);
	(void)sim_thread(1, caller, NULL);
	(void)sim_run(100);
	ok(strcmp(diary, "<i>o") == 0,
	    "a spin holds up threads, and is interrupted");
}

/* Masked interrupts wait, and come inside the restore. */
static void
masker(void *arg)
{
	bool s;

	(void)arg;
	s = port_intr_mask();
	port_cpu_call(0, handler, NULL);
	sim_spin(40);
	note('m');
	port_intr_restore(s);
	note('u');
}

static void
test_mask(void)
{
	power_on(1, 0);
	(void)sim_thread(0, masker, NULL);
	(void)sim_run(100);
	ok(strcmp(diary, "miu") == 0, "a masked interrupt waits");
}

/* The holder of a lock spins in time; who wants it waits for that. */
static void
holder(void *arg)
{
	bool s;

	(void)arg;
	s = port_spin_lock(&lock);
	sim_spin(sim_now() + 40);
	note('h');
	port_spin_unlock(&lock, s);
}

static void
wanter(void *arg)
{
	bool s;

	(void)arg;
	sim_sleep(10, 1);
	s = port_spin_lock(&lock);
	note('w');
	ok(sim_now() == 40, "a lock is waited for in virtual time");
	port_spin_unlock(&lock, s);
}

static void
test_lock(void)
{
	power_on(2, 0);
	(void)sim_thread(0, holder, NULL);
	(void)sim_thread(1, wanter, NULL);
	ok(sim_run(100) == 0, "both get the lock");
	ok(strcmp(diary, "hw") == 0, "one after the other");
}

static void
mutex_user(void *arg)
{
	const char *name;

	name = arg;
	port_mutex_lock(&mutex);
	note(name[0]);
	sim_sleep(sim_now() + 10, 1);
	note(name[0]);
	port_mutex_unlock(&mutex);
}

static void
test_mutex(void)
{
	power_on(1, 0);
	(void)sim_thread(0, mutex_user, "a");
	(void)sim_thread(0, mutex_user, "b");
	ok(sim_run(100) == 0, "a sleeping holder lets others run");
	ok(strcmp(diary, "aabb") == 0, "but not through its mutex");
}

/* A wake-up that comes before the block is kept. */
static void
blocker(void *arg)
{
	(void)arg;
	sim_sleep(10, 1);
	(void)port_block();
	note('1');
	(void)port_block();
	note('2');
}

static void
waker(void *arg)
{
	(void)arg;
	port_wake(sleeper);
	port_wake(sleeper);
	sim_sleep(30, 1);
	note('w');
	port_wake(sleeper);
}

static void
test_block(void)
{
	power_on(2, 0);
	sleeper = sim_thread(0, blocker, NULL);
	(void)sim_thread(1, waker, NULL);
	ok(sim_run(100) == 0, "no wake-up is lost");
	ok(strcmp(diary, "1w2") == 0, "and at most one is kept");
}

/* The ideal timer, raw. */
static int64_t rang[4];
static unsigned rings;

static void
ring(void *arg)
{
	(void)arg;
	if (rings < 4)
		rang[rings++] = sim_now();
}

static void
put(unsigned reg, uint64_t value)
{
	hal_write64(SIM_SIMTIMER_BASE, SIMTIMER_BANK(1) + reg, value);
}

static void
enable(uint32_t bits)
{
	hal_write32(SIM_SIMTIMER_BASE, SIMTIMER_BANK(1) + SIMTIMER_CTRL,
	    bits);
}

static void
test_simtimer(void)
{
	power_on(2, 0);
	rings = 0;
	sim_simtimer_model(1000000);	/* a count is a microsecond */
	port_intr_connect(SIM_SIMTIMER_LINE, ring, NULL);
	ok(hal_read64(SIM_SIMTIMER_BASE, SIMTIMER_FREQ) == 1000000,
	    "the frequency can be read");
	put(SIMTIMER_COMPARE, 5);
	enable(SIMTIMER_ENABLE);
	(void)sim_run(4999);
	ok(rings == 0, "no interrupt before the count");
	ok(hal_read64(SIM_SIMTIMER_BASE, SIMTIMER_COUNT) == 4,
	    "the counter rounds down");
	(void)sim_run(20000);
	ok(rings == 1 && rang[0] == 5000, "one at the count");
	put(SIMTIMER_COMPARE, 3);
	enable(SIMTIMER_ENABLE);
	(void)sim_run(30000);
	ok(rings == 2 && rang[1] == 20000, "at once if it is past");
	put(SIMTIMER_COMPARE, 35);
	put(SIMTIMER_PERIOD, 7);
	enable(SIMTIMER_ENABLE | SIMTIMER_REPEAT);
	(void)sim_run(45000);
	ok(rings == 4 && rang[2] == 35000 && rang[3] == 42000,
	    "a period repeats");
	enable(0);
	(void)sim_run(90000);
	ok(rings == 4, "a disabled bank is silent");
}

/*
 * A CPU that goes off line and comes back.  The diary: l leave, o off, n on,
 * of the upper watch in capitals; c a call; w a thread of the CPU that goes.
 */
static bool told;			/* each in its place and context */

static void
upper_leave(unsigned cpu)
{
	told &= cpu == 1 && port_cpu() == 0 && !port_in_interrupt() &&
	    !port_cpu_online(1);
	note('L');
}

static void
lower_leave(unsigned cpu)
{
	(void)cpu;
	note('l');
}

static void
there(char c, bool online)
{
	told &= port_cpu() == 1 && port_in_interrupt() &&
	    port_cpu_online(1) == online;
	note(c);
}

static void
upper_off(void)
{
	there('O', false);
}

static void
lower_off(void)
{
	there('o', false);
}

static void
upper_on(void)
{
	there('N', true);
}

static void
lower_on(void)
{
	there('n', true);
}

static void
called(void *arg)
{
	(void)arg;
	note('c');
}

static void
walker(void *arg)
{
	bool s;

	(void)arg;
	s = port_intr_mask();
	sim_spin(200);
	port_intr_restore(s);		/* and off it goes */
	note('w');
}

static void
operator(void *arg)
{
	(void)arg;
	sim_sleep(100, 0);
	ok(sim_cpu_off(0) == EBUSY && sim_cpu_off(2) == EINVAL &&
	    sim_cpu_on(1) == EBUSY && sim_cpu_on(2) == EINVAL,
	    "a CPU does not take itself off, nor one that is not there");
	port_cpu_call(1, called, NULL);
	ok(sim_cpu_off(1) == 0 && sim_now() == 200,
	    "PORT-HOT-2: it goes when it takes interrupts");
	ok(told && strcmp(diary, "LlcOo") == 0, "PORT-HOT-1 PORT-HOT-2: asked"
	    " from above, and told behind its last call");
	ok(sim_cpu_off(1) == EBUSY, "it cannot go twice");
	port_cpu_call(1, called, NULL);
	sim_raise(1, 3);
	sim_sleep(300, 0);
	ok(strcmp(diary, "LlcOo") == 0, "PORT-HOT-3: nothing runs there");
	ok(sim_cpu_on(1) == 0, "it comes back");
	ok(told && strcmp(diary, "LlcOonN") == 0,
	    "PORT-HOT-4: told from below, before anything runs");
}

static void
test_hotplug(void)
{
	static struct port_cpu_watch lower = {
		.leave = lower_leave, .off = lower_off, .on = lower_on
	};
	static struct port_cpu_watch upper = {
		.leave = upper_leave, .off = upper_off, .on = upper_on
	};
	static struct port_cpu_watch silent;

	power_on(2, 0);
	told = true;
	port_intr_connect(3, called, NULL);
	port_cpu_watch(&lower);
	port_cpu_watch(&silent);
	port_cpu_watch(&upper);
	(void)sim_thread(0, operator, NULL);
	(void)sim_thread(1, walker, NULL);
	ok(sim_run(1000) == 0 && strcmp(diary, "LlcOonNw") == 0,
	    "PORT-HOT-3 PORT-HOT-4: its threads go on where they were");
}

int
main(void)
{
	test_keys();
	test_spin();
	test_mask();
	test_lock();
	test_mutex();
	test_block();
	test_simtimer();
	test_hotplug();
	return tap_end();
}
