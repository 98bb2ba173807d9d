/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ptimer_test.c - what no case can see of a POSIX timer: ids that go on, the
 * words of an event, and memory that runs out at each allocation in turn.
 * Links the whole reference.
 */
#include "kevent/kevent.h"
#include "lib/errno.h"
#include "lib/machine.h"
#include "lib/tap.h"
#include "ptimer/ptimer.h"

/* Many timers, one after another, in one slot. */
static void
ids(void *arg)
{
	struct sigevent ev;
	timer_t id, before;
	long n;
	bool good;

	(void)arg;
	ev = (struct sigevent){ .sigev_notify = SIGEV_NONE };
	before = -1;
	for (n = 0, good = true; good && n < TRIES; n++) {
		good = sys_timer_create(CLOCK_MONOTONIC, &ev, &id) == 0 &&
		    id > before && sys_timer_delete(before) == -EINVAL &&
		    sys_timer_delete(id) == 0;
		before = id;
	}
	ok(good, "an id does not come again for long");
}

static void
event(void *arg)
{
	struct sigevent ev;
	struct itimerspec its;
	struct ukevent u;
	timer_t id;

	(void)arg;
	ev = (struct sigevent){ .sigev_notify = SIGEV_KEVENT };
	ev.sigev_kevent_fd = sys_kevent_init(NULL, 0, 0);
	ev.sigev_value.sival_ptr = &ev;
	its = (struct itimerspec){ .it_value.tv_nsec = 1000,
	    .it_interval.tv_nsec = 1000 };
	ok(sys_timer_create(CLOCK_REALTIME, &ev, &id) == 0 &&
	    sys_timer_settime(id, 0, &its, NULL) == 0,
	    "a timer that tells a queue");
	sim_sleep(sim_now() + 10500, 1);
	ok(sys_kevent_get_events(ev.sigev_kevent_fd, 1, 1, NULL, &u, 0) == 1 &&
	    u.type == KEVENT_POSIX_TIMER && u.id.raw_u64 == (uint64_t)id,
	    "PTM-KEVENT-2: the event has the type and the id");
	ok(u.ptr == &ev && u.ret_data[1] == 9,
	    "and the whole pointer, and the overrun");
	ok(sys_timer_delete(id) == 0 && sys_close(ev.sigev_kevent_fd) == 0,
	    "it can be deleted");
}

/* Until creation works: nothing is left of those before. */
static void
shortage(void *arg)
{
	struct sigevent ev;
	timer_t id, first;
	unsigned n;
	int error, fd;

	(void)arg;
	fd = sys_kevent_init(NULL, 0, 0);
	ev = (struct sigevent){ .sigev_notify = SIGEV_KEVENT,
	    .sigev_kevent_fd = fd };
	first = -1;
	error = sys_timer_create(CLOCK_MONOTONIC, &ev, &first);
	ok(error == 0 && sys_timer_delete(first) == 0, "memory is there");
	for (n = 1; n < 10; n++) {
		sim_fail_alloc(n);
		error = sys_timer_create(CLOCK_MONOTONIC, &ev, &id);
		if (error == 0)
			break;
		ok(error == -ENOMEM, "PTM-CREATE-10: no memory");
	}
	sim_fail_alloc(0);
	ok(n == 3 && id == first + PTIMER_MAX,
	    "two allocations, and no slot was lost");
	ok(sys_timer_delete(id) == 0 && sys_close(fd) == 0, "all is back");
}

int
main(void)
{
	machine_boot(2, 0);
	(void)sim_thread(0, ids, NULL);
	(void)sim_run(NSEC_PER_SEC);
	(void)sim_thread(0, event, NULL);
	(void)sim_run(2 * NSEC_PER_SEC);
	(void)sim_thread(1, shortage, NULL);
	ok(sim_run(3 * NSEC_PER_SEC) == 0, "no thread hangs");
	return tap_end();
}
