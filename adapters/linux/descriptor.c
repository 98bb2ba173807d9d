/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * descriptor.c - the verbs of every kind that is a descriptor.
 *
 * What		dup and dup2 make an object a second number for the file of
 *		another; fcntl shows what the kernel returns, as a number;
 *		readv and writev take the lengths of their pieces from lens=.
 */
#define	_GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "linux/linux.h"

static const struct {
	const char *word;
	int command;
} commands[] = {
	{ "dupfd", F_DUPFD }, { "dupfd-cloexec", F_DUPFD_CLOEXEC },
	{ "getfd", F_GETFD }, { "setfd", F_SETFD },
	{ "getfl", F_GETFL }, { "setfl", F_SETFL },
};

/* -1, which no kernel knows, for a word that is none. */
static int
command_arg(struct agent_call *c)
{
	const char *word = agent_word(c, "cmd", "getfl");
	int64_t v;
	size_t i;

	if (agent_number(word, &v))
		return (int)v;
	for (i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(commands[i].word, word) == 0)
			return commands[i].command;
	return -1;
}

void
fil_fcntl(struct agent_call *c)
{
	call_result(c, fcntl((int)c->obj->handle, command_arg(c),
	    (long)agent_int(c, "arg", 0)));
}

/* The object is now what `from` is, by the number fd, or a failure is. */
static void
duplicate(struct agent_call *c, const struct agent_obj *from, int fd)
{
	call_result(c, fd < 0 ? fd : 0);
	if (fd < 0)
		return;
	agent_show(c, "fd", fd);
	c->obj->handle = fd;
	c->obj->clock = from->clock;
	c->obj->ready = true;
}

static int
number_of(const struct agent_obj *obj)
{
	return obj != NULL ? (int)obj->handle : -1;
}

void
fil_dup(struct agent_call *c)
{
	struct agent_obj *from = agent_ref(c, "from");
	bool cloexec = agent_int(c, "cloexec", 0) != 0;
	int fd = number_of(from);

	if (cloexec || agent_has(c, "least"))
		fd = fcntl(fd, cloexec ? F_DUPFD_CLOEXEC : F_DUPFD,
		    (int)agent_int(c, "least", 0));
	else
		fd = dup(fd);
	duplicate(c, from, fd);
}

void
fil_dup2(struct agent_call *c)
{
	struct agent_obj *from = agent_ref(c, "from");

	duplicate(c, from, dup2(number_of(from),
	    (int)agent_int(c, "num", c->obj->handle)));
}

/*
 * Reads and writes in pieces.  The pieces do not touch one another, so that
 * a piece that is taken for longer than it is shows.
 */
#define	PIECES	64
#define	APART	16		/* bytes; what a piece may be long, at most */

struct pieces {
	struct iovec iov[PIECES];
	int n;
	unsigned char memory[PIECES * APART];
};

/* The next of the words 3|0|huge, as a length. */
static size_t
next_length(const char **words)
{
	char *end;
	size_t length = (size_t)strtoull(*words, &end, 10);

	if (end == *words)
		length = PTRDIFF_MAX;
	end += strcspn(end, "|");
	*words = *end == '|' ? end + 1 : end;
	return length;
}

static void
pieces_make(struct agent_call *c, struct pieces *p)
{
	const char *words = agent_word(c, "lens", "8");
	int64_t bad = agent_int(c, "bad", 0);
	struct iovec *v;

	memset(p->memory, 0xa5, sizeof p->memory);
	for (p->n = 0; *words != '\0' && p->n < PIECES; p->n++) {
		v = &p->iov[p->n];
		v->iov_base = p->n + 1 == bad ? linux_pointer("bad") :
		    p->memory + (size_t)p->n * APART;
		v->iov_len = next_length(&words);
	}
}

/* A number to the first 8 bytes of all pieces, or from there. */
static void
pieces_number(struct pieces *p, bool put, uint64_t *number)
{
	unsigned char *mine = (unsigned char *)number, *byte;
	size_t done = 0, at;
	int i;

	for (i = 0; i < p->n; i++)
		for (at = 0; at < p->iov[i].iov_len && done < 8; at++) {
			byte = (unsigned char *)p->iov[i].iov_base + at;
			if (put)
				*byte = mine[done++];
			else
				mine[done++] = *byte;
		}
}

static void
in_pieces(struct agent_call *c, bool out)
{
	struct pieces p;
	uint64_t number = 1;
	const struct iovec *iov;
	ssize_t r;
	int n;

	pieces_make(c, &p);
	if (out && !agent_has(c, "bad"))
		pieces_number(&p, true, &number);
	n = (int)agent_int(c, "count", p.n);
	iov = pointer_arg(c, p.iov);
	agent_stamp_begin(c);
	r = out ? writev(number_of(c->obj), iov, n) :
	    readv(number_of(c->obj), iov, n);
	agent_stamp_end(c);
	call_result(c, r);
	if (out || r < 8)
		return;
	pieces_number(&p, false, &number);
	agent_show(c, "v", (int64_t)number);
}

void
fil_readv(struct agent_call *c)
{
	in_pieces(c, false);
}

void
fil_writev(struct agent_call *c)
{
	in_pieces(c, true);
}

/* At the position pos=, which a file of this kind has not. */
static void
at_position(struct agent_call *c, bool out)
{
	char buf[64] = { 1 };
	void *p = pointer_arg(c, buf);
	size_t len = (size_t)agent_int(c, "len", 8);
	off_t pos = (off_t)agent_int(c, "pos", 0);

	if (len > sizeof buf)
		len = sizeof buf;
	call_result(c, out ? pwrite(number_of(c->obj), p, len, pos) :
	    pread(number_of(c->obj), p, len, pos));
}

void
fil_pread(struct agent_call *c)
{
	at_position(c, false);
}

void
fil_pwrite(struct agent_call *c)
{
	at_position(c, true);
}
