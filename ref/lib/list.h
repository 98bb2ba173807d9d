/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * list.h - singly linked lists, with the names of BSD's queue(3).
 *
 * Rests on: check.h.  Used by: eventtimer.
 *
 * The contract
 *	The links stand inside the elements; nothing allocates.
 *	Insertion and removal at a known place take one step.
 *	SLIST_REMOVE searches, and stops the system when the element is not
 *	in the list.
 *	SLIST_FOREACH must not remove the element it stands on;
 *	SLIST_FOREACH_SAFE may.
 *
 * They are macros because the element's type is an argument.
 */
#ifndef LIB_LIST_H
#define LIB_LIST_H

#include "lib/check.h"
#include "lib/types.h"

#define SLIST_HEAD(name, type)						\
	struct name {							\
		struct type	*slh_first;	/* NULL: empty */	\
	}

#define SLIST_HEAD_INITIALIZER(head)	{ NULL }

#define SLIST_ENTRY(type)						\
	struct {							\
		struct type	*sle_next;	/* NULL: the last */	\
	}

#define SLIST_FIRST(head)	((head)->slh_first)
#define SLIST_NEXT(elm, field)	((elm)->field.sle_next)
#define SLIST_EMPTY(head)	(SLIST_FIRST(head) == NULL)
#define SLIST_INIT(head)	((void)(SLIST_FIRST(head) = NULL))

#define SLIST_FOREACH(var, head, field)					\
	for ((var) = SLIST_FIRST(head); (var) != NULL;			\
	    (var) = SLIST_NEXT(var, field))

#define SLIST_FOREACH_SAFE(var, head, field, next)			\
	for ((var) = SLIST_FIRST(head);					\
	    (var) != NULL && ((next) = SLIST_NEXT(var, field), true);	\
	    (var) = (next))

#define SLIST_INSERT_HEAD(head, elm, field) do {			\
	SLIST_NEXT(elm, field) = SLIST_FIRST(head);			\
	SLIST_FIRST(head) = (elm);					\
} while (0)

#define SLIST_INSERT_AFTER(prev, elm, field) do {			\
	SLIST_NEXT(elm, field) = SLIST_NEXT(prev, field);		\
	SLIST_NEXT(prev, field) = (elm);				\
} while (0)

#define SLIST_REMOVE_HEAD(head, field) do {				\
	CHECK(!SLIST_EMPTY(head));					\
	SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field);	\
} while (0)

#define SLIST_REMOVE_AFTER(prev, field) do {				\
	CHECK(SLIST_NEXT(prev, field) != NULL);				\
	SLIST_NEXT(prev, field) =					\
	    SLIST_NEXT(SLIST_NEXT(prev, field), field);			\
} while (0)

/* link_ is the pointer that leads to elm: the head's or an element's. */
#define SLIST_REMOVE(head, elm, type, field) do {			\
	struct type **link_ = &SLIST_FIRST(head);			\
	while (*link_ != (elm)) {					\
		CHECK(*link_ != NULL);					\
		link_ = &SLIST_NEXT(*link_, field);			\
	}								\
	*link_ = SLIST_NEXT(elm, field);				\
} while (0)

#endif
