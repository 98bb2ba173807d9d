/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_kqueue.c - the verbs of kind kqueue on the reference.
 */
#include "hosted/user.h"
#include "kqueue/kqueue.h"
#include "ktime/ktime.h"
#include "lib/errno.h"
#include "ref/ref.h"

#define MOST		64	/* changes or events of one call */

struct word {
	const char	*word;
	unsigned	 bit;
};

static const struct word flag_words[] = {
	{ "add", EV_ADD },
	{ "delete", EV_DELETE },
	{ "enable", EV_ENABLE },
	{ "disable", EV_DISABLE },
	{ "oneshot", EV_ONESHOT },
	{ "clear", EV_CLEAR },
	{ "receipt", EV_RECEIPT },
	{ "dispatch", EV_DISPATCH },
	{ NULL, 0 }
};

static const struct word unit_words[] = {
	{ "sec", NOTE_SECONDS },
	{ "ms", NOTE_MSECONDS },
	{ "us", NOTE_USECONDS },
	{ "ns", NOTE_NSECONDS },
	{ "abs", NOTE_ABSTIME },
	{ NULL, 0 }
};

/* What an event is like, as far as kernels agree on what they show. */
static const struct word shown_words[] = {
	{ "oneshot", EV_ONESHOT },
	{ "clear", EV_CLEAR },
	{ "dispatch", EV_DISPATCH },
	{ "error", EV_ERROR },
	{ NULL, 0 }
};

/* The bits of "a|b|c", or a number. */
static unsigned
bits_of(const struct word *w, const char *words)
{
	unsigned bits;
	int64_t v;

	if (agent_number(words, &v))
		return (unsigned)v;
	bits = 0;
	for (; w->word != NULL; w++)
		if (agent_word_has(words, w->word))
			bits |= w->bit;
	return bits;
}

static char *
append(char *to, const char *end, const char *word)
{
	while (*word != '\0' && to < end - 1)
		*to++ = *word++;
	*to = '\0';
	return to;
}

static char *
append_number(char *to, const char *end, int64_t v)
{
	char digits[24], *d;
	uint64_t left;

	d = digits + sizeof(digits) - 1;
	*d = '\0';
	left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	do {
		*--d = (char)('0' + left % 10);
		left /= 10;
	} while (left != 0);
	if (v < 0)
		*--d = '-';
	return append(to, end, d);
}

static int64_t
shown_ident(const struct kevent *ev)
{
	return (int64_t)(intptr_t)ev->ident;
}

static void
show_flags(struct agent_call *c, unsigned flags)
{
	char text[48], *t;
	const struct word *w;

	t = append(text, text + sizeof(text), "");
	for (w = shown_words; w->word != NULL; w++) {
		if ((flags & w->bit) == 0)
			continue;
		t = append(t, text + sizeof(text), t == text ? "" : "|");
		t = append(t, text + sizeof(text), w->word);
	}
	agent_show_word(c, "flags", t == text ? "-" : text);
}

/* All of them: IDENT:COUNT, or IDENT:ERRNO, joined by bars. */
static void
show_events(struct agent_call *c, const struct kevent *ev, int n)
{
	char text[96], *t;
	const char *end;
	int i;

	end = text + sizeof(text);
	t = append(text, end, "");
	for (i = 0; i < n; i++) {
		t = append(t, end, i == 0 ? "" : "|");
		t = append_number(t, end, shown_ident(&ev[i]));
		t = append(t, end, ":");
		if ((ev[i].flags & EV_ERROR) != 0 && ev[i].data != 0)
			t = append(t, end, errno_name((int)ev[i].data));
		else
			t = append_number(t, end, ev[i].data);
	}
	agent_show_word(c, "events", text);
}

/* What came: the first event in full. */
static void
show(struct agent_call *c, const struct kevent *ev, int n)
{
	ref_result(c, n);
	if (n <= 0)
		return;
	if ((ev->flags & EV_ERROR) == 0)
		agent_show(c, "v", ev->data);
	else
		agent_show_word(c, "error", ev->data == 0 ? "none" :
		    errno_name((int)ev->data));
	agent_show(c, "ident", shown_ident(ev));
	agent_show(c, "udata", (int64_t)(intptr_t)ev->udata);
	show_flags(c, ev->flags);
	if (n > 1)
		show_events(c, ev, n);
}

