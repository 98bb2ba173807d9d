/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * core.h - the interpreter's own tables; targets do not include it.
 *
 * A scenario is a set of bounded tables.  load.c fills them line by line,
 * resolve.c turns names into indices when `end` has come, exec.c walks them,
 * log.c adds records, format.c prints those.  Everything that one run changes
 * is set anew by agent_begin(), so that a loaded scenario can run again.
 *
 * Invariants
 *  I1  After a load that succeeded every index in a table is valid.  The
 *	names left to look up while the scenario runs are those whose meaning
 *	only a binding knows: second operands and values such as q=q.
 *  I2  Words point into a->text (the scenario), a->words (what ran) or to
 *	constants, and live as long as the tables that hold them.
 *  I3  A record has one writer: the context that reserved it, or the
 *	parent process once that context is dead.
 */
#ifndef AGENT_CORE_H
#define AGENT_CORE_H

#include "agent/agent.h"

#define	AGENT_LINE	512	/* bytes of a line without its LF */
#define	AGENT_TOKENS	40	/* words of a line */
#define	AGENT_OPS	8	/* operands of a step */
#define	AGENT_ARGS	(AGENT_STEPS * 4)
#define	AGENT_TEXT	(AGENT_STEPS * 96)
#define	AGENT_WORDS	8192	/* shown words, notes */
#define	AGENT_MARKS	32
#define	AGENT_BARRIERS	8
#define	AGENT_GAUGES	8
#define	AGENT_WATCHES	32	/* names in tally and watch */
#define	AGENT_BODY	8	/* steps of a repeat's body */
#define	AGENT_BUCKETS	32
#define	AGENT_MACHINES	8	/* lines that declare the machine */

/* Flags of the core's own rows, above those of agent.h. */
enum {
	AGENT_SILENT = 256,	/* writes no record */
	AGENT_REPEAT = 512,
	AGENT_DONE = 1024,
	AGENT_INSIDE = 2048	/* only in a script */
};

/* A value: a word always, a time as well where it reads as one. */
enum { FORM_WORD, FORM_PLAIN, FORM_T, FORM_N, FORM_LEFT };

struct agent_arg {
	const char *key, *word;
	int form;
	int64_t base;
	int64_t ramp;		/* base + ramp * index */
	unsigned level;		/* 0 no ramp, 1 ~, 2 ~~ */
	int obj;		/* FORM_LEFT: element */
};

/* What `after` and `till=` wait for: a counter that has reached nth. */
struct agent_cond {
	const unsigned *counter;	/* NULL: nothing */
	unsigned nth;
};

enum { WHEN_NONE, WHEN_AT, WHEN_AFTER, WHEN_CALLS };
enum { PICK_NONE, PICK_ELEM, PICK_INDEX, PICK_ALL, PICK_SELF };

struct agent_step {
	unsigned line;
	const char *where;	/* prep, a thread or a script */
	int flow, script;	/* where it runs; both -1: prep */
	int next;		/* of the same context, -1 at the end */

	int when;
	int64_t at;
	const char *event;	/* after */
	struct agent_cond after, till;
	unsigned from, to;	/* #from-to */

	const char *verb;
	const struct agent_row *row;
	unsigned nop;
	const char *op[AGENT_OPS];
	int arg;		/* first of its arguments */
	unsigned nargs;

	int pick, obj;		/* which object: first element, how */
	int aux;		/* mark, barrier, event, clock or count */
	int gauge;
	int mate;		/* repeat <-> done */
	unsigned depth;		/* repeats around it */
	bool merge;		/* equal results share a record */
	int open;		/* run: the record to merge into */
};

struct agent_named {
	char name[AGENT_NAME];
	const char *kindname;
	int first;		/* element */
	unsigned count;
	unsigned line;
	int arg;
	unsigned nargs;
};

struct agent_machine {
	int arg;
	unsigned nargs;
};

struct agent_flow {
	char name[AGENT_NAME];
	int cpu, prio;
	unsigned line;
	int first;		/* step */
	struct agent_ctx ctx;
};

struct agent_body {		/* a script */
	char name[AGENT_NAME];
	int first;
	const struct agent_kind *kind;	/* of self */
	unsigned merging;	/* atomic: a quiet callback is in it */
};

