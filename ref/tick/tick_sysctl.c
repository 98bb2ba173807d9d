/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick_sysctl.c - the names under which tick is read and set.
 *
 * What		A table of names, each with a function that writes its value
 *		as text and one that takes a new value, or none where the
 *		name can only be read.  Below kern.eventtimer.et. a timer's
 *		own name and what is asked of it follow.
 *
 * Why this way	The names are FreeBSD's, so that whoever knows them there
 *		finds them here.  Values are text both ways: it is for people
 *		and start-up scripts, and the host's own tree of such names
 *		can be put in front of it.
 *
 * Model	get kern.eventtimer.choice	"HPET(450) i8254(100)"
 *		get kern.eventtimer.et.HPET.flags	"3"
 *		set kern.eventtimer.timer i8254	0
 *		set kern.eventtimer.timer RTC	ENOENT, nothing changes
 *
 * Locking	ET_LOCK, taken here.  A setting takes effect while all CPUs
 *		are paused (tick_switch.c).
 */
#include "tick/tick_impl.h"

#include "lib/errno.h"
#include "lib/math64.h"

#define TREE	"kern.eventtimer.et."

/* Text in the making; n counts what did not fit, too. */
struct text {
	char	*buf;
	size_t	 len, n;
};

static void
put_char(struct text *t, char c)
{
	if (t->n < t->len)
		t->buf[t->n] = c;
	t->n++;
}

static void
put(struct text *t, const char *s)
{
	while (*s != '\0')
		put_char(t, *s++);
}

static void
put_number(struct text *t, int64_t v)
{
	char digits[20];
	uint64_t u, digit;
	unsigned n;

	u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	if (v < 0)
		put_char(t, '-');
	n = 0;
	do {
		u = div64(u, 10, &digit);
		digits[n++] = (char)('0' + (int)digit);
	} while (u != 0);
	while (n > 0)
		put_char(t, digits[--n]);
}

/* A decimal number from lo to hi, or false. */
static bool
number(const char *s, int lo, int hi, int *out)
{
	int v;

	if (*s == '\0')
		return false;
	for (v = 0; *s != '\0'; s++) {
		if (*s < '0' || *s > '9' || v > hi)
			return false;
		v = v * 10 + (*s - '0');
	}
	*out = v;
	return v >= lo && v <= hi;
}

static bool
same(const char *a, const char *b)
{
	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
	return *a == *b;
}

static void
get_choice(struct text *t)
{
	const struct eventtimer *et;

	for (et = et_next(NULL); et != NULL; et = et_next(et)) {
		if (t->n > 0)
			put_char(t, ' ');
		put(t, et->et_name);
		put_char(t, '(');
		put_number(t, et->et_quality);
		put_char(t, ')');			/* [TICK-NAME-2] */
	}
}

static void
get_timer(struct text *t)
{
	put(t, tick.et->et_name);
}

static void
get_periodic(struct text *t)
{
	put_number(t, tick.periodic);			/* [TICK-MODE-2] */
}

static void
get_singlemul(struct text *t)
{
	put_number(t, tick_singlemul_now());
}

static void
get_idletick(struct text *t)
{
	put_number(t, tick_idletick);
}

static void
get_hz(struct text *t)
{
	put_number(t, tick_rate_hz(tick_rates.stream[TICK_HARD]));
}

static void
get_stathz(struct text *t)
{
	put_number(t, tick_rate_hz(tick_rates.stream[TICK_STAT]));
}

static void
get_profhz(struct text *t)
{
	put_number(t, tick_rate_hz(tick_rates.stream[TICK_PROF]));
}

/* A timer by its name; by an empty one, the best.  [TICK-SWITCH-7] */
static int
set_timer(const char *value)
{
	struct eventtimer *et;

	et = *value == '\0' ? tick_choose(NULL) : et_named(value);
	if (et == NULL || !tick_usable(et))
		return ENOENT;				/* [TICK-SWITCH-6] */
	if (et != tick.et)
		tick_switch(et, NULL);			/* [TICK-SWITCH-3] */
	return 0;
}

