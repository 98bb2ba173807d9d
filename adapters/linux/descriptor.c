/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * descriptor.c - the verbs of every kind that is a descriptor.
 *
 * What		dup gives an object a second number for the file of another;
 *		fcntl shows what the kernel returns, as a number.
 */
#define	_GNU_SOURCE
#include <fcntl.h>
#include <string.h>
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
	call_result(c, fd);
	if (fd < 0)
		return;
	c->r = 0;
	agent_show(c, "fd", fd);
	c->obj->handle = fd;
	c->obj->clock = from->clock;
	c->obj->ready = true;
}

void
fil_dup(struct agent_call *c)
{
	struct agent_obj *from = agent_ref(c, "from");
	bool cloexec = agent_int(c, "cloexec", 0) != 0;

	if (cloexec || agent_has(c, "least"))
		duplicate(c, from, fcntl((int)from->handle,
		    cloexec ? F_DUPFD_CLOEXEC : F_DUPFD,
		    (int)agent_int(c, "least", 0)));
	else
		duplicate(c, from, dup((int)from->handle));
}

void
fil_dup2(struct agent_call *c)
{
	struct agent_obj *from = agent_ref(c, "from");

	duplicate(c, from, dup2((int)from->handle,
	    (int)agent_int(c, "num", c->obj->handle)));
}
