/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * port_signal_test.c - what port.9 promises of signals, asked of whatever
 * port is linked; see port_test.c.
 *
 * The program's taker is a thread of CPU 0; it takes signals where it blocks.
 */
#include <stdatomic.h>
#include <string.h>

#include "lib/errno.h"
#include "lib/tap.h"
#include "port/port.h"
#include "port/rig.h"

/* From <unistd.h>, which brings the host's types on some hosts. */
unsigned alarm(unsigned);

#define MS	INT64_C(1000000)
#define LOW	10		/* two signals that have handlers */
#define HIGH	34

/* The first claim of a test that did not hold, by its line; 0: none. */
static atomic_uint wrong;

#define EXPECT(cond)							\
	((cond) ? (void)0 : atomic_store(&wrong, (unsigned)__LINE__))

static void
claim(const char *text)
{
	unsigned line;

	line = atomic_exchange(&wrong, 0);
	if (line != 0)
		printf("# line %u\n", line);
	ok(rig_run() == 0 && line == 0, text);
}

/* Run a function as the program, and perhaps another one beside it. */
static void
program(void (*body)(void *), void (*other)(void *), const char *text)
{
	(void)port_thread_start(0, body, NULL);
	if (other != NULL)
		(void)port_thread_start(1, other, NULL);
	(void)rig_run();
	claim(text);
}

/* What the handlers were told, in order: the ids, as decimal digits. */
static struct {
	unsigned	ids;
	int		signo, overrun;
	uintptr_t	value;
} told;

static void
note(int signo, int id, uintptr_t value, int overrun)
{
	EXPECT(!port_in_interrupt());
	told.ids = told.ids * 10 + (unsigned)id;
	told.signo = signo;
	told.value = value;
	told.overrun = overrun;
}

static void
begin(bool restart)
{
	memset(&told, 0, sizeof(told));
	rig_program();
	rig_handle(LOW, note, restart);
	rig_handle(HIGH, note, restart);
}

/* Let what is queued be taken; the wake-up makes it end if nothing is. */
static int
take(void)
{
	port_wake(port_thread_self());
	return port_block();
}

static struct port_signal
signal_of(int signo, int id)
{
	return (struct port_signal){ .signo = signo, .code = PORT_SI_TIMER,
	    .id = id, .value = (uintptr_t)id + 100 };
}

static void
sends(void *arg)
{
	struct port_signal p;

	(void)arg;
	begin(false);
	p = signal_of(LOW, 1);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(told.ids == 0);
	(void)take();
	EXPECT(told.ids == 1 && told.signo == LOW && told.value == 101);
	EXPECT(told.overrun == 0);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_QUEUED);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_QUEUED);
	(void)take();
	(void)take();
	EXPECT(told.ids == 11);
}

static void
ignores(void *arg)
{
	struct port_signal p;

	(void)arg;
	begin(false);
	p = signal_of(LOW, 1);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	rig_handle(LOW, NULL, false);
	EXPECT(!port_signal_cancel(&p));
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_IGNORED);
	rig_handle(LOW, note, false);
	EXPECT(take() == 0 && told.ids == 0);
}

/* Sent while it is ignored, and ignored while it is queued. */
static void
keeps(void *arg)
{
	struct port_signal p, q;

	(void)arg;
	begin(false);
	p = signal_of(LOW, 1);
	q = signal_of(LOW, 2);
	p.keep = q.keep = true;
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	rig_handle(LOW, NULL, false);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_QUEUED);
	EXPECT(port_signal_send(&q) == PORT_SIGNAL_SENT);
	EXPECT(take() == 0 && told.ids == 0);
	rig_handle(LOW, note, false);
	(void)take();
	EXPECT(told.ids == 12);
	rig_handle(LOW, NULL, false);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(port_signal_cancel(&p));
	rig_handle(LOW, note, false);
	EXPECT(take() == 0 && told.ids == 12);
}

static void
blocks(void *arg)
{
	struct port_signal p;

	(void)arg;
	begin(false);
	p = signal_of(LOW, 1);
	rig_block_signal(LOW, true);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(take() == 0 && told.ids == 0);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_QUEUED);
	rig_block_signal(LOW, false);
	(void)take();
	EXPECT(told.ids == 1);
}

#define BIT(signo)	(UINT64_C(1) << ((signo) - 1))

static void
masks(void *arg)
{
	struct port_signal p, q;

	(void)arg;
	begin(false);
	p = signal_of(LOW, 1);
	q = signal_of(HIGH, 2);
	rig_block_signal(LOW, true);
	EXPECT(port_signal_mask(BIT(LOW) | BIT(HIGH)) == BIT(LOW));
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(port_signal_send(&q) == PORT_SIGNAL_SENT);
	EXPECT(take() == 0 && told.ids == 0);
	EXPECT(port_signal_mask(BIT(LOW)) == (BIT(LOW) | BIT(HIGH)));
	EXPECT(told.ids == 0);
	EXPECT(port_block() == EINTR && told.ids == 2);
	EXPECT(port_signal_mask(0) == BIT(LOW));
	EXPECT(port_block() == EINTR && told.ids == 21);
	EXPECT(port_signal_mask(0) == 0);
}

