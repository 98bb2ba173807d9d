/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerqueue.h - deadlines in order: what is due first?
 *
 * Rests on: check.h, event.h.  Used by: hrtimer.
 *
 * The contract
 *	The order is (expires, seq): the earlier deadline first, and among
 *	equal deadlines the smaller sequence number.  No two nodes of a
 *	queue have both equal, so the order is total.
 *	The caller owns a node, keeps it in place from insert to remove,
 *	and sets expires and seq before insert; they do not change while
 *	the node is queued.
 *	insert and remove take O(log n) steps in the worst case, first
 *	takes one.  Nothing here allocates, locks, reads a clock or fails.
 *
 * Context	any; the caller's lock covers the queue and all its nodes.
 * Field lock	c the caller's alone, q the caller's lock for the queue.
 */
#ifndef LIB_TIMERQUEUE_H
#define LIB_TIMERQUEUE_H

#include "lib/types.h"

struct timerqueue_node {
	int64_t			 expires;	/* c  ns; all values allowed */
	uint64_t		 seq;		/* c  order among equals */
	struct timerqueue_node	*parent;	/* q  NULL at the root */
	struct timerqueue_node	*left;		/* q  the heavy side */
	struct timerqueue_node	*right;		/* q  the short side */
	unsigned		 rank;		/* q  0: not queued */
};

struct timerqueue {
	struct timerqueue_node	*root;		/* q  the first to expire */
	size_t			 count;		/* q  nodes in the queue */
};

void	 timerqueue_init(struct timerqueue *);

/* Make a node that is in no queue.  Expires and seq are left alone. */
void	 timerqueue_init_node(struct timerqueue_node *);

/* The node must not be queued. */
void	 timerqueue_insert(struct timerqueue *, struct timerqueue_node *);

/* The node must be queued, in this queue. */
void	 timerqueue_remove(struct timerqueue *, struct timerqueue_node *);

/*
 * Walk the whole queue, O(n), and panic with the name of the invariant
 * that is broken.  True otherwise, so that a CHECK can hold the call.
 */
bool	 timerqueue_check(const struct timerqueue *);

/*
 * Each node once, in no order that means anything: begin with the first, go
 * on until NULL.
 */
const struct timerqueue_node *
	 timerqueue_walk(const struct timerqueue_node *);

/* The node that expires first; NULL if the queue is empty. */
static inline struct timerqueue_node *
timerqueue_first(const struct timerqueue *q)
{
	return q->root;
}

static inline bool
timerqueue_queued(const struct timerqueue_node *n)
{
	return n->rank != 0;
}

#endif
