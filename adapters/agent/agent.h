/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * agent.h - the scenario interpreter, as its targets see it.
 *
 * An agent is a program on the machine under test.  It receives a scenario
 * (lines of words, adapter.7), executes it with nothing crossing the line,
 * and returns a log.  This interpreter is the part that all agents share; it
 * is freestanding, allocates nothing and takes no lock.  A target supplies a
 * table of verbs (struct agent_row), a table of kinds of objects, a clock and
 * a way to wait; see struct agent_target.
 *
 * Who calls whom:
 *
 *	agent_input -> load -> agent_run -> target.run -> agent_thread
 *	agent_thread -> row.fn (a verb) -> the system under test
 *	the system under test -> the target's trampoline -> agent_callback
 *
 * Rules that keep it safe in interrupts, signal handlers and coroutines:
 *  - records are reserved with one atomic counter and belong to the context
 *    that reserved them;
 *  - marks, barriers and counters are word-sized atomics;
 *  - state of a flow of control is in its struct agent_ctx, never in a
 *    global or a thread-local variable;
 *  - the log is formatted only after the scenario is over.
 *
 * All of it lies in one block of agent_size() bytes, which may be memory
 * that processes share: pointers in it lead into the block or to constants of
 * the program, which keep their addresses in a forked child.
 */
#ifndef AGENT_AGENT_H
#define AGENT_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the tables hold.  A small board may lower them for its whole build. */
#ifndef AGENT_STEPS
#define	AGENT_STEPS	256
#endif
#ifndef AGENT_OBJS
#define	AGENT_OBJS	32	/* named objects */
#endif
#ifndef AGENT_ELEMS
#define	AGENT_ELEMS	320	/* elements of all objects together */
#endif
#ifndef AGENT_THREADS
#define	AGENT_THREADS	8
#endif
#ifndef AGENT_SCRIPTS
#define	AGENT_SCRIPTS	16
#endif
#ifndef AGENT_RECORDS
#define	AGENT_RECORDS	1024
#endif

#define	AGENT_NAME	16	/* a name and its NUL */
#define	AGENT_SHOWS	8	/* key=value pairs of one record */
#define	AGENT_LIM	10000000	/* ns: lim= where none is given */
#define	AGENT_EXIT_PANIC 3	/* exit status of a child that noted a panic */

enum { AGENT_MONO, AGENT_REAL, AGENT_CLOCKS };

struct agent;			/* opaque: core.h */
struct agent_step;		/* opaque: core.h */
struct agent_call;
struct agent_ctx;

/*
 * Objects.
 */

/* What n= counts: one counter for each event of each object. */
enum { AGENT_CALL, AGENT_SIG, AGENT_DEREG, AGENT_DRVSTART, AGENT_DRVSTOP,
    AGENT_EVENTS };

struct agent_kind {
	const char *name;	/* "hrtimer"; NULL ends the table */
	const char *keys;	/* of its declaration: "call wakes"; the core
				   itself takes n= and quiet= */
};

/*
 * One element of a declared object: `obj t hrtimer n=8` makes eight of them,
 * `obj t hrtimer` one.  (c) is the core's, read-only for a binding; (b) is
 * the binding's own.
 */
struct agent_obj {
	char name[AGENT_NAME];	/* (c) as declared, without ".3" */
	unsigned index;		/* (c) 0..AGENT_ELEMS-1, unique */
	unsigned named;		/* (c) which declaration */
	unsigned elem;		/* (c) which element of it */
	unsigned count;		/* (c) elements of the declaration */
	bool array;		/* (c) declared with n= */
	bool quiet;		/* (c) declared with quiet=1 */
	const struct agent_kind *kind;	/* (c) */
	int wakes;		/* (c) thread of wakes=, or -1 */
	int script_call;	/* (c, b) script of call=, or -1 */
	int script_dereg;	/* (c, b) script of dereg=, or -1 */
	int clock;		/* (b) AGENT_MONO at first; init, create and
				   rebase set it: stamps and T+ follow it */
	int64_t handle;		/* (b) -1 at first */
	bool ready;		/* (b) false at first */
	void *priv;		/* (b) NULL at first */
	unsigned calls[AGENT_EVENTS];	/* core's; atomic access only */
	unsigned merging;	/* core's; atomic access only */
	int open;		/* core's */
	int64_t left;		/* core's: last value shown as left= */
	int64_t asked;		/* core's: last deadline asked for, */
	const char *asked_by;	/* and the verb that asked */
};

