/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fake.h - for the interpreter's tests: a target that is no kernel at all,
 * and a few words of TAP.
 *
 * The fake target has a virtual clock that jumps to whatever is waited for
 * first.  Its threads are real ones, but a baton lets one run at a time, in
 * the order (time, line), so every log is exact.  Its one kind of object,
 * `toy`, is a one-shot timer that calls back; `box` has no verbs.
 *
 *	toy		make start stop get fail spot sleep hang
 *	machine		peek WORD (the stack reports event WORD)
 *
 * Each test is one program and includes this once.
 */
#ifndef AGENT_FAKE_H
#define AGENT_FAKE_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/core.h"

static struct agent *agent;
static int64_t the_time, real_offset;
static bool toy_armed[AGENT_ELEMS];
static int64_t toy_due[AGENT_ELEMS];
static unsigned mask_depth;

static pthread_mutex_t baton = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t passed = PTHREAD_COND_INITIALIZER;
static int turn;
static struct flow {
	bool alive, event;
	int64_t until;
	unsigned line, changes;
	pthread_t thread;
} flows[AGENT_THREADS];

static int64_t
fake_now(void)
{
	return the_time;
}

static int64_t
fake_clock(int clk)
{
	return clk == AGENT_REAL ? the_time + real_offset : the_time;
}

static unsigned
fake_cpu(void)
{
	return 0;
}

/* The toy that is due first, at t at the latest; -1 for none. */
static int
first_due(int64_t t)
{
	int i, best = -1;

	for (i = 0; mask_depth == 0 && i < AGENT_ELEMS; i++) {
		if (toy_armed[i] && toy_due[i] <= t &&
		    (best < 0 || toy_due[i] < toy_due[best]))
			best = i;
	}
	return best;
}

/* Let the first toy call back, at its time; false when none is due. */
static bool
fire_one(int64_t t)
{
	int i = first_due(t);
	unsigned n;

	if (i < 0)
		return false;
	if (toy_due[i] > the_time)
		the_time = toy_due[i];
	toy_armed[i] = false;
	(void)agent_callback(agent, &agent_objects(agent, &n)[i], "call",
	    NULL, 0);
	return true;
}

/* When would a flow go on? */
static int64_t
ready_at(const struct flow *f)
{
	if (f->event && f->changes != agent_changes(agent))
		return the_time;
	return f->until > the_time ? f->until : the_time;
}

static bool
sooner(const struct flow *f, const struct flow *g)
{
	int64_t tf = ready_at(f), tg = ready_at(g);

	return tf < tg || (tf == tg && f->line < g->line);
}

/* The next flow, behind all toys that are due before it. */
static int
next_flow(void)
{
	int i, best;

	do {
		best = -1;
		for (i = 0; i < AGENT_THREADS; i++) {
			if (flows[i].alive && (best < 0 ||
			    sooner(&flows[i], &flows[best])))
				best = i;
		}
	} while (best >= 0 && fire_one(ready_at(&flows[best])));
	return best;
}

static void
pass_on(void)
{
	turn = next_flow();
	if (turn >= 0)
		the_time = ready_at(&flows[turn]);
	pthread_cond_broadcast(&passed);
}

static void
fake_wait(struct agent_ctx *x, int64_t until, unsigned how)
{
	struct flow *f;

	if (x->thread == AGENT_NOTHREAD) {
		if (until > the_time)
			the_time = until;
		return;
	}
	f = &flows[x->thread];
	f->until = until;
	f->event = (how & AGENT_EVENT) != 0;
	f->changes = x->changes;
	f->line = x->line;
	pass_on();
	while (turn != (int)x->thread)
		pthread_cond_wait(&passed, &baton);
	f->event = false;
	f->until = the_time;
}

static void *
body(void *arg)
{
	struct flow *f = arg;
	unsigned i = (unsigned)(f - flows);

	pthread_mutex_lock(&baton);
	while (turn != (int)i)
		pthread_cond_wait(&passed, &baton);
	agent_thread(agent, i);
	f->alive = false;
	pass_on();
	pthread_mutex_unlock(&baton);
	return NULL;
}

static int
fake_run(struct agent *a)
{
	unsigned i, n = agent_threads(a);

	the_time = 1000000;
	real_offset = 5000000000;
	mask_depth = 0;
	memset(toy_armed, 0, sizeof(toy_armed));
	pthread_mutex_lock(&baton);
	memset(flows, 0, sizeof(flows));
	for (i = 0; i < n; i++)
		flows[i].alive = true;
	turn = 0;
	for (i = 0; i < n; i++)
		pthread_create(&flows[i].thread, NULL, body, &flows[i]);
	pthread_mutex_unlock(&baton);
	for (i = 0; i < n; i++)
		pthread_join(flows[i].thread, NULL);
	return 0;
}

static void
fake_mask(void)
{
	mask_depth++;
}

static void
fake_unmask(void)
{
	mask_depth--;
	while (fire_one(the_time))
		continue;
}

static void
fake_statement(agent_say *say, void *arg)
{
	say(arg, "offers.mask", "yes");
	say(arg, "odd", "a b%");
}

/* Verbs. */

static void
toy_make(struct agent_call *c)
{
	if (strcmp(agent_word(c, "clock", "mono"), "real") == 0)
		c->obj->clock = AGENT_REAL;
}

