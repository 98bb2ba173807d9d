/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check.c - turn a failed CHECK into one line of text.
 *
 * What	The function's name and the condition's text, joined as
 *	"function: cond", for the port's panic.
 *
 * Why this way
 *	CHECK could paste the text at compile time, were __func__ a string
 *	literal; it is an array.  A stack buffer would do, but the context
 *	that fails may be an interrupt on a short stack, and the text should
 *	outlive the frame, for a debugger.  So the text is static, and since
 *	two CPUs may fail at once, each failure takes the next of a few.
 *
 * Limits
 *	A longer text is cut at CHECK_TEXT - 1 bytes.  The text of a failure
 *	is overwritten after CHECK_TEXTS more, which needs as many CPUs to
 *	fail while the first is still printing.
 */
#include "lib/check.h"

#include <stdatomic.h>

#include "lib/types.h"
#include "port/port.h"

#define CHECK_TEXT	160
#define CHECK_TEXTS	4		/* a power of two: the index wraps */

static char		check_text[CHECK_TEXTS][CHECK_TEXT];
static atomic_uint	check_next;

/* Copy s to `to`, but not beyond `end`; return where it stopped. */
static char *
put(char *to, const char *end, const char *s)
{
	while (to < end && *s != '\0')
		*to++ = *s++;
	return to;
}

_Noreturn void
check_failed(const char *func, const char *cond)
{
	unsigned slot = atomic_fetch_add(&check_next, 1) % CHECK_TEXTS;
	char *text = check_text[slot];
	const char *end = text + CHECK_TEXT - 1;
	char *to;

	to = put(text, end, func);
	to = put(to, end, ": ");
	to = put(to, end, cond);
	*to = '\0';
	port_panic(text);
}