/*
 * Verbs.
 */

enum {
	AGENT_SCRIPT = 1,	/* may stand in a script (a callback) */
	AGENT_ANY = 2,		/* takes an object of any kind */
	AGENT_READ = 4,		/* the numbers it shows are readings: inside a
				   repeat they merge as first..last */
	AGENT_SLEEPS = 8	/* merged records show lo= and hi=, the least
				   and greatest (elapsed - asked) */
	/* higher bits: core.h */
};

typedef void agent_fn(struct agent_call *);

struct agent_row {
	const char *kind;	/* "" = no object: a machine verb */
	const char *verb;	/* NULL ends the table */
	const char *keys;	/* permitted: "rel abs"; lim, into and of are
				   permitted everywhere */
	unsigned flags;
	agent_fn *fn;
};

struct agent_show {
	const char *key;
	const char *word;	/* NULL: a number */
	int64_t first, last;
};

/*
 * One execution of one step.  The binding leaves its result here: r (0 at
 * first, and not printed then), err, and what it shows.
 */
struct agent_call {
	struct agent *agent;
	struct agent_ctx *ctx;
	struct agent_obj *obj;	/* NULL where the verb takes none */
	const struct agent_step *step;
	int clock;		/* T+ and N+ count on it: obj's, else mono; a
				   machine verb may set it before it asks */
	int64_t r;
	const char *err;	/* errno name, a constant */
	/* The core's from here on. */
	int64_t begin, begin_c;	/* log clock; obj's clock */
	int64_t end, end_c;	/* where agent_stamp_end() was called */
	bool ended;
	int64_t asked;
	bool has_asked, asks_from_begin;
	unsigned nshow;
	struct agent_show show[AGENT_SHOWS];
	unsigned ntext;
	char text[112];		/* copies of shown words */
};

/*
 * Arguments.  A key is looked up in the step, then in the declaration of the
 * step's object (`obj g signal sig=rt1`, `handle g`: agent_word(c, "sig", …)
 * is "rt1"), where a ramp counts by the element.
 */
bool agent_has(struct agent_call *, const char *key);
bool agent_step_has(struct agent_call *, const char *key);  /* the step alone */
/* Plain numbers; 0x, durations and ramps too. */
int64_t agent_int(struct agent_call *, const char *key, int64_t dflt);
/* ns; T+ and N+ resolved on c->clock, sums saturate. */
int64_t agent_time(struct agent_call *, const char *key, int64_t dflt);
const char *agent_word(struct agent_call *, const char *key, const char *dflt);
/* Is w one of the words of "a|b|c"? */
bool agent_word_has(const char *words, const char *w);
/* A word that is a number: true and *v.  For flags=0x80, clock=99. */
bool agent_number(const char *word, int64_t *v);
/* The object that a key names; "1" is the second operand.  NULL: none. */
struct agent_obj *agent_ref(struct agent_call *, const char *key);
/* Operands behind the verb: 0 is the object or first word.  NULL: none. */
const char *agent_operand(struct agent_call *, unsigned i);
/* The script that a key names, -1 for none. */
int agent_script(struct agent_call *, const char *key);

/* Results.  Keys are constants; words are copied (they may be locals). */
void agent_show(struct agent_call *, const char *key, int64_t v);
void agent_show_word(struct agent_call *, const char *key, const char *word);
void agent_fail(struct agent_call *, const char *errname);

