/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerqueue_test.c - the queue against a list that is searched.
 *
 * Hosted.  Links check.o, event.o and timerqueue.o of ref/lib; catch.h is
 * its port.
 */
#include "lib/timerqueue.h"

#include "lib/check.h"
#include "lib/event.h"

#include "lib/catch.h"
#include "lib/dice.h"
#include "lib/tap.h"

/* The largest queue that is tried whole. */
#define SMALL	(TRIES < 10000 ? 4u : 5u)
#define MANY	TRIES
/* Level 3 walks all. */
#define DEEP	(CHECK_LEVEL >= 3 && MANY > 2000 ? 2000u : MANY)

static struct timerqueue queue;
static struct timerqueue_node nodes[MANY];

static void
put(size_t i, int64_t expires, uint64_t seq)
{
	nodes[i].expires = expires;
	nodes[i].seq = seq;
	timerqueue_insert(&queue, &nodes[i]);
}

static void
reset(size_t n)
{
	size_t i;

	timerqueue_init(&queue);
	for (i = 0; i < n; i++)
		timerqueue_init_node(&nodes[i]);
}

/* The first queued one of n nodes, found by looking at each. */
static struct timerqueue_node *
search(size_t n)
{
	struct timerqueue_node *it, *best = NULL;

	for (it = nodes; it < nodes + n; it++) {
		if (!timerqueue_queued(it))
			continue;
		if (best == NULL || it->expires < best->expires ||
		    (it->expires == best->expires && it->seq < best->seq))
			best = it;
	}
	return best;
}

static bool
agrees(size_t n)
{
	return timerqueue_check(&queue) &&
	    timerqueue_first(&queue) == search(n);
}

/* Take out all, always the first. */
static bool
drains(size_t n)
{
	struct timerqueue_node *first;
	bool good = agrees(n);

	while ((first = timerqueue_first(&queue)) != NULL) {
		timerqueue_remove(&queue, first);
		good = good && agrees(n);
	}
	return good && queue.count == 0;
}

/*
 * Fill the queue with the digits of `code` as deadlines: over all codes,
 * each order of each choice of deadlines, equal ones included.
 */
static bool
fill(unsigned n, unsigned code)
{
	bool good = true;
	unsigned i;

	reset(n);
	for (i = 0; i < n; i++) {
		put(i, code % n, i);
		code /= n;
		good = good && agrees(n);
	}
	return good;
}

static unsigned
codes(unsigned n)
{
	unsigned all = 1;
	unsigned i;

	for (i = 0; i < n; i++)
		all *= n;
	return all;
}

static void
test_exhaustive(void)
{
	bool order = true, middle = true;
	unsigned code, n, i;

	for (n = 1; n <= SMALL; n++)
		for (code = 0; code < codes(n); code++) {
			order = order && fill(n, code) && drains(n);
			for (i = 0; i < n; i++) {
				fill(n, code);
				timerqueue_remove(&queue, &nodes[i]);
				middle = middle && drains(n);
			}
		}
	ok(order, "a few nodes come out in order, however they went in");
	ok(middle, "and also when any one was taken out before");
}

/* Remove the nodes in the order that `code` numbers: n choices, n-1, ... */
static bool
remove_all(unsigned n, unsigned code)
{
	bool good = true;
	unsigned left, i, skip;

	for (left = n; left > 0; left--) {
		skip = code % left;
		code /= left;
		for (i = 0; !timerqueue_queued(&nodes[i]) || skip-- > 0; i++)
			continue;
		timerqueue_remove(&queue, &nodes[i]);
		good = good && agrees(n);
	}
	return good && queue.count == 0;
}

static void
test_removal_orders(void)
{
	const unsigned n = SMALL, orders = n == 5 ? 120 : 24;
	bool good = true;
	unsigned code, order;

	for (code = 0; code < codes(n); code++)
		for (order = 0; order < orders; order++)
			good = good && fill(n, code) && remove_all(n, order);
	ok(good, "a few nodes may leave in any order");
}

static void
test_random(void)
{
	static const int64_t ends[] = { INT64_MIN, -1, 0, INT64_MAX };
	const unsigned n = 40;
	bool good = true;
	uint64_t op;
	unsigned i;

	reset(n);
	for (op = 0; op < MANY; op++) {
		i = draw(n);
		if (timerqueue_queued(&nodes[i]))
			timerqueue_remove(&queue, &nodes[i]);
		else if (draw(8) == 0)
			put(i, ends[draw(4)], op);
		else
			put(i, (int64_t)draw(30) - 15, op);
		good = good && agrees(n);
	}
	ok(good, "random operations agree with a search");
	ok(drains(n), "and what is left comes out in order");
}

