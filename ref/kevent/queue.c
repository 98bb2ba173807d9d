/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue.c - entries of a kevent queue, and which of them are ready.
 *
 * What		A hash table of what was asked for, a list of what is ready in
 *		order of becoming so, and one of what may be.
 *
 * Why this way	An origin has news in an interrupt, perhaps under a lock of its
 *		own; there it can put an entry on a list and no more.  Whoever
 *		fetches asks the origin again, in a thread: `unsure` is the
 *		list of those to be asked.  A timer that has expired stays
 *		expired, so timers go to `ready` straight away.
 *
 * Model	of an entry:
 *
 *		quiet --news--> ready ----------------------> fetched
 *		  ^  \\                ^                        |
 *		  |   news, has        | origin says yes       |
 *		  |   a callback       |                       |
 *		  |      +---------> unsure <--level-triggered-+
 *		  |                    | says no               |
 *		  +--------------------+-----------------------+
 *
 * Invariants	I1  an entry on a list knows the list, and the list counts it.
 *		I2  an entry that is unsure has an origin that can be asked.
 *		I3  a closed queue has nothing on its lists.
 *
 * Locking	The mutex covers which entries there are, and is held by
 *		whoever adds, removes or fetches, so that no entry goes while
 *		another thread works on it.  The spin lock covers lists and
 *		counts, and requests; origins take it, so no origin is called
 *		under it.  Order: mutex, an origin's lock, spin lock.
 *
 * Races	A fetch copies to the program's memory without the spin lock,
 *		and the entry is on no list then; news that come meanwhile put
 *		it on one again.  When the copy fails, what was taken goes
 *		back, unless kevent_forget() came between.
 *
 * Limits	The hash table grows when memory allows, and else gets slow.
 */
#include "kevent/kevent_impl.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"

static bool
list_check(const struct kevent_list *l)
{
	const struct kevent *k;
	unsigned n;

	n = 0;
	for (k = l->first; k != NULL; k = k->next) {
		CHECK(k->in == l);				/* I1 */
		CHECK(*k->link == k);
		n++;
	}
	CHECK(n == l->n);					/* I1 */
	return true;
}

/* The invariants of a queue, which is locked. */
static bool
kevent_check(const struct kevent_queue *q)
{
	const struct kevent *k;

	(void)list_check(&q->ready);
	(void)list_check(&q->unsure);
	for (k = q->unsure.first; k != NULL; k = k->next)
		CHECK(k->origin->callback != NULL);		/* I2 */
	CHECK(!q->closed || (q->ready.n == 0 && q->unsure.n == 0)); /* I3 */
	CHECK(q->refs > 0);
	return true;
}

static void
list_init(struct kevent_list *l)
{
	l->first = NULL;
	l->last = &l->first;
	l->n = 0;
}

static void
list_append(struct kevent_list *l, struct kevent *k)
{
	k->in = l;
	k->next = NULL;
	k->link = l->last;
	*l->last = k;
	l->last = &k->next;
	l->n++;
}

static void
list_prepend(struct kevent_list *l, struct kevent *k)
{
	k->in = l;
	k->next = l->first;
	k->link = &l->first;
	if (k->next != NULL)
		k->next->link = &k->next;
	else
		l->last = &k->next;
	l->first = k;
	l->n++;
}

/* From the list that it is on, if any. */
static void
list_leave(struct kevent *k)
{
	if (k->in == NULL)
		return;
	*k->link = k->next;
	if (k->next != NULL)
		k->next->link = k->link;
	else
		k->in->last = k->link;
	k->in->n--;
	k->in = NULL;
}

struct kevent_queue *
kevent_queue_new(void)
{
	struct kevent_queue *q;

	q = port_alloc(sizeof(*q));
	if (q == NULL)
		return NULL;
	*q = (struct kevent_queue){ .refs = 1 };
	list_init(&q->ready);
	list_init(&q->unsure);
	q->bucket = q->few;
	q->buckets = KEVENT_FEW;
	return q;
}

