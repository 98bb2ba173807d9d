/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * errno.c - names of the error numbers; see errno.h.
 */
#include "lib/errno.h"

#define ERRNO_CASE(name, number)	case name: return #name;

const char *
errno_name(int number)
{
	switch (number) {
	ERRNO_TABLE(ERRNO_CASE)
	default:
		return "EUNKNOWN";
	}
}
