/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A limit to the processor time of a Lua function, and where it is.  A timer
 * signal sets the hook that stops it, so that nothing is counted until the
 * limit is met.
 */
#include <lauxlib.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>

#include "runner.h"

#define	ON_END 2		/* of limit's stack: what the limit calls */

static lua_State *volatile limited;	/* whom the signal stops, or NULL */
static char key;			/* of on_end in the registry */

/* Calls on_end, which raises the error; any later instruction again. */
static void
hook(lua_State *L, lua_Debug *ar)
{
	(void)ar;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
	lua_call(L, 0, 0);
}

/* lua_sethook is the one function of Lua that a handler may call. */
static void
on_signal(int sig)
{
	lua_State *L = limited;

	(void)sig;
	if (L != NULL)
		lua_sethook(L, hook, LUA_MASKCOUNT, 1);
}

static void
set_timer(lua_Integer us)
{
	struct itimerval it;

	memset(&it, 0, sizeof(it));
	it.it_value.tv_sec = (time_t)(us / 1000000);
	it.it_value.tv_usec = (suseconds_t)(us % 1000000);
	setitimer(ITIMER_VIRTUAL, &it, NULL);
}

/*
 * limit(us, on_end, fn, ...) -> as pcall(fn, ...); past so many microseconds
 * of this process's own time on_end is called inside fn, and has to raise an
 * error.  It does not nest.
 */
static int
limit_call(lua_State *L)
{
	lua_Integer us = luaL_checkinteger(L, 1);
	struct sigaction sa;
	int ok;

	luaL_checktype(L, ON_END, LUA_TFUNCTION);
	lua_pushvalue(L, ON_END);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
	memset(&sa, 0, sizeof(sa));
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = on_signal;
	sa.sa_flags = SA_RESTART;
	sigaction(SIGVTALRM, &sa, NULL);
	limited = L;
	set_timer(us);
	ok = lua_pcall(L, lua_gettop(L) - ON_END - 1, LUA_MULTRET, 0) ==
	    LUA_OK;
	set_timer(0);
	limited = NULL;
	lua_sethook(L, NULL, 0, 0);
	lua_pushboolean(L, ok);
	lua_replace(L, ON_END);
	return lua_gettop(L) - ON_END + 1;
}

/*
 * place(chunk) -> "FILE:LINE" of the innermost running function that stands
 * in this chunk ("@FILE"), or nil.  Each step that a case records is asked.
 */
static int
limit_place(lua_State *L)
{
	const char *chunk = luaL_checkstring(L, 1);
	lua_Debug ar;

	for (int level = 1; lua_getstack(L, level, &ar); level++) {
		lua_getinfo(L, "S", &ar);
		if (strcmp(ar.source, chunk) != 0)
			continue;
		lua_getinfo(L, "l", &ar);
		lua_pushfstring(L, "%s:%d", chunk + 1, ar.currentline);
		return 1;
	}
	return 0;
}

static const luaL_Reg limit[] = {
	{ "limit", limit_call },
	{ "place", limit_place },
	{ NULL, NULL }
};

void
runner_limit(lua_State *L)
{
	luaL_setfuncs(L, limit, 0);
}