/* accept() sends the signal once more: it is not queued any longer. */
static struct port_thread *accepted_by;

static int
accepts(struct port_signal *p)
{
	EXPECT(!port_in_interrupt());
	accepted_by = port_thread_self();
	if (told.ids == 0)
		EXPECT(port_signal_send(p) == PORT_SIGNAL_SENT);
	return 7;
}

static void
accepting(void *arg)
{
	struct port_signal p;

	(void)arg;
	begin(false);
	p = signal_of(HIGH, 2);
	p.accept = accepts;
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(accepted_by == NULL);
	(void)take();
	(void)take();
	EXPECT(accepted_by == port_thread_self());
	EXPECT(told.ids == 22 && told.overrun == 7);
}

static void
cancels(void *arg)
{
	struct port_signal p, q;

	(void)arg;
	begin(false);
	p = signal_of(LOW, 1);
	q = signal_of(LOW, 2);
	EXPECT(!port_signal_cancel(&p));
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(port_signal_send(&q) == PORT_SIGNAL_SENT);
	EXPECT(port_signal_cancel(&p));
	EXPECT(!port_signal_cancel(&p));
	(void)take();
	EXPECT(told.ids == 2);
	EXPECT(!port_signal_cancel(&q));
}

static void
orders(void *arg)
{
	struct port_signal p[4];
	unsigned i;

	(void)arg;
	begin(false);
	p[0] = signal_of(HIGH, 3);
	p[1] = signal_of(LOW, 1);
	p[2] = signal_of(HIGH, 4);
	p[3] = signal_of(LOW, 2);
	for (i = 0; i < 4; i++)
		EXPECT(port_signal_send(&p[i]) == PORT_SIGNAL_SENT);
	(void)take();
	(void)take();
	EXPECT(told.ids == 1234);
}

/* A handler takes other signals where it blocks, but not its own. */
static void
nests(int signo, int id, uintptr_t value, int overrun)
{
	static struct port_signal p, q;

	note(signo, id, value, overrun);
	if (id != 1)
		return;
	p = signal_of(LOW, 2);
	q = signal_of(HIGH, 3);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	EXPECT(port_signal_send(&q) == PORT_SIGNAL_SENT);
	(void)take();
	EXPECT(told.ids == 13);
}

static void
nesting(void *arg)
{
	struct port_signal p;

	(void)arg;
	begin(false);
	rig_handle(LOW, nests, false);
	p = signal_of(LOW, 1);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	(void)take();
	(void)take();
	EXPECT(told.ids == 132);
}

static void
test_signals(void)
{
	program(sends, NULL, "PORT-SIG-1 PORT-SIG-2: a signal is taken once,"
	    " however often it is sent until then");
	program(ignores, NULL,
	    "PORT-SIG-3: what is ignored is not queued, and is told");
	program(keeps, NULL, "PORT-SIG-10: what is to be kept while it is"
	    " ignored is taken when it no longer is");
	program(blocks, NULL, "PORT-SIG-4: what is blocked stays queued");
	program(masks, NULL, "PORT-SIG-11, PORT-SIG-12: a mask blocks what it"
	    " says, and what it lets in ends the next sleep");
	program(accepting, NULL, "PORT-SIG-5: accept runs in the taker, when"
	    " the signal is no longer queued, and its count goes along");
	program(cancels, NULL, "PORT-SIG-6: a cancelled signal is not taken");
	program(orders, NULL, "PORT-SIG-8: the lowest number first, and of one"
	    " number the oldest");
	program(nesting, NULL,
	    "PORT-SIG-9: a handler is not entered while it runs");
}

/* What a block returns; the sender is on another CPU. */
static struct port_thread *_Atomic taker;
static atomic_bool stranger_over;

static void
send_in_interrupt(void *arg)
{
	EXPECT(port_signal_send(arg) == PORT_SIGNAL_SENT);
}

static void
sender(void *arg)
{
	static struct port_signal p, q;

	(void)arg;
	while (atomic_load(&taker) == NULL)
		rig_spend(MS / 10);
	p = signal_of(LOW, 1);
	q = signal_of(HIGH, 2);
	rig_spend(MS);
	EXPECT(port_signal_send(&p) == PORT_SIGNAL_SENT);
	rig_spend(5 * MS);
	port_cpu_call(1, send_in_interrupt, &q);
}

static void
is_interrupted(void *arg)
{
	(void)arg;
	begin(false);
	atomic_store(&taker, port_thread_self());
	while (told.ids == 0)
		EXPECT(port_block() == (told.ids == 0 ? 0 : EINTR));
	while (told.ids == 1)
		EXPECT(port_block() == (told.ids == 1 ? 0 : EINTR));
	EXPECT(told.ids == 12);
}

