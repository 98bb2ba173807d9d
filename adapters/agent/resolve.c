/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resolve.c - from words to indices, once the whole scenario is known.
 *
 * Order of the passes, each resting on those before it:
 *
 *	objects	  kinds; elements; call=, dereg= and wakes= of declarations
 *	counters  marks and tallies come into being by being named
 *	contexts  each step to its thread or script, in lists
 *	scripts	  the kind of `self`, from whoever names the script
 *	steps	  object, verb, keys, values, events
 *	repeats	  pairs, depth, what merges; then ramps and records
 *
 * A pass stops at the first error, which names its line.  Whatever could go
 * wrong with a name goes wrong here, before anything runs.
 */
#include "agent/core.h"

/* Keys of any verb, and those whose values must be times or numbers. */
static const char common_keys[] = "lim into of";
static const char time_keys[] =
    "rel abs per by lim first period sec nsec usec isec insec iusec len";

static void
refuse(struct agent *a, const struct agent_step *s, const char *text)
{
	agent_load_error(a, "EINVAL", s->line, text);	/* [ADP-SCEN-3] */
}

static void
unknown(struct agent *a, unsigned line, const char *text)
{
	agent_load_error(a, "ENOSYS", line, text);	/* [ADP-SCEN-4] */
}

/*
 * Finding names.
 */

static int
find_named(const struct agent *a, const char *name)
{
	unsigned i;

	for (i = 0; i < a->nobjs; i++) {
		if (agent_eq(a->objs[i].name, name))
			return (int)i;
	}
	return -1;
}

int
agent_find_script(const struct agent *a, const char *name)
{
	unsigned i;

	for (i = 0; i < a->nscripts; i++) {
		if (agent_eq(a->scripts[i].name, name))
			return (int)i;
	}
	return -1;
}

int
agent_thread_find(const struct agent *a, const char *name)
{
	unsigned i;

	for (i = 0; name != NULL && i < a->nflows; i++) {
		if (agent_eq(a->flows[i].name, name))
			return (int)i;
	}
	return -1;
}

int
agent_find_watch(const struct agent *a, const char *name)
{
	unsigned i;

	for (i = 0; i < a->nwatches; i++) {
		if (agent_eq(a->watches[i].name, name))
			return (int)i;
	}
	return -1;
}

static int
find_counter(const struct agent_counter *t, unsigned n, const char *name)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		if (agent_eq(t[i].name, name))
			return (int)i;
	}
	return -1;
}

/* Cut ref at its last c, into head; what stands behind, or NULL. */
static const char *
cut(const char *ref, char c, char *head, size_t size)
{
	const char *tail = NULL;
	size_t i, at = 0;

	for (i = 0; ref[i] != '\0' && i < size - 1; i++) {
		head[i] = ref[i];
		if (ref[i] == c) {
			at = i;
			tail = &ref[i + 1];
		}
	}
	head[tail != NULL ? at : i] = '\0';
	return tail;
}

/*
 * The first element that NAME or NAME.INT means, or -1.  *array: NAME alone,
 * declared with n=, means all of them.
 */
int
agent_find_elem(const struct agent *a, const char *ref, bool *array)
{
	char head[2 * AGENT_NAME];
	const char *tail = cut(ref, '.', head, sizeof(head));
	const struct agent_named *o;
	int64_t k = 0;
	int i = find_named(a, head);

	*array = false;
	if (i < 0)
		return -1;
	o = &a->objs[i];
	if (tail == NULL)
		*array = a->elems[o->first].array;
	else if (!agent_parse_int(tail, &k) || k < 0 ||
	    k >= (int64_t)o->count)
		return -1;
	return o->first + (int)k;
}

/*
 * Objects.
 */

static const struct agent_kind *
find_kind(const struct agent *a, const char *name)
{
	const struct agent_kind *k = a->target->kinds;

	for (; k != NULL && k->name != NULL; k++) {
		if (agent_eq(k->name, name))
			return k;
	}
	return NULL;
}

/* What the core itself understands of a declaration's arguments. */
static void
object_arg(struct agent *a, const struct agent_named *o,
    const struct agent_kind *kind, const struct agent_arg *arg,
    struct agent_obj *e)
{
	int k = 0;

