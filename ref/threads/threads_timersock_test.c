/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_timersock_test.c - timer sockets on threads, in real time.
 *
 * Two CPUs have a socket together: one sets what the other has just set, as
 * it expires; one closes, or shuts down, what the other reads.  Then all read
 * one series, until it is shut down.
 *
 * Links the whole reference, with threads for a port.
 */
#include "lib/errno.h"
#include "threads/stress.h"
#include "timersock/socket.h"
#include "timersock/timersock.h"

#define ROUNDS		STRESS_SOME(400u)
#define SOON		40	/* us */
#define FAR		10	/* s */
#define RUN_NS		STRESS_SOME(NSEC_PER_SEC / 5)

/* Two CPUs that go through the same rounds. */
struct pair {
	_Atomic unsigned reached[2];	/* rounds */
	int		 fd;		/* the first's, told by a meeting */
};

static struct pair pairs[STRESS_CPUS / 2];

/* Both have come here. */
static void
meet(struct pair *p, unsigned who, unsigned round)
{
	atomic_store(&p->reached[who], round);
	while (atomic_load(&p->reached[1 - who]) < round)
		port_relax();
}

static bool
set(int fd, int64_t sec, long usec, long interval)
{
	struct itimerval itv = {
		.it_value = { sec, usec }, .it_interval = { 0, interval }
	};

	return sys_write(fd, &itv, sizeof(itv)) == (long)sizeof(itv);
}

static long
take(int fd)
{
	struct timersock_event e;
	long r;

	r = sys_recv(fd, &e, sizeof(e), MSG_DONTWAIT);
	EXPECT(r <= 0 || e.tse_type == TS_EV_TICK);
	return r;
}

/* Ask for the time left, again and again, until it is time. */
static void
look(int fd, int64_t until)
{
	struct itimerval itv;
	socklen_t length;

	do {
		length = sizeof(itv);
		EXPECT(sys_getsockopt(fd, SOL_TIMER, TSO_ITIMER, &itv,
		    &length) == 0);
	} while (stress_now() < until);
}

/*
 * The old setting expires on the CPU that made it, while the other one
 * replaces it: whatever came is gone then, and nothing more comes.
 */
static void
replace(struct pair *p, unsigned who, unsigned round, uint64_t *dice)
{
	if (who == 0)
		EXPECT(set(p->fd, 0, SOON, round % 2 == 0 ? SOON : 0));
	meet(p, who, 2 * round + 1);
	if (who == 1) {
		look(p->fd, stress_now() +
		    dice_throw(dice, 3 * SOON) * NSEC_PER_USEC);
		EXPECT(set(p->fd, FAR, 0, 0));
		EXPECT(take(p->fd) == -EAGAIN);
		stress_spin(SOON * NSEC_PER_USEC / 2);
		EXPECT(take(p->fd) == -EAGAIN);
	}
	meet(p, who, 2 * round + 2);
}

static void
replacer(void *arg)
{
	unsigned cpu, round;
	struct pair *p;
	uint64_t dice;

	cpu = *(unsigned *)arg;
	dice = cpu + 1;
	p = &pairs[cpu / 2];
	for (round = 0; round < ROUNDS; round++)
		replace(p, cpu % 2, round, &dice);
}

static void
test_replace(void)
{
	unsigned i;
	bool all;

	for (i = 0; i < STRESS_CPUS / 2; i++)
		pairs[i].fd = sys_socket(AF_TIMER, SOCK_STREAM, 0);
	all = stress_run(replacer);
	for (i = 0; i < STRESS_CPUS / 2; i++)
		EXPECT(sys_close(pairs[i].fd) == 0);
	stress_ok(all, "behind a setting nothing of the old one comes");
}

/* One reads, or comes too late for it; the other closes meanwhile. */
static void
pull_away(struct pair *p, unsigned who, unsigned round, uint64_t *dice)
{
	struct timersock_event e;
	long r;

	if (who == 0) {
		p->fd = sys_socket(AF_TIMER, SOCK_STREAM, 0);
		EXPECT(set(p->fd, 0, SOON, SOON));
	}
	meet(p, who, 2 * round + 1);
	stress_spin(dice_throw(dice, 2 * SOON) * NSEC_PER_USEC);
	if (who == 0) {
		EXPECT(sys_close(p->fd) == 0);
	} else {
		r = sys_read(p->fd, &e, sizeof(e));
		EXPECT(r == (long)sizeof(e) || r == -EBADF);
	}
	meet(p, who, 2 * round + 2);
}

