/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_timersock.c - the verbs of kind timersock on the reference.
 *
 * What		Sizes differ from machine to machine, so a case counts in
 *		records and commands: room= of a read, and more= for bytes
 *		that are too many, or too few.  A stamp is shown as a reading
 *		of the log's clock, by the present difference of the two; and
 *		stamp= is as it stands in the record.
 */
#include "ktime/ktime.h"
#include "lib/errno.h"
#include "ref/ref.h"
#include "timekeeping/timekeeping.h"
#include "timersock/socket.h"
#include "timersock/timersock.h"

#define RECORD	sizeof(struct timersock_event)
#define ROOM	420		/* records that a read may bring */

/* A number, or the one that a word stands for. */
struct named {
	const char	*word;
	int		 value;
};

/* The words of a key, or-ed; without the key, dflt. */
static int
words_of(struct agent_call *c, const char *key, const struct named *n,
    int dflt)
{
	const char *w;
	int64_t v;
	int sum;

	w = agent_word(c, key, NULL);
	if (w == NULL)
		return dflt;
	if (agent_number(w, &v))
		return (int)v;
	for (sum = 0; n->word != NULL; n++)
		if (agent_word_has(w, n->word))
			sum |= n->value;
	return sum;
}

static const struct named create_flags[] = {
	{ "nonblock", SOCK_NONBLOCK }, { "cloexec", SOCK_CLOEXEC },
	{ NULL, 0 }
};

static const struct named message_flags[] = {
	{ "dontwait", MSG_DONTWAIT }, { "peek", MSG_PEEK },
	{ "waitall", MSG_WAITALL }, { "oob", MSG_OOB },
	{ "nosignal", MSG_NOSIGNAL }, { NULL, 0 }
};

static const struct named directions[] = {
	{ "rd", SHUT_RD }, { "wr", SHUT_WR }, { "rdwr", SHUT_RDWR },
	{ NULL, 0 }
};

static const struct named levels[] = {
	{ "timer", SOL_TIMER }, { "socket", SOL_SOCKET }, { NULL, 0 }
};

static const struct named options[] = {
	{ "itimer", TSO_ITIMER }, { "type", SO_TYPE },
	{ "rcvbuf", SO_RCVBUF }, { NULL, 0 }
};

/* One number has two names; calls for sockets have this one. */
static void
result(struct agent_call *c, long r)
{
	if (r == -EOPNOTSUPP)
		agent_fail(c, "EOPNOTSUPP");
	else
		ref_result(c, r);
}

static int
fd_of(struct agent_call *c)
{
	return (int)c->obj->handle;
}

/* The address of a key, or the good one. */
static void *
pointer_of(struct agent_call *c, const char *key, void *good)
{
	const char *w;

	w = agent_word(c, key, NULL);
	return w == NULL ? good : ref_pointer(w);
}

/* Whole microseconds; what is less is cut off. */
static struct timeval
to_timeval(int64_t ns)
{
	return ktime_to_timeval(ns_to_ktime(ns));
}

static int64_t
to_ns(struct timeval tv)
{
	return ktime_to_ns(timeval_to_ktime(tv));
}

void
tsk_create(struct agent_call *c)
{
	int fd, type;

	type = (int)agent_int(c, "type", SOCK_STREAM);
	fd = sys_socket((int)agent_int(c, "family", AF_TIMER),
	    type | words_of(c, "flags", create_flags, 0),
	    (int)agent_int(c, "proto", 0));
	result(c, fd < 0 ? fd : 0);
	if (fd >= 0)
		c->obj->handle = fd;
}

/* Memory in pieces, and the header that a message has. */
struct parts {
	struct iovec	 iov[IOV_MAX + 1];
	struct msghdr	 m;
	int		 n;
};

static void
parts_of(struct agent_call *c, struct parts *p, void *user, size_t size)
{
	size_t each;
	int i;

	p->n = (int)agent_int(c, "pieces", 1);
	each = p->n > 0 ? size / (size_t)p->n : 0;
	for (i = 0; i < p->n && i <= IOV_MAX; i++) {
		p->iov[i].iov_base = (void *)((uintptr_t)user +
		    (size_t)i * each);
		p->iov[i].iov_len = i + 1 < p->n ? each :
		    size - (size_t)i * each;
	}
	p->m.msg_iov = pointer_of(c, "iov", p->iov);
	p->m.msg_iovlen = p->n;
	p->m.msg_name = agent_has(c, "addr") ? p : NULL;
	p->m.msg_namelen = agent_has(c, "addr") ? 16 : 0;
	p->m.msg_control = p;
	p->m.msg_controllen = (socklen_t)agent_int(c, "control", 0);
	p->m.msg_flags = -1;
}

