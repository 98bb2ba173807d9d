/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ctl.c - what a program asks of a queue, in batches.
 *
 * What		ADD, REMOVE, MODIFY and READY of an array of entries.
 *
 * Why this way	A batch is worked on entry by entry, and each has an answer of
 *		its own in the array, so one bad entry does not undo a
 *		thousand good ones.  Nothing of the array is kept in kernel
 *		memory, so a batch can have any length.
 *
 * Locking	The queue's mutex, for a whole batch.
 */
#include "kevent/kevent_impl.h"

#include "lib/errno.h"

#define REQ_FLAGS	(KEVENT_REQ_ONESHOT | KEVENT_REQ_WAKEUP_ALL |	\
	    KEVENT_REQ_ET | KEVENT_REQ_LAST_CHECK | KEVENT_REQ_ALWAYS_QUEUE)

static const struct kevent_callbacks *origins[KEVENT_MAX] = {
	[KEVENT_SOCKET] = &kevent_socket_origin,
	[KEVENT_TIMER] = &kevent_timer_origin,
	[KEVENT_POSIX_TIMER] = &kevent_bound_origin,
	[KEVENT_UNOTIFY] = &kevent_notify_origin,
};

int
kevent_add_callbacks(const struct kevent_callbacks *origin, unsigned type)
{
	if (type >= KEVENT_MAX)				/* [KEV-ORIGIN-2] */
		return EINVAL;
	if (origins[type] != NULL)
		return EEXIST;
	origins[type] = origin;
	return 0;
}

/* Into the array, whose entries are the caller's. */
static int
answer_put(struct kevent_sink *sink, const struct ukevent *u, unsigned n)
{
	return port_copyout(u, USER_AT(sink->user, n), sizeof(*u));
}

/* May this be asked at all? */
static int
acceptable(const struct ukevent *u)
{
	const struct kevent_callbacks *origin;

	origin = u->type < KEVENT_MAX ? origins[u->type] : NULL;
	if (origin == NULL)
		return ENOSYS;
	if (origin == &kevent_bound_origin)
		return EPERM;
	if ((u->req_flags & ~REQ_FLAGS) != 0)
		return EINVAL;
	if ((u->event & ~origin->events) != 0 ||
	    (u->event & origin->wants) == 0)
		return EINVAL;
	return 0;
}

/* Is it ready already?  Origins that must be asked are asked now. */
static void
look(struct kevent *k)
{
	if (k->origin->callback == NULL)
		return;
	kevent_ready(k);
	kevent_settle(k->queue);
}

/* A new entry, *k; or why not. */
static int
add(struct kevent_queue *q, const struct ukevent *u, struct kevent **k)
{
	int error;

	error = acceptable(u);				/* [KEV-ADD-3] */
	if (error != 0)
		return error;
	if (kevent_find(q, u) != NULL)			/* [KEV-KEY-1] */
		return EEXIST;
	*k = kevent_new(q, u, origins[u->type]);
	if (*k == NULL)
		return ENOMEM;
	error = (*k)->origin->enqueue(*k);		/* [KEV-ORIGIN-1] */
	if (error != 0) {
		kevent_drop(*k);			/* [KEV-ORIGIN-3] */
		return error;
	}
	look(*k);
	return 0;
}

/* What the program is told of an entry, besides what it said itself. */
static int
answer(struct kevent_sink *sink, struct ukevent *u, unsigned n, int error)
{
	u->ret_flags = KEVENT_RET_DONE;
	u->ret_data[0] = 0;
	u->ret_data[1] = (uint32_t)-error;
	if (error != 0)
		u->ret_flags |= KEVENT_RET_BROKEN;
	return sink->put(sink, u, n);
}

