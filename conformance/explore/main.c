/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - the explorer's command line.
 *
 *	explore list			the scenarios and what they claim
 *	explore [NAME...]		every schedule of these, or of all
 *	explore --brief [NAME...]	the same, but see search.c
 *	explore --replay WAY NAME	one schedule, step by step
 *
 * Prints TAP, one point a scenario.  A violation is shown step by step, with
 * the command that shows it again.  Exit status 0: all hold; 1: one does
 * not; 2: usage.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"

static const struct scenario *const tables[] = {
	explore_hrtimer, explore_timeout, explore_eventtimer, explore_kqueue,
	explore_poll
};
#define TABLES	(sizeof(tables) / sizeof(tables[0]))

static const char *program;

static void
stop(const char *what, const char *which)
{
	fprintf(stderr, "explore: %s%s\n", what, which);
	exit(2);
}

/* The nth scenario, or NULL. */
static const struct scenario *
scenario(unsigned n)
{
	const struct scenario *s;
	unsigned i;

	for (i = 0; i < TABLES; i++) {
		for (s = tables[i]; s->name != NULL; s++) {
			if (n-- == 0)
				return s;
		}
	}
	return NULL;
}

static const struct scenario *
in_table(const struct scenario *s, const char *name)
{
	while (s->name != NULL && strcmp(s->name, name) != 0)
		s++;
	return s->name == NULL ? NULL : s;
}

static const struct scenario *
find(const char *name)
{
	const struct scenario *s;
	unsigned i;

	s = in_table(explore_seeded, name);
	for (i = 0; s == NULL && i < TABLES; i++)
		s = in_table(tables[i], name);
	if (s == NULL)
		stop("there is no scenario ", name);
	return s;
}

static void
list(void)
{
	const struct scenario *s;
	unsigned n;

	for (n = 0; (s = scenario(n)) != NULL; n++)
		printf("%-22s %s\n", s->name, s->claim);
}

static bool
explore(unsigned n, const struct scenario *s, bool brief)
{
	struct explore_count c;
	char way[512];

	if (explore_search(s, brief, &c) == EXPLORE_HOLDS) {
		printf("ok %u - %s # %lu schedules: %lu of %u preemption%s "
		    "at most, %lu of any; %s\n", n, s->name,
		    c.schedules + c.more, c.schedules, c.preemptions,
		    c.preemptions == 1 ? "" : "s", c.more,
		    c.complete ? "complete" : "bounded");
		fflush(stdout);
		return true;
	}
	snprintf(way, sizeof(way), "%s", explore_way());
	printf("not ok %u - %s (%s)\n", n, s->name, s->claim);
	printf("# schedule %lu, %u preemption%s\n", c.schedules + c.more,
	    c.preemptions, c.preemptions == 1 ? "" : "s");
	(void)explore_replay(s, way);
	printf("# broken: %s\n", explore_violation());
	printf("# again: %s --replay '%s' %s\n", program, way, s->name);
	fflush(stdout);
	return false;
}

static int
explore_some(char **names, unsigned count, bool brief)
{
	const struct scenario *s;
	unsigned n;
	bool hold;

	for (n = 0; n < count; n++)
		(void)find(names[n]);
	hold = true;
	for (n = 0; count > 0 ? n < count : scenario(n) != NULL; n++) {
		s = count > 0 ? find(names[n]) : scenario(n);
		hold &= explore(n + 1, s, brief);
	}
	printf("1..%u\n", n);
	return hold ? 0 : 1;
}

static int
replay(const char *way, const char *name)
{
	const struct scenario *s;

	s = find(name);
	switch (explore_replay(s, way)) {
	case EXPLORE_NO_REPLAY:
		stop("this is no schedule of the scenario: ", way);
		return 2;
	case EXPLORE_VIOLATED:
		printf("# broken: %s\nnot ok 1 - %s (%s)\n1..1\n",
		    explore_violation(), s->name, s->claim);
		return 1;
	default:
		printf("ok 1 - %s\n1..1\n", s->name);
		return 0;
	}
}

int
main(int argc, char **argv)
{
	bool brief;

	program = argv[0];
	if (argc == 4 && strcmp(argv[1], "--replay") == 0)
		return replay(argv[2], argv[3]);
	brief = argc > 1 && strcmp(argv[1], "--brief") == 0;
	if (argc > 1 && argv[1][0] == '-' && !brief)
		stop("usage: explore [list | [--brief] NAME... |"
		    " --replay WAY NAME]", "");
	if (argc == 2 && strcmp(argv[1], "list") == 0) {
		list();
		return 0;
	}
	return explore_some(argv + 1 + brief, (unsigned)(argc - 1 - brief),
	    brief);
}
