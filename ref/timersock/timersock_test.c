/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timersock_test.c - the way of an expiration, from the hardware to a
 * record; want of memory and descriptors; signals amid a sleep; and many
 * calls in an order that nobody chose.  Links the whole reference.
 *
 *	build/test/timersock [SEED [OPERATIONS]]
 */
#include <stdlib.h>

#include "hosted/signals.h"
#include "lib/dice.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/machine.h"
#include "lib/tap.h"
#include "timersock/socket.h"
#include "timersock/timersock.h"

/* The chain that each record must have gone through. */
enum { STEP_NONE, STEP_PROGRAMMED, STEP_INTERRUPTED, STEP_EXPIRED };

static int step;
static unsigned chains, broken;

static void
watch(unsigned id, const void *object, int64_t value)
{
	(void)object;
	(void)value;
	switch (id) {
	case EV_HAL_PROGRAM:
		step = STEP_PROGRAMMED;
		break;
	case EV_ET_EVENT:
		broken += step != STEP_PROGRAMMED;
		step = STEP_INTERRUPTED;
		break;
	case EV_HRT_EXPIRE:
		broken += step != STEP_INTERRUPTED;
		step = STEP_EXPIRED;
		break;
	case EV_TSK_TICK:
		broken += step != STEP_EXPIRED;
		step = STEP_NONE;
		chains++;
		break;
	default:
		break;
	}
}

static struct itimerval
itv_of(long first, long interval)
{
	struct itimerval itv = {
		.it_value = { 0, first }, .it_interval = { 0, interval }
	};

	return itv;
}

static bool
set(int fd, long first, long interval)
{
	struct itimerval itv;

	itv = itv_of(first, interval);
	return sys_write(fd, &itv, sizeof(itv)) == (long)sizeof(itv);
}

static void
reader(void *arg)
{
	struct timersock_event e;
	unsigned i, good;
	int fd;

	(void)arg;
	fd = sys_socket(AF_TIMER, SOCK_STREAM, 0);
	ok(fd == 0, "the first descriptor is 0");
	ok(set(fd, 10, 33), "it can be set");
	for (i = good = 0; i < 500; i++) {
		good += sys_read(fd, &e, sizeof(e)) == sizeof(e) &&
		    e.tse_type == TS_EV_TICK && e.tse_overrun == 0;
	}
	ok(good == 500 && sim_now() == (10 + 499 * 33) * NSEC_PER_USEC,
	    "500 records at their times");
	ok(chains == 500 && broken == 0, "each went programmed, event timer,"
	    " hrtimer, record, in this order");
	ok(sys_close(fd) == 0, "it can be closed");
}

static void
shortage(void *arg)
{
	int fds[FILE_MAX], i, n;

	(void)arg;
	sim_fail_alloc(1);
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == -ENOBUFS,
	    "no memory for the records");
	sim_fail_alloc(2);
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == -ENOMEM,
	    "no memory for the file");
	for (n = 0; n < FILE_MAX; n++) {
		fds[n] = sys_socket(AF_TIMER, SOCK_STREAM, 0);
		if (fds[n] != n)
			break;
	}
	ok(n == FILE_MAX, "all descriptors can be had, from 0 up");
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == -EMFILE,
	    "and then no more");
	for (i = 0; i < n; i++)
		(void)sys_close(fds[i]);
	ok(sys_close(0) == -EBADF, "a closed one is bad");
	/* What one call needs, another that must fail gives back. */
	for (i = 0; i < 1000; i++) {
		sim_fail_alloc(1 + (unsigned)i % 2);
		n = sys_socket(AF_TIMER, SOCK_STREAM, 0);
		if (n >= 0)
			break;
	}
	ok(i == 1000, "a thousand refusals");
	ok(sys_socket(AF_TIMER, SOCK_STREAM, 0) == 0 && sys_close(0) == 0,
	    "leave nothing open");
}

