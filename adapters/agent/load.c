/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * load.c - the lines of a scenario, into tables.
 *
 * What: one line at a time is copied into the text pool, cut into words in
 * place and entered in the table that its first word names.  Words are kept
 * as words: names may be used before their declaration, so resolve.c looks
 * them up when `end` has come.
 *
 * Why this way: the table of contents of a scenario is known before anything
 * runs, so that all refusals come first [ADP-SCEN-2], [ADP-SCEN-3],
 * [ADP-SCEN-4], and running it can neither fail to find a name nor run out of
 * memory.  Only the first error is kept; the lines behind it are counted, not
 * read, since an error often breeds others.
 *
 * Limits: each table's size, or the target's lower limit, answered ENOSPC.
 */
#include "agent/core.h"

void
agent_load_error(struct agent *a, const char *err, unsigned line,
    const char *text)
{
	if (a->error != NULL)
		return;
	a->error = err;
	a->error_line = line;
	a->error_text = text;
}

static void
bad(struct agent *a, const char *text)
{
	agent_load_error(a, "EINVAL", a->line, text);	/* [ADP-SCEN-3] */
}

/* The place for one more row of a table, or -1 and ENOSPC [ADP-SCEN-2]. */
static int
room(struct agent *a, unsigned *n, unsigned limit, unsigned size)
{
	if (*n < agent_limit(limit, size))
		return (int)(*n)++;
	agent_load_error(a, "ENOSPC", a->line, "more than the agent holds");
	return -1;
}

static void
check_name(struct agent *a, const char *s)
{
	if (!agent_is_name(s))
		bad(a, "not a name");
}

/*
 * Arguments.
 */

/* Enter KEY=VALUE; the text pool holds it, so it may be cut in two. */
static void
load_arg(struct agent *a, const char *word)
{
	struct agent_arg *arg;
	char *eq = a->text + (word - a->text);
	int i;

	while (*eq != '=' && *eq != '\0')
		eq++;
	if (*eq == '\0' || eq[1] == '\0') {
		bad(a, "not KEY=VALUE");
		return;
	}
	*eq = '\0';
	check_name(a, word);
	i = room(a, &a->nargs, 0, AGENT_ARGS);
	if (i < 0)
		return;
	arg = &a->args[i];
	arg->key = word;
	arg->word = eq + 1;
	agent_parse_value(arg->word, arg);
}

static void
load_args(struct agent *a, const char *const *words, int n, int *first,
    unsigned *count)
{
	int i;

	*first = (int)a->nargs;
	for (i = 0; i < n && a->error == NULL; i++)
		load_arg(a, words[i]);
	*count = a->nargs - (unsigned)*first;
}

/* A plain number among the arguments from first on, within [lo, hi]. */
static int64_t
plain(struct agent *a, int first, const char *key, int64_t dflt, int64_t lo,
    int64_t hi)
{
	const struct agent_arg *arg;
	unsigned i;

	for (i = (unsigned)first; i < a->nargs; i++) {
		arg = &a->args[i];
		if (!agent_eq(arg->key, key))
			continue;
		if (arg->form == FORM_PLAIN && arg->level == 0 &&
		    arg->base >= lo && arg->base <= hi)
			return arg->base;
		bad(a, "value out of range");
	}
	return dflt;
}

static void
only_keys(struct agent *a, int first, const char *keys)
{
	unsigned i;

	for (i = (unsigned)first; i < a->nargs; i++) {
		if (!agent_in(keys, a->args[i].key))
			bad(a, "unknown key");
	}
}

/*
 * Declarations.
 */

/* obj NAME KIND { ARG } */
static void
load_obj(struct agent *a, const char *const *w, int n)
{
	const struct agent_limits *lim = &a->target->limits;
	struct agent_named *o;
	unsigned elems = agent_limit(lim->elems, AGENT_ELEMS);
	int i;

	if (n < 3) {
		bad(a, "obj NAME KIND");
		return;
	}
	check_name(a, w[1]);
	i = room(a, &a->nobjs, lim->objs, AGENT_OBJS);
	if (i < 0)
		return;
	o = &a->objs[i];
	agent_copy_name(o->name, w[1]);
	o->kindname = w[2];
	o->line = a->line;
	load_args(a, w + 3, n - 3, &o->arg, &o->nargs);
	o->first = (int)a->nelems;
	o->count = (unsigned)plain(a, o->arg, "n", 1, 1, INT32_MAX);
	if (o->count > elems - a->nelems)
		agent_load_error(a, "ENOSPC", a->line, "too many elements");
	else
		a->nelems += o->count;
}