void
kevent_queue_put(struct kevent_queue *q)
{
	bool s, last;

	s = port_spin_lock(&q->lock);
	last = --q->refs == 0;
	port_spin_unlock(&q->lock, s);
	if (!last)
		return;
	if (q->bucket != q->few)
		port_free(q->bucket);
	port_free(q);
}

static bool
same_key(const struct ukevent *a, const struct ukevent *b)
{
	return a->id.raw_u64 == b->id.raw_u64 && a->type == b->type &&
	    a->user[0] == b->user[0] && a->user[1] == b->user[1];
}

static struct kevent **
bucket_of(struct kevent_queue *q, const struct ukevent *u)
{
	uint32_t h;

	h = u->id.raw[0] ^ u->id.raw[1] * 31 ^ u->type * 17 ^
	    u->user[0] * 7 ^ u->user[1];
	h *= UINT32_C(2654435769);	/* 2^32 by the golden ratio */
	return &q->bucket[h >> 16 & (q->buckets - 1)];
}

struct kevent *
kevent_find(struct kevent_queue *q, const struct ukevent *what)
{
	struct kevent *k;

	/* [KEV-KEY-2] */
	for (k = *bucket_of(q, what); k != NULL; k = k->same)
		if (same_key(&k->asked, what))
			return k;
	return NULL;
}

/* Twice as many buckets, up to what the hash can tell apart. */
static void
grow(struct kevent_queue *q)
{
	struct kevent **old, **b, *k, *next;
	unsigned n, i;

	n = q->buckets;
	if (n > UINT16_MAX / 2)
		return;
	b = port_alloc(2 * n * sizeof(struct kevent *));
	if (b == NULL)
		return;
	for (i = 0; i < 2 * n; i++)
		b[i] = NULL;
	old = q->bucket;
	q->bucket = b;
	q->buckets = 2 * n;
	for (i = 0; i < n; i++) {
		for (k = old[i]; k != NULL; k = next) {
			next = k->same;
			b = bucket_of(q, &k->asked);
			k->same = *b;
			*b = k;
		}
	}
	if (old != q->few)
		port_free(old);
}

struct kevent *
kevent_new(struct kevent_queue *q, const struct ukevent *what,
    const struct kevent_callbacks *origin)
{
	struct kevent **b, *k;
	size_t i;

	if (q->count >= 2 * q->buckets)
		grow(q);
	k = port_alloc(sizeof(*k) + origin->size);
	if (k == NULL)
		return NULL;
	*k = (struct kevent){ .asked = *what, .queue = q, .origin = origin };
	for (i = 0; i < origin->size; i++)
		k->priv[i] = 0;
	k->asked.ret_flags = 0;
	k->asked.ret_data[0] = k->asked.ret_data[1] = 0;
	b = bucket_of(q, what);
	k->same = *b;
	*b = k;
	q->count++;
	EVENT(KEV_ADD, k, what->type);
	return k;
}

void
kevent_drop(struct kevent *k)
{
	struct kevent_queue *q;
	struct kevent **b;
	bool s;

	q = k->queue;
	s = port_spin_lock(&q->lock);
	list_leave(k);
	INVARIANT(kevent_check(q));
	port_spin_unlock(&q->lock, s);
	for (b = bucket_of(q, &k->asked); *b != k; b = &(*b)->same)
		;
	*b = k->same;
	q->count--;
	EVENT(KEV_REMOVE, k, k->asked.type);
	port_free(k);
}

void
kevent_remove(struct kevent *k)
{
	k->origin->dequeue(k);
	kevent_drop(k);
}

/*
 * The file is closed.  Bound requests still have their entries, which nobody
 * can fetch any more.
 */
void
kevent_queue_close(struct kevent_queue *q)
{
	struct kevent *k, *next;
	unsigned i;
	bool s;

	port_mutex_lock(&q->mutex);
	for (i = 0; i < q->buckets; i++) {
		for (k = q->bucket[i]; k != NULL; k = next) {
			next = k->same;
			if (k->origin != &kevent_bound_origin)
				kevent_remove(k);
		}
	}
	s = port_spin_lock(&q->lock);
	q->closed = true;
	while (q->ready.first != NULL)
		list_leave(q->ready.first);
	INVARIANT(kevent_check(q));
	port_spin_unlock(&q->lock, s);
	port_mutex_unlock(&q->mutex);
	kevent_queue_put(q);
}

