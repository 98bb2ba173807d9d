/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * call.c - what a binding's function asks of its step, and what it answers.
 *
 * A key is looked up in the step and then in the declaration of the step's
 * object.  A ramp counts by the repeats around the step, or by the element
 * in a declaration.
 *
 * The deadline that a step asks for is caught here, when the binding fetches
 * rel=, abs=, by= or timeout=: gauges and lo=, hi= compare it with the end
 * of the step, and it is the very value that the system under test was given.
 */
#include "agent/core.h"

void
agent_call_init(struct agent_call *c, struct agent_ctx *x,
    const struct agent_step *step, struct agent_obj *obj)
{
	c->agent = x->agent;
	c->ctx = x;
	c->obj = obj;
	c->step = step;
	c->clock = obj != NULL ? obj->clock : AGENT_MONO;
	c->r = 0;
	c->err = NULL;
	c->begin = c->begin_c = c->asked = 0;
	c->has_asked = c->asks_from_begin = c->ended = false;
	c->nshow = c->ntext = 0;
}

static const struct agent_arg *
find(const struct agent *a, int first, unsigned n, const char *key)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		if (agent_eq(a->args[first + (int)i].key, key))
			return &a->args[first + (int)i];
	}
	return NULL;
}

const struct agent_arg *
agent_step_arg(const struct agent *a, const struct agent_step *s,
    const char *key)
{
	return find(a, s->arg, s->nargs, key);
}

static const struct agent_arg *
machine_arg(const struct agent *a, unsigned i, const char *key)
{
	return find(a, a->machines[i].arg, a->machines[i].nargs, key);
}

unsigned
agent_cpus(const struct agent *a)
{
	return a->cpus;
}

unsigned
agent_machines(const struct agent *a)
{
	return a->nmachines;
}

const char *
agent_machine_word(const struct agent *a, unsigned i, const char *key)
{
	const struct agent_arg *arg = machine_arg(a, i, key);

	return arg != NULL ? arg->word : NULL;
}

int64_t
agent_machine_int(const struct agent *a, unsigned i, const char *key,
    int64_t dflt)
{
	const struct agent_arg *arg = machine_arg(a, i, key);

	return arg != NULL && arg->form == FORM_PLAIN ? arg->base : dflt;
}

/* The argument and the index that its ramp counts by. */
static const struct agent_arg *
lookup(const struct agent_call *c, const char *key, unsigned *index)
{
	const struct agent *a = c->agent;
	const struct agent_arg *arg = agent_step_arg(a, c->step, key);
	const struct agent_named *o;

	*index = 0;
	if (arg != NULL) {
		if (arg->level > 0)
			*index = c->ctx->index[arg->level - 1];
	} else if (c->obj != NULL) {
		o = &a->objs[c->obj->named];
		arg = find(a, o->arg, o->nargs, key);
		*index = c->obj->elem;
	}
	return arg;
}

bool
agent_has(struct agent_call *c, const char *key)
{
	unsigned index;

	return lookup(c, key, &index) != NULL;
}

bool
agent_step_has(struct agent_call *c, const char *key)
{
	return agent_step_arg(c->agent, c->step, key) != NULL;
}

/* base + ramp * index, or what the last read-back of z left for z.left. */
static bool
number(const struct agent_call *c, const char *key,
    const struct agent_arg **arg, int64_t *v)
{
	unsigned index;

	*arg = lookup(c, key, &index);
	if (*arg == NULL || (*arg)->form == FORM_WORD)
		return false;
	if ((*arg)->form == FORM_LEFT)
		*v = c->agent->elems[(*arg)->obj].left;
	else
		*v = agent_sat_add((*arg)->base,
		    agent_sat_mul((*arg)->ramp, index));
	return true;
}

int64_t
agent_int(struct agent_call *c, const char *key, int64_t dflt)
{
	const struct agent_arg *arg;
	int64_t v;

	return number(c, key, &arg, &v) ? v : dflt;
}

