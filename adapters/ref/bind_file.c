/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind_file.c - the verbs of every kind that is a descriptor, on the
 * reference.
 */
#include "file/file.h"
#include "ref/ref.h"

void
fil_close(struct agent_call *c)
{
	ref_result(c, sys_close((int)c->obj->handle));
}

void
fil_nonblock(struct agent_call *c)
{
	ref_result(c, sys_fcntl((int)c->obj->handle, F_SETFL,
	    agent_int(c, "on", 1) != 0 ? FILE_NONBLOCK : 0));
}

/* The object is now what `from` is, by the number fd, or a failure is. */
static void
duplicate(struct agent_call *c, const struct agent_obj *from, int fd)
{
	ref_result(c, fd < 0 ? fd : 0);
	if (fd < 0)
		return;
	agent_show(c, "fd", fd);
	c->obj->handle = fd;
	c->obj->clock = from->clock;
}

void
fil_dup(struct agent_call *c)
{
	struct agent_obj *from;
	bool cloexec;

	from = agent_ref(c, "from");
	cloexec = agent_int(c, "cloexec", 0) != 0;
	if (cloexec || agent_has(c, "least"))
		duplicate(c, from, sys_fcntl((int)from->handle,
		    cloexec ? F_DUPFD_CLOEXEC : F_DUPFD,
		    (long)agent_int(c, "least", 0)));
	else
		duplicate(c, from, sys_dup((int)from->handle));
}

void
fil_dup2(struct agent_call *c)
{
	struct agent_obj *from;

	from = agent_ref(c, "from");
	duplicate(c, from, sys_dup2((int)from->handle,
	    (int)agent_int(c, "num", c->obj->handle)));
}

/*
 * Reads and writes in pieces.  The pieces do not touch one another, so that
 * a piece that is taken for longer than it is shows.
 */
#define PIECES	64

struct pieces {
	struct iovec	iov[PIECES];
	int		n;
	unsigned char	memory[1024];
};

/* The next of the words a|b|c, as a length. */
static size_t
next_length(const char **words)
{
	const char *w;
	size_t length;

	length = 0;
	for (w = *words; *w >= '0' && *w <= '9'; w++)
		length = length * 10 + (size_t)(*w - '0');
	if (w == *words)
		length = PTRDIFF_MAX;
	while (*w != '\0' && *w++ != '|')
		;
	*words = w;
	return length;
}

static void
pieces_make(struct agent_call *c, struct pieces *p)
{
	const char *words;
	struct iovec *v;
	size_t used;
	int64_t bad;

	*p = (struct pieces){ .n = 0 };
	for (used = 0; used < sizeof(p->memory); used++)
		p->memory[used] = 0xa5;
	used = 0;
	bad = agent_int(c, "bad", 0);
	words = agent_word(c, "lens", "8");
	while (*words != '\0' && p->n < PIECES) {
		v = &p->iov[p->n++];
		v->iov_base = p->n == bad ? ref_pointer("bad") :
		    p->memory + used;
		v->iov_len = next_length(&words);
		if (v->iov_len < 16)
			used += 16;
	}
}

/* Where the next byte of the pieces lies, that of piece *i at *at. */
static unsigned char *
next_byte(struct pieces *p, int *i, size_t *at)
{
	while (*i < p->n && *at >= p->iov[*i].iov_len) {
		++*i;
		*at = 0;
	}
	return *i < p->n ? (unsigned char *)p->iov[*i].iov_base + (*at)++ :
	    NULL;
}

/* A number to the first 8 bytes of all pieces, or from there. */
static void
pieces_number(struct pieces *p, bool put, uint64_t *number)
{
	unsigned char *byte, *mine;
	size_t at;
	int i;

	mine = (unsigned char *)number;
	at = 0;
	i = 0;
	while (mine < (unsigned char *)(number + 1) &&
	    (byte = next_byte(p, &i, &at)) != NULL) {
		if (put)
			*byte = *mine++;
		else
			*mine++ = *byte;
	}
}

static void
in_pieces(struct agent_call *c, bool out)
{
	const struct iovec *iov;
	struct pieces p;
	uint64_t number;
	long r;
	int fd, n;

	pieces_make(c, &p);
	number = 1;
	if (out && !agent_has(c, "bad"))
		pieces_number(&p, true, &number);
	fd = (int)c->obj->handle;
	n = (int)agent_int(c, "count", p.n);
	iov = ref_pointer_of(c, p.iov);
	r = out ? sys_writev(fd, iov, n) : sys_readv(fd, iov, n);
	ref_result(c, r);
	if (!out && r >= 8) {
		pieces_number(&p, false, &number);
		agent_show(c, "v", (int64_t)number);
	}
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

static const struct {
	const char	*word;
	int		 command;
} commands[] = {
	{ "dupfd", F_DUPFD },
	{ "getfd", F_GETFD },
	{ "setfd", F_SETFD },
	{ "getfl", F_GETFL },
	{ "setfl", F_SETFL },
};

void
fil_fcntl(struct agent_call *c)
{
	const char *w;
	int64_t command;
	size_t i;

	w = agent_word(c, "cmd", "getfl");
	if (!agent_number(w, &command))
		command = -1;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (agent_word_has(w, commands[i].word))
			command = commands[i].command;
	ref_result(c, sys_fcntl((int)c->obj->handle, (int)command,
	    (long)agent_int(c, "arg", 0)));
}

/* At the position pos=, which a file of this kind has not. */
static void
at_position(struct agent_call *c, bool out)
{
	char memory[64];
	size_t size;
	int64_t pos;
	void *p;
	int fd;

	fd = (int)c->obj->handle;
	p = ref_pointer_of(c, memory);
	size = (size_t)agent_int(c, "len", 8);
	pos = agent_int(c, "pos", 0);
	if (size > sizeof(memory))
		size = sizeof(memory);
	memory[0] = 1;
	ref_result(c, out ? sys_pwrite(fd, p, size, pos) :
	    sys_pread(fd, p, size, pos));
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