static void
restarts(void *arg)
{
	struct port_signal p, q;

	(void)arg;
	begin(true);
	p = signal_of(LOW, 1);
	q = signal_of(HIGH, 2);
	(void)port_signal_send(&p);
	EXPECT(take() == ERESTART);
	(void)port_signal_send(&p);
	(void)port_signal_send(&q);
	EXPECT(take() == ERESTART);
	rig_handle(LOW, note, false);
	(void)port_signal_send(&p);
	(void)port_signal_send(&q);
	EXPECT(take() == EINTR);
	rig_handle(LOW, note, true);
	rig_handle(HIGH, note, false);
	(void)port_signal_send(&p);
	(void)port_signal_send(&q);
	EXPECT(take() == EINTR);
	EXPECT(told.ids == 1121212);
}

/* A thread that takes no signals sleeps on. */
static void
stranger(void *arg)
{
	(void)arg;
	while (atomic_load(&taker) == NULL)
		rig_spend(MS / 10);
	EXPECT(take() == 0);
	atomic_store(&stranger_over, true);
	port_wake(atomic_load(&taker));
}

static void
holds_back(void *arg)
{
	struct port_signal p;

	(void)arg;
	begin(false);
	p = signal_of(LOW, 1);
	(void)port_signal_send(&p);
	atomic_store(&taker, port_thread_self());
	while (!atomic_load(&stranger_over))
		rig_spend(MS / 10);
	EXPECT(told.ids == 0);
	(void)take();
	EXPECT(told.ids == 1);
}

static void
test_block(void)
{
	program(is_interrupted, sender, "PORT-BLOCK-5: a signal from any CPU"
	    " ends the block of the thread that takes it");
	program(restarts, NULL, "PORT-BLOCK-6: ERESTART when every handler"
	    " wanted it, else EINTR");
	atomic_store(&taker, NULL);
	program(holds_back, stranger,
	    "PORT-BLOCK-7: no other thread takes a signal");
}

/*
 * Who sends, who takes and who cancels, all at once.  The fields of a racer
 * are no atomics: its owner writes them only when the signal can neither be
 * queued nor accepted, and so the thread sanitizer sees a cancel that came
 * back too early.
 */
#define RACERS	2u
#define LAPS	2000u

static struct racer {
	struct port_signal signal;
	unsigned	 lap;		/* the owner's, and accept()'s */
	unsigned	 accepted;
	unsigned	 sent, cancelled;
} racers[RACERS];
static atomic_uint racing, handled;

static int
racer_accept(struct port_signal *p)
{
	struct racer *r;

	r = &racers[p->id];
	r->accepted++;
	return (int)r->lap;
}

static void
racer_handler(int signo, int id, uintptr_t value, int overrun)
{
	(void)signo;
	(void)value;
	EXPECT(id >= 0 && (unsigned)id < RACERS);
	EXPECT(overrun >= 0 && (unsigned)overrun < LAPS);
	atomic_fetch_add(&handled, 1);
}

static void
race(unsigned me)
{
	struct racer *r;
	unsigned i;

	r = &racers[me];
	while (atomic_load(&taker) == NULL)
		rig_spend(MS / 10);
	for (i = 0; i < LAPS; i++) {
		r->lap = i;
		r->sent += port_signal_send(&r->signal) == PORT_SIGNAL_SENT;
		if (i % 16 == 0)
			rig_spend(MS / 50);
		r->cancelled += port_signal_cancel(&r->signal);
	}
	EXPECT(r->accepted + r->cancelled == r->sent && r->sent == LAPS);
	atomic_fetch_sub(&racing, 1);
	port_wake(atomic_load(&taker));
}

static void
first_racer(void *arg)
{
	(void)arg;
	race(0);
}

static void
second_racer(void *arg)
{
	(void)arg;
	race(1);
}

static void
takes_all(void *arg)
{
	unsigned i;

	(void)arg;
	rig_program();
	rig_handle(LOW, racer_handler, true);
	rig_handle(HIGH, racer_handler, false);
	for (i = 0; i < RACERS; i++) {
		racers[i].signal = signal_of(i == 0 ? LOW : HIGH, (int)i);
		racers[i].signal.accept = racer_accept;
	}
	atomic_store(&taker, port_thread_self());
	while (atomic_load(&racing) > 0)
		(void)port_block();
	EXPECT(take() == 0);
	EXPECT(atomic_load(&handled) ==
	    racers[0].accepted + racers[1].accepted);
}

static void
test_race(void)
{
	atomic_store(&taker, NULL);
	atomic_store(&racing, RACERS);
	(void)port_thread_start(1, second_racer, NULL);
	program(takes_all, first_racer, "PORT-SIG-7: behind a cancel nothing"
	    " of the signal runs, and none is lost or comes twice");
	ok(atomic_load(&handled) > 0, "some signals came before the cancel");
}

int
main(void)
{
	(void)alarm(60);		/* a lost wake-up ends here */
	rig_boot(2);
	test_signals();
	test_block();
	test_race();
	return tap_end();
}