struct agent_counter {
	char name[AGENT_NAME];
	unsigned n;		/* atomic; barriers: arrivals */
	unsigned size;		/* barriers: n= */
};

struct agent_watch {
	const char *name;
	unsigned n;		/* atomic */
	bool wanted;		/* in the log */
};

/*
 * A gauge is written by any context at once, so it has word-sized atomics
 * alone: the sum in two halves, least and greatest saturated to 32 bits.
 */
struct agent_gauge {
	char name[AGENT_NAME];
	unsigned n;
	uint32_t sum_lo, sum_hi;
	int32_t lo, hi;
	unsigned bucket[AGENT_BUCKETS];
};

enum { REC_FREE, REC_OPEN, REC_DONE };

struct agent_rec {
	unsigned state;		/* atomic */
	unsigned line;		/* 0: not from a step */
	unsigned cpu;
	int flow;		/* context: a thread, */
	const struct agent_obj *self;	/* or a callback, or neither: ~ */
	const struct agent_obj *obj;
	const char *label;	/* a stack event's object */
	const char *event;
	const char *of;		/* miss: the verb */
	int64_t begin, end;
	int clock;		/* the object's, at the end */
	bool stamped;		/* c and ce hold that clock */
	int64_t c, ce;
	int64_t r;
	const char *err;
	unsigned n, n_last;	/* call number, 0 none */
	int i, i_last;		/* index, -1 none */
	unsigned x;		/* results merged into it */
	bool asked;		/* lo and hi hold */
	int64_t lo, hi;
	unsigned again;		/* atomic: a repetition has begun */
	int64_t again_at;
	unsigned nshow;
	struct agent_show show[AGENT_SHOWS];	/* last: not cleared */
};

struct agent {
	const struct agent_target *target;
	const char *name;
	agent_launch *launch;
	agent_out *out;
	void *outarg;

	/* proto.c */
	bool hello, check, bye;
	bool ahead;			/* requests may wait */
	unsigned len;
	bool too_long, bad_byte;
	char in[AGENT_LINE + 1];
	unsigned seq;		/* of the request in work */
	bool body;		/* between scenario and end */
	bool swallow;		/* its answer has gone out already */
	unsigned body_seq;
	bool loaded;
	const char *end;	/* of the last run; NULL: none */

	/* load.c: the scenario, read-only while it runs */
	const char *error, *error_text;
	unsigned error_line;
	unsigned line;
	int64_t span, grace;
	unsigned nsteps, nargs, nobjs, nelems, nflows, nscripts;
	unsigned nmarks, nbarriers, ngauges, nwatches, ntext;
	unsigned nmachines, cpus;
	int prep;		/* first step */
	struct agent_step steps[AGENT_STEPS];
	struct agent_arg args[AGENT_ARGS];
	struct agent_named objs[AGENT_OBJS];
	struct agent_machine machines[AGENT_MACHINES];
	struct agent_flow flows[AGENT_THREADS];
	struct agent_body scripts[AGENT_SCRIPTS];
	struct agent_counter marks[AGENT_MARKS];
	struct agent_counter barriers[AGENT_BARRIERS];
	struct agent_gauge gauges[AGENT_GAUGES];
	struct agent_watch watches[AGENT_WATCHES];
	char text[AGENT_TEXT];

	/* The run. */
	struct agent_obj elems[AGENT_ELEMS];
	unsigned running, closed, started, arrived, changes;
	int64_t origin[AGENT_CLOCKS];
	int64_t closed_at;
	unsigned nwords;	/* atomic */
	char words[AGENT_WORDS];
	unsigned nrecs;		/* atomic; may pass the limit */
	unsigned lost;		/* atomic */
	struct agent_rec recs[AGENT_RECORDS];
};

/*
 * Word-sized atomics, from the compiler: <stdatomic.h> is missing in kernels.
 */