	if (agent_eq(arg->key, "n"))
		e->array = true;
	else if (agent_eq(arg->key, "quiet"))
		e->quiet = arg->base != 0;
	else if (!agent_in(kind->keys, arg->key))
		agent_load_error(a, "EINVAL", o->line, "unknown key");
	else if (agent_eq(arg->key, "call"))
		k = e->script_call = agent_find_script(a, arg->word);
	else if (agent_eq(arg->key, "dereg"))
		k = e->script_dereg = agent_find_script(a, arg->word);
	else if (agent_eq(arg->key, "wakes"))
		k = e->wakes = agent_thread_find(a, arg->word);
	if (k < 0)
		agent_load_error(a, "EINVAL", o->line, "unknown name");
}

static void
resolve_object(struct agent *a, unsigned named)
{
	struct agent_named *o = &a->objs[named];
	struct agent_obj *e = &a->elems[o->first];
	unsigned i;

	agent_clear(e, o->count * sizeof(*e));
	e->kind = find_kind(a, o->kindname);
	if (e->kind == NULL) {
		unknown(a, o->line, "unknown kind");
		return;
	}
	agent_copy_name(e->name, o->name);
	e->named = named;
	e->count = o->count;
	e->wakes = e->script_call = e->script_dereg = -1;
	for (i = 0; i < o->nargs; i++)
		object_arg(a, o, e->kind, &a->args[o->arg + (int)i], e);
	for (i = 0; i < o->count; i++) {
		e[i] = e[0];
		e[i].elem = i;
		e[i].index = (unsigned)o->first + i;
	}
}

static void
resolve_objects(struct agent *a)
{
	unsigned i;

	for (i = 0; i < a->nobjs; i++) {
		if (find_named(a, a->objs[i].name) != (int)i)
			agent_load_error(a, "EINVAL", a->objs[i].line,
			    "declared twice");
		resolve_object(a, i);
	}
}

/*
 * Marks and tallies.
 */

static void
add_mark(struct agent *a, const struct agent_step *s)
{
	if (s->nop != 1 || !agent_is_name(s->op[0]))
		refuse(a, s, "mark NAME");
	else if (find_counter(a->marks, a->nmarks, s->op[0]) >= 0)
		return;
	else if (a->nmarks == AGENT_MARKS)
		agent_load_error(a, "ENOSPC", s->line, "too many marks");
	else
		agent_copy_name(a->marks[a->nmarks++].name, s->op[0]);
}

static void
add_tally(struct agent *a, const struct agent_step *s)
{
	if (s->nop != 1)
		refuse(a, s, "tally NAME");
	else if (agent_find_watch(a, s->op[0]) >= 0)
		return;
	else if (a->nwatches == AGENT_WATCHES)
		agent_load_error(a, "ENOSPC", s->line, "too many tallies");
	else {
		a->watches[a->nwatches].name = s->op[0];
		a->watches[a->nwatches++].wanted = false;
	}
}

static void
resolve_counters(struct agent *a)
{
	unsigned i;

	for (i = 0; i < a->nsteps; i++) {
		if (agent_eq(a->steps[i].verb, "mark"))
			add_mark(a, &a->steps[i]);
		if (agent_eq(a->steps[i].verb, "tally"))
			add_tally(a, &a->steps[i]);
	}
}

/*
 * Contexts.
 */

/* By hand, main need not be said. */
static void
resolve_main(struct agent *a)
{
	if (a->nflows > 0)
		return;
	agent_copy_name(a->flows[0].name, "main");
	a->flows[0].cpu = -1;
	a->flows[0].prio = 0;
	a->nflows = 1;
}

static void
check_contexts(struct agent *a)
{
	unsigned i;

	for (i = 0; i < a->nflows; i++) {
		if (agent_thread_find(a, a->flows[i].name) != (int)i)
			agent_load_error(a, "EINVAL", 0, "thread twice");
		if (a->flows[i].cpu >= 0 &&
		    (unsigned)a->flows[i].cpu >= a->cpus)
			agent_load_error(a, "ENOSPC", a->flows[i].line,
			    "no such CPU");
	}
	for (i = 0; i < a->nscripts; i++) {
		if (agent_find_script(a, a->scripts[i].name) != (int)i)
			agent_load_error(a, "EINVAL", 0, "script twice");
		if (agent_thread_find(a, a->scripts[i].name) >= 0)
			agent_load_error(a, "EINVAL", 0,
			    "a thread and a script of one name");
	}
	if (agent_thread_find(a, "prep") >= 0 ||
	    agent_find_script(a, "prep") >= 0)
		agent_load_error(a, "EINVAL", 0, "prep is taken");
}

