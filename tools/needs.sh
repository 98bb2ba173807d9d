#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# needs.sh LIBREF: what the objects of the reference call and do not bring.
# A kernel supplies its port and the four functions that every compiler may
# call, under the names of the machine's ABI, and nothing else: no libc, no
# libgcc (64-bit division), no libatomic.  What a linker defines is no call.
# The one hosted file, sim_context.o, is left out.  Prints what is too much;
# status 1.

nm -P -A "$1" | awk '
	$1 ~ /sim_context/	{ next }
	$2 ~ /^(port_|hal_(read|write))/	{ next }
	$3 == "U"		{ wanted[$2] = $1; next }
				{ defined[$2] = 1 }
	END {
		for (s in wanted) {
			if (s in defined || s ~ /^sim_context_/ ||
			    s ~ /^(memcpy|memset|memmove|memcmp)$/ ||
			    s ~ /^__aeabi_mem(cpy|set|move|clr)[48]?$/ ||
			    s ~ /^(_GLOBAL_OFFSET_TABLE_|_gp_disp)$/)
				continue
			print wanted[s], s
			bad = 1
		}
		exit bad
	}'