static inline unsigned
agent_peek(const unsigned *p)
{
	return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

static inline void
agent_poke(unsigned *p, unsigned v)
{
	__atomic_store_n(p, v, __ATOMIC_RELEASE);
}

/* Add, and return the new value. */
static inline unsigned
agent_add(unsigned *p, unsigned v)
{
	return __atomic_add_fetch(p, v, __ATOMIC_ACQ_REL);
}

/* Take a flag that nobody waits for: true when it was free. */
static inline bool
agent_take(unsigned *p)
{
	return __atomic_exchange_n(p, 1U, __ATOMIC_ACQUIRE) == 0;
}

static inline unsigned
agent_limit(unsigned wanted, unsigned size)
{
	return wanted == 0 || wanted > size ? size : wanted;
}

/* text.c: strings, lines. */
struct agent_line {
	size_t len;
	char s[AGENT_LINE];
};

bool agent_eq(const char *, const char *);
size_t agent_len(const char *);
const char *agent_after(const char *, const char *prefix);
bool agent_is_name(const char *);	/* letter { letter | digit | _ } */
void agent_copy_name(char to[AGENT_NAME], const char *from);
bool agent_in(const char *list, const char *word);	/* "a b c" */
int agent_split(char *line, const char **words, int max);	/* -1: more */
void agent_clear(void *, size_t);
uint8_t agent_crc8(const char *, size_t);
void agent_put(struct agent_line *, const char *);
void agent_put_escaped(struct agent_line *, const char *);
void agent_put_int(struct agent_line *, int64_t);
void agent_put_key(struct agent_line *, const char *key);	/* " key=" */

/* parse.c: numbers and times. */
bool agent_parse_int(const char *, int64_t *);
bool agent_parse_dur(const char *, int64_t *);
void agent_parse_value(const char *, struct agent_arg *);
int64_t agent_sat_add(int64_t, int64_t);
int64_t agent_sat_sub(int64_t, int64_t);
int64_t agent_sat_mul(int64_t, unsigned);

/* load.c */
void agent_load_begin(struct agent *, const char *const *words, int n);
void agent_load_line(struct agent *, const char *, size_t);
void agent_load_end(struct agent *, const char *count);
void agent_load_error(struct agent *, const char *err, unsigned line,
    const char *text);
void agent_forget(struct agent *);

/* agent.c */
void agent_end(struct agent *);

/* resolve.c */
void agent_resolve(struct agent *);
int agent_event_index(const char *);	/* "call": AGENT_CALL; -1 */
int agent_find_elem(const struct agent *, const char *ref, bool *array);
int agent_find_script(const struct agent *, const char *name);
int agent_find_watch(const struct agent *, const char *name);

/* repeat.c */
void agent_resolve_repeats(struct agent *);

/* verbs.c: the core's own. */
extern const struct agent_row agent_core_rows[];

/* call.c */
void agent_call_init(struct agent_call *, struct agent_ctx *,
    const struct agent_step *, struct agent_obj *);
const struct agent_arg *agent_step_arg(const struct agent *,
    const struct agent_step *, const char *key);

/* exec.c */
enum { AWAIT_GOT, AWAIT_LATE, AWAIT_OVER };
int agent_await(struct agent_ctx *, const struct agent_cond *, int64_t until,
    unsigned how);
void agent_changed(struct agent *);
void agent_unmask(struct agent_ctx *);

/* log.c */
struct agent_entry {		/* a record in the making */
	struct agent_call *call;
	const char *event;
	unsigned line;
	unsigned n;		/* call number, 0 none */
	int i;			/* index, -1 none */
	int *open;		/* where to merge; NULL: nowhere */
	bool silent;
	bool reading;		/* numbers merge as first..last */
	bool sleeps;		/* lo= and hi= */
	struct agent_rec *rec;
	int64_t end, end_c;
};

void agent_log_forget(struct agent *);
void agent_log_first(struct agent *);
void agent_log_origin(struct agent *);
void agent_note_dead(struct agent *, const char *event, const char *key,
    const char *word);
void agent_log_begin(struct agent_entry *);
void agent_log_end(struct agent_entry *);
void agent_log_miss(struct agent_ctx *, const struct agent_obj *,
    const char *of, unsigned line);
void agent_gauge_add(struct agent_gauge *, int64_t);

unsigned agent_records(const struct agent *);	/* in the log */

/* format.c: every line of the log in turn. */
unsigned agent_format(struct agent *, void (*line)(struct agent *,
    const char *));

#endif /* AGENT_CORE_H */
