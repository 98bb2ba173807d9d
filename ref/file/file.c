/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.c - the descriptor table.
 *
 * What		A table from small numbers to files; a file knows its kind by
 *		its operations.
 *
 * Why this way	A call on a descriptor holds a reference for as long as it
 *		lasts, so a close in another thread does not pull the file
 *		from under it: the number is free at once, the file goes with
 *		its last reference.
 *
 * Invariants	I1  refs counts the descriptors of a file and the calls under
 *		    way; a file in the table has at least one.
 *
 * Locking	One spin lock for table and counts, never held over a call
 *		of an operation.
 */
#include "file/file.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"

struct descriptor {
	struct file	*file;
	bool		 cloexec;
};

static struct {
	struct port_spin lock;
	struct descriptor of[FILE_MAX];
} table;

/* The invariants of the table, which is locked. */
static bool
file_check(void)
{
	const struct file *f;
	int fd;

	for (fd = 0; fd < FILE_MAX; fd++) {
		f = table.of[fd].file;
		CHECK(f == NULL || f->refs >= 1);		/* I1 */
		CHECK(f == NULL || f->ops->close != NULL);
	}
	return true;
}

/* Into the least free number from `from` on, or EMFILE.  Locked. */
static int
install(struct file *f, int from, bool cloexec)
{
	int fd;

	for (fd = from; fd < FILE_MAX && table.of[fd].file != NULL; fd++)
		;					/* [TFD-CLOSE-2] */
	if (fd == FILE_MAX)
		return -EMFILE;
	table.of[fd].file = f;
	table.of[fd].cloexec = cloexec;
	INVARIANT(file_check());
	return fd;
}

int
file_open(const struct file_ops *ops, void *priv, unsigned flags)
{
	struct file *f;
	bool s;
	int fd;

	f = port_alloc(sizeof(*f));
	if (f == NULL)
		return -ENOMEM;
	f->ops = ops;
	f->priv = priv;
	f->flags = flags & FILE_NONBLOCK;
	f->refs = 1;
	s = port_spin_lock(&table.lock);
	fd = install(f, 0, (flags & FILE_CLOEXEC) != 0);
	port_spin_unlock(&table.lock, s);
	if (fd < 0)
		port_free(f);
	else
		EVENT(FIL_OPEN, f, fd);
	return fd;
}

struct file *
file_get(int fd)
{
	struct file *f;
	bool s;

	if (fd < 0 || fd >= FILE_MAX)
		return NULL;
	s = port_spin_lock(&table.lock);
	f = table.of[fd].file;
	if (f != NULL)
		f->refs++;
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	return f;
}

void
file_put(struct file *f)
{
	bool s, last;

	s = port_spin_lock(&table.lock);
	last = --f->refs == 0;
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (!last)			/* a call goes on [TFD-CLOSE-3] */
		return;
	f->ops->close(f);
	port_free(f);
}

unsigned
file_poll(struct file *f, struct waiter *w)
{
	return f->ops->poll != NULL ? f->ops->poll(f, w) :
	    POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM;
}

void
file_unpoll(struct file *f, struct waiter *w)
{
	if (f->ops->poll != NULL)
		f->ops->unpoll(f, w);
}

int
sys_close(int fd)
{
	struct file *f;
	bool s;

	if (fd < 0 || fd >= FILE_MAX)
		return -EBADF;
	s = port_spin_lock(&table.lock);
	f = table.of[fd].file;
	table.of[fd].file = NULL;		/* [TFD-CLOSE-1] */
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (f == NULL)
		return -EBADF;
	EVENT(FIL_CLOSE, f, fd);
	file_put(f);
	return 0;
}

/* Another number, at least `from`, for the same file. */
static int
file_dup(int fd, int from, bool cloexec)
{
	struct file *f;
	bool s;
	int r;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	s = port_spin_lock(&table.lock);
	r = install(f, from, cloexec);
	port_spin_unlock(&table.lock, s);
	if (r < 0)
		file_put(f);
	else
		EVENT(FIL_OPEN, f, r);
	return r;
}

int
sys_dup(int fd)
{
	return file_dup(fd, 0, false);
}

int
sys_dup2(int fd, int to)
{
	struct file *f, *old;
	bool s;

	if (to < 0 || to >= FILE_MAX)
		return -EBADF;
	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	s = port_spin_lock(&table.lock);
	old = table.of[to].file;
	if (old != f) {
		table.of[to].file = f;
		table.of[to].cloexec = false;
		f = old;			/* to be put in its place */
	}
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (f != NULL)
		file_put(f);
	return to;
}

/* F_GETFD and the others that only look or set.  Locked. */
static int
control(struct descriptor *d, int command, long arg)
{
	switch (command) {
	case F_GETFD:
		return d->cloexec ? FD_CLOEXEC : 0;
	case F_SETFD:
		d->cloexec = (arg & FD_CLOEXEC) != 0;
		return 0;
	case F_GETFL:
		return (int)d->file->flags | O_RDWR;
	case F_SETFL:
		d->file->flags = (unsigned)arg & FILE_NONBLOCK;
		return 0;
	default:
		return -EINVAL;
	}
}

int
sys_fcntl(int fd, int command, long arg)
{
	bool s;
	int r;

	if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
		if (arg < 0 || arg >= FILE_MAX)
			return -EINVAL;
		return file_dup(fd, (int)arg, command == F_DUPFD_CLOEXEC);
	}
	if (fd < 0 || fd >= FILE_MAX)
		return -EBADF;
	s = port_spin_lock(&table.lock);
	r = table.of[fd].file == NULL ? -EBADF :
	    control(&table.of[fd], command, arg);
	port_spin_unlock(&table.lock, s);
	return r;
}
