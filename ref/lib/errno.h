/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * errno.h - the refusals of the stack, by number and by name.
 *
 * Rests on: nothing.  Used by: everything that can refuse.
 *
 * A refusal is a positive number inside the stack and a negative one as
 * the result of a system call.  The numbers are Linux's, so that a binary
 * of that system can be served without a table; people and the agent
 * protocol see names only.
 */
#ifndef LIB_ERRNO_H
#define LIB_ERRNO_H

#define ERRNO_TABLE(X)							\
	X(EPERM,	1)						\
	X(ENOENT,	2)						\
	X(ESRCH,	3)						\
	X(EINTR,	4)						\
	X(ENXIO,	6)						\
	X(EBADF,	9)						\
	X(EAGAIN,	11)						\
	X(ENOMEM,	12)						\
	X(EFAULT,	14)						\
	X(EBUSY,	16)						\
	X(EEXIST,	17)						\
	X(ENODEV,	19)						\
	X(EINVAL,	22)						\
	X(ENFILE,	23)						\
	X(EMFILE,	24)						\
	X(ENOSPC,	28)						\
	X(ESPIPE,	29)						\
	X(EPIPE,	32)						\
	X(EDOM,		33)						\
	X(ERANGE,	34)						\
	X(ENOSYS,	38)						\
	X(EOVERFLOW,	75)						\
	X(ERESTART,	85)						\
	X(ENOTSOCK,	88)						\
	X(EMSGSIZE,	90)						\
	X(ENOPROTOOPT,	92)						\
	X(EPROTONOSUPPORT, 93)						\
	X(ESOCKTNOSUPPORT, 94)						\
	X(ENOTSUP,	95)						\
	X(EAFNOSUPPORT,	97)						\
	X(ENOBUFS,	105)						\
	X(ENOTCONN,	107)						\
	X(ETIMEDOUT,	110)						\
	X(ECANCELED,	125)

#define ERRNO_NUMBER(name, number)	name = number,
enum errno_number {
	ERRNO_TABLE(ERRNO_NUMBER)
	EOPNOTSUPP = ENOTSUP	/* one number, two spellings in the field */
};
#undef ERRNO_NUMBER

/* The name of a positive error number; "EUNKNOWN" for any other. */
const char	*errno_name(int);			/* any context */

#endif
