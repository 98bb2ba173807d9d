/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * null.c - the targets that must fail: bad kernels, made from a good one.
 *
 *	agent-null [null | early | late | double | lossy | liar | amnesiac]
 *
 * What		The reference's agent with a filter between the interpreter
 *		and the bindings.  Each control is a class of defects that
 *		kernels have; controls.c has them, README.md the words.
 *
 * Why this way	Whatever a timer is, a scenario sees it in four places: the
 *		times that a call asks for, how often an expiry arrives, what
 *		a call answers, and what the target declares.  So a control
 *		is up to four small functions at these places, and every kind
 *		of object has its defect at once: hrtimers, timeouts, event
 *		timers and descriptors, and those that will come.
 *
 *		  place			    function	where it is taken
 *		  rel= abs= first= ...	    time	agent_time()
 *		  callback, count of a read deliver	agent_callback(), v=
 *		  r= err= left= ...	    answer	behind the verb
 *		  statement		    declare	ref_statement()
 *
 *		agent_time() and agent_callback() are taken at link time
 *		(ld --wrap), so the bindings are the reference's own, and
 *		neither they nor the interpreter know of this.
 *
 * State	A scenario runs in a process of its own, so what a control
 *		remembers it remembers for one scenario.
 */
#include <stdio.h>
#include <string.h>

#include "agent/core.h"
#include "null/null.h"

extern const struct agent_target agent_ref_target;

#define	ROWS	256

static const struct null_control *control;
static struct agent_row rows[ROWS];
static struct agent_target target;

/* ---- what is asked for ------------------------------------------------ */

int64_t __real_agent_time(struct agent_call *, const char *, int64_t);
int64_t __wrap_agent_time(struct agent_call *, const char *, int64_t);

int64_t
__wrap_agent_time(struct agent_call *c, const char *key, int64_t dflt)
{
	int64_t v;

	v = __real_agent_time(c, key, dflt);
	if (control->time == NULL || c->obj == NULL || !agent_has(c, key))
		return v;
	return control->time(c->obj, key, v);
}

/* ---- what arrives ----------------------------------------------------- */

/* How often the next n expiries of an object arrive, all together. */
static int64_t
delivered(struct agent_obj *o, int64_t n)
{
	int64_t i, sum;

	if (control->deliver == NULL)
		return n;
	sum = 0;
	for (i = 0; i < n && i < NULL_COUNTED; i++)
		sum += control->deliver(o, (unsigned)i);
	return sum;
}

const char *__real_agent_callback(struct agent *, struct agent_obj *,
    const char *, const struct agent_field *, unsigned);
const char *__wrap_agent_callback(struct agent *, struct agent_obj *,
    const char *, const struct agent_field *, unsigned);

/*
 * Drivers are no timers' owners: what they are called with, they get.  A
 * signal is the expiry of a timer.
 */
const char *
__wrap_agent_callback(struct agent *a, struct agent_obj *o,
    const char *event, const struct agent_field *fields, unsigned nfields)
{
	const char *answer;
	int64_t times;

	times = agent_word_has("call|sig", event) ? delivered(o, 1) : 1;
	answer = NULL;
	while (times-- > 0)
		answer = __real_agent_callback(a, o, event, fields, nfields);
	return answer;
}

/* The count that a read gave, or NULL. */
static int64_t *
count_of(struct agent_call *c)
{
	unsigned i;

	for (i = 0; i < c->nshow; i++) {
		if (strcmp(c->show[i].key, "v") == 0)
			return &c->show[i].first;
	}
	return NULL;
}

/* A read whose expiries are all lost goes on to wait. */
static void
call(struct agent_call *c)
{
	int64_t *count;
	agent_fn *real;

	real = agent_ref_target.rows[c->step->row - rows].fn;
	for (;;) {
		real(c);
		count = c->err == NULL ? count_of(c) : NULL;
		if (count == NULL)
			return;
		*count = delivered(c->obj, *count);
		if (*count != 0)
			break;
		c->r = 0;
		c->nshow = 0;
	}
	c->show[count - &c->show[0].first].last = *count;
}

/* ---- what is answered ------------------------------------------------- */

static void
verb(struct agent_call *c)
{
	if (!control->deaf)
		call(c);
	if (control->answer != NULL)
		control->answer(c);
}

/* ---- what is declared ------------------------------------------------- */

struct listener {
	agent_say	*say;
	void		*arg;
};

static void
declare(void *arg, const char *name, const char *value)
{
	struct listener *l;

	l = arg;
	l->say(l->arg, name, control->declare(name, value));
}

static void
statement(agent_say *say, void *arg)
{
	struct listener l = { say, arg };

	if (control->declare == NULL)
		agent_ref_target.statement(say, arg);
	else
		agent_ref_target.statement(declare, &l);
}

/* ---- the agent -------------------------------------------------------- */

static void
nothing(void)
{
}

/*
 * The reference's rows, so that the same words are understood.  Functions
 * that are pure are no calls on a timer: a deaf kernel still computes.
 */
static int
take_rows(const struct agent_row *from)
{
	size_t n;

	for (n = 0; from[n].verb != NULL; n++) {
		if (n == ROWS - 1)
			return -1;
		rows[n] = from[n];
		if (!control->deaf || strcmp(from[n].verb, "calc") != 0)
			rows[n].fn = verb;
	}
	return 0;
}

static const struct null_control *
find(const char *name)
{
	const struct null_control *k;

	for (k = null_controls; k->name != NULL; k++) {
		if (strcmp(k->name, name) == 0)
			return k;
	}
	return NULL;
}

int
main(int argc, char **argv)
{
	control = find(argc > 1 ? argv[1] : "null");
	if (control == NULL || take_rows(agent_ref_target.rows) != 0) {
		fprintf(stderr, "%s: no control of that name\n", argv[0]);
		return 2;
	}
	target = agent_ref_target;
	target.name = control->name;
	target.rows = rows;
	target.statement = statement;
	if (control->deaf) {
		target.mask = nothing;
		target.unmask = nothing;
	}
	return agent_posix_main(1, argv, &target);
}
