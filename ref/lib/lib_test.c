/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lib_test.c - check, errno, event and list; the arithmetic and the queue
 * have tests of their own beside this one.
 *
 * Hosted.  Links check.o, errno.o and event.o of ref/lib; catch.h is its
 * port.
 */
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/list.h"

#include "lib/catch.h"
#include "lib/tap.h"

static void
check_false(int two)
{
	CHECK(two + two == 5);
}

static void
check_long(int x)
{
	CHECK(x == 1 || x == 2 || x == 3 || x == 4 || x == 5 || x == 6 ||
	    x == 11 || x == 12 || x == 13 || x == 14 || x == 15 || x == 16 ||
	    x == 21 || x == 22 || x == 23 || x == 24 || x == 25 || x == 26);
}

static void
test_check(void)
{
	int calls = 0;

	CHECK(++calls == 1);
	ok(calls == 1, "a CHECK evaluates its condition once");
	CATCH(check_false(2));
	ok(caught("check_false: two + two == 5"),
	    "a failed CHECK names the function and the condition");
	CATCH(check_long(0));
	ok(catch_text != NULL && strlen(catch_text) == 159 &&
	    strncmp(catch_text, "check_long: x == 1 || x", 23) == 0,
	    "a long condition is cut");
	calls = 0;
	INVARIANT(++calls);
	ok(calls == (CHECK_LEVEL >= 2),
	    "an INVARIANT runs from CHECK_LEVEL 2 on");
}

static void
test_errno(void)
{
	ok(strcmp(errno_name(EPERM), "EPERM") == 0 && EPERM == 1,
	    "the first error is EPERM, 1");
	ok(strcmp(errno_name(95), "ENOTSUP") == 0 && EOPNOTSUPP == 95,
	    "95 is called ENOTSUP");
	ok(strcmp(errno_name(ECANCELED), "ECANCELED") == 0,
	    "the last error has its name");
	ok(strcmp(errno_name(0), "EUNKNOWN") == 0 &&
	    strcmp(errno_name(-EINVAL), "EUNKNOWN") == 0 &&
	    strcmp(errno_name(9999), "EUNKNOWN") == 0,
	    "other numbers are EUNKNOWN");
}

static void
test_event_names(void)
{
	unsigned id;
	bool good = true;

	for (id = 0; id < EV_COUNT; id++)
		good = good && event_lookup(event_name(id)) == id;
	ok(good, "each event is found by its name");
	ok(event_lookup("hal.program") == EV_HAL_PROGRAM &&
	    event_lookup("fil.close") == EV_FIL_CLOSE,
	    "names and constants of the events agree");
	ok(event_lookup("hal") == EV_COUNT &&
	    event_lookup("hal.programs") == EV_COUNT &&
	    event_lookup("") == EV_COUNT, "an unknown event is not found");
	ok(event_name(EV_COUNT) == NULL, "no name beyond the table");
}

static void
test_event_ring(void)
{
	struct event_entry e;
	int64_t i;
	unsigned back;
	bool good = true;

	ok(!event_last(0, &e), "the ring is empty at first");
	EVENT(TK_SET, &i, INT64_MIN + 5);
	ok(event_last(0, &e) && e.id == EV_TK_SET && e.object == &i &&
	    e.value == INT64_MIN + 5, "the ring keeps what was recorded");
	ok(!event_last(1, &e), "the ring holds no more than was recorded");

	for (i = 0; i < 1000; i++)
		EVENT(ET_EVENT, NULL, i << 33 | i);
	for (back = 0; back < EVENT_RING; back++) {
		i = 999 - (int64_t)back;
		good = good && event_last(back, &e) &&
		    e.id == EV_ET_EVENT && e.value == (i << 33 | i);
	}
	ok(good, "the ring holds the last events in order");
	ok(!event_last(EVENT_RING, &e), "and none before them");
	ok(event_hits(EV_ET_EVENT) == 1000 && event_hits(EV_TK_SET) == 1 &&
	    event_hits(EV_ET_STRAY) == 0, "each event is counted by itself");
	ok(catch_events == 1001, "each event goes to the port");
	CATCH(event_record(EV_COUNT, NULL, 0));
	ok(caught("event_record: id < EV_COUNT"),
	    "an event beyond the table is stopped");
}

struct item {
	int			number;
	SLIST_ENTRY(item)	link;
};

SLIST_HEAD(item_list, item);

/* The numbers of the list as the digits of one. */
static int
digits(const struct item_list *list)
{
	const struct item *it;
	int all = 0;

	SLIST_FOREACH(it, list, link)
		all = all * 10 + it->number;
	return all;
}

static void
remove_item(struct item_list *list, struct item *it)
{
	SLIST_REMOVE(list, it, item, link);
}

static void
remove_head(struct item_list *list)
{
	SLIST_REMOVE_HEAD(list, link);
}

static void
test_list(void)
{
	struct item_list list = SLIST_HEAD_INITIALIZER(list);
	struct item it[6] = { { .number = 0 }, { .number = 1 },
	    { .number = 2 }, { .number = 3 }, { .number = 4 },
	    { .number = 5 } };
	struct item *at, *next;

	ok(SLIST_EMPTY(&list) && digits(&list) == 0, "a new list is empty");
	SLIST_INSERT_HEAD(&list, &it[1], link);
	SLIST_INSERT_AFTER(&it[1], &it[3], link);
	SLIST_INSERT_AFTER(&it[1], &it[2], link);
	SLIST_INSERT_AFTER(&it[3], &it[4], link);
	SLIST_INSERT_HEAD(&list, &it[5], link);
	ok(digits(&list) == 51234, "elements stand where they were put");

	remove_item(&list, &it[3]);
	ok(digits(&list) == 5124, "an element in the middle is removed");
	remove_item(&list, &it[4]);
	remove_item(&list, &it[5]);
	ok(digits(&list) == 12, "the last and the first are removed");
	CATCH(remove_item(&list, &it[3]));
	ok(caught("remove_item: *link_ != NULL"),
	    "removal of an element that is not there is stopped");

	SLIST_REMOVE_AFTER(&it[1], link);
	ok(digits(&list) == 1, "the element after another is removed");
	SLIST_INSERT_HEAD(&list, &it[4], link);
	SLIST_FOREACH_SAFE(at, &list, link, next)
		remove_item(&list, at);
	ok(SLIST_EMPTY(&list), "a safe loop may remove where it stands");
	CATCH(remove_head(&list));
	ok(caught("remove_head: !SLIST_EMPTY(&list)") ||
	    caught("remove_head: !SLIST_EMPTY(list)"),
	    "removal from an empty list is stopped");
}

int
main(void)
{
	test_check();
	test_errno();
	test_event_names();
	test_event_ring();
	test_list();
	return tap_end();
}