/* ---- signals ---------------------------------------------------------- */

static struct port_signal alarm = { .signo = 14, .code = PORT_SI_KERNEL };
static unsigned handled;
static int sleeper_fd;

static void
handler(const struct siginfo *info, void *arg)
{
	(void)info;
	(void)arg;
	handled++;
}

/* At 1 ms and 3 ms a signal, at 2 ms and 4 ms a record. */
static void
sleeper(void *arg)
{
	struct timersock_event e;
	int64_t began;
	long r;

	(void)arg;
	began = sim_now();
	signals_init(port_thread_self(), sim_notify);
	(void)signals_handle(14, handler, NULL, false);
	sleeper_fd = sys_socket(AF_TIMER, SOCK_STREAM, 0);
	(void)set(sleeper_fd, 2000, 2000);
	r = sys_read(sleeper_fd, &e, sizeof(e));
	ok(r == -EINTR && handled == 1 &&
	    sim_now() == began + NSEC_PER_MSEC, "a handler ends a read");
	r = sys_read(sleeper_fd, &e, sizeof(e));
	ok(r == sizeof(e) && sim_now() == began + 2 * NSEC_PER_MSEC,
	    "and the record can still be read");
	(void)signals_handle(14, handler, NULL, true);
	r = sys_read(sleeper_fd, &e, sizeof(e));
	ok(r == sizeof(e) && handled == 2 &&
	    sim_now() == began + 4 * NSEC_PER_MSEC,
	    "a read goes on behind a handler that wants it");
	(void)sys_close(sleeper_fd);
}

static void
sender(void *arg)
{
	int64_t began;

	(void)arg;
	began = sim_now();
	sim_sleep(began + NSEC_PER_MSEC, 1);
	(void)port_signal_send(&alarm);
	sim_sleep(began + 3 * NSEC_PER_MSEC, 1);
	(void)port_signal_send(&alarm);
}

/* ---- any calls -------------------------------------------------------- */

#define SOCKETS	4

/* What a socket must have by what was done with it. */
struct model {
	int		 fd;
	bool		 shut_rd, shut_wr;
	int64_t		 first, interval;	/* ns; first: absolute */
	bool		 armed;
	uint64_t	 told;		/* expirations read since it was set */
};

static struct model models[SOCKETS];
static uint64_t dice = 1;
static unsigned wrong;
static unsigned long operations = 20000;

/* Expirations since it was set. */
static uint64_t
expired(const struct model *m)
{
	int64_t now;

	now = sim_now();
	if (!m->armed || now < m->first)
		return 0;
	if (m->interval == 0)
		return 1;
	return (uint64_t)((now - m->first) / m->interval) + 1;
}

static void
model_open(struct model *m)
{
	*m = (struct model){
		.fd = sys_socket(AF_TIMER, SOCK_STREAM | SOCK_NONBLOCK, 0)
	};
	wrong += m->fd < 0;
}

static void
model_set(struct model *m)
{
	struct itimerval itv;
	long r;

	itv = itv_of((long)dice_throw(&dice, 3000),
	    (long)dice_throw(&dice, 400));
	itv.it_value.tv_usec *= (long)dice_throw(&dice, 2);
	r = sys_write(m->fd, &itv, sizeof(itv));
	wrong += r != (m->shut_wr ? -EPIPE : (long)sizeof(itv));
	if (r < 0)
		return;
	m->armed = itv.it_value.tv_usec != 0;
	m->first = sim_now() + itv.it_value.tv_usec * NSEC_PER_USEC;
	m->interval = itv.it_interval.tv_usec * NSEC_PER_USEC;
	m->told = 0;
}

static void
model_spoil(struct model *m)
{
	struct itimerval itv;
	long r;

	itv = itv_of(-1, 5);
	r = sys_write(m->fd, &itv, sizeof(itv) - dice_throw(&dice, 2));
	wrong += r != (m->shut_wr ? -EPIPE : -EINVAL);
}

