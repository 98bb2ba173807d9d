/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parse.c - numbers, durations and times of the scenario language.
 *
 *	DUR  = [ "-" ] DIGITS [ "ns" | "us" | "ms" | "s" | "h" | "d" ]
 *	TIME = [ ( "T" | "N" ) SIGN ] DUR [ ( "~" | "~~" ) DUR ] | REF ".left"
 *
 * Whether a value has to be a time is not known here: `ptr=bad` and `flags=0`
 * come the same way.  So every value is kept as its word, and as a time too
 * where all of it reads as one.  A number that 64 bits cannot hold reads as
 * no time, and the keys that must be times then refuse it.
 */
#include "agent/core.h"

static const struct unit {
	const char *name;
	int64_t ns;
} units[] = {
	{ "", 1 }, { "ns", 1 }, { "us", 1000 }, { "ms", 1000000 },
	{ "s", 1000000000 }, { "h", 3600000000000 }, { "d", 86400000000000 },
};

int64_t
agent_sat_add(int64_t a, int64_t b)
{
	if (b > 0 && a > INT64_MAX - b)
		return INT64_MAX;
	if (b < 0 && a < INT64_MIN - b)
		return INT64_MIN;
	return a + b;
}

int64_t
agent_sat_sub(int64_t a, int64_t b)
{
	if (b < 0 && a > INT64_MAX + b)
		return INT64_MAX;
	if (b > 0 && a < INT64_MIN + b)
		return INT64_MIN;
	return a - b;
}

int64_t
agent_sat_mul(int64_t a, unsigned n)
{
	if (n != 0 && a > INT64_MAX / (int64_t)n)
		return INT64_MAX;
	if (n != 0 && a < INT64_MIN / (int64_t)n)
		return INT64_MIN;
	return a * (int64_t)n;
}

static int
digit(char c, unsigned base)
{
	int d = -1;

	if (c >= '0' && c <= '9')
		d = c - '0';
	else if (c >= 'a' && c <= 'f')
		d = c - 'a' + 10;
	else if (c >= 'A' && c <= 'F')
		d = c - 'A' + 10;
	return d >= 0 && (unsigned)d < base ? d : -1;
}

/* The number at s, at most max; the byte behind it, or NULL for none. */
static const char *
scan(const char *s, unsigned base, uint64_t max, uint64_t *v)
{
	uint64_t n = 0;
	const char *from = s;
	int d;

	for (; (d = digit(*s, base)) >= 0; s++) {
		if (n > (max - (uint64_t)d) / base)
			return NULL;
		n = n * base + (uint64_t)d;
	}
	*v = n;
	return s == from ? NULL : s;
}

/* A magnitude and its sign, where INT64_MIN is a value as well. */
static int64_t
with_sign(uint64_t u, bool neg)
{
	if (!neg)
		return (int64_t)u;
	return u > (uint64_t)INT64_MAX ? INT64_MIN : -(int64_t)u;
}

static uint64_t
greatest(bool neg)
{
	return (uint64_t)INT64_MAX + (neg ? 1 : 0);
}

bool
agent_parse_int(const char *s, int64_t *v)
{
	bool neg = *s == '-';
	unsigned base = 10;
	uint64_t u;

	s += neg ? 1 : 0;
	if (s[0] == '0' && s[1] == 'x') {
		base = 16;
		s += 2;
	}
	s = scan(s, base, greatest(neg), &u);
	if (s == NULL || *s != '\0')
		return false;
	*v = with_sign(u, neg);
	return true;
}

/* Does the text from s to end, excluded, spell name? */
static bool
spells(const char *s, const char *end, const char *name)
{
	while (s < end && *s == *name) {
		s++;
		name++;
	}
	return s == end && *name == '\0';
}

/* A duration that fills the text from s to end. */
static bool
dur(const char *s, const char *end, int64_t *v)
{
	bool neg = *s == '-';
	uint64_t u, ns;
	size_t i;

	s = scan(s + (neg ? 1 : 0), 10, greatest(neg), &u);
	if (s == NULL || s > end)
		return false;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		ns = (uint64_t)units[i].ns;
		if (!spells(s, end, units[i].name))
			continue;
		if (u > greatest(neg) / ns)
			return false;
		*v = with_sign(u * ns, neg);
		return true;
	}
	return false;
}

bool
agent_parse_dur(const char *s, int64_t *v)
{
	return dur(s, s + agent_len(s), v);
}

/* [ T | N SIGN ] DUR up to end. */
static bool
parse_base(const char *s, const char *end, struct agent_arg *arg)
{
	bool neg;
	int64_t v;

	arg->form = FORM_PLAIN;
	if (*s != 'T' && *s != 'N')
		return dur(s, end, &arg->base);
	arg->form = *s == 'T' ? FORM_T : FORM_N;
	neg = s[1] == '-';
	if ((s[1] != '+' && !neg) || s[2] == '-' || !dur(s + 2, end, &v))
		return false;
	arg->base = neg ? -v : v;
	return true;
}

static bool
parse_ramp(const char *s, struct agent_arg *arg)
{
	arg->level = 1;
	if (*++s == '~') {
		arg->level = 2;
		s++;
	}
	return agent_parse_dur(s, &arg->ramp);
}

static bool
ends_in_left(const char *s, size_t n)
{
	return n > 5 && agent_eq(s + n - 5, ".left");
}

/* Fill in what arg->word is besides a word. */
void
agent_parse_value(const char *s, struct agent_arg *arg)
{
	const char *end = s;

	while (*end != '\0' && *end != '~')
		end++;
	arg->base = arg->ramp = 0;
	arg->level = 0;
	arg->obj = -1;
	if (ends_in_left(s, agent_len(s)))
		arg->form = FORM_LEFT;
	else if (!parse_base(s, end, arg) ||
	    (*end == '~' && !parse_ramp(end, arg)))
		arg->form = FORM_WORD;
	if (arg->form == FORM_WORD && agent_parse_int(s, &arg->base))
		arg->form = FORM_PLAIN;		/* 0x80 */
}
