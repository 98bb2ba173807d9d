/* SPDX-License-Identifier: BSD-2-Clause */
/* seeded.c - what must fail, for the test of this program; only by name. */
#include "fuzz.h"

static void
step(void)
{
	bool seeded;

	seeded = fuzz_draw(500) == 0;
	FUZZ(!seeded);
}

static void
end(void)
{
}

const struct fuzz_front fuzz_seeded = { "seeded", NULL, step, end };
