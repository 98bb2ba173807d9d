/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of the protocol and of the log, for Lua.  In C, since each byte of
 * each line passes through here.  What a bad line means is Lua's to say.
 */
#include <ctype.h>
#include <errno.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

#define	CHECK_LEN 4		/* " *HH" */
#define	DIGITS_MAX 19		/* more do not fit an integer */

static const char hex[] = "0123456789ABCDEF";

/* Part of a line. */
struct word {
	const char *s;
	size_t	    n;
};

/*
 * The check of a line: polynomial 0x07, initially 0, four bits at a time.
 */
static unsigned
crc8(const char *s, size_t n)
{
	static const uint8_t left[16] = {
		0x00, 0x07, 0x0e, 0x09, 0x1c, 0x1b, 0x12, 0x15,
		0x38, 0x3f, 0x36, 0x31, 0x24, 0x23, 0x2a, 0x2d,
	};
	unsigned crc = 0;

	for (size_t i = 0; i < n; i++) {
		crc ^= (unsigned char)s[i];
		crc = (crc << 4 & 0xf0) ^ left[crc >> 4];
		crc = (crc << 4 & 0xf0) ^ left[crc >> 4];
	}
	return crc;
}

/* seal(lines, check) -> text: each with its check, if so, and a line feed */
static int
lines_seal(lua_State *L)
{
	lua_Integer n = luaL_len(L, 1);
	bool check = lua_toboolean(L, 2);
	char end[] = " *HH\n";
	luaL_Buffer b;

	luaL_buffinit(L, &b);
	for (lua_Integer i = 1; i <= n; i++) {
		const char *s;
		size_t len;

		lua_rawgeti(L, 1, i);
		s = luaL_checklstring(L, -1, &len);
		if (check) {
			unsigned crc = crc8(s, len);

			end[2] = hex[crc >> 4];
			end[3] = hex[crc & 15];
		}
		luaL_addvalue(&b);
		luaL_addstring(&b, check ? end : "\n");
	}
	luaL_pushresult(&b);
	return 1;
}

static bool
is_printable(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] < ' ' || s[i] > '~')
			return false;
	}
	return true;
}

/*
 * unseal(line) -> the line without its check; and "garbage" when it is not
 * printable, "bare" when it has no check, "wrong" when it has another's.
 */
static int
lines_unseal(lua_State *L)
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n), *end = s + n;
	const char *why = NULL;
	unsigned crc;

	lua_settop(L, 1);
	if (!is_printable(s, n)) {
		why = "garbage";
	} else if (n < CHECK_LEN || end[-4] != ' ' || end[-3] != '*' ||
	    !isxdigit((unsigned char)end[-2]) ||
	    !isxdigit((unsigned char)end[-1])) {
		why = "bare";
	} else {
		crc = crc8(s, n - CHECK_LEN);
		if (end[-2] != hex[crc >> 4] || end[-1] != hex[crc & 15])
			why = "wrong";
		lua_pushlstring(L, s, n - CHECK_LEN);
	}
	lua_pushstring(L, why);
	return 2;
}

/* Take a word off the front of the text; without one its length is 0. */
static struct word
take(const char **at)
{
	struct word w;

	while (isspace((unsigned char)**at))
		(*at)++;
	w.s = *at;
	while (**at != '\0' && !isspace((unsigned char)**at))
		(*at)++;
	w.n = (size_t)(*at - w.s);
	return w;
}

static void
push(lua_State *L, struct word w)
{
	lua_pushlstring(L, w.s, w.n);
}

/* An integer, as people write most of them. */
static bool
plain_integer(struct word w, lua_Integer *v)
{
	bool minus = w.n > 0 && *w.s == '-';
	lua_Integer sum = 0;
	int d;

	if (w.n == minus || w.n - minus > DIGITS_MAX)
		return false;
	for (size_t i = minus; i < w.n; i++) {
		d = w.s[i] - '0';
		if (d < 0 || d > 9 || sum > (LUA_MAXINTEGER - d) / 10)
			return false;
		sum = sum * 10 + d;
	}
	*v = minus ? -sum : sum;
	return true;
}

