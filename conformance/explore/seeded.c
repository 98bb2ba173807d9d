/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seeded.c - scenarios that do not hold, to show that the explorer tells.
 *
 * They run by name alone; conformance/selftest/explore.t does so.
 */
#include "explore.h"
#include "sim/sim_steps.h"

static atomic_int count;
static struct port_spin first, second;

/* Reads, and writes what it has read plus one: two steps. */
static void
add_one(void)
{
	int n;

	n = atomic_load(&count);
	atomic_store(&count, n + 1);
}

static void
update_setup(void)
{
	ex_thread(0, "one", add_one);
	ex_thread(1, "other", add_one);
}

static void
update_finish(void)
{
	EX(count == 2, "no update is lost");
}

static void
take_both(struct port_spin *a, struct port_spin *b)
{
	bool s, t;

	s = port_spin_lock(a);
	t = port_spin_lock(b);
	port_spin_unlock(b, t);
	port_spin_unlock(a, s);
}

static void
in_order(void)
{
	take_both(&first, &second);
}

static void
in_disorder(void)
{
	take_both(&second, &first);
}

static void
deadlock_setup(void)
{
	ex_thread(0, "one", in_order);
	ex_thread(1, "other", in_disorder);
}

static void
wait_for_ever(void)
{
	while (atomic_load(&count) == 0)
		port_relax();
}

static void
endless_setup(void)
{
	ex_thread(0, "waiter", wait_for_ever);
}

static int *storage;

static void
use_it(void)
{
	ex_mark("about to use it");
	(*storage)++;
}

static void
free_it(void)
{
	ex_mark("about to free it");
	ex_free(storage);
}

static void
stale_setup(void)
{
	storage = ex_storage(sizeof(*storage), "storage");
	ex_thread(0, "user", use_it);
	ex_thread(1, "owner", free_it);
}

const struct scenario explore_seeded[] = {
	{ "seeded-update", "two updates are two", 2, 0, update_setup, NULL,
	    update_finish },
	{ "seeded-deadlock", "two locks in two orders", 2, 0,
	    deadlock_setup, NULL, NULL },
	{ "seeded-wait", "what never comes is waited for", 1, 0,
	    endless_setup, NULL, NULL },
	{ "seeded-stale", "what is freed is not used", 2, 0,
	    stale_setup, NULL, NULL },
	{ .name = NULL }
};
