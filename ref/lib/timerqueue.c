/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerqueue.c - a leftist heap with parent links.
 *
 * What	A priority queue: add a deadline, take any deadline out, see the
 *	first.
 *
 * Why this way
 *	A timer queue is asked for its first node all the time, and for its
 *	second never; a search tree keeps all nodes in order, which is more
 *	than anybody wants to know.  An array heap is quick, but has to be
 *	allocated and must grow.  A timing wheel rounds, or moves timers
 *	from wheel to wheel.  A leftist heap is links inside the nodes, and
 *	one operation, join, does all the work: to insert is to join the
 *	queue with a single node; to remove is to join the two children and
 *	put the result where the parent was.
 *
 * Model
 *	A binary tree in which no child is before its parent, so the root is
 *	first.  The rank of a node is the length of the walk that goes right,
 *	and right again, until there is no child; the rank of no node is 0.
 *	Every left child ranks at least as high as its sibling on the right.
 *	So each walk to the right is the shortest way out of its tree, and a
 *	tree of n nodes whose shortest way out is r has at least 2^r - 1
 *	nodes: r <= log2(n + 1).  The left side may be as deep as it likes;
 *	nobody walks there.
 *
 *	Join two trees by merging their walks to the right, as two sorted
 *	lists are merged; each node keeps its left child.  Then go back up,
 *	and where a right child now outranks the left, let them change sides.
 *	Insert 6 into the queue below (deadline:rank; children are drawn one
 *	step in, the left one above the right one):
 *
 *		3:2		3:		3:2
 *		   7:1		   7:1		   5:2
 *		   5:1		   5:		      8:1
 *		      8:1	      8:1	      6:1
 *				      6:1	   7:1
 *		before		after the	after the
 *				merge		way up
 *
 *	Down: 3 is before 6, so 6 goes to the right of 3; 5 is before 6, so
 *	6 goes to the right of 5, where there is room.  Up: below 5, left 8
 *	and right 6 rank 1 and 1, so they stay, and 5 ranks 2.  Below 3, left
 *	7 ranks 1 and right 5 ranks 2: they change sides, and 3 still ranks 2.
 *	Now remove 3: join 5:2 and 7:1.  5 is first; its right walk, 6, is
 *	merged with 7; the result is 5:2 with 8:1 on the left and 6:1 on the
 *	right, and 7:1 as the left child of 6.
 *
 * Steps
 *	The way down visits the two right walks: at most 2 * log2(n + 1).
 *	The way up goes back along them; above the place where the trees were
 *	joined it goes on only while a rank changes.  That is O(log n) even
 *	below a long left side.  When ranks fall, a parent's rank changes only
 *	by becoming one more than its child's new rank, so the new ranks are
 *	consecutive numbers; when ranks rise, a parent's old rank was one more
 *	than its child's old rank, so the old ranks are.  No rank exceeds
 *	log2(n + 1), and so neither does the number of changes.
 *
 * States	of a node, told by its rank
 *
 *		        insert
 *		+------+ ----> +--------+
 *		| idle |       | queued |
 *		+------+ <---- +--------+
 *		rank 0  remove  rank >= 1
 *
 * Invariants	checked by timerqueue_check()
 *	I1	no node is before its parent
 *	I2	a child's parent link names the node whose child it is
 *	I3	a left child ranks at least as high as the right one
 *	I4	a node's rank is its right child's plus one
 *	I5	count is the number of nodes
 *
 * Locking and contexts
 *	None.  The caller's lock covers the queue with all its nodes, and
 *	nothing here waits, so any context will do.
 *
 * Limits
 *	Order among equal deadlines is the caller's sequence number, 64 bits
 *	wide and compared as it is: it lasts 584 years at one every
 *	nanosecond.
 */
#include "lib/timerqueue.h"

#include "lib/check.h"
#include "lib/event.h"

static bool
before(const struct timerqueue_node *a, const struct timerqueue_node *b)
{
	if (a->expires != b->expires)
		return a->expires < b->expires;
	return a->seq < b->seq;
}

static unsigned
rank(const struct timerqueue_node *n)
{
	return n == NULL ? 0 : n->rank;
}

