/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.c - strings, words and lines.
 *
 * There is no libc under the interpreter, and little is needed: comparing and
 * splitting words, and a line that is built by appending.  A line that is
 * full drops what no longer fits; since no key is ever half a kilobyte long,
 * that happens only to a panic's text and to a list of kinds.
 */
#include "agent/core.h"

/* Room for " *HH" [ADP-CHECK-1] is always left. */
#define	LINE_ROOM	(AGENT_LINE - 5)

bool
agent_eq(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

size_t
agent_len(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0')
		n++;
	return n;
}

/* What stands in s behind prefix; NULL if s begins otherwise. */
const char *
agent_after(const char *s, const char *prefix)
{
	while (*prefix != '\0' && *s == *prefix) {
		s++;
		prefix++;
	}
	return *prefix == '\0' ? s : NULL;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
agent_is_name(const char *s)
{
	size_t n;

	if (!is_letter(s[0]))
		return false;
	for (n = 1; s[n] != '\0'; n++) {
		if (!is_letter(s[n]) && !(s[n] >= '0' && s[n] <= '9') &&
		    s[n] != '_')
			return false;
	}
	return n < AGENT_NAME;
}

void
agent_copy_name(char to[AGENT_NAME], const char *from)
{
	size_t n;

	for (n = 0; n < AGENT_NAME - 1 && from[n] != '\0'; n++)
		to[n] = from[n];
	to[n] = '\0';
}

/* Is word one of the words that sep parts in list? */
static bool
in_list(const char *list, const char *word, char sep)
{
	const char *w;

	for (;;) {
		while (*list == sep)
			list++;
		if (*list == '\0')
			return false;
		for (w = word; *w != '\0' && *w == *list; w++)
			list++;
		if (*w == '\0' && (*list == sep || *list == '\0'))
			return true;
		while (*list != sep && *list != '\0')
			list++;
	}
}

bool
agent_in(const char *list, const char *word)
{
	return word[0] != '\0' && in_list(list, word, ' ');
}

bool
agent_word_has(const char *words, const char *w)
{
	return w[0] != '\0' && words != NULL && in_list(words, w, '|');
}

int
agent_split(char *line, const char **words, int max)
{
	int n = 0;

	for (;;) {
		while (*line == ' ')
			line++;
		if (*line == '\0')
			return n;
		if (n == max)
			return -1;
		words[n++] = line;
		while (*line != ' ' && *line != '\0')
			line++;
		if (*line == ' ')
			*line++ = '\0';
	}
}

void
agent_clear(void *p, size_t n)
{
	volatile unsigned char *b = p;	/* not to become memset again */

	while (n-- > 0)
		*b++ = 0;
}

/*
 * Polynomial x^8 + x^2 + x + 1, initial value 0; four bits at a time, each
 * by what they leave when they are shifted out.
 */
uint8_t
agent_crc8(const char *s, size_t n)
{
	static const uint8_t left[16] = {
		0x00, 0x07, 0x0e, 0x09, 0x1c, 0x1b, 0x12, 0x15,
		0x38, 0x3f, 0x36, 0x31, 0x24, 0x23, 0x2a, 0x2d,
	};
	unsigned crc = 0;

	while (n-- > 0) {
		crc ^= (unsigned char)*s++;
		crc = (crc << 4 & 0xf0U) ^ left[crc >> 4];
		crc = (crc << 4 & 0xf0U) ^ left[crc >> 4];
	}
	return (uint8_t)crc;
}

static void
put_char(struct agent_line *l, char c)
{
	if (l->len < LINE_ROOM)
		l->s[l->len++] = c;
	l->s[l->len] = '\0';
}

void
agent_put(struct agent_line *l, const char *s)
{
	while (*s != '\0')
		put_char(l, *s++);
}

/* Bytes that a word cannot hold become %XX. */
void
agent_put_escaped(struct agent_line *l, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned c;

	for (; *s != '\0'; s++) {
		c = (unsigned char)*s;
		if (c > ' ' && c <= '~' && c != '%') {
			put_char(l, *s);
			continue;
		}
		put_char(l, '%');
		put_char(l, hex[c >> 4]);
		put_char(l, hex[c & 15U]);
	}
}

void
agent_put_int(struct agent_line *l, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char digits[20];
	int n = 0;

	do {
		digits[n++] = (char)('0' + (int)(u % 10));
		u /= 10;
	} while (u != 0);
	if (v < 0)
		put_char(l, '-');
	while (n > 0)
		put_char(l, digits[--n]);
}

void
agent_put_key(struct agent_line *l, const char *key)
{
	put_char(l, ' ');
	agent_put(l, key);
	put_char(l, '=');
}