void
kq_create(struct agent_call *c)
{
	int fd;

	c->obj->clock = ref_clock(c) == CLOCK_REALTIME ? AGENT_REAL :
	    AGENT_MONO;
	fd = sys_kqueue();
	if (fd < 0)
		ref_fail(c, fd);
	else
		c->obj->handle = fd;
}

/* What a change says of the time. */
static void
time_of(struct agent_call *c, struct kevent *ev)
{
	bool absolute;

	absolute = agent_has(c, "abs");
	if (absolute || agent_has(c, "rel")) {
		ev->data = agent_time(c, absolute ? "abs" : "rel", 0);
		ev->fflags = NOTE_NSECONDS | (absolute ? NOTE_ABSTIME : 0);
	} else {
		ev->data = agent_int(c, "data", 0);
		ev->fflags = bits_of(unit_words, agent_word(c, "unit", ""));
	}
	ev->fflags = (unsigned)agent_int(c, "fflags", ev->fflags);
}

/* One change, and no room for events. */
void
kq_change(struct agent_call *c)
{
	struct kevent ev;

	ev = (struct kevent){ .ident = (uintptr_t)agent_int(c, "ident", 1),
	    .filter = (short)agent_int(c, "filter", EVFILT_TIMER),
	    .udata = (void *)(intptr_t)agent_int(c, "udata", 0) };
	ev.flags = (unsigned short)bits_of(flag_words,
	    agent_word(c, "flags", "add"));
	time_of(c, &ev);
	ref_result(c, sys_kevent((int)c->obj->handle, ref_pointer_of(c, &ev),
	    (int)agent_int(c, "count", 1), NULL, 0, NULL));
}

/* A number, and what stands behind it. */
static const char *
number(const char *p, int64_t *v)
{
	bool negative;

	negative = *p == '-';
	p += negative;
	for (*v = 0; *p >= '0' && *p <= '9'; p++)
		*v = *v * 10 + (*p - '0');
	if (negative)
		*v = -*v;
	return p;
}

/* IDENT:FLAG+FLAG:MILLISECONDS, and a bar if there is another. */
static const char *
item(const char *p, struct kevent *ev)
{
	char words[48];
	int64_t v;
	size_t n;

	p = number(p, &v);
	*ev = (struct kevent){ .ident = (uintptr_t)v, .filter = EVFILT_TIMER };
	n = 0;
	for (p += *p == ':'; *p != '\0' && *p != ':' && *p != '|'; p++)
		if (n < sizeof(words) - 1)
			words[n++] = *p == '+' ? '|' : *p;
	words[n] = '\0';
	ev->flags = (unsigned short)bits_of(flag_words, words);
	if (*p == ':')
		p = number(p + 1, &ev->data);
	return p + (*p == '|');
}

/* The changes of list=, if there is one, and then up to max= events. */
static void
call(struct agent_call *c, int64_t most, struct timespec *timeout)
{
	struct kevent changes[MOST], events[MOST], *list;
	const char *p;
	int n;

	list = agent_word_has("edge", agent_word(c, "ptr", "")) ?
	    (struct kevent *)user_bad_address() - 1 : events;

	p = agent_word(c, "list", "");
	for (n = 0; n < MOST && *p != '\0'; n++)
		p = item(p, &changes[n]);
	show(c, list, sys_kevent((int)c->obj->handle, changes, n,
	    list == events ? ref_pointer_of(c, events) : list, (int)most,
	    timeout));
}

void
kq_batch(struct agent_call *c)
{
	struct timespec now;

	now = (struct timespec){ .tv_sec = 0 };
	call(c, agent_int(c, "max", 0), &now);
}

void
kq_collect(struct agent_call *c)
{
	struct timespec now;

	now = (struct timespec){ .tv_sec = 0 };
	call(c, agent_int(c, "max", 1), &now);
}

void
kq_wait(struct agent_call *c)
{
	struct timespec ts;
	const char *bad;
	bool timed;

	bad = agent_word(c, "tptr", NULL);
	ts = ktime_to_timespec(ns_to_ktime(agent_time(c, "timeout", 0)));
	ts.tv_sec = agent_int(c, "sec", ts.tv_sec);
	ts.tv_nsec = (long)agent_int(c, "nsec", ts.tv_nsec);
	timed = agent_has(c, "timeout") || agent_has(c, "sec") ||
	    agent_has(c, "nsec");
	call(c, agent_int(c, "max", 1), bad != NULL ? ref_pointer(bad) :
	    timed ? &ts : NULL);
}
