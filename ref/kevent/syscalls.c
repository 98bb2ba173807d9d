/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscalls.c - a kevent queue as a program sees it: a descriptor.
 *
 * What		The calls, their arguments in the order in which they are
 *		looked at, and the operations of the kind of file.
 *
 * Locking	The queue's mutex over whatever adds, removes or fetches.
 */
#include "kevent/kevent_impl.h"

#include "lib/errno.h"

static unsigned
kevent_poll(struct file *f, struct waiter *w)
{
	struct kevent_queue *q;
	unsigned ready;
	bool s;

	q = f->priv;
	port_mutex_lock(&q->mutex);
	s = port_spin_lock(&q->lock);
	if (w != NULL)
		waitq_add(&q->waiters, w);
	port_spin_unlock(&q->lock, s);
	kevent_settle(q);		/* behind that: news are not missed */
	s = port_spin_lock(&q->lock);
	/* [KEV-POLL-1] */
	ready = q->ready.n > 0 || q->asked ? POLLIN | POLLRDNORM : 0;
	port_spin_unlock(&q->lock, s);
	port_mutex_unlock(&q->mutex);
	return ready;
}

static void
kevent_unpoll(struct file *f, struct waiter *w)
{
	struct kevent_queue *q;
	bool s;

	q = f->priv;
	s = port_spin_lock(&q->lock);
	waitq_remove(&q->waiters, w);
	port_spin_unlock(&q->lock, s);
}

static void
kevent_close(struct file *f)
{
	kevent_queue_close(f->priv);			/* [KEV-CLOSE-1] */
}

static const struct file_ops kevent_ops = {		/* [KEV-FD-3] */
	.poll = kevent_poll,
	.unpoll = kevent_unpoll,
	.close = kevent_close,
};

bool
kevent_is_queue(const struct file *f)
{
	return f->ops == &kevent_ops;
}

int
kevent_queue_get(int fd, struct file **fp, struct kevent_queue **q)
{
	struct file *f;

	f = file_get(fd);
	if (f == NULL)
		return EBADF;				/* [KEV-FD-1] */
	if (!kevent_is_queue(f)) {			/* [KEV-FD-2] */
		file_put(f);
		return EINVAL;
	}
	*fp = f;
	*q = f->priv;
	return 0;
}

int
sys_kevent_init(struct kevent_ring *ring, unsigned num, unsigned flags)
{
	struct kevent_ring_state state;
	struct kevent_queue *q;
	int fd;

	/* [KEV-INIT-2] [KEV-INIT-3] */
	if ((ring == NULL) != (num == 0) || num == 1 || flags != 0)
		return -EINVAL;
	if (num > INT32_MAX / sizeof(ring->event[0]))
		return -EINVAL;
	state = (struct kevent_ring_state){ .user = ring, .num = num };
	/* [KEV-INIT-4] */
	if (ring != NULL && kevent_ring_begin(&state) != 0)
		return -EFAULT;
	q = kevent_queue_new();				/* [KEV-INIT-1] */
	if (q == NULL)
		return -ENOMEM;
	q->ring = state;
	fd = file_open(&kevent_ops, q, 0);
	if (fd < 0)
		kevent_queue_put(q);			/* [KEV-INIT-5] */
	return fd;
}

int
sys_kevent_ctl(int fd, unsigned cmd, unsigned num, struct ukevent *user)
{
	struct kevent_queue *q;
	struct file *f;
	int r;

	r = kevent_queue_get(fd, &f, &q);
	if (r != 0)
		return -r;
	r = -EINVAL;
	if (cmd <= KEVENT_CTL_READY) {			/* [KEV-CTL-1] */
		port_mutex_lock(&q->mutex);
		r = kevent_ctl(q, cmd, num, user);
		port_mutex_unlock(&q->mutex);
	}
	file_put(f);
	return r;
}