/* Put a step at the end of its context's list. */
static void
append(struct agent *a, int *first, int step)
{
	int *p = first;

	while (*p >= 0)
		p = &a->steps[*p].next;
	*p = step;
}

static void
resolve_context(struct agent *a, int i)
{
	struct agent_step *s = &a->steps[i];

	s->flow = agent_thread_find(a, s->where);
	s->script = agent_find_script(a, s->where);
	if (agent_eq(s->where, "prep"))
		append(a, &a->prep, i);
	else if (s->flow >= 0)
		append(a, &a->flows[s->flow].first, i);
	else if (s->script >= 0)
		append(a, &a->scripts[s->script].first, i);
	else
		refuse(a, s, "neither thread nor script");
	if ((s->when == WHEN_CALLS) != (s->script >= 0) &&
	    s->when != WHEN_NONE)
		refuse(a, s, "a script takes #, a thread at and after");
	if (s->flow < 0 && s->script < 0 && s->when != WHEN_NONE)
		refuse(a, s, "prep has no time");
}

static void
resolve_contexts(struct agent *a)
{
	unsigned i;

	a->prep = -1;
	for (i = 0; i < a->nflows; i++)
		a->flows[i].first = -1;
	for (i = 0; i < a->nscripts; i++) {
		a->scripts[i].first = -1;
		a->scripts[i].kind = NULL;
	}
	for (i = 0; i < a->nsteps; i++)
		resolve_context(a, (int)i);
}

/*
 * Scripts: which kind is self?
 */

static void
claim(struct agent *a, int script, const struct agent_kind *kind,
    unsigned line)
{
	struct agent_body *b;

	if (script < 0)
		return;
	b = &a->scripts[script];
	if (b->kind != NULL && b->kind != kind)
		agent_load_error(a, "EINVAL", line,
		    "a script of two kinds of objects");
	b->kind = kind;
}

/* `init d call=NAME` claims a script for d's kind as a declaration does. */
static void
claim_by_step(struct agent *a, const struct agent_step *s)
{
	const struct agent_arg *arg;
	bool array;
	unsigned i;
	int e;

	if (s->nop == 0 || (e = agent_find_elem(a, s->op[0], &array)) < 0)
		return;
	for (i = 0; i < s->nargs; i++) {
		arg = &a->args[s->arg + (int)i];
		if (!agent_in("call dereg", arg->key) ||
		    agent_eq(arg->word, "none"))
			continue;
		if (agent_find_script(a, arg->word) < 0)
			refuse(a, s, "unknown script");
		claim(a, agent_find_script(a, arg->word), a->elems[e].kind,
		    s->line);
	}
}

static void
resolve_scripts(struct agent *a)
{
	const struct agent_obj *e;
	unsigned i;

	for (i = 0; i < a->nobjs; i++) {
		e = &a->elems[a->objs[i].first];
		claim(a, e->script_call, e->kind, a->objs[i].line);
		claim(a, e->script_dereg, e->kind, a->objs[i].line);
	}
	for (i = 0; i < a->nsteps; i++)
		claim_by_step(a, &a->steps[i]);
}

/*
 * Steps: object and verb.
 */

/* NAME.i: the element that the innermost repeat counts. */
static bool
pick_index(const struct agent *a, struct agent_step *s, const char *ref)
{
	char head[2 * AGENT_NAME];
	const char *tail = cut(ref, '.', head, sizeof(head));
	int i;

	if (tail == NULL || !agent_eq(tail, "i"))
		return false;
	i = find_named(a, head);
	if (i < 0)
		return false;
	s->obj = a->objs[i].first;
	s->pick = PICK_INDEX;
	return true;
}

