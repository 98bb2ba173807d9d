/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - the agent of the reference, as a program.
 *
 *	agent-ref [--seed=N]
 *
 * A seed other than 0 mixes up which CPU takes its interrupt first when
 * several have one at the same instant; no case may depend on it.
 */
#include <stdlib.h>
#include <string.h>

#include "ref/ref.h"

int
main(int argc, char **argv)
{
	if (argc > 1 && strncmp(argv[1], "--seed=", 7) == 0) {
		ref_seed = strtoull(argv[1] + 7, NULL, 10);
		argc--;
		argv++;
	}
	return agent_posix_main(argc, argv, &agent_ref_target);
}