/* Push what Lua takes for an integer, or nothing. */
static bool
push_integer(lua_State *L, struct word w)
{
	lua_Integer v;
	int ok = 1;

	if (!plain_integer(w, &v)) {
		push(L, w);
		v = lua_tointegerx(L, -1, &ok);
		lua_pop(L, 1);
	}
	if (ok)
		lua_pushinteger(L, v);
	return ok;
}

static int
digit(char c)
{
	const char *p = c != '\0' ? strchr(hex, toupper((unsigned char)c)) :
	    NULL;

	return p != NULL ? (int)(p - hex) : -1;
}

/* Push a word with each %XX as the byte that it means. */
static void
push_decoded(lua_State *L, struct word w)
{
	luaL_Buffer b;

	if (memchr(w.s, '%', w.n) == NULL) {
		push(L, w);
		return;
	}
	luaL_buffinit(L, &b);
	for (size_t i = 0; i < w.n; i++) {
		bool coded = w.s[i] == '%' && i + 2 < w.n &&
		    digit(w.s[i + 1]) >= 0 && digit(w.s[i + 2]) >= 0;

		luaL_addchar(&b, coded ? (char)(digit(w.s[i + 1]) << 4 |
		    digit(w.s[i + 2])) : w.s[i]);
		if (coded)
			i += 2;
	}
	luaL_pushresult(&b);
}

/*
 * The place of the = in KEY=VALUE, 0 where there is none; a key is letters,
 * digits and _.-
 */
static size_t
key_length(struct word w)
{
	for (size_t i = 0; i < w.n; i++) {
		if (w.s[i] == '=')
			return i;
		if (!isalnum((unsigned char)w.s[i]) &&
		    strchr("_.-", w.s[i]) == NULL)
			return 0;
	}
	return 0;
}

static int
refuse(lua_State *L, const char *why, struct word w)
{
	lua_pushnil(L);
	lua_pushstring(L, why);
	push(L, w);
	lua_concat(L, 2);
	return 2;
}

/* BEGIN, BEGIN+DURATION or BEGIN+?: push first, last (or nil), unfinished. */
static bool
push_times(lua_State *L, struct word when)
{
	const char *plus = memchr(when.s, '+', when.n);
	size_t n = plus != NULL ? (size_t)(plus - when.s) : when.n;
	struct word begin = { when.s, n }, rest = { plus, when.n - n };
	lua_Integer first, lasting = 0;
	bool open = rest.n == 2 && plus[1] == '?';

	if (!plain_integer(begin, &first))
		return false;
	if (rest.n > 0 && !open) {
		rest.s++, rest.n--;
		if (*rest.s == '-' || !plain_integer(rest, &lasting))
			return false;
	}
	lua_pushinteger(L, first);
	if (open)
		lua_pushnil(L);
	else
		lua_pushinteger(L, first + lasting);
	lua_pushboolean(L, open);
	return true;
}

/*
 * record(line) -> first, last, unfinished, cpu, context, object, event, keys;
 * or nil and why not, see log.lua
 */
static int
lines_record(lua_State *L)
{
	const char *at = luaL_checkstring(L, 1);
	struct word when = take(&at), on = take(&at), name[3], pair;
	size_t n;

	for (int i = 0; i < 3; i++)
		name[i] = take(&at);
	if (name[2].n == 0) {
		lua_pushnil(L);
		lua_pushliteral(L, "less than five words");
		return 2;
	}
	if (!push_times(L, when))
		return refuse(L, "no time: ", when);
	if (!push_integer(L, on))
		return refuse(L, "no CPU: ", on);
	for (int i = 0; i < 3; i++)
		push(L, name[i]);
	lua_createtable(L, 0, 4);
	while ((pair = take(&at)).n > 0) {
		n = key_length(pair);
		if (n == 0)
			return refuse(L, "no key=value: ", pair);
		lua_pushlstring(L, pair.s, n);
		pair.s += n + 1;
		pair.n -= n + 1;
		if (!push_integer(L, pair))
			push_decoded(L, pair);
		lua_rawset(L, -3);
	}
	return 8;
}

static const luaL_Reg lines[] = {
	{ "seal", lines_seal },
	{ "unseal", lines_unseal },
	{ "record", lines_record },
	{ NULL, NULL }
};

void
runner_lines(lua_State *L)
{
	luaL_setfuncs(L, lines, 0);
}
