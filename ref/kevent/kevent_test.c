/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kevent_test.c - requests of the kernel and what running out of memory
 * does.  Links the whole reference.
 */
#include "kevent/kevent_impl.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/machine.h"
#include "lib/tap.h"

#define MS	NSEC_PER_MSEC

/* One layout, whatever the size of a pointer and of a long. */
_Static_assert(offsetof(struct ukevent, type) == 8, "behind the id");
_Static_assert(offsetof(struct ukevent, event) == 12, "then");
_Static_assert(offsetof(struct ukevent, req_flags) == 16, "then");
_Static_assert(offsetof(struct ukevent, ret_flags) == 20, "then");
_Static_assert(offsetof(struct ukevent, ret_data) == 24, "then");
_Static_assert(offsetof(struct ukevent, user) == 32, "then");
_Static_assert(offsetof(struct ukevent, ptr) == 32, "in one place");
_Static_assert(offsetof(struct kevent_ring, event) == 8, "behind two words");

static struct port_spin lock;
static unsigned calls;
static uint64_t counts;
static enum kevent_next next;

static enum kevent_next
complete(struct kevent_request *r, uint64_t count)
{
	(void)r;
	calls++;
	counts = count;
	return next;
}

/* Run for a while, from one call of the stack to the next. */
static void
pass(int64_t ns)
{
	sim_sleep(sim_now() + ns, 1);
}

static void
begin(struct kevent_request *r, int64_t first, int64_t interval)
{
	bool s;

	s = port_spin_lock(r->lock);
	kevent_request_stop(r, &s);
	kevent_request_start(r, ns_to_ktime(first), interval, HRTIMER_REL);
	port_spin_unlock(r->lock, s);
	calls = 0;
	counts = 0;
}

static uint64_t
advance(struct kevent_request *r)
{
	uint64_t n;
	bool s;

	s = port_spin_lock(r->lock);
	n = kevent_request_advance(r);
	port_spin_unlock(r->lock, s);
	return n;
}

static int64_t
remaining(struct kevent_request *r)
{
	int64_t left;
	bool s;

	s = port_spin_lock(r->lock);
	left = kevent_request_remaining(r);
	port_spin_unlock(r->lock, s);
	return left;
}

static void
requests(void *arg)
{
	static struct kevent_request r;
	int64_t start;

	(void)arg;
	kevent_request_init(&r, CLOCK_MONOTONIC, &lock, complete);
	ok(remaining(&r) == 0 && advance(&r) == 0, "a new one does nothing");

	next = KEVENT_WAIT;
	begin(&r, 10 * MS, 10 * MS);
	start = sim_now();
	pass(25 * MS);
	ok(calls == 1 && counts == 1, "who waits is called once");
	ok(remaining(&r) == 5 * MS, "the time left is to the next deadline");
	pass(10 * MS);
	ok(calls == 1 && remaining(&r) == 5 * MS, "and goes on falling");
	ok(advance(&r) == 3 && r.last == start + 30 * MS,
	    "3 expirations are told");
	pass(5 * MS);
	ok(calls == 2 && counts == 1 && advance(&r) == 1, "it goes on");

	next = KEVENT_GO_ON;
	begin(&r, 1 * MS, 10 * MS);
	pass(35 * MS);
	ok(calls == 4 && counts == 4 && advance(&r) == 4,
	    "who goes on is called each time");
	begin(&r, 1 * MS, 0);
	pass(20 * MS);
	ok(calls == 1 && advance(&r) == 1 && remaining(&r) == 0, "once");
	begin(&r, 0, 1);
	pass(3);
	next = KEVENT_WAIT;
	pass(100 * MS);
	ok(calls <= 6 && advance(&r) == 100 * MS + 4, "an interval of 1 ns");
	kevent_request_fini(&r);
	ok(remaining(&r) == 0 && advance(&r) == 0, "an old one does nothing");
}

static struct ukevent
timer_of(int64_t period, uint32_t flags, uint32_t user)
{
	struct ukevent u;

	u = (struct ukevent){ .type = KEVENT_TIMER,
	    .event = KEVENT_TIMER_FIRED, .req_flags = flags };
	u.id.raw[0] = (uint32_t)div64((uint64_t)period, NSEC_PER_SEC, NULL);
	u.id.raw[1] = (uint32_t)(period - u.id.raw[0] * NSEC_PER_SEC);
	u.user[0] = user;
	return u;
}

