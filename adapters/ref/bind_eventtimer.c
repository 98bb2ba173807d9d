/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_eventtimer.c - the verbs of kind eventtimer, on the reference.
 *
 * The driver is the scenario's own: what its methods are called with is
 * logged, and `fire` is its interrupt.  So a case sees everything that the
 * glue hands down, and closedness proves that a refusal handed nothing down.
 */
#include "eventtimer/timeet.h"
#include "lib/errno.h"
#include "ref/ref.h"
#include "sim/sim.h"

struct driver {
	struct eventtimer et;
	struct agent_obj *obj;
	bool		 built;		/* et is filled in */
	bool		 broken;	/* its methods fail */
	int64_t		 slow;		/* ns that its methods take */
};

static struct driver drivers[AGENT_ELEMS];

/* Which timer an object is the consumer of; by its index. */
static struct user {
	struct eventtimer *et;
	struct agent_obj *obj;
} users[AGENT_ELEMS];

static const struct flag {
	const char	*word;
	int		 flag;
} flag_words[] = {
	{ "periodic", ET_FLAGS_PERIODIC },
	{ "oneshot", ET_FLAGS_ONESHOT },
	{ "percpu", ET_FLAGS_PERCPU },
	{ "c3stop", ET_FLAGS_C3STOP },
	{ "pow2div", ET_FLAGS_POW2DIV },
};

static int
flags_of(struct agent_call *c, const char *key)
{
	const char *w;
	int64_t v;
	unsigned i;
	int flags;

	w = agent_word(c, key, "");
	if (agent_number(w, &v))
		return (int)v;
	flags = 0;
	for (i = 0; i < sizeof(flag_words) / sizeof(flag_words[0]); i++) {
		if (agent_word_has(w, flag_words[i].word))
			flags |= flag_words[i].flag;
	}
	return flags;
}

/* What `find` has bound the object to, or the object's own driver. */
static struct eventtimer *
et_of(struct agent_call *c)
{
	if (c->obj->priv != NULL)
		return c->obj->priv;
	return &drivers[c->obj->index].et;
}

static void
result(struct agent_call *c, int error)
{
	if (error != 0)
		ref_fail(c, error);
}

/* What the hardware takes, and what it answers. */
static int
driver_work(const struct driver *d)
{
	int64_t until;

	until = sim_now() + d->slow;
	while (sim_now() < until)
		sim_spin(until);		/* or a notify */
	return d->broken ? ENODEV : 0;
}

static int
driver_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	struct driver *d;
	struct agent_field f[2] = {
		{ "first", sbttons(first), NULL },
		{ "period", sbttons(period), NULL },
	};

	d = et->et_priv;
	(void)agent_callback(ref_agent, d->obj, "drvstart", f, 2);
	return driver_work(d);
}

static int
driver_stop(struct eventtimer *et)
{
	struct driver *d;

	d = et->et_priv;
	(void)agent_callback(ref_agent, d->obj, "drvstop", NULL, 0);
	return driver_work(d);
}

static struct agent_obj *
user_of(const struct eventtimer *et)
{
	const struct user *u;

	for (u = users; u < users + AGENT_ELEMS; u++) {
		if (u->et == et)
			return u->obj;
	}
	return NULL;
}

static void
take(struct eventtimer *et, struct agent_obj *obj)
{
	struct user *u;

	for (u = users; u < users + AGENT_ELEMS; u++) {
		if (u->et == et)
			u->et = NULL;
	}
	users[obj->index] = (struct user){ et, obj };
}

/* The consumer's event callback, which is the scenario's `call` script. */
static void
consumer_event(struct eventtimer *et, void *arg)
{
	struct agent_obj *obj;
	struct agent_field f[2];

	obj = user_of(et);
	f[0] = (struct agent_field){ "arg", 0, arg == obj ? "ok" : "bad" };
	f[1] = (struct agent_field){ "intr", port_in_interrupt(), NULL };
	(void)agent_callback(ref_agent, obj, "call", f, 2);
}

static int
consumer_deregister(struct eventtimer *et, void *arg)
{
	struct agent_obj *obj;
	struct agent_field f[2];
	const char *w;

	obj = user_of(et);
	f[0] = (struct agent_field){ "arg", 0, arg == obj ? "ok" : "bad" };
	f[1] = (struct agent_field){ "locked", et_locked(), NULL };
	w = agent_callback(ref_agent, obj, "dereg", f, 2);
	return w != NULL && agent_word_has("EBUSY", w) ? EBUSY : 0;
}