/* Numbers are given out again, so only one pair does this. */
static void
puller(void *arg)
{
	unsigned cpu, round;
	uint64_t dice;

	cpu = *(unsigned *)arg;
	dice = cpu + 1;
	if (cpu > 1)
		return;
	for (round = ROUNDS; round < 2 * ROUNDS; round++)
		pull_away(&pairs[0], cpu, round, &dice);
}

static void
test_close(void)
{
	stress_ok(stress_run(puller), "a socket outlives who reads it");
}

/* One looks for a record until the other has shut the socket down. */
static void
shut_down(struct pair *p, unsigned who, unsigned round, uint64_t *dice)
{
	if (who == 0) {
		p->fd = sys_socket(AF_TIMER, SOCK_STREAM, 0);
		EXPECT(set(p->fd, 0, SOON, SOON));
	}
	meet(p, who, 2 * round + 1);
	if (who == 0) {
		stress_spin(dice_throw(dice, SOON) * NSEC_PER_USEC);
		EXPECT(sys_shutdown(p->fd, SHUT_RD) == 0);
	} else {
		while (take(p->fd) != 0)
			;
	}
	meet(p, who, 2 * round + 2);
	if (who == 0)
		EXPECT(sys_close(p->fd) == 0);
}

static void
shutter(void *arg)
{
	unsigned cpu, round;
	uint64_t dice;

	cpu = *(unsigned *)arg;
	dice = cpu + 1;
	for (round = 2 * ROUNDS; round < 3 * ROUNDS; round++)
		shut_down(&pairs[cpu / 2], cpu % 2, round, &dice);
}

static void
test_shut(void)
{
	stress_ok(stress_run(shutter), "a read sees that nothing will come");
}

/* ---- one series, many readers ---- */

#define EVERY	50	/* us */

static int series;
static int64_t began;
static _Atomic unsigned long sum;

static void
series_reader(void)
{
	struct timersock_event e[3];
	unsigned long got, most;
	long r, i;

	while ((r = sys_read(series, e, sizeof(e))) > 0) {
		for (i = 0; i < r / (long)sizeof(e[0]); i++)
			atomic_fetch_add(&sum, 1 + e[i].tse_overrun);
		got = atomic_load(&sum);	/* before the time, not after */
		most = (unsigned long)((stress_now() - began) /
		    (EVERY * NSEC_PER_USEC));
		EXPECT(got <= most);
	}
	EXPECT(r == 0);
}

static void
series_owner(void)
{
	struct itimerval itv;
	socklen_t length;
	int bytes;

	while (stress_now() < began + RUN_NS) {
		length = sizeof(itv);
		EXPECT(sys_getsockopt(series, SOL_TIMER, TSO_ITIMER, &itv,
		    &length) == 0);
		EXPECT(itv.it_interval.tv_usec == EVERY);
		bytes = itv.it_value.tv_usec % 2 == 0 ? 0 : 100;
		EXPECT(sys_setsockopt(series, SOL_SOCKET, SO_RCVBUF, &bytes,
		    sizeof(bytes)) == 0);
		threads_sleep(EVERY * NSEC_PER_USEC);
	}
	EXPECT(sys_shutdown(series, SHUT_RD) == 0);
}

static void
series_worker(void *arg)
{
	if (*(unsigned *)arg == 0)
		series_owner();
	else
		series_reader();
}

static void
test_series(void)
{
	bool all;

	series = sys_socket(AF_TIMER, SOCK_STREAM, 0);
	began = stress_now();
	EXPECT(set(series, 0, EVERY, EVERY));
	all = stress_run(series_worker);
	EXPECT(sum > 0 && sys_close(series) == 0);
	stress_ok(all, "readers of a series have no record twice or early");
}

int
main(void)
{
	stress_boot();
	test_replace();
	test_close();
	test_shut();
	test_series();
	return tap_end();
}
