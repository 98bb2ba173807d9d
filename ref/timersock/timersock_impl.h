/* SPDX-License-Identifier: BSD-2-Clause */
/* timersock_impl.h - between the socket calls and the timer socket. */
#ifndef TIMERSOCK_TIMERSOCK_IMPL_H
#define TIMERSOCK_TIMERSOCK_IMPL_H

#include "file/file.h"
#include "timersock/timersock.h"

extern const struct file_ops timersock_ops;	/* which tell a socket */

/* A new one's descriptor, or a negative errno value. */
int	timersock_open(unsigned flags);				/* T! */

/* Bytes, or a negative errno value.  Flags: MSG_DONTWAIT, MSG_PEEK. */
long	timersock_send(struct file *, struct uio *);		/* T! */
long	timersock_receive(struct file *, struct uio *, int flags);	/* T! */

void	timersock_shutdown(struct file *, bool rd, bool wr);	/* T */

/* What is left and the interval, as a program may set them. */
struct itimerval timersock_setting(struct file *);		/* T */

/* The bytes that records may take; brought into range. */
int	timersock_rcvbuf(struct file *);			/* T */
void	timersock_set_rcvbuf(struct file *, int bytes);		/* T */

#endif