static long
send_via(struct agent_call *c, void *user, size_t size)
{
	struct parts p;
	const char *via;
	int flags;

	parts_of(c, &p, user, size);
	via = agent_word(c, "via", "write");
	flags = words_of(c, "flags", message_flags, 0);
	if (agent_word_has(via, "writev"))
		return sys_writev(fd_of(c), p.m.msg_iov, p.n);
	if (agent_word_has(via, "send"))
		return sys_send(fd_of(c), user, size, flags);
	if (agent_word_has(via, "sendto"))
		return sys_sendto(fd_of(c), user, size, flags, p.m.msg_name,
		    p.m.msg_namelen);
	if (agent_word_has(via, "sendmsg"))
		return sys_sendmsg(fd_of(c), pointer_of(c, "hdr", &p.m),
		    flags);
	return sys_write(fd_of(c), user, size);
}

/* r is the number of whole commands. */
void
tsk_write(struct agent_call *c)
{
	struct itimerval itv[2];
	size_t size;
	long r;

	itv[0].it_value = to_timeval(agent_time(c, "rel", 0));
	itv[0].it_interval = to_timeval(agent_time(c, "per", 0));
	itv[0].it_value.tv_sec = agent_int(c, "sec", itv[0].it_value.tv_sec);
	itv[0].it_value.tv_usec = (long)agent_int(c, "usec",
	    itv[0].it_value.tv_usec);
	itv[0].it_interval.tv_sec = agent_int(c, "isec",
	    itv[0].it_interval.tv_sec);
	itv[0].it_interval.tv_usec = (long)agent_int(c, "iusec",
	    itv[0].it_interval.tv_usec);
	itv[1] = itv[0];
	size = (size_t)agent_int(c, "len",
	    (int64_t)sizeof(itv[0]) + agent_int(c, "more", 0));
	r = send_via(c, ref_pointer_of(c, itv), size);
	if (r > 0 && r % (long)sizeof(itv[0]) != 0)
		agent_show(c, "torn", r);
	result(c, r < 0 ? r : r / (long)sizeof(itv[0]));
}

static long
receive_via(struct agent_call *c, void *user, size_t size)
{
	struct parts p;
	const char *via;
	socklen_t length;
	int flags;
	long r;

	parts_of(c, &p, user, size);
	length = p.m.msg_namelen;
	via = agent_word(c, "via", "read");
	flags = words_of(c, "flags", message_flags, 0);
	if (agent_word_has(via, "readv"))
		return sys_readv(fd_of(c), p.m.msg_iov, p.n);
	if (agent_word_has(via, "recv"))
		return sys_recv(fd_of(c), user, size, flags);
	if (agent_word_has(via, "recvfrom")) {
		r = sys_recvfrom(fd_of(c), user, size, flags, p.m.msg_name,
		    pointer_of(c, "alen", &length));
		if (r >= 0)
			agent_show(c, "addr", (int64_t)length);
		return r;
	}
	if (agent_word_has(via, "recvmsg")) {
		r = sys_recvmsg(fd_of(c), pointer_of(c, "hdr", &p.m), flags);
		if (r >= 0)
			agent_show(c, "addr", (int64_t)p.m.msg_namelen +
			    p.m.msg_controllen + (unsigned)p.m.msg_flags);
		return r;
	}
	return sys_read(fd_of(c), user, size);
}

/* What a case may want to know of n records. */
static void
show_records(struct agent_call *c, const struct timersock_event *e, long n)
{
	int64_t all, ahead, stamp, last;
	long i;

	for (all = i = 0; i < n; i++)
		all += 1 + (int64_t)e[i].tse_overrun;
	ahead = ktime_to_ns(ktime_get_real()) - ktime_to_ns(ktime_get()) +
	    agent_origin(c->agent, AGENT_MONO);
	stamp = to_ns(e[0].tse_tv);
	last = to_ns(e[n - 1].tse_tv);
	agent_show(c, "v", all);
	agent_show(c, "type", e[n - 1].tse_type);
	agent_show(c, "over", (int64_t)e[n - 1].tse_overrun);
	agent_show(c, "from", stamp - ahead);
	agent_show(c, "to", last - ahead);
	agent_show(c, "stamp", stamp - agent_origin(c->agent, AGENT_REAL));
}