static void
queue(void *arg)
{
	struct ukevent u[4];
	int fd;

	(void)arg;
	fd = sys_kevent_init(NULL, 0, 0);
	ok(fd >= 0, "a queue");
	u[0] = timer_of(10 * MS, 0, 1);
	u[1] = timer_of(25 * MS, KEVENT_REQ_ONESHOT, 2);
	u[2] = timer_of(25 * MS, 0, 3);
	u[2].type = 77;
	ok(sys_kevent_ctl(fd, KEVENT_CTL_ADD, 3, u) == 1, "one fails");
	ok(u[0].user[0] == 3 && u[0].ret_data[1] == (uint32_t)-ENOSYS, "it");
	ok(sys_kevent_get_events(fd, 2, 4, NULL, u, 0) == 2, "two are got");
	ok(sim_now() == 25 * MS && u[0].user[0] == 1 && u[1].user[0] == 2 &&
	    u[0].ret_data[1] == 1 && u[0].ret_data[0] == 20, "merged");
	ok(sys_close(fd) == 0, "closed");
}

/* Enough entries for a queue to want more room, and again. */
#define MANY	100u

/* Each allocation in turn is refused. */
static void
shortage(void *arg)
{
	struct ukevent u;
	unsigned i, failed;
	int fd;

	(void)arg;
	sim_fail_alloc(1);
	ok(sys_kevent_init(NULL, 0, 0) == -ENOMEM, "no memory for a queue");
	sim_fail_alloc(2);
	ok(sys_kevent_init(NULL, 0, 0) == -ENOMEM, "nor for its file");
	fd = sys_kevent_init(NULL, 0, 0);
	ok(fd == 0, "neither has taken a descriptor");
	u = timer_of(10 * MS, 0, 1);
	sim_fail_alloc(1);
	ok(sys_kevent_ctl(fd, KEVENT_CTL_ADD, 1, &u) == 1 &&
	    u.ret_data[1] == (uint32_t)-ENOMEM, "no memory for an entry");
	pass(20 * MS);
	ok(sys_kevent_get_events(fd, 0, 1, NULL, &u, 0) == 0,
	    "it does not fire");
	u = timer_of(10 * MS, 0, 1);
	ok(sys_kevent_ctl(fd, KEVENT_CTL_REMOVE, 1, &u) == -EINVAL,
	    "and the queue has none");
	for (i = failed = 0; i < MANY; i++) {
		u = timer_of(NSEC_PER_SEC, 0, i);
		sim_fail_alloc(i >= 2 * KEVENT_FEW ? 1 : 0);
		failed += sys_kevent_ctl(fd, KEVENT_CTL_ADD, 1, &u) != 0;
	}
	sim_fail_alloc(0);
	ok(failed == 0, "a queue that cannot grow takes entries");
	for (i = 0; i < MANY; i++) {
		u = timer_of(NSEC_PER_SEC, 0, i);
		failed += sys_kevent_ctl(fd, KEVENT_CTL_REMOVE, 1, &u) != 0;
	}
	ok(failed == 0 && sys_close(fd) == 0, "and finds them all");
}

/* A request that delivers into a queue. */
static void
bound(void *arg)
{
	static struct kevent_request r;
	struct ukevent u;
	int fd;

	(void)arg;
	fd = sys_kevent_init(NULL, 0, 0);
	u = (struct ukevent){ .type = KEVENT_POSIX_TIMER, .id.raw_u64 = 7 };
	u.ptr = &r;
	ok(kevent_request_bind(&r, CLOCK_MONOTONIC, 300, &u) == EBADF, "bad");
	ok(kevent_request_bind(&r, CLOCK_MONOTONIC, fd, &u) == 0, "bound");
	begin(&r, 10 * MS, 10 * MS);
	pass(35 * MS);
	ok(sys_kevent_get_events(fd, 1, 1, NULL, &u, 0) == 1 &&
	    u.ptr == &r && u.id.raw_u64 == 7 && u.ret_data[1] == 2 &&
	    r.told == 3, "an event");
	ok(sys_kevent_ctl(fd, KEVENT_CTL_REMOVE, 1, &u) == 0 &&
	    u.ret_data[1] == (uint32_t)-EPERM, "not removed");
	ok(sys_kevent_get_events(fd, 1, 1, NULL, &u, 0) == 1 &&
	    u.ret_data[1] == 0 && remaining(&r) == 10 * MS, "another");
	ok(sys_close(fd) == 0, "closed");
	pass(30 * MS);
	ok(remaining(&r) == 10 * MS, "lives on");
	kevent_request_fini(&r);
}

int
main(void)
{
	machine_boot(2, 0);
	(void)sim_thread(0, queue, NULL);
	(void)sim_run(NSEC_PER_SEC / 2);
	(void)sim_thread(0, requests, NULL);
	(void)sim_run(1 * NSEC_PER_SEC);
	(void)sim_thread(0, bound, NULL);
	(void)sim_run(2 * NSEC_PER_SEC);
	(void)sim_thread(0, shortage, NULL);
	ok(sim_run(10 * NSEC_PER_SEC) == 0, "no thread hangs");
	return tap_end();
}
