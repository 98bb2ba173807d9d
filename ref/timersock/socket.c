/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * socket.c - the socket calls.
 *
 * What		From a descriptor, flags, addresses and options to the few
 *		things that a timer socket can do.
 *
 * Why this way	There is one family, so a call asks whether the descriptor is
 *		a timer socket and needs no table of protocols.  What is read
 *		and written goes through a struct uio, as in read() and
 *		write(), so that each call of the kind is the same one.
 *
 * Order	of checks, in every call [TSK-OTHER-5]: the descriptor (EBADF,
 *		ENOTSOCK); the header of a message (EFAULT); what this family
 *		does not have (EOPNOTSUPP, EINVAL, ENOPROTOOPT); the caller's
 *		pieces and lengths; then what timersock.c says.
 */
#include "timersock/socket.h"

#include "lib/errno.h"
#include "timersock/timersock_impl.h"

/* The file of a socket, which is to be put.  Or a negative errno value. */
static int
socket_get(int fd, struct file **fp)
{
	struct file *f;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;				/* [TSK-CLOSE-1] */
	if (f->ops != &timersock_ops) {
		file_put(f);
		return -ENOTSOCK;			/* [TSK-OTHER-4] */
	}
	*fp = f;
	return 0;
}

static int
socket_acceptable(int family, int type, int protocol)
{
	if (family != AF_TIMER)
		return -EAFNOSUPPORT;			/* [TSK-SOCKET-2] */
	if ((type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) != SOCK_STREAM)
		return -ESOCKTNOSUPPORT;		/* [TSK-SOCKET-3] */
	return protocol != 0 ? -EPROTONOSUPPORT : 0;	/* [TSK-SOCKET-4] */
}

int
sys_socket(int family, int type, int protocol)
{
	int error;

	error = socket_acceptable(family, type, protocol);
	return error != 0 ? error :			/* [TSK-SOCKET-5] */
	    timersock_open((unsigned)type);
}

/* What comes with the bytes of a send, 0 or an errno value. */
static int
sendable(int flags, bool addressed, bool control)
{
	if ((flags & ~(MSG_DONTWAIT | MSG_NOSIGNAL)) != 0)
		return EOPNOTSUPP;			/* [TSK-OTHER-3] */
	if (addressed)
		return EINVAL;				/* [TSK-WRITE-10] */
	return control ? EOPNOTSUPP : 0;		/* [TSK-WRITE-11] */
}

static int
receivable(int flags)
{
	return (flags & ~(MSG_DONTWAIT | MSG_PEEK | MSG_WAITALL)) != 0 ?
	    EOPNOTSUPP : 0;				/* [TSK-OTHER-3] */
}

static int
one_piece(struct uio *uio, struct iovec *v, void *user, size_t size)
{
	v->iov_base = user;
	v->iov_len = size;
	uio->iov = v;
	uio->resid = size;
	return size <= PTRDIFF_MAX ? 0 : EINVAL;
}

long
sys_send(int fd, const void *user, size_t size, int flags)
{
	return sys_sendto(fd, user, size, flags, NULL, 0);
}

long
sys_sendto(int fd, const void *user, size_t size, int flags,
    const void *address, socklen_t length)
{
	struct iovec v;
	struct file *f;
	struct uio uio;
	long r;

	(void)length;
	r = socket_get(fd, &f);
	if (r != 0)
		return r;
	r = -sendable(flags, address != NULL, false);
	if (r == 0)	/* uio_in() is all that is done with it. */
		r = -one_piece(&uio, &v, (void *)(uintptr_t)user, size);
	if (r == 0)
		r = timersock_send(f, &uio);		/* [TSK-WRITE-6] */
	file_put(f);
	return r;
}

long
sys_recv(int fd, void *user, size_t size, int flags)
{
	return sys_recvfrom(fd, user, size, flags, NULL, NULL);
}

/* There is nobody whose address it could be. */
long
sys_recvfrom(int fd, void *user, size_t size, int flags, void *address,
    socklen_t *length)
{
	static const socklen_t none;
	struct iovec v;
	struct file *f;
	struct uio uio;
	long r;

	r = socket_get(fd, &f);
	if (r != 0)
		return r;
	r = -receivable(flags);
	if (r == 0)
		r = -one_piece(&uio, &v, user, size);
	if (r == 0)
		r = timersock_receive(f, &uio, flags);	/* [TSK-READ-8] */
	file_put(f);
	if (r >= 0 && address != NULL &&
	    port_copyout(&none, length, sizeof(none)) != 0)
		r = -EFAULT;
	return r;
}

/* The pieces of a message. */
static int
gather(const struct msghdr *m, struct uio *uio, struct iovec *copy)
{
	if (m->msg_iovlen <= 0 || m->msg_iovlen > IOV_MAX)
		return EMSGSIZE;
	return uio_pieces(uio, copy, m->msg_iov, m->msg_iovlen);
}

