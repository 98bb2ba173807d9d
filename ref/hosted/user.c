/* SPDX-License-Identifier: BSD-2-Clause */
/* user.c - copies from and to programs in the stack's own process. */
#include "hosted/user.h"

#include "lib/errno.h"
#include "port/port.h"

void	*memcpy(void *, const void *, size_t);

#define PAGE	4096

/* Good memory, a page that is bad, and one that can be read. */
static struct {
	_Alignas(max_align_t) char edge[USER_EDGE];
	char	 bad[PAGE];
	_Alignas(max_align_t) char readonly[PAGE];
} memory;

void *
user_bad_address(void)
{
	return memory.bad;
}

void *
user_readonly_address(void)
{
	return memory.readonly;
}

static bool
within(const void *p, const char *page)
{
	return (uintptr_t)p - (uintptr_t)page < PAGE;
}

int
port_copyin(void *to, const void *user, size_t size)
{
	if (user == NULL || within(user, memory.bad))
		return EFAULT;
	memcpy(to, user, size);
	return 0;
}

int
port_copyout(const void *from, void *user, size_t size)
{
	if (user == NULL || within(user, memory.bad) ||
	    within(user, memory.readonly))
		return EFAULT;
	memcpy(user, from, size);
	return 0;
}