static void
model_read(struct model *m)
{
	struct timersock_event e[40];
	uint64_t sum;
	long i, r;
	bool peek;

	peek = dice_throw(&dice, 4) == 0;
	r = sys_recv(m->fd, e, sizeof(e[0]) * (1 + dice_throw(&dice, 40)),
	    peek ? MSG_PEEK : 0);
	if (m->shut_rd) {
		wrong += r != 0;
		return;
	}
	if (r < 0) {
		wrong += r != -EAGAIN || expired(m) != m->told;
		return;
	}
	r /= (long)sizeof(e[0]);
	for (sum = 0, i = 0; i < r; i++)
		sum += 1 + (uint64_t)e[i].tse_overrun;
	wrong += r == 0 || m->told + sum > expired(m);
	if (!peek)
		m->told += sum;
}

static void
model_ask(struct model *m)
{
	struct itimerval itv;
	socklen_t length;
	int64_t left, due;

	length = sizeof(itv);
	wrong += sys_getsockopt(m->fd, SOL_TIMER, TSO_ITIMER, &itv,
	    &length) != 0;
	left = itv.it_value.tv_usec * NSEC_PER_USEC;
	due = m->first + (int64_t)expired(m) * m->interval;
	if (!m->armed || (m->interval == 0 && expired(m) != 0))
		wrong += left != 0;
	else
		wrong += left < due - sim_now() || left >= due - sim_now() +
		    NSEC_PER_USEC;
}

static void
model_room(struct model *m)
{
	int bytes;

	bytes = (int)dice_throw(&dice, 600);
	wrong += sys_setsockopt(m->fd, SOL_SOCKET, SO_RCVBUF, &bytes,
	    sizeof(bytes)) != 0;
}

static void
model_shut(struct model *m)
{
	int how;

	how = (int)dice_throw(&dice, 3);
	wrong += sys_shutdown(m->fd, how) != 0;
	m->shut_rd = m->shut_rd || how != SHUT_WR;
	m->shut_wr = m->shut_wr || how != SHUT_RD;
}

static void
model_end(struct model *m)
{
	wrong += sys_close(m->fd) != 0;
	model_open(m);
}

static void
anything(void *arg)
{
	static void (*const calls[])(struct model *) = {
		model_set, model_set, model_spoil, model_read, model_read,
		model_read, model_ask, model_ask, model_room, model_shut,
		model_end,
	};
	unsigned long i;
	unsigned k, least;

	(void)arg;
	for (k = 0; k < SOCKETS; k++)
		model_open(&models[k]);
	for (i = 0; i < operations; i++) {
		/* Shutting and closing are rarer than all else. */
		least = dice_throw(&dice, 8) == 0 ? 11 : 9;
		calls[dice_throw(&dice, least)](
		    &models[dice_throw(&dice, SOCKETS)]);
		if (dice_throw(&dice, 3) == 0)
			sim_sleep(sim_now() + dice_throw(&dice, 900000), 1);
	}
	for (k = 0; k < SOCKETS; k++)
		(void)sys_close(models[k].fd);
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		dice = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		operations = strtoul(argv[2], NULL, 0);
	machine_boot(2, 0);
	sim_on_event = watch;
	(void)sim_thread(0, reader, NULL);
	(void)sim_run(NSEC_PER_SEC);
	(void)sim_thread(1, shortage, NULL);
	(void)sim_run(2 * NSEC_PER_SEC);
	(void)sim_thread(0, sleeper, NULL);
	(void)sim_thread(1, sender, NULL);
	(void)sim_run(3 * NSEC_PER_SEC);
	(void)sim_thread(1, anything, NULL);
	ok(sim_run(INT64_MAX / 2) == 0, "no thread hangs");
	ok(wrong == 0, "calls of any kind, each as a model has it");
	return tap_end();
}
