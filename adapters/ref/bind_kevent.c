/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_kevent.c - kinds kevent (a queue), entry (one struct ukevent of the
 * program's), request (a timer that the kernel asks for) and origin (somebody
 * in the kernel who has news).
 */
#include "hosted/user.h"
#include "kevent/kevent.h"
#include "lib/errno.h"
#include "ref/ref.h"

struct word {
	const char	*word;
	uint32_t	 value;
};

static const struct word types[] = {
	{ "socket", KEVENT_SOCKET }, { "timer", KEVENT_TIMER },
	{ "naio", KEVENT_NAIO }, { "signal", KEVENT_SIGNAL },
	{ "posix", KEVENT_POSIX_TIMER }, { "notify", KEVENT_UNOTIFY },
	{ NULL, 0 }
};

static const struct word events[] = {
	{ "fired", KEVENT_TIMER_FIRED }, { "real", KEVENT_TIMER_REALTIME },
	{ "recv", KEVENT_SOCKET_RECV }, { "send", KEVENT_SOCKET_SEND },
	{ NULL, 0 }
};

static const struct word reqs[] = {
	{ "oneshot", KEVENT_REQ_ONESHOT }, { "all", KEVENT_REQ_WAKEUP_ALL },
	{ "et", KEVENT_REQ_ET }, { "last", KEVENT_REQ_LAST_CHECK },
	{ "queue", KEVENT_REQ_ALWAYS_QUEUE }, { NULL, 0 }
};

static const struct word rets[] = {
	{ "broken", KEVENT_RET_BROKEN }, { "done", KEVENT_RET_DONE },
	{ "failed", KEVENT_RET_COPY_FAILED }, { NULL, 0 }
};

/* A number, or what its words have in common. */
static uint32_t
value_of(struct agent_call *c, const char *key, const struct word *w,
    const char *usual)
{
	const char *words;
	uint32_t value;
	int64_t v;

	words = agent_word(c, key, usual);
	if (agent_number(words, &v))
		return (uint32_t)v;
	value = 0;
	for (; w->word != NULL; w++)
		if (agent_word_has(words, w->word))
			value |= w->value;
	return value;
}

/*
 * Lists of numbers and words, joined by commas.
 */
struct list {
	char	 text[64];
	size_t	 len;
};

static void
list_word(struct list *l, const char *word, char between)
{
	if (l->len > 0 && l->len + 1 < sizeof(l->text))
		l->text[l->len++] = between;
	for (; *word != '\0' && l->len + 1 < sizeof(l->text); word++)
		l->text[l->len++] = *word;
	l->text[l->len] = '\0';
}

static void
list_number(struct list *l, uint32_t v)
{
	char digits[12];
	size_t i;

	i = sizeof(digits);
	digits[--i] = '\0';
	do
		digits[--i] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	list_word(l, digits + i, ',');
}

static const char *
ret_words(struct list *l, uint32_t flags)
{
	const struct word *w;

	l->len = 0;
	for (w = rets; w->word != NULL; w++)
		if ((flags & w->value) != 0)
			list_word(l, w->word, '|');
	return l->len > 0 ? l->text : "none";
}

/*
 * Entries.  They lie in one array, so that a declared array of entries is an
 * array for the calls too.
 */
static struct ukevent entries[AGENT_ELEMS];

static struct ukevent *
entry_of(const struct agent_obj *o)
{
	return &entries[o->index];
}

/* Room for some entries, right before memory that is bad. */
static struct ukevent *
edge(unsigned room)
{
	return (struct ukevent *)user_bad_address() -
	    (room < USER_EDGE / sizeof(struct ukevent) ? room : 0);
}

