/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * search.c - tries every schedule of a scenario.
 *
 * What		Depth first over the forks that sim_explore() meets.  A
 *		schedule is the list of answers; the next one keeps its
 *		beginning, answers one fork otherwise, and takes the first
 *		option from there on.  Each is run from the power-on.
 *
 * Why this way	To run from the start again is simple, and fast enough: a
 *		schedule takes some ten microseconds.  So that each begins
 *		alike, all static data is copied back, rather than trusting
 *		each layer to forget everything.
 *
 *		Most races need few preemptions.  So first all schedules of
 *		none and one are run, which also finds the shortest way to a
 *		violation.  Then all of any number are: a schedule that comes
 *		to a state which another came to before is left there,
 *		because what can follow is known.  If that does not end, or
 *		finds something, all schedules of two preemptions are run;
 *		in brief it ends sooner, and they are run only if it finds
 *		something.
 *
 * Model	Two forks of two options, where the second is a preemption:
 *
 *		way	(none)		0 preemptions
 *			1:1		1
 *			0:1		1
 *			0:1,1:1		2
 *
 *		A way names the forks not answered with the first option.
 *
 * Limits	States are compared by a hash of 64 bits.  A pair that is
 *		taken for one by chance would hide what follows it; with a
 *		million states that is one chance in ten million.
 *		The program's data is found by the linker's names for it, as
 *		they are on Linux, and must not hold the C library's own: no
 *		static linking.
 */
#include "explore.h"

#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tell.h"
#include "sim/sim_context.h"
#include "sim/sim_explore.h"

#define FORKS		8192u
#define STEPS		20000u
#define PREEMPTIONS	2u
#define STATES		(1u << 20)	/* room for them; half is used */
#define MORE		100000ul	/* schedules beyond PREEMPTIONS */
#define MORE_BRIEF	12000ul
#define WIPE		4096u		/* of each stack, for equal states */
#define ROOMS		4u	/* pieces of storage of a scenario */
#define NO_BOUND	UINT32_MAX

/* From the linker: where the program's own data begins and ends. */
extern char __data_start[], _end[];

struct answer {
	unsigned	chosen, of;
	bool		preempts;
};

/*
 * What outlives a schedule.  It lies in the heap, because static data is
 * copied back.
 */
struct search {
	const struct scenario *scenario;
	struct sim_explorer explorer;
	char		*start;		/* static data as it was */
	char		*room;		/* a page for each piece of storage */
	size_t		 page;
	struct answer	 answer[FORKS];
	unsigned	 depth;		/* forks met in this schedule */
	unsigned	 fixed;		/* answers that are given */
	unsigned	 used;		/* preemptions in this schedule */
	unsigned	 bound;		/* and how many there may be */
	bool		 bad;		/* an answer that there is not */
	bool		 merge;		/* leave at a state seen before */
	bool		 known;		/* and it was */
	bool		 full;		/* no more room for states */
	uint64_t	*seen;
	unsigned	 nseen;
	uint64_t	 hash;
	jmp_buf		 host;		/* a claim broke outside of threads */
	char		 violation[200];
	char		 way[512];
};

static struct search *x;

/* This schedule's alone, and part of the state. */
static bool hurried;		/* time went on while somebody could run */
static struct { size_t size; bool freed; } rooms[ROOMS];
static unsigned nrooms;

/* ---- storage ---- */

/* A page each, so that what is freed can be taken out of reach. */
static char *
room(unsigned i)
{
	return x->room + i * x->page;
}

void *
ex_storage(size_t size, const char *name)
{
	char *p;

	if (nrooms == ROOMS || size > x->page)
		ex_fail("the explorer has room enough");
	p = room(nrooms);
	rooms[nrooms++].size = size;
	ex_name(p, size, name);
	return p;
}

void
ex_free(const void *p)
{
	unsigned i;

	i = (unsigned)((size_t)((const char *)p - x->room) / x->page);
	rooms[i].freed = true;
	(void)mprotect(room(i), x->page, PROT_NONE);
}

static void
reset_rooms(void)
{
	unsigned i;

	for (i = 0; i < nrooms; i++) {
		if (rooms[i].freed)
			(void)mprotect(room(i), x->page,
			    PROT_READ | PROT_WRITE);
		memset(room(i), 0, rooms[i].size);
	}
}

/* ---- states ---- */

static uint64_t
mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h << 31 | h >> 33;
}

