/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * select.c - the same wait, with its descriptors in three sets of bits.
 *
 * Why this way	A set is an array of entries in another form; what waits is
 *		poll.c.  A bit of each set says what poll's events say, and the
 *		answer goes back into the sets.
 */
#include "lib/errno.h"
#include "poll/poll_impl.h"

enum { IN, OUT, PRI, SETS };

static const unsigned asked[SETS] = {
	POLLIN | POLLRDNORM, POLLOUT | POLLWRNORM, POLLPRI,
};

/* A read or write that would fail does not block either. */
static const unsigned told[SETS] = {
	POLLIN | POLLRDNORM | POLLHUP | POLLERR,
	POLLOUT | POLLWRNORM | POLLERR, POLLPRI,
};

/* The sets of one call. */
struct sets {
	struct fd_set	*user[SETS];	/* or NULL */
	struct fd_set	 set[SETS];
	size_t		 size;		/* bytes that n descriptors take */
};

static int
sets_in(struct sets *s, int n)
{
	int k;

	s->size = ((size_t)n + FD_SETWORD - 1) / FD_SETWORD *
	    sizeof(s->set[0].bits[0]);
	for (k = 0; k < SETS; k++) {
		s->set[k] = (struct fd_set){ { 0 } };	/* [POLL-SEL-5] */
		if (s->user[k] != NULL &&
		    port_copyin(&s->set[k], s->user[k], s->size) != 0)
			return -EFAULT;			/* [POLL-BAD-4] */
	}
	return 0;
}

static unsigned
wanted_of(const struct sets *s, int fd)
{
	unsigned wanted;
	int k;

	wanted = 0;
	for (k = 0; k < SETS; k++)
		if (FD_ISSET(fd, &s->set[k]))
			wanted |= asked[k];
	return wanted;
}

/* The entries that n descriptors in the sets make; how many, or -EBADF. */
static int
entries(const struct sets *s, int n, struct polled *p)
{
	unsigned wanted;
	int fd, count;

	count = 0;
	for (fd = 0; fd < n; fd++) {		/* [POLL-SEL-2] */
		wanted = wanted_of(s, fd);
		if (wanted == 0)
			continue;
		p[count].fd = fd;
		p[count].wanted = wanted;
		p[count].file = file_get(fd);
		if (p[count].file == NULL)
			return -EBADF;			/* [POLL-SEL-3] */
		count++;
	}
	return count;
}

/* The answer, into the sets; how many bits there are in all. */
static int
answer(struct sets *s, const struct polled *p, int count)
{
	struct fd_set set[SETS] = { { { 0 } } };
	int i, k, bits;

	bits = 0;
	for (i = 0; i < count; i++) {
		for (k = 0; k < SETS; k++) {
			if ((p[i].ready & told[k]) == 0 ||
			    !FD_ISSET(p[i].fd, &s->set[k]))
				continue;
			FD_SET(p[i].fd, &set[k]);	/* [POLL-SEL-1] */
			bits++;				/* [POLL-SEL-4] */
		}
	}
	for (k = 0; k < SETS; k++)
		s->set[k] = set[k];
	return bits;
}

/* And out to the caller, who is told how many bits. */
static int
sets_out(const struct sets *s, int bits)
{
	int k;

	for (k = 0; k < SETS; k++)
		if (s->user[k] != NULL &&
		    port_copyout(&s->set[k], s->user[k], s->size) != 0)
			return -EFAULT;			/* [POLL-BAD-4] */
	return bits;
}

static int
select_sets(struct sets *s, int n, const ktime_t *span)
{
	struct polled *p;
	int r, count;

	if (n < 0 || n > FD_SETSIZE)
		return -EINVAL;				/* [POLL-BAD-2] */
	r = sets_in(s, n);
	if (r != 0)
		return r;
	p = poll_alloc((unsigned long)n);
	if (p == NULL)
		return -ENOMEM;
	count = entries(s, n, p);
	r = count < 0 ? count : poll_wait(p, (unsigned long)count, span);
	if (r >= 0)
		r = sets_out(s, answer(s, p, count));
	poll_free(p, (unsigned long)n);
	return r;
}

int
sys_pselect(int n, struct fd_set *in, struct fd_set *out, struct fd_set *pri,
    const struct timespec *ts, const struct sigset *mask)
{
	struct sets s = { .user = { in, out, pri } };
	struct poll_limit limit;
	int r;

	r = -poll_limit_begin(&limit, ts, mask);	/* [POLL-BAD-6] */
	if (r == 0) {
		r = select_sets(&s, n, limit.given);
		poll_limit_end(&limit);
	}
	return r;
}

int
sys_select(int n, struct fd_set *in, struct fd_set *out, struct fd_set *pri,
    const struct timeval *tv)
{
	struct sets s = { .user = { in, out, pri } };
	struct timeval limit;
	ktime_t span;

	if (tv == NULL)
		return select_sets(&s, n, NULL);
	if (port_copyin(&limit, tv, sizeof(limit)) != 0)
		return -EFAULT;				/* [POLL-BAD-3] */
	if (limit.tv_sec < 0 || limit.tv_usec < 0 ||
	    limit.tv_usec >= USEC_PER_SEC)
		return -EINVAL;				/* [POLL-BAD-1] */
	span = timeval_to_ktime(limit);
	return select_sets(&s, n, &span);
}