void
entry_create(struct agent_call *c)
{
	struct agent_obj *fd;
	struct ukevent *u;

	u = entry_of(c->obj);
	*u = (struct ukevent){ .type = value_of(c, "type", types, "timer") };
	u->id.raw[0] = (uint32_t)agent_int(c, "sec", 0);
	u->id.raw[1] = (uint32_t)agent_int(c, "nsec", 0);
	fd = agent_ref(c, "fd");
	if (fd != NULL)
		u->id.raw[0] = (uint32_t)fd->handle;
	u->event = value_of(c, "event", events, "fired");
	u->req_flags = value_of(c, "req", reqs, "none");
	u->user[0] = (uint32_t)agent_int(c, "user", 0);
	u->user[1] = (uint32_t)agent_int(c, "high", 0);
	c->obj->ready = true;
}

/* The clock that an event was timed by. */
static int
clock_of(const struct ukevent *u)
{
	const struct agent_obj *o;

	if (u->type == KEVENT_POSIX_TIMER) {
		o = ref_ptimer((int)u->id.raw_u64);
		return o != NULL ? o->clock : AGENT_MONO;
	}
	return (u->event & KEVENT_TIMER_REALTIME) != 0 ? AGENT_REAL :
	    AGENT_MONO;
}

/* Milliseconds of that clock, from the start of the scenario on. */
static int64_t
since_start(struct agent_call *c, const struct ukevent *u)
{
	int64_t origin;

	origin = agent_origin(c->agent, clock_of(u)) / NSEC_PER_MSEC;
	return (int32_t)(u->ret_data[0] - (uint32_t)origin);
}

static void
show_event(struct agent_call *c, const struct ukevent *u, bool expired)
{
	struct list words;

	agent_show(c, "user", u->user[0]);
	agent_show_word(c, "ret", ret_words(&words, u->ret_flags));
	if ((u->ret_flags & KEVENT_RET_BROKEN) != 0) {
		agent_show_word(c, "why", errno_name((int)(0 -
		    u->ret_data[1])));
		return;
	}
	agent_show(c, "v", (int64_t)u->ret_data[1] + 1);
	if (u->type != KEVENT_TIMER && u->type != KEVENT_POSIX_TIMER)
		agent_show(c, "data", u->ret_data[0]);
	else if (expired)
		agent_show(c, "ms", since_start(c, u));
}

/* The program looks at one of its entries. */
void
entry_look(struct agent_call *c)
{
	show_event(c, entry_of(c->obj), false);
}

/*
 * Queues.  With room= the ring is at the edge of bad memory.
 */
#define RING	16

/* A ring is a head with events behind it. */
static union {
	struct ukevent	 room[1 + RING];	/* more than the head needs */
	unsigned char	 bytes[1];
} rings[AGENT_ELEMS];

static struct kevent_ring *
ring_of(const struct agent_obj *o)
{
	return (struct kevent_ring *)(void *)rings[o->index].bytes;
}

void
kev_create(struct agent_call *c)
{
	struct kevent_ring *ring;
	unsigned num;
	int fd;

	num = (unsigned)agent_int(c, "ring", 0);
	ring = num != 0 ? ring_of(c->obj) : NULL;
	if (agent_has(c, "room"))
		ring = (struct kevent_ring *)((char *)edge((unsigned)
		    agent_int(c, "room", 0)) - sizeof(*ring));
	ring_of(c->obj)->ring_kidx = 77;
	ring_of(c->obj)->ring_over = 77;
	fd = sys_kevent_init(ref_pointer_of(c, ring),
	    (unsigned)agent_int(c, "num", num),
	    (unsigned)agent_int(c, "flags", 0));
	if (fd < 0)
		ref_fail(c, fd);
	else
		c->obj->handle = fd;
	c->obj->clock = ref_clock(c) == CLOCK_REALTIME ? AGENT_REAL :
	    AGENT_MONO;
}

/*
 * The entries that the second operand names, and how many they are.  With
 * room= they are at the edge of bad memory, so that the others are beyond.
 */
static struct ukevent *
batch_of(struct agent_call *c, unsigned *n)
{
	struct agent_obj *o;
	const char *word;

	*n = 0;
	o = agent_ref(c, "1");
	if (o == NULL)
		return ref_pointer_of(c, NULL);
	for (word = agent_operand(c, 1); *word != '\0' && *word != '.'; word++)
		;
	*n = *word == '.' ? 1 : o->count;
	return ref_pointer_of(c, entry_of(o));
}

