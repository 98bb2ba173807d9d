/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerspec: finds the tree that it belongs to, loads conformance/lib/cli.lua
 * and returns what that returns.
 */
#include <errno.h>
#include <lauxlib.h>
#include <limits.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

#ifndef TIMERSPEC_DATADIR
#define TIMERSPEC_DATADIR "/usr/local/share/timerspec"
#endif

#define	EXIT_USAGE 2
#define	GC_PAUSE 400		/* collect at 4 times what was in use */

int
runner_fail(lua_State *L, const char *what)
{
	int err = errno;

	lua_pushnil(L);
	lua_pushfstring(L, "%s: %s", what, strerror(err));
	return 2;
}

/* Is there a Lua side under this folder? */
static bool
is_root(const char *dir)
{
	char path[PATH_MAX + 64];

	snprintf(path, sizeof(path), "%s/conformance/lib/cli.lua", dir);
	return access(path, R_OK) == 0;
}

/* Look argv[0] up in PATH, as the shell that started us has done. */
static bool
search_path(const char *name, char *out, size_t size)
{
	const char *dir = getenv("PATH");

	while (dir != NULL && *dir != '\0') {
		size_t len = strcspn(dir, ":");

		snprintf(out, size, "%.*s/%s", (int)len, dir, name);
		if (access(out, X_OK) == 0)
			return true;
		dir += len;
		if (*dir == ':')
			dir++;
	}
	return false;
}

/* The running executable; the link of /proc is Linux's and NetBSD's. */
static bool
own_path(const char *argv0, char *out, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", out, size - 1);

	if (n > 0) {
		out[n] = '\0';
		return true;
	}
	if (strchr(argv0, '/') == NULL)
		return search_path(argv0, out, size);
	snprintf(out, size, "%s", argv0);
	return true;
}

/* Cut the last name off; a relative path ends at "..". */
static void
to_parent(char *path, size_t size)
{
	char *slash = strrchr(path, '/');

	if (slash != NULL)
		*slash = '\0';
	else
		snprintf(path, size, "%s", strcmp(path, ".") ? "." : "..");
}

/*
 * The root of the tree: the folder above the one of the executable, else
 * where `make install` has put a copy.
 */
static bool
find_root(const char *argv0, char *root, size_t size)
{
	if (own_path(argv0, root, size)) {
		to_parent(root, size);
		to_parent(root, size);
		if (is_root(root))
			return true;
	}
	snprintf(root, size, "%s", TIMERSPEC_DATADIR);
	return is_root(root);
}

static int
open_sys(lua_State *L)
{
	lua_newtable(L);
	runner_files(L);
	runner_limit(L);
	runner_lines(L);
	runner_procs(L);
	return 1;
}

static int
with_trace(lua_State *L)
{
	const char *msg = lua_tostring(L, 1);

	luaL_traceback(L, L, msg != NULL ? msg : "error", 1);
	return 1;
}

/* cli.main(root, args); its value is the exit status. */
static int
run(lua_State *L, const char *root, int argc, char **argv)
{
	int status;

	lua_pushcfunction(L, with_trace);
	lua_getglobal(L, "require");
	lua_pushliteral(L, "cli");
	if (lua_pcall(L, 1, 1, 1) != LUA_OK)
		goto fail;
	lua_getfield(L, -1, "main");
	lua_pushstring(L, root);
	lua_newtable(L);
	for (int i = 1; i < argc; i++) {
		lua_pushstring(L, argv[i]);
		lua_rawseti(L, -2, i);
	}
	if (lua_pcall(L, 2, 1, 1) != LUA_OK)
		goto fail;
	status = (int)lua_tointeger(L, -1);
	return status;
fail:
	fflush(stdout);
	fprintf(stderr, "timerspec: internal error: %s\n",
	    lua_tostring(L, -1));
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	char root[PATH_MAX];
	lua_State *L;
	int status;

	if (!find_root(argv[0], root, sizeof(root))) {
		fprintf(stderr, "timerspec: no conformance/lib beside this"
		    " program or under %s\n", TIMERSPEC_DATADIR);
		return EXIT_USAGE;
	}
	L = runner_lua();
	if (L == NULL) {
		fprintf(stderr, "timerspec: out of memory\n");
		return EXIT_USAGE;
	}
	runner_signals();
	luaL_openlibs(L);
	lua_gc(L, LUA_GCINC, GC_PAUSE, 0, 0);
	luaL_requiref(L, "sys", open_sys, 0);
	lua_getglobal(L, "package");
	lua_pushfstring(L, "%s/conformance/lib/?.lua", root);
	lua_setfield(L, -2, "path");
	lua_settop(L, 0);
	status = run(L, root, argc, argv);
	lua_close(L);		/* kills and reaps agents that are left */
	if (fflush(stdout) != 0 && status != EXIT_USAGE) {
		fprintf(stderr, "timerspec: standard output: %s\n",
		    strerror(errno));
		status = EXIT_USAGE;
	}
	return status;
}