static void
toy_start(struct agent_call *c)
{
	unsigned i = c->obj->index;
	int64_t due = agent_has(c, "abs") ? agent_time(c, "abs", 0) :
	    agent_sat_add(c->begin_c,
	    agent_time(c, "rel", agent_int(c, "base", 0)));

	if (c->obj->clock == AGENT_REAL)
		due = agent_sat_sub(due, real_offset);
	c->r = toy_armed[i] ? 1 : 0;
	toy_armed[i] = true;
	toy_due[i] = due;
}

static void
toy_stop(struct agent_call *c)
{
	c->r = toy_armed[c->obj->index] ? 1 : 0;
	toy_armed[c->obj->index] = false;
}

static void
toy_get(struct agent_call *c)
{
	agent_show(c, "left", agent_sat_sub(toy_due[c->obj->index], the_time));
}

static void
toy_fail(struct agent_call *c)
{
	if (agent_int(c, "upto", 0) <= (int64_t)c->obj->elem)
		agent_fail(c, "EAGAIN");
}

static void
toy_spot(struct agent_call *c)
{
	struct agent_obj *o = agent_ref(c, "1");

	agent_show_word(c, "word", agent_word(c, "word", "none"));
	agent_show(c, "v", agent_int(c, "v", -1));
	if (o != NULL)
		agent_show(c, "other", o->index);
}

/* Sleeps until the toy is due. */
static void
toy_sleep(struct agent_call *c)
{
	int64_t until = agent_sat_add(c->begin, agent_time(c, "rel", 0));

	while (the_time < until)
		fake_wait(c->ctx, until, AGENT_SLEEP);
}

/* Never returns, as far as the log is concerned: from rel= on. */
static void
toy_hang(struct agent_call *c)
{
	if (the_time - agent_origin(c->agent, AGENT_MONO) >=
	    agent_int(c, "rel", 0))
		agent_close(c->agent);
}

static void
any_peek(struct agent_call *c)
{
	agent_event(c->agent, agent_operand(c, 0), "dev 0", 7);
}

static const struct agent_row fake_rows[] = {
	{ "toy", "make", "clock", 0, toy_make },
	{ "toy", "start", "rel abs", AGENT_SCRIPT, toy_start },
	{ "toy", "stop", "", AGENT_SCRIPT, toy_stop },
	{ "toy", "get", "", AGENT_SCRIPT | AGENT_READ, toy_get },
	{ "toy", "fail", "upto", 0, toy_fail },
	{ "toy", "spot", "word v", AGENT_ANY | AGENT_SCRIPT, toy_spot },
	{ "toy", "sleep", "rel", AGENT_SLEEPS, toy_sleep },
	{ "toy", "hang", "rel", AGENT_SCRIPT, toy_hang },
	{ "", "peek", "", 0, any_peek },
	{ NULL, NULL, NULL, 0, NULL }
};

static const struct agent_kind fake_kinds[] = {
	{ "toy", "call dereg wakes base word" },
	{ "box", "" },
	{ NULL, NULL }
};

static struct agent_target fake = {
	.name = "fake", .timeclass = "virtual", .cpus = 2, .ordered = true,
	.limits = { .records = 24, .steps = 40, .scripts = 3 },
	.kinds = fake_kinds, .rows = fake_rows,
	.statement = fake_statement,
	.now = fake_now, .clock = fake_clock, .cpu = fake_cpu,
	.wait = fake_wait, .run = fake_run,
	.mask = fake_mask, .unmask = fake_unmask,
};

/*
 * TAP, and talking to the agent.
 */

static char heard[65536];
static size_t nheard;
static int tests, failures;

static void
hear(void *arg, const char *bytes, size_t n)
{
	(void)arg;
	if (nheard + n < sizeof(heard)) {
		memcpy(heard + nheard, bytes, n);
		nheard += n;
		heard[nheard] = '\0';
	}
}

static const char *
talk_bytes(const char *bytes, size_t n)
{
	nheard = 0;
	heard[0] = '\0';
	while (n-- > 0)		/* the reader sees single bytes */
		(void)agent_input(agent, bytes++, 1);
	return heard;
}

static const char *
talk(const char *text)
{
	return talk_bytes(text, strlen(text));
}

static void
ok(bool good, const char *name)
{
	tests++;
	failures += good ? 0 : 1;
	printf("%sok %d - %s\n", good ? "" : "not ", tests, name);
}

static void
print_quoted(const char *what, const char *s)
{
	printf("# %s:\n#   ", what);
	for (; *s != '\0'; s++) {
		putchar(*s);
		if (*s == '\n' && s[1] != '\0')
			printf("#   ");
	}
	printf("\n");
}

static void
is(const char *got, const char *want, const char *name)
{
	bool good = strcmp(got, want) == 0;

	ok(good, name);
	if (good)
		return;
	print_quoted("got", got);
	print_quoted("want", want);
}

static unsigned
count_lines(const char *s)
{
	unsigned n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n' ? 1 : 0;
	return n;
}

static const char *
load_with(const char *head, const char *text)
{
	static char all[16384];

	(void)snprintf(all, sizeof(all), "2 scenario %s\n%send %u\n", head,
	    text, count_lines(text));
	return talk(all);
}

static void
fresh(void)
{
	free(agent);
	agent = malloc(agent_size());
	if (agent == NULL)
		exit(2);
	agent_init(agent, &fake, NULL, hear, NULL);
	(void)talk("1 hello\n");
}

static int
finish(void)
{
	printf("1..%d\n", tests);
	free(agent);
	return failures == 0 ? 0 : 1;
}

#endif /* AGENT_FAKE_H */
