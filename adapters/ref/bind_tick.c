/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_tick.c - streams of ticks, and the names of tick, on the reference.
 *
 *	obj h stream type=hard call=h_call
 *	main at 0 on h
 *	main at 1s ticks h cpu=1		r=1000
 *	main at 1s sysctl kern.eventtimer.timer	v=simtimer
 *
 * A handler is known by its stream and counts for each CPU; the call is
 * logged with ticks=, for those streams whose declaration names a script.
 */
#include "ref/ref.h"
#include "tick/tick.h"

enum { HARD, STAT, PROF, TYPES };

static struct agent_obj *streams[TYPES];
static unsigned long ticks[TYPES][PORT_CPUS];

static void
called(unsigned type, unsigned long n)
{
	struct agent_field f = { "ticks", (int64_t)n, NULL };

	ticks[type][port_cpu()] += n;
	if (streams[type] != NULL && streams[type]->script_call >= 0)
		(void)agent_callback(ref_agent, streams[type], "call", &f, 1);
}

static void
called_hard(unsigned long n)
{
	called(HARD, n);
}

static void
called_stat(unsigned long n)
{
	called(STAT, n);
}

static void
called_prof(unsigned long n)
{
	called(PROF, n);
}

static const struct {
	const char	*word;
	tick_handler_t	*handler;
	void		(*set)(tick_handler_t *);
} types[TYPES] = {
	{ "hard", called_hard, tick_on_hardclock },
	{ "stat", called_stat, tick_on_statclock },
	{ "prof", called_prof, tick_on_profclock },
};

static unsigned
type_of(struct agent_call *c)
{
	const char *w;
	unsigned i;

	w = agent_word(c, "type", "hard");
	for (i = 0; i + 1 < TYPES; i++) {
		if (agent_word_has(types[i].word, w))
			break;
	}
	return i;
}

void
stream_on(struct agent_call *c)
{
	unsigned i;

	i = type_of(c);
	streams[i] = c->obj;
	types[i].set(types[i].handler);
}

void
stream_off(struct agent_call *c)
{
	types[type_of(c)].set(NULL);
}

void
stream_ticks(struct agent_call *c)
{
	unsigned cpu;

	cpu = (unsigned)agent_int(c, "cpu", 0);
	if (cpu < PORT_CPUS)
		c->r = (int64_t)ticks[type_of(c)][cpu];
}

void
stream_profiling(struct agent_call *c)
{
	tick_profiling(agent_int(c, "on", 1) != 0);
}

/* set=none is the empty value; blanks are shown as commas. */
void
tick_sysctl(struct agent_call *c)
{
	char buf[80];
	const char *set, *name;
	int error;
	char *s;

	name = agent_operand(c, 0);
	set = agent_word(c, "set", NULL);
	if (set != NULL && agent_word_has("none", set))
		set = "";
	buf[0] = '\0';
	if (set != NULL)
		error = tick_sysctl_set(name, set);
	else
		error = tick_sysctl_get(name, buf, sizeof(buf));
	if (error != 0) {
		ref_fail(c, error);
		return;
	}
	for (s = buf; *s != '\0'; s++) {
		if (*s == ' ')
			*s = ',';
	}
	if (set == NULL)
		agent_show_word(c, "v", buf);
}