/* A setting that is a number takes effect while no CPU looks at it. */
static int
set_number(const char *value, int lo, int hi, int *setting)
{
	int v;

	if (!number(value, lo, hi, &v))
		return EINVAL;				/* [TICK-NAME-5] */
	tick_pause_all();
	*setting = v;					/* [TICK-NAME-6] */
	tick_resume_all();
	return 0;
}

static int
set_periodic(const char *value)
{
	return set_number(value, 0, 1, &tick_wants_periodic);
}

static int
set_singlemul(const char *value)
{
	return set_number(value, 1, 20, &tick_singlemul);
}

static int
set_idletick(const char *value)
{
	return set_number(value, 0, 1, &tick_idletick);
}

static int
set_hz(const char *value)
{
	return set_number(value, 1, 100000, &tick_hz);
}

static const struct name {
	const char	*name;
	void		(*get)(struct text *);
	int		(*set)(const char *);
} names[] = {
	{ "kern.eventtimer.choice",	get_choice,	NULL },
	{ "kern.eventtimer.timer",	get_timer,	set_timer },
	{ "kern.eventtimer.periodic",	get_periodic,	set_periodic },
	{ "kern.eventtimer.singlemul",	get_singlemul,	set_singlemul },
	{ "kern.eventtimer.idletick",	get_idletick,	set_idletick },
	{ "kern.hz",			get_hz,		set_hz },
	{ "kern.stathz",		get_stathz,	NULL },
	{ "kern.profhz",		get_profhz,	NULL },
};

static const struct name *
find_name(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (same(names[i].name, name))
			return &names[i];
	}
	return NULL;
}

/* kern.eventtimer.et.NAME.WHAT: the timer and WHAT, or NULL. */
static const struct eventtimer *
find_timer(const char *name, const char **what)
{
	const char *tree;
	char timer[32];
	size_t i;

	for (tree = TREE; *tree != '\0'; tree++) {
		if (*tree != *name++)
			return NULL;
	}
	*what = NULL;
	for (i = 0; name[i] != '\0'; i++) {
		if (name[i] == '.')
			*what = &name[i];
	}
	if (*what == NULL || (size_t)(*what - name) >= sizeof(timer))
		return NULL;
	for (i = 0; &name[i] != *what; i++)
		timer[i] = name[i];
	timer[i] = '\0';
	(*what)++;
	return et_named(timer);
}

/* [TICK-NAME-3] */
static int
get_of_timer(const char *name, struct text *t)
{
	const struct eventtimer *et;
	const char *what;

	et = find_timer(name, &what);
	if (et == NULL)
		return ENOENT;				/* [TICK-NAME-4] */
	if (same(what, "flags"))
		put_number(t, et->et_flags);
	else if (same(what, "quality"))
		put_number(t, et->et_quality);
	else if (same(what, "frequency"))
		put_number(t, (int64_t)et->et_frequency);
	else
		return ENOENT;
	return 0;
}

int
tick_sysctl_get(const char *name, char *buf, size_t len)
{
	const struct name *n;
	struct text t = { buf, len, 0 };
	int error;

	error = 0;
	n = find_name(name);
	ET_LOCK();
	if (n != NULL)
		n->get(&t);				/* [TICK-NAME-1] */
	else
		error = get_of_timer(name, &t);
	ET_UNLOCK();
	put_char(&t, '\0');
	if (error == 0 && t.n > len)
		error = ENOMEM;				/* [TICK-NAME-7] */
	return error;
}

int
tick_sysctl_set(const char *name, const char *value)
{
	const struct name *n;
	struct text none = { NULL, 0, 0 };
	int error;

	n = find_name(name);
	ET_LOCK();
	if (n == NULL)
		error = get_of_timer(name, &none) == 0 ? EPERM : ENOENT;
	else if (n->set == NULL)
		error = EPERM;				/* [TICK-NAME-8] */
	else
		error = n->set(value);
	ET_UNLOCK();
	return error;
}