static const struct agent_kind *
pick_object(const struct agent *a, struct agent_step *s)
{
	bool array;

	s->pick = PICK_NONE;
	if (s->nop == 0)
		return NULL;
	if (agent_eq(s->op[0], "self") && s->script >= 0) {
		s->pick = PICK_SELF;
		return a->scripts[s->script].kind;
	}
	if (!pick_index(a, s, s->op[0])) {
		s->obj = agent_find_elem(a, s->op[0], &array);
		if (s->obj < 0)
			return NULL;
		s->pick = array ? PICK_ALL : PICK_ELEM;
	}
	return a->elems[s->obj].kind;
}

/*
 * The row of verb: a machine verb, the kind's own, or one that takes objects
 * of any kind (`settime` on a socket, where that is the test).
 */
static const struct agent_row *
find_row(const struct agent_row *r, const char *verb,
    const struct agent_kind *kind)
{
	const struct agent_row *any = NULL;

	for (; r != NULL && r->verb != NULL; r++) {
		if (!agent_eq(r->verb, verb))
			continue;
		if (r->kind[0] == '\0')
			return r;
		if (kind != NULL && agent_eq(r->kind, kind->name))
			return r;
		if (kind != NULL && any == NULL && (r->flags & AGENT_ANY) != 0)
			any = r;
	}
	return any;
}

static bool
is_verb(const struct agent *a, const char *verb)
{
	const struct agent_row *r;

	for (r = a->target->rows; r != NULL && r->verb != NULL; r++) {
		if (agent_eq(r->verb, verb))
			return true;
	}
	return false;
}

static bool
offered(const struct agent *a, const struct agent_row *r)
{
	if (agent_eq(r->verb, "mask") || agent_eq(r->verb, "unmask"))
		return a->target->mask != NULL && a->target->unmask != NULL;
	return true;
}

static void
resolve_verb(struct agent *a, struct agent_step *s)
{
	const struct agent_kind *kind = pick_object(a, s);

	s->row = find_row(agent_core_rows, s->verb, NULL);
	if (s->row == NULL)
		s->row = find_row(a->target->rows, s->verb, kind);
	if (s->row == NULL || !offered(a, s->row)) {
		if (kind == NULL && is_verb(a, s->verb))
			refuse(a, s, "unknown object");
		else
			unknown(a, s->line, "unknown verb");
		return;
	}
	if (s->row->kind[0] == '\0' && (s->row->flags & AGENT_ANY) == 0)
		s->pick = PICK_NONE;
	if (s->script >= 0 && (s->row->flags & AGENT_SCRIPT) == 0)
		refuse(a, s, "not in a script");
	if (s->script < 0 && (s->row->flags & AGENT_INSIDE) != 0)
		refuse(a, s, "only in a script");
}

/*
 * Steps: values and events.
 */

/* T is not known in prep; z.left needs its z. */
static void
resolve_value(struct agent *a, const struct agent_step *s,
    struct agent_arg *arg)
{
	char head[2 * AGENT_NAME];
	bool array = false;

	if (arg->form == FORM_T && s->flow < 0 && s->script < 0)
		refuse(a, s, "prep has no T");
	if (arg->form == FORM_WORD && agent_in(time_keys, arg->key))
		refuse(a, s, "not a time or number");
	if (arg->form != FORM_LEFT)
		return;
	(void)cut(arg->word, '.', head, sizeof(head));
	arg->obj = agent_find_elem(a, head, &array);
	if (arg->obj < 0 || array)
		refuse(a, s, "no such object");
}

static void
resolve_args(struct agent *a, struct agent_step *s)
{
	struct agent_arg *arg;
	unsigned i, g;

	for (i = 0; i < s->nargs; i++) {
		arg = &a->args[s->arg + (int)i];
		if (!agent_in(s->row->keys, arg->key) &&
		    !agent_in(common_keys, arg->key))
			refuse(a, s, "unknown key");
		resolve_value(a, s, arg);
		if (!agent_eq(arg->key, "into"))
			continue;
		for (g = 0; g < a->ngauges; g++) {
			if (agent_eq(a->gauges[g].name, arg->word))
				s->gauge = (int)g;
		}
		if (s->gauge < 0)
			refuse(a, s, "no such gauge");
	}
}

static const char *const event_names[AGENT_EVENTS] = {
	"call", "sig", "dereg", "drvstart", "drvstop"
};

