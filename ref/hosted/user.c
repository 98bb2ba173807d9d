/* SPDX-License-Identifier: BSD-2-Clause */
/* user.c - copies from and to programs in the stack's own process. */
#include "hosted/user.h"

#include "lib/errno.h"
#include "port/port.h"

void	*memcpy(void *, const void *, size_t);

#define PAGE	4096

static _Alignas(max_align_t) char memory[USER_EDGE + PAGE];
static char *const bad_page = memory + USER_EDGE;

void *
user_bad_address(void)
{
	return bad_page;
}

static bool
reachable(const void *p)
{
	uintptr_t at, bad;

	at = (uintptr_t)p;
	bad = (uintptr_t)bad_page;
	return p != NULL && (at < bad || at >= bad + PAGE);
}

int
port_copyin(void *to, const void *user, size_t size)
{
	if (!reachable(user))
		return EFAULT;
	memcpy(to, user, size);
	return 0;
}

int
port_copyout(const void *from, void *user, size_t size)
{
	if (!reachable(user))
		return EFAULT;
	memcpy(user, from, size);
	return 0;
}
