/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * port_test.c - what port.9 promises, asked of whatever port is linked.
 *
 * The same source is linked with each port (tools/mkrules.sh).  In sim the
 * order of things is fixed, so it shows that a port does what it should;
 * in threads, under the thread sanitizer, that it does so at any moment.
 */
#include <stdatomic.h>
#include <string.h>

#include "lib/errno.h"
#include "lib/event.h"
#include "lib/tap.h"
#include "port/port.h"
#include "port/rig.h"

/* From <unistd.h>, which brings the host's types on some hosts. */
unsigned alarm(unsigned);
int fork(void);
int waitpid(int, int *, int);
_Noreturn void _exit(int);

#define MS	INT64_C(1000000)

/* Let these run on CPUs 0, 1, ... to their end. */
static bool
all_run(void (*a)(void *), void (*b)(void *), void (*c)(void *))
{
	(void)port_thread_start(0, a, NULL);
	if (b != NULL)
		(void)port_thread_start(1, b, NULL);
	if (c != NULL)
		(void)port_thread_start(0, c, NULL);
	return rig_run() == 0;
}

/* A thread and where it is. */
static atomic_uint where;
static struct port_thread *_Atomic who;

static void
visitor(void *arg)
{
	atomic_store(&where, port_cpu());
	atomic_store(&who, port_thread_self());
	if (arg != &where || port_in_interrupt())
		atomic_store(&where, PORT_CPUS);
}

static void
test_threads(void)
{
	struct port_thread *t;
	unsigned left;

	ok(port_cpus() == 2, "PORT-CPU-1: as many CPUs as there are");
	t = port_thread_start(1, visitor, &where);
	left = rig_run();
	ok(left == 0 && atomic_load(&where) == 1,
	    "PORT-CPU-2 PORT-THREAD-1: a thread runs where it was started");
	ok(t != NULL && atomic_load(&who) == t,
	    "PORT-THREAD-2: and is who the starter was told");
}

/*
 * Idle CPUs, asked of all that happens here: whoever runs on one, enter and
 * leave apart, finds it awake.  The flags are not atomic; the CPU is held.
 */
static bool asleep[PORT_CPUS];
static atomic_uint sleeps, woken;
static atomic_bool idle_bad;

static bool
enter(void)
{
	if (port_intr_mask() || asleep[port_cpu()])
		atomic_store(&idle_bad, true);
	asleep[port_cpu()] = true;
	atomic_fetch_add(&sleeps, 1);
	return true;
}

static void
leave(void)
{
	if (port_intr_mask() || !asleep[port_cpu()])
		atomic_store(&idle_bad, true);
	asleep[port_cpu()] = false;
	atomic_fetch_add(&woken, 1);
}

static void
awake(void)
{
	bool s;

	s = port_intr_mask();
	if (asleep[port_cpu()])
		atomic_store(&idle_bad, true);
	port_intr_restore(s);
}

/* Sleep, and see who has woken us. */
static void
nap(int64_t ns)
{
	rig_spend(ns);
	awake();
}

/* Interrupts: context, masks, order. */
static atomic_uint calls, line_hits;
static atomic_bool context_bad, early, late, masked;

static void
handler(void *arg)
{
	(void)arg;
	awake();
	if (!port_in_interrupt() || port_cpu() != 0 || port_intr_mask())
		atomic_store(&context_bad, true);
	if (atomic_load(&masked))
		atomic_store(&early, true);
	atomic_fetch_add(&calls, 1);
}

/* Wait for a number to be reached; time goes by meanwhile. */
static bool
reaches(atomic_uint *n, unsigned want)
{
	unsigned i;

	for (i = 0; i < 1000 && atomic_load(n) < want; i++)
		nap(MS / 10);
	return atomic_load(n) >= want;
}

static void
masker(void *arg)
{
	unsigned before;
	bool outer, inner;

	(void)arg;
	before = atomic_load(&calls);
	outer = port_intr_mask();
	inner = port_intr_mask();
	atomic_store(&masked, true);
	port_cpu_call(0, handler, NULL);
	rig_spend(2 * MS);
	port_intr_restore(inner);
	rig_spend(2 * MS);
	if (!outer || inner || atomic_load(&calls) != before)
		atomic_store(&early, true);
	atomic_store(&masked, false);
	port_intr_restore(outer);
	if (!reaches(&calls, before + 1))
		atomic_store(&late, true);
}

static void
test_masks(void)
{
	ok(all_run(masker, NULL, NULL) && !atomic_load(&early),
	    "PORT-INTR-1 PORT-INTR-3: masked is masked, to the outermost");
	ok(!atomic_load(&late), "PORT-INTR-2: what was pending comes then");
	ok(!atomic_load(&context_bad),
	    "PORT-INTR-4 PORT-CALL-1: a handler runs as an interrupt there");
}