/* Remember what was asked for, as a reading of the object's clock. */
static void
catch_asked(struct agent_call *c, const char *key, int64_t v)
{
	if (agent_eq(key, "abs"))
		c->asked = v;
	else if (agent_in("rel by timeout", key))
		c->asked = agent_sat_add(c->begin_c, v);
	else
		return;
	c->asks_from_begin = !agent_eq(key, "abs");
	c->has_asked = true;
}

int64_t
agent_time(struct agent_call *c, const char *key, int64_t dflt)
{
	const struct agent_arg *arg;
	int64_t v;

	if (!number(c, key, &arg, &v))
		return dflt;
	if (arg->form == FORM_T)
		v = agent_sat_add(c->agent->origin[c->clock], v);
	else if (arg->form == FORM_N)
		v = agent_sat_add(c->agent->target->clock(c->clock), v);
	catch_asked(c, key, v);
	return v;
}

const char *
agent_word(struct agent_call *c, const char *key, const char *dflt)
{
	unsigned index;
	const struct agent_arg *arg = lookup(c, key, &index);

	return arg != NULL ? arg->word : dflt;
}

bool
agent_number(const char *word, int64_t *v)
{
	return word != NULL && agent_parse_int(word, v);
}

const char *
agent_operand(struct agent_call *c, unsigned i)
{
	return i < c->step->nop ? c->step->op[i] : NULL;
}

/* NAME.i outside of the first operand. */
static struct agent_obj *
indexed(const struct agent_call *c, const char *word)
{
	char name[AGENT_NAME];
	struct agent_obj *e;
	size_t n = agent_len(word);
	bool array;
	int i;

	if (n < 3 || n >= sizeof(name) || !agent_eq(word + n - 2, ".i"))
		return NULL;
	agent_copy_name(name, word);
	name[n - 2] = '\0';
	i = agent_find_elem(c->agent, name, &array);
	if (i < 0)
		return NULL;
	e = &c->agent->elems[i];
	return c->ctx->index[0] < e->count ? e + c->ctx->index[0] : NULL;
}

struct agent_obj *
agent_ref(struct agent_call *c, const char *key)
{
	const char *word;
	bool array;
	int i;

	if (key[0] >= '0' && key[0] < '0' + AGENT_OPS && key[1] == '\0')
		word = agent_operand(c, (unsigned)(key[0] - '0'));
	else
		word = agent_word(c, key, NULL);
	if (word == NULL)
		return NULL;
	if (agent_eq(word, "self"))
		return c->ctx->self;
	i = agent_find_elem(c->agent, word, &array);
	return i >= 0 ? &c->agent->elems[i] : indexed(c, word);
}

int
agent_script(struct agent_call *c, const char *key)
{
	const char *word = agent_word(c, key, NULL);

	return word != NULL ? agent_find_script(c->agent, word) : -1;
}

/*
 * Results.
 */

void
agent_show(struct agent_call *c, const char *key, int64_t v)
{
	struct agent_show *s;

	if (c->nshow == AGENT_SHOWS)
		return;
	s = &c->show[c->nshow++];
	s->key = key;
	s->word = NULL;
	s->first = s->last = v;
	if (c->obj != NULL && agent_eq(key, "left"))
		c->obj->left = v;
}

void
agent_show_word(struct agent_call *c, const char *key, const char *word)
{
	char *to = c->text + c->ntext;
	size_t i, n = agent_len(word);

	if (c->nshow == AGENT_SHOWS || c->ntext + n >= sizeof(c->text))
		return;
	for (i = 0; i <= n; i++)
		to[i] = word[i];
	c->ntext += (unsigned)n + 1;
	agent_show(c, key, 0);
	c->show[c->nshow - 1].word = to;
}

void
agent_fail(struct agent_call *c, const char *errname)
{
	c->err = errname;
}