static void
move(struct ukevent *to, const struct ukevent *from, unsigned n)
{
	while (n-- > 0)
		*to++ = *from++;
}

static void
ctl(struct agent_call *c, unsigned cmd)
{
	struct ukevent *u, *at;
	unsigned n, room;
	int64_t rel;

	u = at = batch_of(c, &n);
	room = (unsigned)agent_int(c, "room", 0);
	if (agent_has(c, "rel")) {
		rel = agent_time(c, "rel", 0);
		u->id.raw[0] = (uint32_t)(rel / NSEC_PER_SEC);
		u->id.raw[1] = (uint32_t)(rel % NSEC_PER_SEC);
	}
	if (agent_has(c, "ro"))
		room = n;
	if (agent_has(c, "room") || agent_has(c, "ro")) {
		at = agent_has(c, "ro") ? user_readonly_address() :
		    edge(room);
		move(at, u, room);
	}
	ref_result(c, sys_kevent_ctl((int)c->obj->handle,
	    (unsigned)agent_int(c, "cmd", cmd),
	    (unsigned)agent_int(c, "num", n), at));
	if (at != u)
		move(u, at, room);
}

void
kev_add(struct agent_call *c)
{
	ctl(c, KEVENT_CTL_ADD);
}

void
kev_remove(struct agent_call *c)
{
	ctl(c, KEVENT_CTL_REMOVE);
}

void
kev_modify(struct agent_call *c)
{
	ctl(c, KEVENT_CTL_MODIFY);
}

void
kev_ready(struct agent_call *c)
{
	ctl(c, KEVENT_CTL_READY);
}

/* timeout=: a time; none; or sec= and nsec= as they are; tptr=: bad. */
static struct timespec *
timeout_of(struct agent_call *c, struct timespec *ts)
{
	const char *w;
	int64_t t;

	w = agent_word(c, "timeout", "none");
	if (agent_has(c, "tptr"))
		return ref_pointer(agent_word(c, "tptr", "bad"));
	if (w[0] == 'n' && !agent_has(c, "nsec") && !agent_has(c, "sec"))
		return NULL;
	t = w[0] == 'n' ? 0 : agent_time(c, "timeout", 0);
	ts->tv_sec = agent_int(c, "sec", t / NSEC_PER_SEC);
	ts->tv_nsec = (long)agent_int(c, "nsec", t % NSEC_PER_SEC);
	return ts;
}

static unsigned
flags_of(struct agent_call *c)
{
	static const struct word flags[] = {
		{ "abs", KEVENT_FLAGS_ABSTIME }, { NULL, 0 }
	};

	return value_of(c, "flags", flags, "none");
}

/* What came, as lists. */
static void
show_events(struct agent_call *c, const struct ukevent *u, int n)
{
	struct list users, overs;
	int i;

	if (n == 1) {
		show_event(c, u, true);
		return;
	}
	users.len = overs.len = 0;
	for (i = 0; i < n; i++) {
		list_number(&users, u[i].user[0]);
		list_number(&overs, u[i].ret_data[1]);
	}
	agent_show_word(c, "users", users.text);
	agent_show_word(c, "overs", overs.text);
}

/* All words of an event, with whole=1. */
static void
show_whole(struct agent_call *c, const struct ukevent *u)
{
	struct list words;

	agent_show(c, "type", u->type);
	if (u->type == KEVENT_POSIX_TIMER) {	/* one number, not two */
		agent_show(c, "id", (int64_t)u->id.raw_u64);
	} else {
		agent_show(c, "sec", u->id.raw[0]);
		agent_show(c, "nsec", u->id.raw[1]);
	}
	agent_show(c, "user", u->user[0]);
	agent_show(c, "high", u->user[1]);
	agent_show(c, "event", u->event);
	agent_show(c, "req", u->req_flags);
	agent_show_word(c, "ret", ret_words(&words, u->ret_flags));
}

