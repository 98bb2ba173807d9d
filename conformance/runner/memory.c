/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory for Lua, which says how large a block is when it gives it back.  So
 * small ones, nearly all there are, need no header: they are cut off large
 * pieces, and lie on a list of their size when they are free.  What is cut is
 * never joined again; the runner ends soon.
 */
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

#define	UNIT 16			/* sizes are multiples of it */
#define	SMALL 512		/* no list for more */
#define	PIECE 65536

union block {
	union block	*next;
	_Alignas(UNIT) char unit[UNIT];
};

static union block *lists[SMALL / UNIT + 1];	/* by units */
static union block *piece;	/* what is left of the last piece */
static size_t left;		/* in units */

static size_t
units(size_t size)
{
	return (size + UNIT - 1) / UNIT;
}

static void *
cut(size_t n)
{
	union block *b;

	if (left < n) {
		b = malloc(PIECE);
		if (b == NULL)
			return NULL;
		piece = b;
		left = PIECE / UNIT;
	}
	b = piece;
	piece += n;
	left -= n;
	return b;
}

static void *
get(size_t size)
{
	size_t n = units(size);
	union block *b;

	if (size > SMALL)
		return malloc(size);
	b = lists[n];
	if (b == NULL)
		return cut(n);
	lists[n] = b->next;
	return b;
}

static void
give(void *p, size_t size)
{
	union block *b = p;

	if (size > SMALL) {
		free(p);
	} else if (b != NULL) {
		b->next = lists[units(size)];
		lists[units(size)] = b;
	}
}

/* What lua_newstate() wants; was means nothing where p is NULL. */
static void *
memory(void *arg, void *p, size_t was, size_t size)
{
	void *q = NULL;

	(void)arg;
	if (p == NULL)
		was = 0;
	if (was > SMALL && size > SMALL)
		return realloc(p, size);
	if (p != NULL && units(was) == units(size))
		return p;
	if (size > 0) {
		q = get(size);
		if (q == NULL)
			return NULL;
		if (p != NULL)
			memcpy(q, p, was < size ? was : size);
	}
	give(p, was);
	return q;
}

static int
on_panic(lua_State *L)
{
	fprintf(stderr, "timerspec: %s\n", luaL_tolstring(L, -1, NULL));
	return 0;
}

lua_State *
runner_lua(void)
{
	lua_State *L = lua_newstate(memory, NULL);

	if (L != NULL)
		lua_atpanic(L, on_panic);
	return L;
}