int
agent_event_index(const char *name)
{
	int i;

	for (i = 0; i < AGENT_EVENTS; i++) {
		if (agent_eq(event_names[i], name))
			return i;
	}
	return -1;
}

/* REF "." WORD: a callback of an object. */
static const unsigned *
callback_counter(const struct agent *a, const char *ref)
{
	char head[2 * AGENT_NAME];
	const char *tail = cut(ref, '.', head, sizeof(head));
	bool array;
	int e, ev;

	if (tail == NULL || (ev = agent_event_index(tail)) < 0)
		return NULL;
	e = agent_find_elem(a, head, &array);
	return e < 0 || array ? NULL : &a->elems[e].calls[ev];
}

/* ( NAME | REF "." WORD ) [ "/" INT ] */
static void
resolve_event(struct agent *a, const struct agent_step *s, const char *word,
    struct agent_cond *c)
{
	char head[3 * AGENT_NAME];
	const char *tail = cut(word, '/', head, sizeof(head));
	int64_t nth = 1;
	int m;

	if (tail != NULL && (!agent_parse_int(tail, &nth) || nth < 1 ||
	    nth > INT32_MAX)) {
		refuse(a, s, "not a count");
		return;
	}
	m = find_counter(a->marks, a->nmarks, head);
	c->counter = m >= 0 ? &a->marks[m].n : callback_counter(a, head);
	c->nth = (unsigned)nth;
	if (c->counter == NULL)
		refuse(a, s, "no such event");
}

/* now CLOCK */
static int
core_clock(const char *word)
{
	if (agent_eq(word, "mono"))
		return AGENT_MONO;
	return agent_eq(word, "real") ? AGENT_REAL : -1;
}

/* repeat INT */
static int
core_count(const char *word)
{
	int64_t v;

	return agent_parse_int(word, &v) && v > 0 && v <= 1000000 ? (int)v :
	    -1;
}

/* What a core verb's operand means; -1 if it means nothing. */
static int
core_operand(const struct agent *a, const struct agent_step *s)
{
	const char *w = s->op[0];
	bool one = agent_in("mark tally meet now repeat ret", s->verb);

	if (s->nop != (one ? 1U : 0U))
		return -1;
	if (agent_eq(s->verb, "mark"))
		return find_counter(a->marks, a->nmarks, w);
	if (agent_eq(s->verb, "tally"))
		return agent_find_watch(a, w);
	if (agent_eq(s->verb, "meet"))
		return find_counter(a->barriers, a->nbarriers, w);
	if (agent_eq(s->verb, "now"))
		return core_clock(w);
	if (agent_eq(s->verb, "repeat"))
		return core_count(w);
	return 0;		/* ret takes its word as it is */
}

static void
resolve_core(struct agent *a, struct agent_step *s)
{
	const struct agent_arg *till = agent_step_arg(a, s, "till");

	s->aux = core_operand(a, s);
	if (s->aux < 0)
		refuse(a, s, "operand");
	if (agent_eq(s->verb, "hold") && till != NULL)
		resolve_event(a, s, till->word, &s->till);
	else if (agent_in("pause hold burn", s->verb) &&
	    agent_step_arg(a, s, "by") == NULL)
		refuse(a, s, "by= is missing");
}

static bool
is_core(const struct agent_step *s)
{
	const struct agent_row *r;

	for (r = agent_core_rows; r->verb != NULL; r++) {
		if (r == s->row)
			return true;
	}
	return false;
}

static void
resolve_steps(struct agent *a)
{
	struct agent_step *s;

	for (s = a->steps; s < a->steps + a->nsteps; s++) {
		resolve_verb(a, s);
		if (a->error != NULL)
			return;
		resolve_args(a, s);
		if (s->when == WHEN_AFTER)
			resolve_event(a, s, s->event, &s->after);
		if (is_core(s))
			resolve_core(a, s);
	}
}

/* repeat.c goes on from here. */
void
agent_resolve(struct agent *a)
{
	static void (*const pass[])(struct agent *) = {
		resolve_main, check_contexts, resolve_objects,
		resolve_counters, resolve_contexts,
		resolve_scripts, resolve_steps, agent_resolve_repeats,
	};
	size_t i;

	for (i = 0; i < sizeof(pass) / sizeof(pass[0]) && a->error == NULL;
	    i++)
		pass[i](a);
}