/* Those that failed or were ready at once go to the front of the array. */
static int
ctl_add(struct kevent_sink *sink, unsigned num)
{
	struct ukevent u;
	struct kevent *k;
	unsigned i, n;
	int error;

	n = 0;
	for (i = 0; i < num; i++) {
		/* [KEV-CTL-3] */
		if (port_copyin(&u, USER_AT(sink->user, i), sizeof(u)) != 0)
			return -EFAULT;
		error = add(sink->queue, &u, &k);
		if (error != 0)
			/* [KEV-ADD-2] */
			error = answer(sink, &u, n, error);
		else if ((u.req_flags & KEVENT_REQ_ALWAYS_QUEUE) == 0)
			/* [KEV-ADD-4] */
			error = kevent_deliver(k, sink, n);
		else
			continue;			/* [KEV-ADD-5] */
		if (error == EFAULT)
			return -EFAULT;
		n += error == 0;			/* [KEV-ADD-1] */
	}
	return (int)n;
}

static void
modify(struct kevent *k, const struct ukevent *u)
{
	bool s;

	s = port_spin_lock(&k->queue->lock);
	k->asked.event = u->event;
	k->asked.req_flags = u->req_flags;
	kevent_forget(k);
	port_spin_unlock(&k->queue->lock, s);
	if (k->origin->modify != NULL)
		k->origin->modify(k);
	look(k);
}

/* REMOVE, MODIFY or READY of one entry: 0 or why not. */
static int
ctl_one(struct kevent_queue *q, unsigned cmd, const struct ukevent *u)
{
	struct kevent *k;
	int error;

	k = kevent_find(q, u);
	if (u->type == KEVENT_POSIX_TIMER)
		return EPERM;
	if (k == NULL)
		return ENOENT;				/* [KEV-REMOVE-2] */
	error = 0;
	if (cmd == KEVENT_CTL_REMOVE)
		kevent_remove(k);			/* [KEV-REMOVE-1] */
	else if (cmd == KEVENT_CTL_READY)
		kevent_ready(k);			/* [KEV-READY-1] */
	else if ((error = acceptable(u)) == 0)		/* [KEV-MODIFY-2] */
		modify(k, u);				/* [KEV-MODIFY-1] */
	return error;
}

/* Each entry has its answer in its place. */
static int
ctl_each(struct kevent_sink *sink, unsigned cmd, unsigned num)
{
	struct ukevent u;
	unsigned i;
	int error;

	for (i = 0; i < num; i++) {
		if (port_copyin(&u, USER_AT(sink->user, i), sizeof(u)) != 0)
			return -EFAULT;
		error = ctl_one(sink->queue, cmd, &u);
		if (answer(sink, &u, i, error) != 0)
			return -EFAULT;
	}
	return 0;
}

/* Those that failed go to the front; the others are counted. */
static int
ctl_ready(struct kevent_sink *sink, unsigned num)
{
	struct ukevent u;
	unsigned i, n;
	int error;

	n = 0;
	for (i = 0; i < num; i++) {
		if (port_copyin(&u, USER_AT(sink->user, i), sizeof(u)) != 0)
			return -EFAULT;
		error = ctl_one(sink->queue, KEVENT_CTL_READY, &u);
		/* [KEV-READY-2] */
		if (error != 0 && answer(sink, &u, n++, error) != 0)
			return -EFAULT;
	}
	if (num == 0)
		kevent_nudge(sink->queue);		/* [KEV-READY-3] */
	return (int)(num - n);
}

/* The mutex is held. */
int
kevent_ctl(struct kevent_queue *q, unsigned cmd, unsigned num,
    struct ukevent *user)
{
	struct kevent_sink sink;

	sink.put = answer_put;
	sink.queue = q;
	sink.user = user;
	if (cmd == KEVENT_CTL_ADD)
		return ctl_add(&sink, num);		/* [KEV-CTL-2] */
	if (num > q->count)				/* [KEV-CTL-4] */
		return -EINVAL;
	if (cmd == KEVENT_CTL_READY)
		return ctl_ready(&sink, num);
	return ctl_each(&sink, cmd, num);
}
