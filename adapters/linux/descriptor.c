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

void
fil_dup(struct agent_call *c)
{
	struct agent_obj *from = agent_ref(c, "from");
	int fd = dup(from != NULL ? (int)from->handle : -1);

	call_result(c, fd);
	if (fd < 0)
		return;
	c->r = 0;		/* which number it has is nobody's business */
	c->obj->handle = fd;
	c->obj->clock = from->clock;
	c->obj->ready = true;
}