/*
 * room= events of the buffer are good memory, those behind it are not.  A
 * thread that never comes back has a buffer of its own, on its stack.
 */
void
kev_get(struct agent_call *c)
{
	struct ukevent buf[16], *to;
	struct timespec ts;
	unsigned max, room;
	int r;

	max = (unsigned)agent_int(c, "max", 1);
	room = (unsigned)agent_int(c, "room", 0);
	to = agent_has(c, "room") ? edge(room) : buf;
	if (max > 16 && !agent_has(c, "room"))
		max = 16;
	r = sys_kevent_get_events((int)c->obj->handle,
	    (unsigned)agent_int(c, "min", 1), max, timeout_of(c, &ts),
	    ref_pointer_of(c, to), flags_of(c));
	ref_result(c, r);
	if (r > 0 && agent_has(c, "whole"))
		show_whole(c, to);
	else if (r > 0)
		show_events(c, to, r);
}

void
kev_wait(struct agent_call *c)
{
	struct timespec ts;

	ref_result(c, sys_kevent_wait((int)c->obj->handle,
	    (unsigned)agent_int(c, "num", 1),
	    (unsigned)agent_int(c, "old", 0), timeout_of(c, &ts),
	    flags_of(c)));
}

void
kev_commit(struct agent_call *c)
{
	ref_result(c, sys_kevent_commit((int)c->obj->handle,
	    (unsigned)agent_int(c, "idx", 0),
	    (unsigned)agent_int(c, "over", 0)));
}

/* The program looks at its ring. */
void
kev_ring(struct agent_call *c)
{
	const struct kevent_ring *ring;
	const struct ukevent *u;
	struct list users;
	unsigned i, n;

	ring = ring_of(c->obj);
	u = ring->event;
	n = (unsigned)agent_int(c, "of", RING);
	agent_show(c, "kidx", ring->ring_kidx);
	agent_show(c, "over", ring->ring_over);
	users.len = 0;
	for (i = 0; i < n && i < RING; i++)
		list_number(&users, u[i].user[0]);
	agent_show_word(c, "users", users.text);
}

/*
 * Requests.
 */
static struct {
	struct kevent_request req;
	struct port_spin lock;
	struct agent_obj *obj;
	struct port_signal signal;	/* that each expiration sends, or 0 */
} requests[AGENT_ELEMS];

static enum kevent_next
request_complete(struct kevent_request *r, uint64_t count)
{
	struct agent_field f = { "v", (int64_t)count, NULL };
	const char *ret;
	size_t i;

	i = (size_t)((char *)r - (char *)requests) / sizeof(requests[0]);
	if (requests[i].signal.signo > 0)
		(void)port_signal_send(&requests[i].signal);
	ret = agent_callback(ref_agent, requests[i].obj, "call", &f, 1);
	return ret != NULL && ret[0] == 'g' ? KEVENT_GO_ON : KEVENT_WAIT;
}

/* The lock: the callback has it. */
static bool
request_lock(struct agent_call *c, struct kevent_request **r, bool *s)
{
	*r = &requests[c->obj->index].req;
	if (c->ctx->self == c->obj || agent_int(c, "lock", 1) == 0)
		return false;
	*s = port_spin_lock((*r)->lock);
	return true;
}

void
req_create(struct agent_call *c)
{
	struct kevent_request *r;
	struct agent_obj *q;
	struct ukevent u;
	int error;

	r = &requests[c->obj->index].req;
	requests[c->obj->index].obj = c->obj;
	requests[c->obj->index].signal.signo =
	    ref_signo(agent_word(c, "sig", "none"));
	requests[c->obj->index].signal.code = PORT_SI_KERNEL;
	c->obj->clock = ref_clock(c) == CLOCK_REALTIME ? AGENT_REAL :
	    AGENT_MONO;
	q = agent_ref(c, "to");
	if (q == NULL) {
		kevent_request_init(r, ref_clock(c),
		    &requests[c->obj->index].lock, request_complete);
		return;
	}
	u = (struct ukevent){ .type = KEVENT_POSIX_TIMER };
	u.id.raw_u64 = (uint64_t)agent_int(c, "id", 0);
	u.user[0] = (uint32_t)agent_int(c, "user", 0);
	error = kevent_request_bind(r, ref_clock(c), (int)q->handle, &u);
	ref_result(c, -error);
}

