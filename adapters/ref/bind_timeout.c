/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_timeout.c - the verbs of kinds timeout and lock, on the reference.
 */
#include "ref/ref.h"
#include "timeout/timeout.h"

static struct timeout timeouts[AGENT_ELEMS];

static struct scenario_lock {
	struct port_spin spin;
	struct port_mutex mutex;
	bool		 saved;		/* spin: interrupts, by the holder */
} locks[AGENT_ELEMS];

static bool
is_mutex(const struct agent_obj *o)
{
	return o->priv == &locks[o->index].mutex;
}

/* The declaration says type=spin or type=mutex; priv remembers. */
static struct scenario_lock *
lock_of(struct agent_call *c)
{
	struct scenario_lock *l;

	l = &locks[c->obj->index];
	if (agent_word_has("mutex", agent_word(c, "type", "spin")))
		c->obj->priv = &l->mutex;
	return l;
}

void
lock_lock(struct agent_call *c)
{
	struct scenario_lock *l;

	l = lock_of(c);
	if (is_mutex(c->obj))
		port_mutex_lock(&l->mutex);
	else
		l->saved = port_spin_lock(&l->spin);
}

void
lock_unlock(struct agent_call *c)
{
	struct scenario_lock *l;

	l = lock_of(c);
	if (is_mutex(c->obj))
		port_mutex_unlock(&l->mutex);
	else
		port_spin_unlock(&l->spin, l->saved);
}

static void
timeout_called(void *arg)
{
	struct agent_field f;
	struct agent_obj *o, *l;

	o = arg;
	l = o->priv;
	f = (struct agent_field){ "held", 0, NULL };
	if (l != NULL)
		f.value = is_mutex(l) ? port_mutex_held(l->priv) :
		    port_spin_held(&locks[l->index].spin);
	(void)agent_callback(ref_agent, o, "call", &f, 1);
}

static enum timeout_affinity
affinity_of(struct agent_call *c)
{
	const char *w;

	w = agent_word(c, "aff", "none");
	if (agent_word_has("strong", w))
		return TIMEOUT_STRONG;
	return agent_word_has("weak", w) ? TIMEOUT_WEAK : TIMEOUT_NONE;
}

void
tmo_init(struct agent_call *c)
{
	struct timeout_lock lock;
	struct agent_obj *l;
	struct agent_call of_lock;

	l = agent_ref(c, "lock");
	c->obj->priv = l;
	if (l != NULL) {
		of_lock = *c;
		of_lock.obj = l;
		(void)lock_of(&of_lock);
		lock.type = is_mutex(l) ? TIMEOUT_MUTEX : TIMEOUT_SPIN;
		if (is_mutex(l))
			lock.u.mutex = &locks[l->index].mutex;
		else
			lock.u.spin = &locks[l->index].spin;
	}
	timeout_init(&timeouts[c->obj->index], timeout_called, c->obj,
	    l != NULL ? &lock : NULL, affinity_of(c),
	    (unsigned)agent_int(c, "cpu", 0));
}

void
tmo_start(struct agent_call *c)
{
	c->r = timeout_start(&timeouts[c->obj->index],
	    agent_time(c, "rel", 0));
}

void
tmo_stop(struct agent_call *c)
{
	c->r = timeout_stop(&timeouts[c->obj->index]);
}

void
tmo_drain(struct agent_call *c)
{
	c->r = timeout_drain(&timeouts[c->obj->index]);
}

void
tmo_fini(struct agent_call *c)
{
	timeout_fini(&timeouts[c->obj->index]);
}

void
tmo_active(struct agent_call *c)
{
	c->r = timeout_active(&timeouts[c->obj->index]);
	(void)timeouts_check();
}
