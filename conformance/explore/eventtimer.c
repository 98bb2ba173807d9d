/* SPDX-License-Identifier: BSD-2-Clause */
#include "explore.h"
const struct scenario explore_eventtimer[] = {
	{ .name = NULL }
};