void
req_start(struct agent_call *c)
{
	struct kevent_request *r;
	bool s, locked;

	locked = request_lock(c, &r, &s);
	kevent_request_start(r, ns_to_ktime(agent_time(c,
	    agent_has(c, "abs") ? "abs" : "rel", 0)),
	    agent_time(c, "per", 0),
	    agent_has(c, "abs") ? HRTIMER_ABS : HRTIMER_REL);
	if (locked)
		port_spin_unlock(r->lock, s);
}

void
req_stop(struct agent_call *c)
{
	struct kevent_request *r;
	bool s, locked;

	locked = request_lock(c, &r, &s);
	if (agent_has(c, "hold"))
		sim_spin(sim_now() + agent_time(c, "hold", 0));
	kevent_request_stop(r, &s);
	if (locked)
		port_spin_unlock(r->lock, s);
}

void
req_advance(struct agent_call *c)
{
	struct kevent_request *r;
	bool s, locked;

	locked = request_lock(c, &r, &s);
	c->r = (int64_t)kevent_request_advance(r);
	if (locked)
		port_spin_unlock(r->lock, s);
}

void
req_remaining(struct agent_call *c)
{
	struct kevent_request *r;
	bool s, locked;

	locked = request_lock(c, &r, &s);
	agent_show(c, "left", kevent_request_remaining(r));
	if (locked)
		port_spin_unlock(r->lock, s);
}

void
req_fini(struct agent_call *c)
{
	kevent_request_fini(&requests[c->obj->index].req);
}

/*
 * An origin of the scenario's own, for one type.  What the queue asks of it
 * is counted, and what it answers is set.
 */
static struct {
	struct kevent	*entry;		/* the last that began */
	unsigned	 begun, ended, modified, asked;
	uint32_t	 answer;	/* to callback */
	int		 refuse;	/* errno of enqueue */
} origin;

static int
origin_enqueue(struct kevent *k)
{
	origin.begun++;
	if (origin.refuse == 0)
		origin.entry = k;
	return origin.refuse;
}

static void
origin_dequeue(struct kevent *k)
{
	(void)k;
	origin.ended++;
	origin.entry = NULL;
}

static void
origin_modify(struct kevent *k)
{
	(void)k;
	origin.modified++;
}

static uint32_t
origin_callback(struct kevent *k)
{
	(void)k;
	origin.asked++;
	return origin.answer;
}

void
org_register(struct agent_call *c)
{
	static struct kevent_callbacks callbacks;

	callbacks.size = 8;
	callbacks.events = 0xff;
	callbacks.wants = 0xff;
	callbacks.enqueue = origin_enqueue;
	callbacks.dequeue = origin_dequeue;
	callbacks.modify = origin_modify;
	callbacks.callback = agent_int(c, "asks", 1) != 0 ?
	    origin_callback : NULL;
	ref_result(c, -kevent_add_callbacks(&callbacks,
	    value_of(c, "type", types, "signal")));
}

void
org_answer(struct agent_call *c)
{
	origin.answer = (uint32_t)agent_int(c, "v", 0);
	origin.refuse = agent_int(c, "refuse", 0) != 0 ? ENODEV : 0;
}

void
org_fire(struct agent_call *c)
{
	(void)c;
	if (origin.entry != NULL)
		kevent_ready(origin.entry);
}

void
org_info(struct agent_call *c)
{
	agent_show(c, "begun", origin.begun);
	agent_show(c, "ended", origin.ended);
	agent_show(c, "modified", origin.modified);
	agent_show(c, "asked", origin.asked);
}