/* How long the call on this file may wait; 0 or why it is not made at all. */
static int
patience_of(const struct file *f, struct kevent_patience *p,
    const struct timespec *timeout, unsigned flags)
{
	int error;

	error = kevent_patience(p, timeout, flags);
	/* [KEV-GET-4] */
	p->none = p->none || (f->flags & FILE_NONBLOCK) != 0;
	return error;
}

/* Into the caller's buffer, and into the ring if there is one. */
static int
buffer_put(struct kevent_sink *sink, const struct ukevent *u, unsigned n)
{
	struct kevent_ring_state *ring;
	struct ukevent failed;
	int error;

	error = port_copyout(u, USER_AT(sink->user, n), sizeof(*u));
	ring = &sink->queue->ring;
	if (error != 0 || ring->user == NULL || kevent_ring_put(ring, u) == 0)
		return error;
	failed = *u;
	failed.ret_flags |= KEVENT_RET_COPY_FAILED;	/* [KEV-RING-9] */
	return port_copyout(&failed, USER_AT(sink->user, n), sizeof(failed));
}

int
sys_kevent_get_events(int fd, unsigned min, unsigned max,
    const struct timespec *timeout, struct ukevent *user, unsigned flags)
{
	struct kevent_patience p;
	struct kevent_sink sink;
	struct file *f;
	int r;

	r = -kevent_queue_get(fd, &f, &sink.queue);
	if (r != 0)
		return r;
	sink.put = buffer_put;
	sink.user = user;
	/* [KEV-GET-7] */
	if ((flags & ~KEVENT_FLAGS_ABSTIME) != 0 || max == 0 || min > max)
		r = -EINVAL;
	else
		r = -patience_of(f, &p, timeout, flags);
	if (r == 0)
		r = kevent_fetch(&sink, min, max, &p);
	file_put(f);
	return r;
}

/* Into the ring alone. */
static int
ring_put(struct kevent_sink *sink, const struct ukevent *u, unsigned n)
{
	(void)n;
	return kevent_ring_put(&sink->queue->ring, u);
}

/* May the call wait: has the program seen where the ring stands, not full? */
static bool
ring_waits(struct kevent_queue *q, unsigned uidx)
{
	bool waits;

	port_mutex_lock(&q->mutex);
	waits = q->ring.uidx == uidx && !kevent_ring_full(&q->ring);
	port_mutex_unlock(&q->mutex);
	return waits;
}

static int
fetch_to_ring(struct kevent_queue *q, unsigned num, unsigned old_uidx,
    struct kevent_patience *p)
{
	struct kevent_sink sink;
	int r;

	sink.put = ring_put;
	sink.queue = q;
	sink.user = NULL;
	if (!ring_waits(q, old_uidx))			/* [KEV-RING-5] */
		p->none = true;
	r = kevent_fetch(&sink, 1, num, p);		/* [KEV-RING-1] */
	return r == -ENOSPC ? 0 : r;			/* [KEV-RING-3] */
}

int
sys_kevent_wait(int fd, unsigned num, unsigned old_uidx,
    const struct timespec *timeout, unsigned flags)
{
	struct kevent_patience p;
	struct kevent_queue *q;
	struct file *f;
	int r;

	r = -kevent_queue_get(fd, &f, &q);
	if (r != 0)
		return r;
	if ((flags & ~KEVENT_FLAGS_ABSTIME) != 0 ||
	    num == 0 || num > q->ring.num)		/* [KEV-RING-4] */
		r = -EINVAL;
	else
		r = -patience_of(f, &p, timeout, flags);
	if (r == 0)
		r = fetch_to_ring(q, num, old_uidx, &p);
	file_put(f);
	return r;
}

int
sys_kevent_commit(int fd, unsigned new_uidx, unsigned over)
{
	struct kevent_queue *q;
	struct file *f;
	int r;

	r = -kevent_queue_get(fd, &f, &q);
	if (r != 0)
		return r;
	if (q->ring.user != NULL) {
		port_mutex_lock(&q->mutex);
		r = kevent_ring_commit(&q->ring, new_uidx, over);
		port_mutex_unlock(&q->mutex);
	}
	file_put(f);
	return r;
}