static void
line_handler(void *arg)
{
	if (port_in_interrupt() && port_cpu() == 1 && arg == &line_hits)
		atomic_fetch_add(&line_hits, 1);
}

static void
line_user(void *arg)
{
	(void)arg;
	rig_raise(1, 3);
	rig_spend(MS);
	port_intr_connect(3, line_handler, &line_hits);
	rig_raise(1, 3);
	if (!reaches(&line_hits, 1))
		atomic_store(&late, true);
}

static void
test_lines(void)
{
	ok(all_run(line_user, NULL, NULL) && !atomic_load(&late) &&
	    atomic_load(&line_hits) == 1,
	    "PORT-INTR-5 PORT-INTR-6: a line has its handler, or none");
}

/* Calls come in order; one that has begun is no excuse for a later one. */
static unsigned order[3];
static atomic_uint ordered, again, returned;

static void
in_order(void *arg)
{
	unsigned i;

	awake();
	i = atomic_load(&ordered);
	if (i < 3)
		order[i] = *(unsigned *)arg;
	atomic_fetch_add(&ordered, 1);
}

static void
call_again(void *arg)
{
	(void)arg;
	if (atomic_fetch_add(&again, 1) == 0)
		port_cpu_call(port_cpu(), call_again, NULL);
	rig_spend(MS);
}

static void
caller(void *arg)
{
	static unsigned number[3] = { 10, 20, 30 };
	unsigned i;

	(void)arg;
	for (i = 0; i < 3; i++)
		port_cpu_call(1, in_order, &number[i]);
	if (!reaches(&ordered, 3))
		atomic_store(&late, true);
	port_cpu_call(1, call_again, NULL);
	if (!reaches(&again, 2))
		atomic_store(&late, true);
}

static void
waits_for_return(void *arg)
{
	(void)arg;
	atomic_fetch_add(&again, atomic_load(&returned));
}

static void
self_caller(void *arg)
{
	bool s;

	(void)arg;
	s = port_intr_mask();
	atomic_store(&again, 0);
	port_cpu_call(0, waits_for_return, NULL);
	atomic_store(&returned, 1);
	port_intr_restore(s);
	if (!reaches(&again, 1))
		atomic_store(&late, true);
}

static void
test_calls(void)
{
	ok(all_run(caller, NULL, NULL) && !atomic_load(&late) &&
	    order[0] == 10 && order[1] == 20 && order[2] == 30,
	    "PORT-CALL-2: calls run in order");
	ok(atomic_load(&again) == 2,
	    "PORT-CALL-4: a call that has begun is not what a new one asks");
	ok(all_run(self_caller, NULL, NULL) && !atomic_load(&late),
	    "PORT-CALL-3: the caller does not wait");
}

/* Start-up, where one is alone; and a thread, whose mask a delay keeps. */
static bool
delays(int64_t ns)
{
	int64_t from;

	from = rig_now();
	port_delay(ns);
	return rig_now() - from >= ns;
}

static void
delayer(void *arg)
{
	unsigned before;
	bool s;

	(void)arg;
	before = atomic_load(&calls);
	s = port_intr_mask();
	atomic_store(&masked, true);
	port_cpu_call(0, handler, NULL);
	if (!delays(1) || !delays(MS) || !delays(10 * MS) ||
	    atomic_load(&calls) != before)
		atomic_store(&early, true);
	atomic_store(&masked, false);
	port_intr_restore(s);
	if (!reaches(&calls, before + 1))
		atomic_store(&late, true);
}

static void
test_delay(bool at_start)
{
	ok(at_start && all_run(delayer, NULL, NULL) &&
	    !atomic_load(&early) && !atomic_load(&late),
	    "PORT-DELAY-1: a delay lasts, and lets no interrupt in");
}

/*
 * Locks, from threads of two CPUs and of the same one.  The numbers are not
 * atomic: the lock alone keeps them right, and in order for the sanitizer.
 */
#define TURNS	2000u

static struct port_spin spin;
static struct port_mutex mutex;
static unsigned long spun, slept, inside;
static atomic_bool lock_bad;

static void
spinner(void *arg)
{
	unsigned i;
	bool s;

	(void)arg;
	for (i = 0; i < TURNS; i++) {
		s = port_spin_lock(&spin);
		if (inside++ != 0 || !port_spin_held(&spin) ||
		    port_intr_mask())
			atomic_store(&lock_bad, true);
		spun++;
		inside--;
		port_spin_unlock(&spin, s);
		if (port_spin_held(&spin) || !s)
			atomic_store(&lock_bad, true);
	}
}

static void
holder(void *arg)
{
	bool s;

	(void)arg;
	s = port_spin_lock(&spin);
	atomic_store(&where, 77);
	rig_spend(3 * MS);
	atomic_store(&where, 78);
	port_spin_unlock(&spin, s);
}