/* r is the number of whole records. */
void
tsk_read(struct agent_call *c)
{
	static struct timersock_event records[AGENT_THREADS][ROOM];
	struct timersock_event *e;
	size_t size;
	long r;

	e = records[c->ctx->thread];
	size = (size_t)agent_int(c, "len",
	    agent_int(c, "room", 1) * (int64_t)RECORD +
	    agent_int(c, "more", 0));
	r = receive_via(c, ref_pointer_of(c, e), size);
	if (r > 0 && r % (long)RECORD != 0)
		agent_show(c, "torn", r);
	result(c, r < 0 ? r : r / (long)RECORD);
	if (r >= (long)RECORD)
		show_records(c, e, r / (long)RECORD);
}

void
tsk_gettime(struct agent_call *c)
{
	struct itimerval itv;
	socklen_t length;
	int r;

	length = (socklen_t)((int64_t)sizeof(itv) + agent_int(c, "more", 0));
	r = sys_getsockopt(fd_of(c), SOL_TIMER, TSO_ITIMER,
	    ref_pointer_of(c, &itv), pointer_of(c, "alen", &length));
	result(c, r);
	if (r != 0)
		return;
	if (length != sizeof(itv))
		agent_show(c, "torn", (int64_t)length);
	agent_show(c, "left", to_ns(itv.it_value));
	agent_show(c, "per", to_ns(itv.it_interval));
}

void
tsk_getopt(struct agent_call *c)
{
	union {
		int v;
		int64_t room[8];
	} buffer;
	socklen_t length;
	int r;

	length = (socklen_t)agent_int(c, "len", sizeof(int));
	r = sys_getsockopt(fd_of(c), words_of(c, "level", levels, SOL_SOCKET),
	    words_of(c, "opt", options, 0), ref_pointer_of(c, &buffer),
	    pointer_of(c, "alen", &length));
	result(c, r);
	if (r == 0) {
		agent_show(c, "v", buffer.v);
		agent_show(c, "len", (int64_t)length);
	}
}

/* room= is in records, v= in bytes. */
void
tsk_setopt(struct agent_call *c)
{
	int v;

	v = (int)agent_int(c, "v", agent_int(c, "room", 0) * (int64_t)RECORD);
	result(c, sys_setsockopt(fd_of(c),
	    words_of(c, "level", levels, SOL_SOCKET),
	    words_of(c, "opt", options, 0), ref_pointer_of(c, &v),
	    (socklen_t)agent_int(c, "len", sizeof(v))));
}

void
tsk_shutdown(struct agent_call *c)
{
	const char *w;
	int64_t how;
	size_t i;

	w = agent_word(c, "how", "rdwr");
	if (!agent_number(w, &how))
		for (how = -1, i = 0; directions[i].word != NULL; i++)
			if (agent_word_has(w, directions[i].word))
				how = directions[i].value;
	result(c, sys_shutdown(fd_of(c), (int)how));
}

/* The calls of other families. */
void
tsk_other(struct agent_call *c)
{
	char address[16];
	const char *via;
	socklen_t length;
	int pair[2], fd, r;

	fd = fd_of(c);
	length = sizeof(address);
	via = agent_word(c, "via", "bind");
	r = 0;
	if (agent_word_has(via, "bind"))
		r = sys_bind(fd, address, length);
	else if (agent_word_has(via, "connect"))
		r = sys_connect(fd, address, length);
	else if (agent_word_has(via, "listen"))
		r = sys_listen(fd, 1);
	else if (agent_word_has(via, "accept"))
		r = sys_accept(fd, address, &length);
	else if (agent_word_has(via, "getsockname"))
		r = sys_getsockname(fd, address, &length);
	else if (agent_word_has(via, "getpeername"))
		r = sys_getpeername(fd, address, &length);
	else if (agent_word_has(via, "socketpair"))
		r = sys_socketpair((int)agent_int(c, "family", AF_TIMER),
		    (int)agent_int(c, "type", SOCK_STREAM),
		    (int)agent_int(c, "proto", 0), pair);
	result(c, r);
}