/* Tell who waits that there is news of an entry, which is on a list. */
static void
tell(struct kevent *k)
{
	struct kevent_queue *q;

	q = k->queue;
	EVENT(KEV_READY, k, (int64_t)k->count);
	q->wakes = (k->asked.req_flags & KEVENT_REQ_WAKEUP_ALL) != 0 ?
	    UINT32_MAX : 1;				/* [KEV-WAKE-2] */
	waitq_wake(&q->waiters);
	INVARIANT(kevent_check(q));
}

/* Put an entry on a list, unless it is on one.  Locked, as what follows. */
static void
put_on(struct kevent_list *l, struct kevent *k)
{
	if (k->in == NULL)
		list_append(l, k);			/* [KEV-GET-1] */
	tell(k);
}

void
kevent_news(struct kevent *k, uint64_t count)
{
	struct kevent_queue *q;

	q = k->queue;
	if (q->closed) {				/* [KEV-REQ-12] */
		EVENT(KEV_DROP, k, (int64_t)k->count);
		return;
	}
	if (k->origin->callback != NULL) {
		put_on(&q->unsure, k);
		return;
	}
	k->count += count;				/* [KEV-EVENT-4] */
	put_on(&q->ready, k);
}

void
kevent_ready(struct kevent *k)
{
	bool s;

	s = port_spin_lock(&k->queue->lock);
	kevent_news(k, 1);
	port_spin_unlock(&k->queue->lock, s);
}

/* What was to be told is not true any more, not even of a fetch under way. */
void
kevent_forget(struct kevent *k)
{
	list_leave(k);
	k->count = 0;
	k->fetching = false;
	INVARIANT(kevent_check(k->queue));
}

/* It was ready and may still be; that is no news. */
void
kevent_doubt(struct kevent *k)
{
	if (k->in == NULL)
		list_append(&k->queue->unsure, k);
	INVARIANT(kevent_check(k->queue));
}

/* A fetch that failed: back to where it was, with what has come since. */
void
kevent_give_back(struct kevent *k)
{
	k->fetching = false;
	k->count += k->taken;
	list_leave(k);
	list_prepend(&k->queue->ready, k);		/* [KEV-GET-8] */
	tell(k);
}

struct kevent *
kevent_pick(struct kevent_queue *q, struct kevent *k)
{
	if (k == NULL)
		k = q->ready.first;
	if (k == NULL || k->in != &q->ready)
		return NULL;
	list_leave(k);
	k->fetching = true;
	return k;
}

/* One who waits, or the next who will, is to come back. */
void
kevent_nudge(struct kevent_queue *q)
{
	bool s;

	s = port_spin_lock(&q->lock);
	q->asked = true;
	q->wakes = 1;
	waitq_wake(&q->waiters);
	port_spin_unlock(&q->lock, s);
}

void
kevent_settle(struct kevent_queue *q)
{
	struct kevent *k;
	unsigned left;
	uint32_t ready;
	bool s;

	s = port_spin_lock(&q->lock);
	for (left = q->unsure.n; left > 0; left--) {
		k = q->unsure.first;
		list_leave(k);
		port_spin_unlock(&q->lock, s);
		ready = k->origin->callback(k);		/* [KEV-ORIGIN-4] */
		s = port_spin_lock(&q->lock);
		k->asked.ret_data[0] = ready;
		if (ready == 0)
			continue;
		list_leave(k);
		put_on(&q->ready, k);
	}
	port_spin_unlock(&q->lock, s);
}

const struct ukevent *
kevent_asked(const struct kevent *k)
{
	return &k->asked;
}

void *
kevent_private(struct kevent *k)
{
	return k->priv;
}