/* Hang n, which may be NULL, below parent, where *place points to it. */
static void
hang(struct timerqueue_node *n, struct timerqueue_node *parent,
    struct timerqueue_node **place)
{
	*place = n;
	if (n != NULL)
		n->parent = parent;
}

/* Restore I3 and I4 at n.  True if n's rank changed. */
static bool
settle(struct timerqueue_node *n)
{
	unsigned old = n->rank;
	struct timerqueue_node *left = n->left;

	if (rank(left) < rank(n->right)) {
		n->left = n->right;
		n->right = left;
	}
	n->rank = rank(n->right) + 1;
	return n->rank != old;
}

/*
 * Join the trees a and b, either of which may be empty, and put the result
 * at *place below `above`, which is NULL at the root.
 */
static void
join(struct timerqueue_node *a, struct timerqueue_node *b,
    struct timerqueue_node *above, struct timerqueue_node **place)
{
	struct timerqueue_node *n = above;
	struct timerqueue_node *other;

	/* Down: merge the walks to the right. */
	while (a != NULL && b != NULL) {
		if (before(b, a)) {
			other = a;
			a = b;
			b = other;
		}
		hang(a, n, place);
		n = a;
		place = &a->right;
		a = a->right;
	}
	hang(a != NULL ? a : b, n, place);

	/* Up: every merged node, then as far as ranks change. */
	for (; n != above; n = n->parent)
		settle(n);
	while (n != NULL && settle(n))
		n = n->parent;
}

/* The pointer that leads down to n. */
static struct timerqueue_node **
place_of(struct timerqueue *q, struct timerqueue_node *n)
{
	if (n->parent == NULL)
		return &q->root;
	return n->parent->left == n ? &n->parent->left : &n->parent->right;
}

/* Parents first. */
const struct timerqueue_node *
timerqueue_walk(const struct timerqueue_node *n)
{
	if (n->left != NULL)
		return n->left;
	if (n->right != NULL)
		return n->right;
	while (n->parent != NULL &&
	    (n->parent->right == NULL || n->parent->right == n))
		n = n->parent;
	return n->parent == NULL ? NULL : n->parent->right;
}

static void
check_child(const struct timerqueue_node *parent,
    const struct timerqueue_node *child)
{
	if (child == NULL)
		return;
	CHECK(before(parent, child));				/* I1 */
	CHECK(child->parent == parent);				/* I2 */
}

bool
timerqueue_check(const struct timerqueue *q)
{
	const struct timerqueue_node *n;
	size_t seen = 0;

	CHECK(q->root == NULL || q->root->parent == NULL);	/* I2 */
	for (n = q->root; n != NULL; n = timerqueue_walk(n)) {
		seen++;
		CHECK(seen <= q->count);	/* I5; ends a cycle, too */
		check_child(n, n->left);
		check_child(n, n->right);
		CHECK(rank(n->left) >= rank(n->right));		/* I3 */
		CHECK(n->rank == rank(n->right) + 1);		/* I4 */
	}
	CHECK(seen == q->count);				/* I5 */
	return true;
}

void
timerqueue_init(struct timerqueue *q)
{
	q->root = NULL;
	q->count = 0;
}

void
timerqueue_init_node(struct timerqueue_node *n)
{
	n->parent = n->left = n->right = NULL;
	n->rank = 0;
}

void
timerqueue_insert(struct timerqueue *q, struct timerqueue_node *n)
{
	CHECK(!timerqueue_queued(n));

	n->left = n->right = NULL;
	n->rank = 1;
	join(q->root, n, NULL, &q->root);
	q->count++;
	EVENT(QUEUE_OP, n, 1);
	if (CHECK_LEVEL >= 3)
		timerqueue_check(q);
}

void
timerqueue_remove(struct timerqueue *q, struct timerqueue_node *n)
{
	CHECK(timerqueue_queued(n));
	CHECK(*place_of(q, n) == n);	/* at the root: not another queue's */

	join(n->left, n->right, n->parent, place_of(q, n));
	timerqueue_init_node(n);
	q->count--;
	EVENT(QUEUE_OP, n, -1);
	if (CHECK_LEVEL >= 3)
		timerqueue_check(q);
}
