/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * example.c - runs the example of a page: example() in a thread of a
 * virtual machine with the whole reference on it.  One TAP point; a CHECK
 * of the example that does not hold ends the program instead.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ref/ref.h"
#include "sim/sim.h"

#define LIMIT	(60 * INT64_C(1000000000))	/* of virtual time */

void	example(void);

static bool done;

static void
run(void *arg)
{
	(void)arg;
	example();
	done = true;
}

static void
panicked(const char *why)
{
	printf("not ok 1 - %s\n", why);
	exit(1);
}

int
main(int argc, char **argv)
{
	(void)argc;
	printf("1..1\n");
	sim_on_panic = panicked;
	ref_boot(1, 0);
	if (sim_thread(0, run, NULL) != NULL)
		(void)sim_run(LIMIT);
	printf("%sok 1 - %s runs to its end\n", done ? "" : "not ", argv[0]);
	return done ? 0 : 1;
}
