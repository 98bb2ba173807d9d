/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tap.h - what a unit test prints.  Hosted; for *_test.c only.
 *
 * A test claims things with ok() and ends with `return tap_end();`, which
 * prints the plan and gives the exit status: 0, or 1 if a claim failed.
 */
#ifndef LIB_TAP_H
#define LIB_TAP_H

#include <stdbool.h>
#include <stdio.h>

/* How many random inputs a test tries; fewer where the machine is emulated. */
#ifndef TRIES
#define TRIES	100000
#endif

static unsigned tap_claims, tap_failed;

/* One claim, worded as a sentence that is true when cond is. */
static void
ok(bool cond, const char *claim)
{
	tap_claims++;
	if (!cond)
		tap_failed++;
	printf("%sok %u - %s\n", cond ? "" : "not ", tap_claims, claim);
	fflush(stdout);
}

static int
tap_end(void)
{
	printf("1..%u\n", tap_claims);
	return tap_failed == 0 ? 0 : 1;
}

#endif