/*
 * The core stamps a step before and behind its verb.  A binding whose call
 * is to be judged more closely calls these right before and right behind it;
 * what the stamps enclose is what an early expiry can hide in.
 */
void agent_stamp_begin(struct agent_call *);
void agent_stamp_end(struct agent_call *);

/*
 * Flows of control.
 */

enum { AGENT_NOTHREAD = AGENT_THREADS };

struct agent_ctx {
	struct agent *agent;
	unsigned thread;	/* index; AGENT_NOTHREAD in a callback */
	unsigned line;		/* of the step that runs or waits */
	struct agent_obj *self;	/* in a callback: its object */
	void *port;		/* the target's own; NULL at first */
	unsigned changes;	/* see agent_target.wait */
	/* The core's from here on. */
	unsigned call;		/* in a callback: its number */
	const char *ret;
	bool masked;
	unsigned mask_line;
	int64_t mask_until;
	bool merge;		/* in a quiet callback */
	unsigned depth;		/* repeats open, 0..2 */
	unsigned index[3];	/* [0] is the innermost repeat's */
	int64_t last_r;		/* of the last step, for till= */
	const char *last_err;
};

/* How to wait. */
enum {
	AGENT_SLEEP = 0,	/* the thread may sleep */
	AGENT_BUSY = 1,		/* keep the CPU: holds, callbacks, masked */
	AGENT_EVENT = 2		/* or-ed: something else than time is awaited,
				   notify() should end the wait early */
};

struct agent_limits {		/* 0 = what the tables hold */
	unsigned steps, objs, elems, threads, scripts, records;
};

typedef void agent_say(void *arg, const char *name, const char *value);

struct agent_target {
	const char *name;	/* "linux" */
	const char *timeclass;	/* "virtual", "counted", "wall" */
	struct agent_limits limits;
	unsigned cpus;
	const char *machine;	/* keys of `machine`; NULL: no such thing */
	unsigned most_cpus;	/* what machine cpus= may say */
	bool ordered;		/* virtual time: steps of one instant run in
				   the order of ctx->line; the core then calls
				   wait() before every step of a thread */
	const struct agent_kind *kinds;
	const struct agent_row *rows;
	/* The rest of the statement; the core itself says target, class,
	   cpus, threads, steps, objects, elements, scripts, records, clocks
	   and kinds. */
	void (*statement)(agent_say *say, void *arg);
	int64_t (*now)(void);		/* the log clock: CLOCK_MONOTONIC */
	int64_t (*clock)(int clk);
	unsigned (*cpu)(void);
	/*
	 * Return when now() >= until, or earlier.  The core loops on its own
	 * condition, so an early return costs time and is never wrong.  With
	 * AGENT_EVENT: also return as soon as agent_changes() differs from
	 * ctx->changes, which the core read before it tested its condition;
	 * so a notify() just before the wait is not lost.
	 */
	void (*wait)(struct agent_ctx *, int64_t until, unsigned how);
	/* agent_changes() has moved: end all waits for events.  Any context;
	   NULL where waits poll. */
	void (*notify)(struct agent *);
	/*
	 * Run the scenario: start agent_threads() flows of control, flow i on
	 * CPU agent_thread_cpu(a, i), each calling agent_thread(a, i).  When
	 * all have returned, or agent_deadline(a) has passed, call
	 * agent_close(a), then interrupt what is left and tear down.
	 */
	int (*run)(struct agent *);
	void (*mask)(void), (*unmask)(void);	/* NULL: not offered */
	void *(*pointer)(const char *word);	/* null bad ro edge */
	void (*discard)(struct agent *);	/* may be NULL: reset */
	/* Where a run is a process: how long it may take to end, in ms of this
	   machine beyond a span that is not virtual; 0: long. */
	unsigned patience;
};