/* The structure as the driver that the scenario declares fills it in. */
static void
driver_build(struct driver *d, struct agent_call *c)
{
	struct eventtimer *et;
	const char *without;

	d->obj = c->obj;
	d->built = true;
	d->slow = agent_time(c, "slow", 0);
	without = agent_word(c, "without", "");
	d->broken = agent_word_has(without, "hardware");
	et = &d->et;
	et->et_active = 2;		/* a driver need not clear these */
	et->et_sysctl = (struct sysctl_oid *)(void *)d;
	et->et_name = agent_word(c, "name", c->obj->name);
	et->et_flags = flags_of(c, "flags");
	et->et_quality = (int)agent_int(c, "quality", 0);
	et->et_frequency = (uint64_t)agent_int(c, "freq", 0);
	et->et_min_period = nstosbt(agent_time(c, "min", 0));
	et->et_max_period = nstosbt(agent_time(c, "max", NSEC_PER_SEC));
	et->et_start = driver_start;
	et->et_stop = driver_stop;
	et->et_priv = d;
	if (agent_word_has(without, "name"))
		et->et_name = NULL;
	if (agent_word_has(without, "letters"))
		et->et_name = "";
	if (agent_word_has(without, "start"))
		et->et_start = NULL;
	if (agent_word_has(without, "stop"))
		et->et_stop = NULL;
}

void
etm_register(struct agent_call *c)
{
	struct driver *d;

	d = &drivers[c->obj->index];
	if (!d->built)
		driver_build(d, c);
	result(c, et_register(&d->et));
}

void
etm_change(struct agent_call *c)
{
	et_change_frequency(et_of(c), (uint64_t)agent_int(c, "freq", 0));
}

void
etm_deregister(struct agent_call *c)
{
	result(c, et_deregister(et_of(c)));
}

/* Take ET_LOCK for one call, unless the step says no or has it already. */
static bool
lock_for(struct agent_call *c)
{
	if (agent_has(c, "lock") || et_locked())
		return false;
	ET_LOCK();
	return true;
}

static void
unlock_after(bool locked)
{
	if (locked)
		ET_UNLOCK();
}

void
etm_find(struct agent_call *c)
{
	struct eventtimer *et;
	bool locked;

	locked = lock_for(c);
	et = et_find(agent_word(c, "called", NULL), flags_of(c, "check"),
	    flags_of(c, "want"));
	unlock_after(locked);
	c->obj->priv = et;
	if (et == NULL)
		agent_fail(c, "ENOENT");
	else
		agent_show_word(c, "name", et->et_name);
}

void
etm_init(struct agent_call *c)
{
	et_event_cb_t *event;
	bool locked;
	int error;

	event = consumer_event;
	if (agent_step_has(c, "call"))
		event = NULL;
	locked = lock_for(c);
	error = et_init(et_of(c), event, c->obj->script_dereg >= 0 ?
	    consumer_deregister : NULL, c->obj);
	if (error == 0)
		take(et_of(c), c->obj);
	unlock_after(locked);
	result(c, error);
}

void
etm_start(struct agent_call *c)
{
	result(c, et_start(et_of(c), nstosbt(agent_time(c, "first", 0)),
	    nstosbt(agent_time(c, "period", 0))));
}

void
etm_stop(struct agent_call *c)
{
	result(c, et_stop(et_of(c)));
}

void
etm_ban(struct agent_call *c)
{
	result(c, et_ban(et_of(c)));
}

void
etm_free(struct agent_call *c)
{
	bool locked;
	int error;

	locked = lock_for(c);
	error = et_free(et_of(c));
	unlock_after(locked);
	result(c, error);
}

/* The driver's interrupt. */
static void
interrupt(void *arg)
{
	et_event(arg);
}

void
etm_fire(struct agent_call *c)
{
	port_cpu_call(port_cpu(), interrupt, et_of(c));
}

void
etm_info(struct agent_call *c)
{
	const struct eventtimer *et;

	et = et_of(c);
	agent_show(c, "flags", et->et_flags);
	agent_show(c, "quality", et->et_quality);
	agent_show(c, "freq", (int64_t)et->et_frequency);
	agent_show(c, "min", sbttons(et->et_min_period));
	agent_show(c, "max", sbttons(et->et_max_period));
	agent_show(c, "active", et->et_active);
	agent_show(c, "node", et->et_sysctl != NULL);
	agent_show_word(c, "priv", et->et_priv == &drivers[c->obj->index] ?
	    "ok" : "bad");
}

void
etm_etlock(struct agent_call *c)
{
	(void)c;
	ET_LOCK();
}

void
etm_etunlock(struct agent_call *c)
{
	(void)c;
	ET_UNLOCK();
}