/* thread NAME { ARG } */
static void
load_thread(struct agent *a, const char *const *w, int n)
{
	struct agent_flow *f;
	unsigned nargs;
	int i, first;

	if (n < 2) {
		bad(a, "thread NAME");
		return;
	}
	check_name(a, w[1]);
	i = room(a, &a->nflows, a->target->limits.threads, AGENT_THREADS);
	if (i < 0)
		return;
	f = &a->flows[i];
	agent_copy_name(f->name, w[1]);
	load_args(a, w + 2, n - 2, &first, &nargs);
	f->cpu = (int)plain(a, first, "cpu", -1, 0, INT32_MAX);
	f->prio = (int)plain(a, first, "prio", 0, INT32_MIN, INT32_MAX);
	f->line = a->line;
	for (i = first; i < (int)a->nargs; i++) {
		if (agent_in("proc image", a->args[i].key))
			agent_load_error(a, "ENOSYS", a->line,
			    "no processes");
	}
	only_keys(a, first, "cpu prio");
}

static void
load_script(struct agent *a, const char *const *w, int n)
{
	int i;

	if (n != 2) {
		bad(a, "script NAME");
		return;
	}
	check_name(a, w[1]);
	i = room(a, &a->nscripts, a->target->limits.scripts, AGENT_SCRIPTS);
	if (i >= 0)
		agent_copy_name(a->scripts[i].name, w[1]);
}

/* barrier NAME n=INT */
static void
load_barrier(struct agent *a, const char *const *w, int n)
{
	unsigned nargs;
	int i, first;

	if (n != 3) {
		bad(a, "barrier NAME n=INT");
		return;
	}
	check_name(a, w[1]);
	load_args(a, w + 2, n - 2, &first, &nargs);
	only_keys(a, first, "n");
	i = room(a, &a->nbarriers, 0, AGENT_BARRIERS);
	if (i < 0)
		return;
	agent_copy_name(a->barriers[i].name, w[1]);
	a->barriers[i].size = (unsigned)plain(a, first, "n", 1, 1,
	    INT32_MAX);
}

static void
load_gauge(struct agent *a, const char *const *w, int n)
{
	int i;

	if (n != 2) {
		bad(a, "gauge NAME");
		return;
	}
	check_name(a, w[1]);
	i = room(a, &a->ngauges, 0, AGENT_GAUGES);
	if (i >= 0)
		agent_copy_name(a->gauges[i].name, w[1]);
}

/* watch WORD{,WORD} */
static void
load_watch(struct agent *a, const char *const *w, int n)
{
	char *s;
	int i;

	if (n != 2) {
		bad(a, "watch WORD,WORD");
		return;
	}
	s = a->text + (w[1] - a->text);
	while (*s != '\0') {
		i = room(a, &a->nwatches, 0, AGENT_WATCHES);
		if (i < 0)
			return;
		a->watches[i].name = s;
		a->watches[i].wanted = true;
		while (*s != ',' && *s != '\0')
			s++;
		if (*s == ',')
			*s++ = '\0';
	}
}

/* machine { ARG }: the hardware that the scenario wants; cpus= is ours. */
static void
load_machine(struct agent *a, const char *const *w, int n)
{
	struct agent_machine *m;
	int i;

	if (a->target->machine == NULL) {
		agent_load_error(a, "ENOSYS", a->line,
		    "the machine is what it is");	/* [ADP-SCEN-4] */
		return;
	}
	i = room(a, &a->nmachines, 0, AGENT_MACHINES);
	if (i < 0)
		return;
	m = &a->machines[i];
	load_args(a, w + 1, n - 1, &m->arg, &m->nargs);
	only_keys(a, m->arg, a->target->machine);
	a->cpus = (unsigned)plain(a, m->arg, "cpus", a->cpus, 1,
	    a->target->most_cpus);
}

/*
 * Steps.
 */

/* "#2", "#2-", "#2-3" */
static bool
load_calls(struct agent_step *s, const char *word)
{
	unsigned *v = &s->from;
	bool range = false;

	s->when = WHEN_CALLS;
	s->from = s->to = 0;
	for (word++; *word != '\0'; word++) {
		if (*word == '-' && !range && s->from > 0) {
			range = true;
			v = &s->to;
		} else if (*word >= '0' && *word <= '9' && *v < 100000000) {
			*v = *v * 10 + (unsigned)(*word - '0');
		} else {
			return false;
		}
	}
	if (!range)
		s->to = s->from;
	else if (s->to == 0)
		s->to = UINT32_MAX;
	return s->from > 0 && s->from <= s->to;
}

/* The condition of a step; how many words it took. */
static int
load_when(struct agent *a, struct agent_step *s, const char *const *w, int n)
{
	if (n >= 1 && w[0][0] == '#') {
		if (!load_calls(s, w[0]))
			bad(a, "not a range of calls");
		return 1;
	}
	if (n >= 2 && agent_eq(w[0], "at")) {
		s->when = WHEN_AT;
		if (!agent_parse_dur(w[1], &s->at) || s->at < 0)
			bad(a, "not a time");
		return 2;
	}
	if (n >= 2 && agent_eq(w[0], "after")) {
		s->when = WHEN_AFTER;
		s->event = w[1];
		return 2;
	}
	s->when = WHEN_NONE;
	return 0;
}