static void
stranger(void *arg)
{
	bool s;

	(void)arg;
	if (!reaches(&where, 77) || port_spin_held(&spin))
		atomic_store(&lock_bad, true);
	s = port_spin_lock(&spin);
	if (atomic_load(&where) != 78)
		atomic_store(&lock_bad, true);
	port_spin_unlock(&spin, s);
}

static void
test_spin(void)
{
	ok(all_run(spinner, spinner, spinner) && spun == 3 * TURNS,
	    "PORT-SPIN-1 PORT-SPIN-2: one at a time, who sees the last");
	ok(!atomic_load(&lock_bad),
	    "PORT-SPIN-3: interrupts are masked by it, and only by it");
	atomic_store(&where, 0);
	ok(all_run(holder, stranger, NULL) && !atomic_load(&lock_bad),
	    "PORT-SPIN-4: held means by the caller's CPU");
}

static void
mutex_user(void *arg)
{
	unsigned i;

	(void)arg;
	for (i = 0; i < TURNS / 10; i++) {
		port_mutex_lock(&mutex);
		if (inside++ != 0 || !port_mutex_held(&mutex))
			atomic_store(&lock_bad, true);
		slept++;
		if (i % 20 == 0)
			rig_spend(MS / 10);
		inside--;
		port_mutex_unlock(&mutex);
		if (port_mutex_held(&mutex))
			atomic_store(&lock_bad, true);
	}
}

static struct port_thread *_Atomic mutex_holder;

static void
sleepy(void *arg)
{
	(void)arg;
	port_mutex_lock(&mutex);
	atomic_store(&mutex_holder, port_thread_self());
	(void)port_block();
	port_mutex_unlock(&mutex);
}

/* Of the same CPU: waits for the mutex, so the third must get to run. */
static void
impatient(void *arg)
{
	(void)arg;
	port_mutex_lock(&mutex);
	port_mutex_unlock(&mutex);
}

static void
rouser(void *arg)
{
	(void)arg;
	while (atomic_load(&mutex_holder) == NULL)
		rig_spend(MS / 10);
	if (port_mutex_held(&mutex))
		atomic_store(&lock_bad, true);
	rig_spend(MS);
	port_wake(atomic_load(&mutex_holder));
}

static void
test_mutex(void)
{
	ok(all_run(mutex_user, mutex_user, mutex_user) &&
	    slept == 3 * (TURNS / 10),
	    "PORT-MUTEX-1: one thread at a time has a mutex");
	(void)port_thread_start(0, sleepy, NULL);
	(void)port_thread_start(0, impatient, NULL);
	(void)port_thread_start(0, rouser, NULL);
	ok(rig_run() == 0,
	    "PORT-MUTEX-3: who waits for it leaves the CPU to others");
	ok(!atomic_load(&lock_bad),
	    "PORT-MUTEX-2: held means by this thread");
}

/*
 * Two threads hand a ball to and fro.  `ball` is no atomic: only the wake
 * orders who writes and who reads it, so each turn but the first begins
 * with a block.  A machine with much else to do need not go through all.
 */
#define HANDS	4000u
#define ENOUGH	100u
#define HANDS_TIME (2000 * MS)

static struct port_thread *_Atomic player[2];
static atomic_uint turn;
static atomic_uint block_results;
static unsigned ball;
static unsigned hands = HANDS;	/* of each; as `ball` */

static void
take_turn(unsigned me)
{
	do {
		atomic_fetch_or(&block_results, (unsigned)port_block());
		awake();
	} while (atomic_load_explicit(&turn, memory_order_relaxed) != me);
}

static void
play(unsigned me)
{
	int64_t end = rig_now() + HANDS_TIME;
	unsigned i = 0;
	bool last;

	atomic_store(&player[me], port_thread_self());
	while (atomic_load(&player[1 - me]) == NULL)
		rig_spend(MS / 10);
	do {
		if (i + me > 0)
			take_turn(me);
		ball++;
		i++;
		if (me == 0 && i >= ENOUGH && rig_now() >= end)
			hands = i;
		last = i == hands;
		atomic_store_explicit(&turn, 1 - me, memory_order_relaxed);
		port_wake(atomic_load(&player[1 - me]));
	} while (!last);
}

static void
ping(void *arg)
{
	(void)arg;
	play(0);
}

static void
pong(void *arg)
{
	(void)arg;
	play(1);
}

/* The wake-up is there before the block. */
static void
wakes_itself(void *arg)
{
	(void)arg;
	port_wake(port_thread_self());
	atomic_store(&where, (unsigned)port_block());
}

static void
wake_in_interrupt(void *arg)
{
	port_wake(arg);
}

