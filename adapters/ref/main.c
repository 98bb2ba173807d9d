/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - the agent of the reference, as a program.
 *
 *	agent-ref [OPTION]...
 *
 * modes.c has the options.  No case may depend on any of them.
 */
#include "ref/ref.h"
#include "sim/sim_context.h"

int
main(int argc, char **argv)
{
	static struct agent_target target;
	int i;

	for (i = 1; i < argc; i++) {
		if (!ref_modes_option(argv[0], argv[i]))
			return 2;
	}
	target = agent_ref_target;
	target.cpus = ref_modes.cpus;
	if (ref_modes_driven())
		target.timeclass = "counted";
	sim_context_prepare();		/* once, and not in each child */
	return agent_posix_main(1, argv, &target);
}
