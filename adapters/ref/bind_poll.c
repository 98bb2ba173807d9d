/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_poll.c - the verbs of kind poll on the reference.
 *
 * What		The objects behind the first are descriptors to wait for, seven
 *		at most; ev1= and so on say what each is ready for.
 */
#include <limits.h>

#include "ktime/ktime.h"
#include "poll/poll.h"
#include "ref/ref.h"

#define MOST	7

static const struct {
	const char	*word;
	unsigned	 bit;
} names[] = {
	{ "in", POLLIN }, { "pri", POLLPRI }, { "out", POLLOUT },
	{ "err", POLLERR }, { "hup", POLLHUP }, { "nval", POLLNVAL },
	{ "rdnorm", POLLRDNORM }, { "wrnorm", POLLWRNORM },
};

static unsigned
events_of(struct agent_call *c)
{
	const char *w;
	unsigned events;
	size_t i;

	w = agent_word(c, "events", "in");
	events = 0;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (agent_word_has(w, names[i].word))
			events |= names[i].bit;
	return events;
}

/* evN=, unless it is nothing. */
static void
show_events(struct agent_call *c, unsigned i, unsigned events)
{
	static const char *const key[MOST] = {
		"ev1", "ev2", "ev3", "ev4", "ev5", "ev6", "ev7",
	};
	char text[64];
	const char *w;
	size_t k, at;

	at = 0;
	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		if ((events & names[k].bit) == 0)
			continue;
		if (at > 0)
			text[at++] = '|';
		for (w = names[k].word; *w != '\0'; w++)
			text[at++] = *w;
	}
	text[at] = '\0';
	if (at > 0)
		agent_show_word(c, key[i], text);
}

/* The numbers of the descriptors; how many there are. */
static unsigned
descriptors(struct agent_call *c, int *fd)
{
	static const char *const which[MOST] = {
		"1", "2", "3", "4", "5", "6", "7",
	};
	const struct agent_obj *o;
	unsigned n;

	for (n = 0; n < MOST; n++) {
		o = agent_ref(c, which[n]);
		if (o == NULL)
			break;
		fd[n] = (int)o->handle;
	}
	return n;
}

/* rel= in whole units, rounded up; as many milliseconds as an int holds. */
static int64_t
units(struct agent_call *c, int64_t unit)
{
	int64_t ns, rest, n;

	ns = agent_time(c, "rel", 0);
	n = div64_floor(ns, unit, &rest);
	n += rest > 0 ? 1 : 0;
	return n < INT_MAX || unit < NSEC_PER_MSEC ? n : INT_MAX;
}

/* The address of the time: NULL where none is given. */
static void *
time_at(struct agent_call *c, void *good)
{
	const char *w;

	w = agent_word(c, "timeptr", NULL);
	if (w != NULL)
		return ref_pointer(w);
	return agent_has(c, "rel") || agent_has(c, "sec") ||
	    agent_has(c, "nsec") || agent_has(c, "usec") ? good : NULL;
}

static void *
timespec_at(struct agent_call *c, struct timespec *ts)
{
	*ts = ktime_to_timespec(ns_to_ktime(agent_time(c, "rel", 0)));
	ts->tv_sec = agent_int(c, "sec", ts->tv_sec);
	ts->tv_nsec = (long)agent_int(c, "nsec", ts->tv_nsec);
	return time_at(c, ts);
}

/* block= as a set, in *set; NULL where it is missing. */
static const struct sigset *
mask_of(struct agent_call *c, struct sigset *set)
{
	static const char *const words[] = {
		"hup", "int", "usr1", "usr2", "alrm", "term", "urg", "vtalrm",
		"prof", "io", "rt1", "rt2", "rt3", "rt4", "rt5", "rt6",
	};
	const char *w;
	size_t i;

	w = agent_word(c, "block", NULL);
	if (w == NULL)
		return NULL;
	if (agent_word_has("bad", w))
		return ref_pointer(w);
	set->bits = 0;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (agent_word_has(w, words[i]))
			set->bits |= UINT64_C(1) << (ref_signo(words[i]) - 1);
	return set;
}

static void
poll_some(struct agent_call *c, bool precise)
{
	struct pollfd fds[MOST] = { { 0 } };
	int fd[MOST], r, ms;
	struct timespec ts;
	struct sigset mask;
	unsigned i, n;
	void *user;
	unsigned long given;

	n = descriptors(c, fd);
	for (i = 0; i < n; i++) {
		fds[i].fd = fd[i];
		fds[i].events = (short)events_of(c);
		fds[i].revents = -1;
	}
	user = ref_pointer_of(c, fds);
	given = (unsigned long)agent_int(c, "nfds", n);
	if (precise) {
		r = sys_ppoll(user, given, timespec_at(c, &ts),
		    mask_of(c, &mask));
	} else {
		ms = agent_has(c, "rel") ? (int)units(c, NSEC_PER_MSEC) : -1;
		r = sys_poll(user, given, (int)agent_int(c, "ms", ms));
	}
	ref_result(c, r);
	for (i = 0; r >= 0 && i < n; i++)
		show_events(c, i, (unsigned short)fds[i].revents);
}

void
poll_poll(struct agent_call *c)
{
	poll_some(c, false);
}

void
poll_ppoll(struct agent_call *c)
{
	poll_some(c, true);
}

/* The three sets of a select, and where they are said to be. */
struct trio {
	struct fd_set	 set[3];
	struct fd_set	*at[3];
	int		 n;
};

static const unsigned of_set[3] = { POLLIN, POLLOUT, POLLPRI };

static void
trio_make(struct agent_call *c, struct trio *t, const int *fd, unsigned n)
{
	unsigned events, i, k;

	events = events_of(c);
	*t = (struct trio){ .n = 0 };
	for (i = 0; i < n; i++)
		if (fd[i] >= t->n)
			t->n = fd[i] + 1;
	for (k = 0; k < 3; k++) {
		if ((events & of_set[k]) == 0)
			continue;
		for (i = 0; i < n; i++)
			if (fd[i] >= 0)
				FD_SET(fd[i], &t->set[k]);
		t->at[k] = ref_pointer_of(c, &t->set[k]);
	}
	t->n = (int)agent_int(c, "nfds", t->n);
}

static void
select_some(struct agent_call *c, bool precise)
{
	struct timespec ts;
	struct timeval tv;
	struct sigset mask;
	struct trio t;
	unsigned i, k, n, events;
	int fd[MOST], r;

	n = descriptors(c, fd);
	trio_make(c, &t, fd, n);
	if (precise) {
		r = sys_pselect(t.n, t.at[0], t.at[1], t.at[2],
		    timespec_at(c, &ts), mask_of(c, &mask));
	} else {
		tv = ktime_to_timeval(ns_to_ktime(
		    units(c, NSEC_PER_USEC) * NSEC_PER_USEC));
		tv.tv_sec = agent_int(c, "sec", tv.tv_sec);
		tv.tv_usec = (long)agent_int(c, "usec", tv.tv_usec);
		r = sys_select(t.n, t.at[0], t.at[1], t.at[2],
		    time_at(c, &tv));
	}
	ref_result(c, r);
	for (i = 0; r >= 0 && i < n; i++) {
		events = 0;
		for (k = 0; k < 3; k++)
			if (fd[i] >= 0 && FD_ISSET(fd[i], &t.set[k]))
				events |= of_set[k];
		show_events(c, i, events);
	}
}

void
poll_select(struct agent_call *c)
{
	select_some(c, false);
}

void
poll_pselect(struct agent_call *c)
{
	select_some(c, true);
}
