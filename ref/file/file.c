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
 * Invariants	I1  refs counts the table's reference and the calls under
 *		    way; a file in the table has at least one.
 *
 * Locking	One spin lock for table and counts, never held over a call
 *		of an operation.
 */
#include "file/file.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"

static struct {
	struct port_spin lock;
	struct file	*files[FILE_MAX];
} table;

/* The invariants of the table, which is locked. */
static bool
file_check(void)
{
	const struct file *f;
	int fd;

	for (fd = 0; fd < FILE_MAX; fd++) {
		f = table.files[fd];
		CHECK(f == NULL || f->refs >= 1);		/* I1 */
		CHECK(f == NULL || f->ops->close != NULL);
	}
	return true;
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
	for (fd = 0; fd < FILE_MAX && table.files[fd] != NULL; fd++)
		;
	if (fd < FILE_MAX)
		table.files[fd] = f;
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (fd == FILE_MAX) {
		port_free(f);
		return -EMFILE;
	}
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
	f = table.files[fd];
	if (f != NULL) {
		f->refs++;
	}
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
	if (!last)
		return;
	f->ops->close(f);
	port_free(f);
}

int
sys_close(int fd)
{
	struct file *f;
	bool s;

	if (fd < 0 || fd >= FILE_MAX)
		return -EBADF;
	s = port_spin_lock(&table.lock);
	f = table.files[fd];
	table.files[fd] = NULL;			/* [TFD-CLOSE-1] */
	INVARIANT(file_check());
	port_spin_unlock(&table.lock, s);
	if (f == NULL)
		return -EBADF;
	EVENT(FIL_CLOSE, f, fd);
	file_put(f);
	return 0;
}

long
sys_read(int fd, void *user, size_t size)
{
	struct file *f;
	long r;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	r = f->ops->read != NULL ? f->ops->read(f, user, size) : -EINVAL;
	file_put(f);
	return r;
}

long
sys_write(int fd, const void *user, size_t size)
{
	struct file *f;
	long r;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	r = f->ops->write != NULL ? f->ops->write(f, user, size) :
	    -EINVAL;				/* [TFD-WRITE-1] */
	file_put(f);
	return r;
}

int
sys_nonblock(int fd, bool on)
{
	struct file *f;
	bool s;

	f = file_get(fd);
	if (f == NULL)
		return -EBADF;
	s = port_spin_lock(&table.lock);
	f->flags = on ? FILE_NONBLOCK : 0;
	port_spin_unlock(&table.lock, s);
	file_put(f);
	return 0;
}
