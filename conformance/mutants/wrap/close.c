/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * close.c - a kernel whose timers end with the first descriptor that is closed.
 *
 * What		close() of a timerfd disarms it, though other descriptors of
 *		it are open: in another process, or on their way to one.
 */
#define	_GNU_SOURCE
#include "wrap.h"

static int (*real_close)(int);

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(close);
}

int
close(int fd)
{
	struct itimerspec none = { .it_value = { 0, 0 } };

	timerfd_settime(fd, 0, &none, NULL);
	return real_close(fd);
}