static bool
has_equals(const char *s)
{
	while (*s != '=' && *s != '\0')
		s++;
	return *s == '=';
}

/* VERB { OPERAND } { ARG } */
static void
load_verb(struct agent *a, struct agent_step *s, const char *const *w, int n)
{
	int i = 1;

	if (n < 1 || !agent_is_name(w[0])) {
		bad(a, "no verb");
		return;
	}
	s->verb = w[0];
	for (s->nop = 0; i < n && !has_equals(w[i]); i++) {
		if (s->nop == AGENT_OPS) {
			bad(a, "too many operands");
			return;
		}
		s->op[s->nop++] = w[i];
	}
	load_args(a, w + i, n - i, &s->arg, &s->nargs);
}

static void
load_step(struct agent *a, const char *const *w, int n)
{
	struct agent_step *s;
	int i, k;

	check_name(a, w[0]);
	i = room(a, &a->nsteps, a->target->limits.steps, AGENT_STEPS);
	if (i < 0)
		return;
	s = &a->steps[i];
	agent_clear(s, sizeof(*s));
	s->line = a->line;
	s->where = w[0];
	s->flow = s->script = s->next = s->mate = s->open = -1;
	s->obj = s->aux = s->gauge = -1;
	k = load_when(a, s, w + 1, n - 1) + 1;
	load_verb(a, s, w + k, n - k);
}

/*
 * The scenario as a whole.
 */

void
agent_forget(struct agent *a)
{
	a->error = a->error_text = NULL;
	a->error_line = a->line = 0;
	a->span = a->grace = 0;
	a->nsteps = a->nargs = a->nobjs = a->nelems = a->nflows = 0;
	a->nscripts = a->nmarks = a->nbarriers = a->ngauges = 0;
	a->nwatches = a->ntext = a->nmachines = 0;
	a->cpus = a->target->cpus;
	a->prep = -1;
	a->loaded = false;
	a->end = NULL;
	agent_log_forget(a);
}

static void
load_length(struct agent *a, const char *word, int64_t *v)
{
	if (!agent_parse_dur(word, v) || *v < 0)
		bad(a, "not a duration");
}

/* scenario ID span=DUR [grace=DUR]; words[0] is the id. */
void
agent_load_begin(struct agent *a, const char *const *words, int n)
{
	const char *v;
	int i;

	agent_forget(a);
	for (i = 1; i < n; i++) {
		if ((v = agent_after(words[i], "span=")) != NULL)
			load_length(a, v, &a->span);
		else if ((v = agent_after(words[i], "grace=")) != NULL)
			load_length(a, v, &a->grace);
		else
			bad(a, "unknown key");
	}
	if (n < 1 || a->span == 0)
		bad(a, "scenario ID span=DUR");
}

static const struct decl {
	const char *word;
	void (*load)(struct agent *, const char *const *, int);
} decls[] = {
	{ "obj", load_obj }, { "thread", load_thread },
	{ "script", load_script }, { "barrier", load_barrier },
	{ "gauge", load_gauge }, { "watch", load_watch },
	{ "machine", load_machine },
};

void
agent_load_line(struct agent *a, const char *line, size_t len)
{
	const char *words[AGENT_TOKENS];
	char *text = a->text + a->ntext;
	size_t i;
	int n;

	a->line++;
	if (a->error != NULL)
		return;
	if (len >= AGENT_TEXT - a->ntext) {
		agent_load_error(a, "ENOSPC", a->line, "too much text");
		return;
	}
	for (i = 0; i < len; i++)
		text[i] = line[i];
	text[len] = '\0';
	a->ntext += (unsigned)len + 1;
	n = agent_split(text, words, AGENT_TOKENS);
	if (n < 2) {
		bad(a, n < 0 ? "too many words" : "too few words");
		return;
	}
	for (i = 0; i < sizeof(decls) / sizeof(decls[0]); i++) {
		if (agent_eq(words[0], decls[i].word)) {
			decls[i].load(a, words, n);
			return;
		}
	}
	load_step(a, words, n);
}

/* end COUNT: a lost line is noticed before a name can seem unknown. */
void
agent_load_end(struct agent *a, const char *count)
{
	int64_t n;

	if (count == NULL || !agent_parse_int(count, &n) || n != a->line) {
		a->error = NULL;
		agent_load_error(a, "EBADMSG", a->line,
		    "wrong count of lines");		/* [ADP-SCEN-1] */
	}
	if (a->error == NULL)
		agent_resolve(a);
	if (a->error == NULL)
		a->loaded = true;
}
