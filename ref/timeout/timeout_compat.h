/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout_compat.h - a timeout as user land sees it: room, and nothing else.
 *
 * For a structure that is exported and has timeouts inside.  This header
 * needs no other.  The room is enough for struct timeout in a kernel of the
 * same word size, and aligned as that, which timeout.c asserts; it is fixed,
 * so what stands behind it stays where it is.  The exporter fills it with zero
 * bytes by timeout_export(), so that no address of the kernel leaves it.
 */
#ifndef TIMEOUT_TIMEOUT_COMPAT_H
#define TIMEOUT_TIMEOUT_COMPAT_H

/* Words reserved; more than needed now, so that the layout may grow. */
#define TIMEOUT_COMPAT_WORDS	48

struct timeout_compat {
	union {
		unsigned long	word[TIMEOUT_COMPAT_WORDS];
		long long	align;
	} opaque;
};

#endif
