/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * catch.h - the least port, and a net under it.  Hosted; for *_test.c only.
 *
 * A test that links lib, or ktime on top of it, and no port includes this
 * file once.  CATCH(call) runs a call that is expected to panic; then
 * caught() compares the panic's text.  A panic elsewhere ends the test.
 */
#ifndef LIB_CATCH_H
#define LIB_CATCH_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "port/port.h"

/* Not <stdlib.h>, which brings the host's struct timespec on some hosts. */
_Noreturn void exit(int);

static jmp_buf catch_place;
static bool catch_armed;
static const char *catch_text;		/* of the last panic; NULL: none */
static unsigned long catch_events;	/* that came to the port */

_Noreturn void
port_panic(const char *what)
{
	if (!catch_armed) {
		printf("Bail out! %s\n", what);
		exit(1);
	}
	catch_text = what;
	longjmp(catch_place, 1);
}

void
port_event(unsigned event, const void *object, int64_t value)
{
	(void)event;
	(void)object;
	(void)value;
	catch_events++;
}

#define CATCH(call) do {						\
	catch_text = NULL;						\
	catch_armed = true;						\
	if (setjmp(catch_place) == 0)					\
		(void)(call);						\
	catch_armed = false;						\
} while (0)

/* Was there a panic of just this text? */
static bool
caught(const char *text)
{
	return catch_text != NULL && strcmp(catch_text, text) == 0;
}

#endif