/* Falling deadlines make one long left side; a walk along it would show. */
static void
test_deep(void)
{
	size_t i;

	reset(DEEP);
	for (i = 0; i < DEEP; i++)
		put(i, -(int64_t)i, i);
	ok(timerqueue_check(&queue) && queue.root->rank == 1,
	    "falling deadlines make a deep queue of rank 1");
	for (i = 0; i < DEEP; i++)
		timerqueue_remove(&queue, &nodes[i]);
	ok(queue.root == NULL && queue.count == 0,
	    "removal from the bottom of a deep queue is quick");
}

/* The queue that is drawn in timerqueue.c. */
static void
test_drawn(void)
{
	struct timerqueue_node *root;

	reset(5);
	put(0, 7, 0);
	put(1, 3, 1);
	put(2, 5, 2);
	put(3, 8, 3);
	root = queue.root;
	ok(agrees(4) && root == &nodes[1] && root->rank == 2 &&
	    root->left == &nodes[0] && root->right == &nodes[2] &&
	    root->right->left == &nodes[3], "drawn: before");
	put(4, 6, 4);
	ok(agrees(5) && root->left->expires == 5 && root->left->rank == 2 &&
	    root->left->left->expires == 8 &&
	    root->left->right->expires == 6 && root->right->expires == 7,
	    "drawn: after the insertion");
	timerqueue_remove(&queue, root);
	root = queue.root;
	ok(agrees(5) && root->expires == 5 && root->rank == 2 &&
	    root->left->expires == 8 && root->right->expires == 6 &&
	    root->right->left->expires == 7 && root->right->right == NULL,
	    "drawn: after the removal");
}

static void
test_misuse(void)
{
	struct timerqueue other;

	reset(3);
	timerqueue_init(&other);
	put(0, 1, 0);
	CATCH(timerqueue_insert(&queue, &nodes[0]));
	ok(caught("timerqueue_insert: !timerqueue_queued(n)"),
	    "a second insertion is stopped");
	CATCH(timerqueue_remove(&queue, &nodes[1]));
	ok(caught("timerqueue_remove: timerqueue_queued(n)"),
	    "removal of a node that is not queued is stopped");
	CATCH(timerqueue_remove(&other, &nodes[0]));
	ok(caught("timerqueue_remove: *place_of(q, n) == n"),
	    "removal from another queue is stopped");
}

static void
test_check(void)
{
	reset(3);
	put(0, 1, 0);
	put(1, 2, 1);
	put(2, 3, 2);
	nodes[1].expires = 0;
	CATCH(timerqueue_check(&queue));
	ok(caught("check_child: before(parent, child)"), "check sees I1");
	nodes[1].expires = 2;
	nodes[1].parent = &nodes[2];
	CATCH(timerqueue_check(&queue));
	ok(caught("check_child: child->parent == parent"), "check sees I2");
	nodes[1].parent = &nodes[0];
	nodes[1].rank = 0;
	CATCH(timerqueue_check(&queue));
	ok(caught("timerqueue_check: rank(n->left) >= rank(n->right)"),
	    "check sees I3");
	nodes[1].rank = 2;
	CATCH(timerqueue_check(&queue));
	ok(caught("timerqueue_check: n->rank == rank(n->right) + 1"),
	    "check sees I4");
	nodes[1].rank = 1;
	queue.count = 2;
	CATCH(timerqueue_check(&queue));
	ok(caught("timerqueue_check: seen <= q->count"),
	    "check sees I5, too many");
	queue.count = 4;
	CATCH(timerqueue_check(&queue));
	ok(caught("timerqueue_check: seen == q->count"),
	    "check sees I5, too few");
}

static void
test_events(void)
{
	unsigned long hits = event_hits(EV_QUEUE_OP);
	struct event_entry in, out;

	reset(1);
	put(0, 1, 0);
	timerqueue_remove(&queue, &nodes[0]);
	ok(event_hits(EV_QUEUE_OP) == hits + 2 && event_last(1, &in) &&
	    event_last(0, &out) && in.object == &nodes[0] &&
	    in.value == 1 && out.object == &nodes[0] && out.value == -1,
	    "insertion and removal are one event each");
}

int
main(void)
{
	test_exhaustive();
	test_removal_orders();
	test_random();
	test_deep();
	test_drawn();
	test_misuse();
	test_check();
	test_events();
	return tap_end();
}
