/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * socket.h - the socket calls, for the one family that there is.
 *
 * Spec: timersock.4 (TSK-*).  Rests on: file.
 *
 * Pointers are the caller's and may be bad.  The calls return a value or 0,
 * or a negative errno value.
 *
 * Context	T thread; ! may sleep.
 */
#ifndef TIMERSOCK_SOCKET_H
#define TIMERSOCK_SOCKET_H

#include "file/file.h"
#include "lib/types.h"

#define SOCK_STREAM	1
#define SOCK_NONBLOCK	((int)FILE_NONBLOCK)
#define SOCK_CLOEXEC	((int)FILE_CLOEXEC)

#define SHUT_RD		0
#define SHUT_WR		1
#define SHUT_RDWR	2

#define MSG_OOB		0x1
#define MSG_PEEK	0x2
#define MSG_DONTWAIT	0x40
#define MSG_WAITALL	0x100
#define MSG_NOSIGNAL	0x4000

#define SOL_SOCKET	1
#define SO_TYPE		3
#define SO_RCVBUF	8

typedef unsigned	socklen_t;

struct msghdr {
	void		*msg_name;
	socklen_t	 msg_namelen;
	struct iovec	*msg_iov;
	int		 msg_iovlen;
	void		*msg_control;
	socklen_t	 msg_controllen;
	int		 msg_flags;
};

int	sys_socket(int family, int type, int protocol);	/* T! TSK-SOCKET-* */
long	sys_send(int fd, const void *, size_t, int flags);	/* T! */
long	sys_sendto(int fd, const void *, size_t, int flags,
	    const void *address, socklen_t);		/* T! TSK-SEND-* */
long	sys_sendmsg(int fd, const struct msghdr *, int flags);	/* T! */
long	sys_recv(int fd, void *, size_t, int flags);	/* T! TSK-RECV-* */
long	sys_recvfrom(int fd, void *, size_t, int flags,
	    void *address, socklen_t *);			/* T! */
long	sys_recvmsg(int fd, struct msghdr *, int flags);	/* T! */
int	sys_shutdown(int fd, int how);			/* T! TSK-SHUT-*   */
int	sys_getsockopt(int fd, int level, int name, void *value,
	    socklen_t *);				/* T! TSK-OPT-*    */
int	sys_setsockopt(int fd, int level, int name, const void *value,
	    socklen_t);						/* T! */

/* Calls of other families, which this one refuses [TSK-OTHER-1]. */
int	sys_socketpair(int family, int type, int protocol, int *pair); /* T */
int	sys_bind(int fd, const void *address, socklen_t);	/* T! */
int	sys_connect(int fd, const void *address, socklen_t);	/* T! */
int	sys_listen(int fd, int backlog);			/* T! */
int	sys_accept(int fd, void *address, socklen_t *);		/* T! */
int	sys_getsockname(int fd, void *address, socklen_t *);	/* T! */
int	sys_getpeername(int fd, void *address, socklen_t *);	/* T! */

#endif