/* The body of flow i.  Flow 0 runs prep, releases the start line, and keeps
   the scenario open until its span is over. */
void agent_thread(struct agent *, unsigned i);
unsigned agent_threads(const struct agent *);
int agent_thread_cpu(const struct agent *, unsigned i);	/* -1: any */
int agent_thread_prio(const struct agent *, unsigned i);	/* prio=, 0 */
const char *agent_thread_name(const struct agent *, unsigned i);
int agent_thread_find(const struct agent *, const char *name);	/* or -1;
					   NULL is nobody */
struct agent_ctx *agent_thread_ctx(struct agent *, unsigned i);

/*
 * The machine that the scenario declares, line by line: a key as a word, or
 * as a number; dflt where the line has none.
 */
unsigned agent_cpus(const struct agent *);
unsigned agent_machines(const struct agent *);
const char *agent_machine_word(const struct agent *, unsigned i,
    const char *key);				/* NULL: none */
int64_t agent_machine_int(const struct agent *, unsigned i, const char *key,
    int64_t dflt);

struct agent_obj *agent_objects(struct agent *, unsigned *n);
const struct agent_target *agent_target(const struct agent *);
int64_t agent_span(const struct agent *);
int64_t agent_grace(const struct agent *);
/* The reading of a clock at time 0; agent_started() says that it is final. */
int64_t agent_origin(const struct agent *, int clk);
bool agent_started(const struct agent *);
/* now() at which everything must end: origin + span + grace; INT64_MAX
   before the start. */
int64_t agent_deadline(const struct agent *);
/* Counts marks, arrivals and callbacks; a futex may wait on its address. */
unsigned agent_changes(const struct agent *);
const unsigned *agent_changes_word(const struct agent *);
/* Nothing is logged, and no script runs, after this. */
void agent_close(struct agent *);
bool agent_closed(const struct agent *);

/*
 * What the system under test reports.  All of it may be called in any
 * context, and does nothing while no scenario runs.
 */

struct agent_field {
	const char *key;	/* a constant */
	int64_t value;
	const char *word;	/* not NULL: shown in place of value; copied */
};

/*
 * A callback has come: log it, run its script, return the word of `ret` or
 * NULL.  event is "call" or "sig" (runs script_call), "dereg" (script_dereg),
 * "drvstart" or "drvstop".
 */
const char *agent_callback(struct agent *, struct agent_obj *,
    const char *event, const struct agent_field *, unsigned nfields);

/* An event of the stack: counted for tally, logged where it is watched. */
void agent_event(struct agent *, const char *name, const char *objname,
    int64_t value);

/* A `~` record: panic name=…, crash sig=…  key may be NULL. */
void agent_note(struct agent *, const char *event, const char *key,
    const char *word);
void agent_note_int(struct agent *, const char *event, const char *key,
    int64_t value);		/* witness gap=… */

/*
 * The protocol side.
 */

typedef void agent_out(void *arg, const char *bytes, size_t n);
/* Runs what is loaded; answers "done", "crash" or "stuck". */
typedef const char *agent_launch(struct agent *);

size_t agent_size(void);
/* name: as in hello, NULL = the target's. */
void agent_init(struct agent *, const struct agent_target *, const char *name,
    agent_out *, void *outarg);
/* How `run` runs; without it: agent_run() in place. */
void agent_set_launch(struct agent *, agent_launch *);
/* What carries the lines keeps those that come during a run [ADP-AHEAD-1]. */
void agent_set_ahead(struct agent *);
/* Feed bytes as they come, in any portions.  False after bye. */
bool agent_input(struct agent *, const char *bytes, size_t n);
/* Empty the log and open it (before a fork), then run. */
void agent_begin(struct agent *);
const char *agent_run(struct agent *);

/* posix_main.c, hosted: a whole main(). */
int agent_posix_main(int argc, char **argv, const struct agent_target *);

#endif /* AGENT_AGENT_H */
