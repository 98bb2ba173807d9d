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

/* Which number it has is nobody's business. */
void
fil_dup(struct agent_call *c)
{
	struct agent_obj *from;
	int fd;

	from = agent_ref(c, "from");
	fd = sys_dup(from != NULL ? (int)from->handle : -1);
	ref_result(c, fd < 0 ? fd : 0);
	if (fd >= 0) {
		c->obj->handle = fd;
		c->obj->clock = from->clock;
	}
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
	{ "dupfd-cloexec", F_DUPFD_CLOEXEC },
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
