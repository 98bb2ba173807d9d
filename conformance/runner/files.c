/* SPDX-License-Identifier: BSD-2-Clause */
/* Files, the clock and facts of this machine, for Lua. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "runner.h"

#define	NS_PER_S 1000000000LL
#define	DEPTH_MAX 16		/* of folders; a loop of links ends here */

/* now() -> ns of the monotonic clock */
static int
files_now(lua_State *L)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	lua_pushinteger(L, (lua_Integer)ts.tv_sec * NS_PER_S + ts.tv_nsec);
	return 1;
}

/* read(path) -> text | nil, why */
static int
files_read(lua_State *L)
{
	const char *path = luaL_checkstring(L, 1);
	FILE *f = fopen(path, "rb");
	luaL_Buffer b;
	size_t n;

	if (f == NULL)
		return runner_fail(L, path);
	luaL_buffinit(L, &b);
	do {
		char *p = luaL_prepbuffer(&b);

		n = fread(p, 1, LUAL_BUFFERSIZE, f);
		luaL_addsize(&b, n);
	} while (n > 0);
	luaL_pushresult(&b);
	if (ferror(f)) {
		fclose(f);
		return runner_fail(L, path);
	}
	fclose(f);
	return 1;
}

/*
 * Write over what is there, and cut off what is left: to empty a file first
 * makes the file system give its blocks back and look for others.
 */
static bool
write_over(int fd, const char *text, size_t len)
{
	struct stat st;
	ssize_t n;

	for (size_t at = 0; at < len; at += (size_t)n) {
		n = write(fd, text + at, len - at);
		if (n < 0)
			return false;
	}
	return fstat(fd, &st) == 0 && (st.st_size <= (off_t)len ||
	    ftruncate(fd, (off_t)len) == 0);
}

/* write(path, text) -> true | nil, why */
static int
files_write(lua_State *L)
{
	const char *path = luaL_checkstring(L, 1);
	size_t len;
	const char *text = luaL_checklstring(L, 2, &len);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		return runner_fail(L, path);
	if (!write_over(fd, text, len)) {
		runner_fail(L, path);
		close(fd);
		return 2;
	}
	if (close(fd) != 0)
		return runner_fail(L, path);
	lua_pushboolean(L, 1);
	return 1;
}

static int
make_dir(const char *path)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

/* mkdir(path) -> true | nil, why; makes what is missing above it, too */
static int
files_mkdir(lua_State *L)
{
	const char *path = luaL_checkstring(L, 1);
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (len == 0 || len >= sizeof(part))
		return luaL_error(L, "mkdir: bad path");
	for (size_t i = 1; i <= len; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (!make_dir(part))
			return runner_fail(L, part);
	}
	lua_pushboolean(L, 1);
	return 1;
}

static int
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
no_dots(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* Append the files under root/rel to the table at 2, in order of names. */
static void
walk(lua_State *L, const char *root, const char *rel, int depth)
{
	const char *path = lua_pushfstring(L, "%s/%s", root, rel), *next;
	struct dirent **names;
	int n = scandir(path, &names, no_dots, by_name);

	luaL_checkstack(L, 8, "folders");
	for (int i = 0; i < n; i++) {
		next = lua_pushfstring(L, "%s%s%s", rel,
		    *rel != '\0' ? "/" : "", names[i]->d_name);
		path = lua_pushfstring(L, "%s/%s", root, next);
		if (!is_dir(path)) {
			lua_pushvalue(L, -2);
			lua_rawseti(L, 2, (lua_Integer)lua_rawlen(L, 2) + 1);
		} else if (depth < DEPTH_MAX) {
			walk(L, root, next, depth + 1);
		}
		lua_pop(L, 2);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	lua_pop(L, 1);
}

/* list(dir) -> all files under it, relative, in order of names */
static int
files_list(lua_State *L)
{
	const char *dir = luaL_checkstring(L, 1);

	lua_settop(L, 1);
	lua_newtable(L);
	walk(L, dir, "", 0);
	return 1;
}

/* access(path [, "x"]) -> bool */
static int
files_access(lua_State *L)
{
	const char *path = luaL_checkstring(L, 1);
	int how = lua_isnoneornil(L, 2) ? F_OK : X_OK;

	lua_pushboolean(L, access(path, how) == 0 &&
	    (how == F_OK || !is_dir(path)));
	return 1;
}

static int
files_isdir(lua_State *L)
{
	lua_pushboolean(L, is_dir(luaL_checkstring(L, 1)));
	return 1;
}

static int
files_isatty(lua_State *L)
{
	lua_pushboolean(L, isatty((int)luaL_checkinteger(L, 1)));
	return 1;
}

static int
files_cpus(lua_State *L)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	lua_pushinteger(L, n > 0 ? n : 1);
	return 1;
}

/* uname() -> { system, release, version, machine } */
static int
files_uname(lua_State *L)
{
	struct utsname u;

	if (uname(&u) < 0)
		return runner_fail(L, "uname");
	lua_newtable(L);
	lua_pushstring(L, u.sysname);
	lua_setfield(L, -2, "system");
	lua_pushstring(L, u.release);
	lua_setfield(L, -2, "release");
	lua_pushstring(L, u.version);
	lua_setfield(L, -2, "version");
	lua_pushstring(L, u.machine);
	lua_setfield(L, -2, "machine");
	return 1;
}

static const luaL_Reg files[] = {
	{ "now", files_now },
	{ "read", files_read },
	{ "write", files_write },
	{ "mkdir", files_mkdir },
	{ "list", files_list },
	{ "access", files_access },
	{ "isdir", files_isdir },
	{ "isatty", files_isatty },
	{ "cpus", files_cpus },
	{ "uname", files_uname },
	{ NULL, NULL }
};

void
runner_files(lua_State *L)
{
	luaL_setfuncs(L, files, 0);
}