long
sys_sendmsg(int fd, const struct msghdr *user, int flags)
{
	struct iovec copy[IOV_MAX];
	struct msghdr m;
	struct file *f;
	struct uio uio;
	long r;

	r = socket_get(fd, &f);
	if (r != 0)
		return r;
	r = -port_copyin(&m, user, sizeof(m));
	if (r == 0)
		r = -sendable(flags, m.msg_name != NULL,
		    m.msg_controllen != 0);
	if (r == 0)
		r = -gather(&m, &uio, copy);
	if (r == 0)
		r = timersock_send(f, &uio);
	file_put(f);
	return r;
}

long
sys_recvmsg(int fd, struct msghdr *user, int flags)
{
	struct iovec copy[IOV_MAX];
	struct msghdr m;
	struct file *f;
	struct uio uio;
	long r;

	r = socket_get(fd, &f);
	if (r != 0)
		return r;
	r = -port_copyin(&m, user, sizeof(m));
	if (r == 0)
		r = -receivable(flags);
	if (r == 0)
		r = -gather(&m, &uio, copy);
	if (r == 0)
		r = timersock_receive(f, &uio, flags);
	file_put(f);
	m.msg_namelen = m.msg_controllen = 0;		/* [TSK-READ-11] */
	m.msg_flags = 0;
	if (r >= 0 && port_copyout(&m, user, sizeof(m)) != 0)
		r = -EFAULT;
	return r;
}

int
sys_shutdown(int fd, int how)
{
	struct file *f;
	int error;

	error = socket_get(fd, &f);
	if (error != 0)
		return error;
	if (how == SHUT_RD || how == SHUT_WR || how == SHUT_RDWR)
		timersock_shutdown(f, how != SHUT_WR, how != SHUT_RD);
	else
		error = -EINVAL;			/* [TSK-SHUT-4] */
	file_put(f);
	return error;
}

/* Store a value of an option and its length, which must have room for it. */
static int
option_out(const void *value, socklen_t size, void *user, socklen_t *length)
{
	socklen_t most;

	if (port_copyin(&most, length, sizeof(most)) != 0)
		return EFAULT;
	if (most < size)
		return EINVAL;				/* [TSK-OPT-3] */
	if (port_copyout(value, user, size) != 0)
		return EFAULT;				/* [TSK-OPT-4] */
	return port_copyout(&size, length, sizeof(size));
}

static int
option_get(struct file *f, int level, int name, void *user,
    socklen_t *length)
{
	struct itimerval itv;
	int v;

	if (level == SOL_TIMER && name == TSO_ITIMER) {
		itv = timersock_setting(f);
		return option_out(&itv, sizeof(itv), user, length);
	}
	if (level != SOL_SOCKET || (name != SO_TYPE && name != SO_RCVBUF))
		return ENOPROTOOPT;			/* [TSK-OPT-2] */
	v = name == SO_TYPE ? SOCK_STREAM :
	    timersock_rcvbuf(f);		/* [TSK-OPT-5] */
	return option_out(&v, sizeof(v), user, length);
}

int
sys_getsockopt(int fd, int level, int name, void *user, socklen_t *length)
{
	struct file *f;
	int error;

	error = socket_get(fd, &f);
	if (error != 0)
		return error;
	error = -option_get(f, level, name, user, length);
	file_put(f);
	return error;
}

static int
option_set(struct file *f, int level, int name, const void *user,
    socklen_t length)
{
	int bytes;

	if (level != SOL_SOCKET || name != SO_RCVBUF)
		return ENOPROTOOPT;
	if (length < sizeof(bytes))
		return EINVAL;
	if (port_copyin(&bytes, user, sizeof(bytes)) != 0)
		return EFAULT;
	timersock_set_rcvbuf(f, bytes);
	return 0;
}

int
sys_setsockopt(int fd, int level, int name, const void *user,
    socklen_t length)
{
	struct file *f;
	int error;

	error = socket_get(fd, &f);
	if (error != 0)
		return error;
	error = -option_set(f, level, name, user, length);
	file_put(f);
	return error;
}

/* A call that a timer has no use for: what it is given is not looked at. */
static int
unsupported(int fd)
{
	struct file *f;
	int error;

	error = socket_get(fd, &f);
	if (error != 0)
		return error;
	file_put(f);
	return -EOPNOTSUPP;				/* [TSK-OTHER-1] */
}

int
sys_socketpair(int family, int type, int protocol, int *pair)
{
	int error;

	(void)pair;
	error = socket_acceptable(family, type, protocol);
	return error != 0 ? error : -EOPNOTSUPP;	/* [TSK-OTHER-2] */
}

int
sys_bind(int fd, const void *address, socklen_t length)
{
	(void)address;
	(void)length;
	return unsupported(fd);
}

int
sys_connect(int fd, const void *address, socklen_t length)
{
	(void)address;
	(void)length;
	return unsupported(fd);
}

int
sys_listen(int fd, int backlog)
{
	(void)backlog;
	return unsupported(fd);
}

int
sys_accept(int fd, void *address, socklen_t *length)
{
	(void)address;
	(void)length;
	return unsupported(fd);
}

int
sys_getsockname(int fd, void *address, socklen_t *length)
{
	(void)address;
	(void)length;
	return unsupported(fd);
}

int
sys_getpeername(int fd, void *address, socklen_t *length)
{
	(void)address;
	(void)length;
	return unsupported(fd);
}
