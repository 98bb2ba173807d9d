/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * user.h - the memory of programs, where stack and programs are one process.
 *
 * All of it can be reached but the null pointer and one page, which stands
 * for every address that a kernel would refuse.  user.c has port_copyin()
 * and port_copyout() for such a port.
 *
 * Rests on: port.  Used by: ports that run in a process.
 */
#ifndef HOSTED_USER_H
#define HOSTED_USER_H

/* An address in that page: copies from and to it fail. */
#define USER_EDGE	1024		/* bytes before it are good */
void	*user_bad_address(void);

/* One that can be copied from. */
void	*user_readonly_address(void);

#endif