static uint64_t
word_at(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/*
 * Four words at a time, which a processor mixes side by side.  All pieces are
 * of whole words, but for the very end of the data, which is left out.
 */
static void
hash_piece(const void *from, size_t size)
{
	uint64_t a, b, c, d;
	const char *p;

	a = x->hash;
	b = 1;
	c = 2;
	d = size;
	p = from;
	for (; size >= 4 * sizeof(a); size -= 4 * sizeof(a)) {
		a = mix(a, word_at(p));
		b = mix(b, word_at(p + sizeof(a)));
		c = mix(c, word_at(p + 2 * sizeof(a)));
		d = mix(d, word_at(p + 3 * sizeof(a)));
		p += 4 * sizeof(a);
	}
	for (; size >= sizeof(a); size -= sizeof(a), p += sizeof(a))
		a = mix(a, word_at(p));
	x->hash = mix(mix(mix(a, b), c), d);
}

static uint64_t
hash_state(const struct sim_fork *f)
{
	const char *skip;
	size_t size;
	unsigned i;

	x->hash = mix(f->option[0], f->preempts);
	for (i = 0; i < nrooms; i++) {
		if (!rooms[i].freed)
			hash_piece(room(i), rooms[i].size);
	}
	skip = sim_context_each(&size, hash_piece);
	hash_piece(__data_start, (size_t)(skip - __data_start));
	hash_piece(skip + size, (size_t)(_end - (skip + size)));
	x->hash ^= x->hash >> 29;
	return x->hash == 0 ? 1 : x->hash;
}

/* Was it seen before?  It is now. */
static bool
state_seen(uint64_t h)
{
	unsigned i;

	i = (unsigned)h & (STATES - 1);
	while (x->seen[i] != 0 && x->seen[i] != h)
		i = (i + 1) & (STATES - 1);
	if (x->seen[i] == h)
		return true;
	if (x->nseen >= STATES / 2) {
		x->full = true;
		return true;
	}
	x->seen[i] = h;
	x->nseen++;
	return false;
}

/* ---- one schedule ---- */

static unsigned
choose(const struct sim_fork *f)
{
	struct answer *a;

	if (x->depth >= FORKS)
		ex_fail("the schedule has an end");
	a = &x->answer[x->depth];
	if (x->depth >= x->fixed) {
		x->known = x->merge && state_seen(hash_state(f));
		if (x->known)
			return SIM_GIVE_UP;
		a->chosen = 0;
	} else if (a->chosen >= f->n) {
		x->bad = true;
		return SIM_GIVE_UP;
	}
	a->of = f->n;
	a->preempts = f->preempts;
	x->used += a->preempts && a->chosen > 0;
	hurried |= f->option[a->chosen] == SIM_TIME;
	x->depth++;
	x->explorer.from_host = x->merge && x->depth >= x->fixed;
	return a->chosen;
}

bool
ex_hurried(void)
{
	return hurried;
}

static void
violate(const char *what)
{
	if (x->violation[0] == '\0')
		snprintf(x->violation, sizeof(x->violation), "%s", what);
	sim_explore_stop();
	longjmp(x->host, 1);
}

void
ex_fail(const char *claim)
{
	violate(claim);
}

static void
on_panic(const char *what)
{
	violate(what);
}

static void
on_fault(int sig)
{
	(void)sig;
	violate("nobody touches what was given back");
}

static void
quiet(void)
{
	ex_check();
	if (x->scenario->quiet != NULL)
		x->scenario->quiet();
}

static void
judge(enum sim_verdict v)
{
	if (v == SIM_GIVEN_UP)
		return;
	EX(v != SIM_ENDLESS, "the schedule has an end");
	EX(tell_unfinished() == NULL, tell_unfinished());
	ex_check();
	if (x->scenario->finish != NULL)
		x->scenario->finish();
}

/* From power-on to the end, with the answers there are. */
static void
run_schedule(void)
{
	if (x->merge)
		sim_context_wipe(WIPE);
	reset_rooms();
	memcpy(__data_start, x->start, (size_t)(_end - __data_start));
	x->depth = x->used = 0;
	x->known = x->bad = false;
	x->violation[0] = '\0';
	x->explorer.from_host = x->merge && x->fixed == 0;
	x->explorer.until = x->scenario->until;
	if (setjmp(x->host) != 0)
		return;
	ex_boot(x->scenario->cpus);
	x->scenario->setup();
	judge(sim_explore(&x->explorer));
}

/* ---- all schedules ---- */

/* Turn the answers into those of the next schedule; false: that was all. */
static bool
next_schedule(void)
{
	struct answer *a;
	unsigned used;

	for (used = x->used; x->depth > 0; x->depth--) {
		a = &x->answer[x->depth - 1];
		used -= a->preempts && a->chosen > 0;
		if (a->chosen + 1 < a->of &&
		    (!a->preempts || used < x->bound)) {
			a->chosen++;
			x->fixed = x->depth;
			return true;
		}
	}
	return false;
}

/* Schedules within the bound; stops at a violation or behind `limit`. */
static unsigned long
all_schedules(unsigned bound, unsigned long limit, bool *ended)
{
	unsigned long n;
	bool more;

	n = 0;
	x->bound = bound;
	x->fixed = 0;
	do {
		run_schedule();
		n++;
		more = x->violation[0] == '\0' && next_schedule();
	} while (more && n < limit && !x->full);
	*ended = !more;
	return n;
}

static void
write_way(void)
{
	size_t n;
	unsigned i;

	n = 0;
	x->way[0] = '\0';
	for (i = 0; i < x->depth && n < sizeof(x->way); i++) {
		if (x->answer[i].chosen != 0)
			n += (size_t)snprintf(x->way + n, sizeof(x->way) - n,
			    "%s%u:%u", n == 0 ? "" : ",", i,
			    x->answer[i].chosen);
	}
}

static void
prepare(const struct scenario *s)
{
	struct sigaction sa = { .sa_handler = on_fault,
	    .sa_flags = SA_ONSTACK | SA_NODEFER };
	stack_t ss = { .ss_size = 64 * 1024 };

	if (x == NULL) {
		ss.ss_sp = malloc(ss.ss_size);
		sigaltstack(&ss, NULL);
		sigaction(SIGSEGV, &sa, NULL);
		sigaction(SIGBUS, &sa, NULL);
		sim_on_panic = on_panic;
		sim_on_event = tell_event;
		sim_context_prepare();
		tell_prepare();
		x = calloc(1, sizeof(*x));
		x->seen = calloc(STATES, sizeof(*x->seen));
		x->page = (size_t)sysconf(_SC_PAGESIZE);
		x->room = mmap(NULL, ROOMS * x->page, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		x->start = malloc((size_t)(_end - __data_start));
		memcpy(x->start, __data_start,
		    (size_t)(_end - __data_start));
	}
	x->scenario = s;
	x->explorer = (struct sim_explorer){ .max_steps = STEPS,
	    .choose = choose, .tell = tell_step, .quiet = quiet };
	x->merge = x->full = false;
	x->nseen = 0;
	x->violation[0] = '\0';
	memset(x->seen, 0, STATES * sizeof(*x->seen));
	tell_begin(false);
}

enum explore_result
explore_search(const struct scenario *s, bool brief,
    struct explore_count *count)
{
	unsigned b;
	bool ended, later;

	prepare(s);
	*count = (struct explore_count){ .complete = false };
	ended = true;
	later = false;
	for (b = 0; b < PREEMPTIONS && x->violation[0] == '\0'; b++) {
		count->preemptions = b;
		count->schedules = all_schedules(b, ULONG_MAX, &ended);
	}
	if (x->violation[0] == '\0') {
		x->merge = true;
		count->more = all_schedules(NO_BOUND,
		    brief ? MORE_BRIEF : MORE, &ended);
		count->complete = ended && !x->full &&
		    x->violation[0] == '\0';
		write_way();
	}
	if (x->merge && !count->complete &&
	    !(brief && x->violation[0] == '\0')) {
		later = x->violation[0] != '\0';
		x->merge = false;
		x->violation[0] = '\0';
		count->preemptions = b;
		count->schedules = all_schedules(b, ULONG_MAX, &ended);
	}
	if (x->violation[0] != '\0')
		write_way();
	else if (later)
		(void)snprintf(x->violation, sizeof(x->violation),
		    "%s", "a claim");
	return x->violation[0] == '\0' ? EXPLORE_HOLDS : EXPLORE_VIOLATED;
}

/* Answers from text, as write_way() writes them. */
static bool
read_way(const char *way)
{
	unsigned at, chosen;
	int n;

	x->fixed = 0;
	memset(x->answer, 0, sizeof(x->answer));
	while (*way != '\0') {
		n = 0;
		if (sscanf(way, "%5u:%2u%n", &at, &chosen, &n) != 2 ||
		    at < x->fixed || at >= FORKS || chosen == 0)
			return false;
		x->answer[at].chosen = chosen;
		x->fixed = at + 1;
		way += n;
		if (*way == ',' && way[1] != '\0')
			way++;
		else if (*way != '\0')
			return false;
	}
	return true;
}

enum explore_result
explore_replay(const struct scenario *s, const char *way)
{
	prepare(s);
	if (!read_way(way))
		return EXPLORE_NO_REPLAY;
	run_schedule();
	if (x->bad || (x->violation[0] == '\0' && x->depth < x->fixed))
		return EXPLORE_NO_REPLAY;
	tell_begin(true);
	run_schedule();
	tell_begin(false);
	return x->violation[0] == '\0' ? EXPLORE_HOLDS : EXPLORE_VIOLATED;
}

const char *
explore_violation(void)
{
	return x->violation;
}

const char *
explore_way(void)
{
	return x->way;
}