static void
woken_by_interrupt(void *arg)
{
	(void)arg;
	port_cpu_call(1, wake_in_interrupt, port_thread_self());
	(void)port_block();
}

static void
test_block(void)
{
	atomic_store(&where, 99);
	ok(all_run(wakes_itself, NULL, NULL) && atomic_load(&where) == 0,
	    "PORT-BLOCK-1: a wake-up that comes first is kept");
	ok(all_run(woken_by_interrupt, NULL, NULL),
	    "PORT-BLOCK-2: an interrupt of another CPU ends a block");
	ok(all_run(ping, pong, NULL) && ball == 2 * hands,
	    "PORT-BLOCK-3: no wake-up is lost, and what was stored is seen");
	ok(atomic_load(&block_results) == 0,
	    "PORT-BLOCK-4: a block that is woken gives 0");
}

/* Memory.  These run in a thread, as front ends do. */
static char *first_piece, *second_piece;
static int copied, refused;
static char to[8];

static void
allocator(void *arg)
{
	(void)arg;
	first_piece = port_alloc(24);
	rig_fail_alloc(2);
	second_piece = port_alloc(24);
	if (port_alloc(24) != NULL)
		refused = -1;
	port_free(port_alloc(24));
	memset(first_piece, 1, 24);
	memset(second_piece, 2, 24);
}

static void
copier(void *arg)
{
	(void)arg;
	copied = port_copyin(to, "abcdefg", 8);
	copied |= port_copyout(to + 2, to, 2);
	refused |= port_copyin(to, NULL, 1) != EFAULT;
	refused |= port_copyout(to, rig_bad_address(), 1) != EFAULT;
	refused |= port_copyin(to, rig_bad_address(), 1) != EFAULT;
}

static void
test_memory(void)
{
	ok(all_run(allocator, NULL, NULL) && first_piece[23] == 1 &&
	    second_piece[0] == 2 && (uintptr_t)first_piece %
	    _Alignof(max_align_t) == 0, "PORT-ALLOC-1: memory of one's own");
	ok(refused == 0, "PORT-ALLOC-2: the allocation that is to fail does");
	port_free(first_piece);
	port_free(second_piece);
	ok(all_run(copier, NULL, NULL) && copied == 0 &&
	    strcmp(to, "cdcdefg") == 0, "PORT-COPY-1: copies go both ways");
	ok(refused == 0, "PORT-COPY-2: EFAULT where nothing can be reached");
}

/* A CPU without threads is asleep; a call wakes it. */
static void
wakes_the_other(void *arg)
{
	unsigned before;

	(void)arg;
	nap(5 * MS);
	before = atomic_load(&woken);
	port_cpu_call(1, in_order, order);
	nap(5 * MS);
	(void)reaches(&woken, before + 1);
}

static void
test_idle(void)
{
	unsigned before;

	before = atomic_load(&woken);
	ok(all_run(wakes_the_other, NULL, NULL) && atomic_load(&sleeps) > 0,
	    "PORT-IDLE-1: a CPU with nothing to run is idle");
	ok(atomic_load(&woken) > before && !atomic_load(&idle_bad),
	    "PORT-IDLE-2: and no more when something runs");
}

static atomic_uint seen;

static void
watcher(unsigned event, const void *object, int64_t value)
{
	if (event == EV_TK_SET && object == &seen && value == -5)
		atomic_fetch_add(&seen, 1);
}

/* The last test: there is no thread left behind it. */
static void
idler(void *arg)
{
	(void)arg;
}

static void
test_limits(void)
{
	unsigned n;

	EVENT(TK_SET, &seen, -5);
	ok(atomic_load(&seen) == 1, "PORT-EVENT-1: an event comes as it was");
	for (n = 0; n < 1000 && port_thread_start(0, idler, NULL) != NULL; n++)
		(void)rig_run();
	ok(n < 1000, "PORT-THREAD-3: NULL when there is no room");
}

/* The first test, while there is one thread. */
static void
test_panic(void)
{
	int child, status;

	child = fork();
	if (child == 0) {
		port_panic("# this is a test of port_panic");
		_exit(0);
	}
	status = 0;
	ok(child > 0 && waitpid(child, &status, 0) == child && status != 0,
	    "PORT-PANIC-1: a panic does not return");
}

int
main(void)
{
	bool delayed;

	(void)alarm(60);		/* a lost wake-up ends here */
	test_panic();
	rig_watch(watcher);
	rig_boot(2);
	delayed = delays(1) && delays(MS);
	port_on_idle(enter, leave);
	test_threads();
	test_masks();
	test_lines();
	test_calls();
	test_delay(delayed);
	test_spin();
	test_mutex();
	test_block();
	test_memory();
	test_idle();
	test_limits();
	return tap_end();
}
