/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * target.c - the reference stack on the virtual machine, as a target.
 *
 * Each scenario thread is a thread of ref/sim, and time is sim's: a wait
 * costs nothing but a step of the scheduler.  The agent forks a process for
 * each scenario, so every scenario meets a machine that was just switched
 * on.
 */
#include "eventtimer/timeet.h"
#include "hosted/signals.h"
#include "hosted/user.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "ref/ref.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"
#include "timekeeping/timetc.h"

_Noreturn void _exit(int);

struct agent *ref_agent;
uint64_t ref_seed;

void
ref_fail(struct agent_call *c, int error)
{
	agent_fail(c, errno_name(error < 0 ? -error : error));
}

void
ref_result(struct agent_call *c, long r)
{
	if (r < 0)
		ref_fail(c, (int)r);
	else
		c->r = r;
}

clockid_t
ref_clock(struct agent_call *c)
{
	const char *w;
	int64_t id;

	w = agent_word(c, "clock", "mono");
	if (agent_number(w, &id))
		return (clockid_t)id;
	return agent_word_has("real", w) ? CLOCK_REALTIME : CLOCK_MONOTONIC;
}

void *
ref_pointer(const char *word)
{
	return agent_word_has("null", word) ? NULL : user_bad_address();
}

void *
ref_pointer_of(struct agent_call *c, void *good)
{
	const char *w;

	w = agent_word(c, "ptr", NULL);
	return w == NULL ? good : ref_pointer(w);
}

/* By how much a coarse counter was behind sim's clock when it was last read. */
static int64_t behind;

/* The clocks stand since then (-1: they run), and have stood for so long. */
static int64_t asleep = -1, slept;

void
ref_sleeps(bool sleeps)
{
	if (asleep >= 0)
		slept += sim_now() - asleep;
	asleep = sleeps ? sim_now() : -1;
}

/*
 * The machine's own clock, which the stack under test cannot bend.  A device
 * with a coarse counter is judged by what that counter shows.
 */
static int64_t
ref_now(void)
{
	int64_t now;

	if (!ref_modes_driven())
		return sim_now() + ref_modes.start;
	if (asleep >= 0)
		return sim_now() - behind;
	now = ktime_to_ns(ktime_get()) + slept;
	behind = sim_now() - now;
	return now;
}

/*
 * The same instant on sim's clock, which begins at 0.  By a coarse counter
 * not before it shows it: who looks again until then gets nearer each time.
 */
static int64_t
on_sim(int64_t t)
{
	if (ref_modes_driven())
		return nsec_add_sat(t, behind);
	return t < ref_modes.start ? 0 : t - ref_modes.start;
}

static int64_t
ref_clock_now(int clk)
{
	return ktime_to_ns(clk == AGENT_REAL ? ktime_get_real() :
	    ktime_get());
}

static unsigned
ref_cpu(void)
{
	return port_cpu();
}

static void
ref_wait(struct agent_ctx *ctx, int64_t until, unsigned how)
{
	if (!sim_masked() && !port_in_interrupt())
		(void)signals_take();
	if ((how & AGENT_EVENT) != 0 &&
	    agent_changes(ctx->agent) != ctx->changes)
		return;
	/* Who holds a spin lock keeps its CPU. */
	if ((how & AGENT_BUSY) != 0 || sim_masked())
		sim_spin(on_sim(until));
	else
		sim_sleep(on_sim(until), ctx->line);
}

static void
ref_notify(struct agent *a)
{
	(void)a;
	sim_notify();
}

static void
ref_mask(void)
{
	(void)port_intr_mask();
}

static void
ref_unmask(void)
{
	port_intr_restore(true);
}

/* Whose event it was, by a name that a case can expect. */
static const char *
event_owner(unsigned id, const void *object)
{
	const struct agent_obj *o;

	switch (id) {
	case EV_HAL_PROGRAM:
	case EV_HAL_INTR:
	case EV_ET_REGISTER:
	case EV_ET_REFUSE:
	case EV_ET_DEREGISTER:
	case EV_ET_CHANGE:
	case EV_ET_INIT:
	case EV_ET_FREE:
	case EV_ET_BAN:
	case EV_ET_START:
	case EV_ET_STOP:
	case EV_ET_EVENT:
	case EV_ET_STRAY:
	case EV_TICK_FORWARD:
	case EV_TICK_EARLY:
	case EV_TICK_SPURIOUS:
	case EV_TICK_LOST:
	case EV_TICK_LIAR:
	case EV_TICK_SWITCH:
		return ((const struct eventtimer *)object)->et_name;
	case EV_HAL_REFUSE:
		return object;
	case EV_TK_COUNTER:
	case EV_TK_BACK:
	case EV_TK_DISTRUST:
	case EV_TK_REFUSE:
		return ((const struct timecounter *)object)->tc_name;
	case EV_HRT_START:
	case EV_HRT_CANCEL:
	case EV_HRT_EXPIRE:
	case EV_HRT_RETURN:
	case EV_HRT_HANG:
	case EV_HRT_WAKE:
	case EV_HRT_MOVE:
		o = ref_hrtimer_owner(object);
		return o != NULL ? o->name : "-";
	default:
		return "-";
	}
}

static void
ref_on_event(unsigned id, const void *object, int64_t value)
{
	agent_event(ref_agent, event_name(id), event_owner(id, object),
	    value);
}

static void
ref_on_panic(const char *what)
{
	agent_note(ref_agent, "panic", "name", what);
	_exit(AGENT_EXIT_PANIC);
}

struct flow {
	struct agent	*agent;
	unsigned	 index;
};

static void
flow_main(void *arg)
{
	struct flow *f;

	f = arg;
	agent_thread(f->agent, f->index);
}

static int
ref_run(struct agent *a)
{
	static struct flow flows[AGENT_THREADS];
	struct ref_machine m;
	unsigned i;
	int cpu;

	ref_agent = a;
	sim_on_event = ref_on_event;
	sim_on_panic = ref_on_panic;
	ref_machine_init(&m, agent_cpus(a));
	ref_modes_machine(&m);
	ref_machine_declared(&m, a);
	ref_boot_machine(&m, ref_seed);
	ref_modes_begin(&m);
	for (i = 0; i < agent_threads(a); i++) {
		flows[i].agent = a;
		flows[i].index = i;
		cpu = agent_thread_cpu(a, i);
		agent_thread_ctx(a, i)->port = sim_thread(
		    cpu < 0 ? 0 : (unsigned)cpu, flow_main, &flows[i]);
	}
	ref_signals_begin(a);
	(void)sim_run(agent_span(a) + agent_grace(a));
	if (agent_started(a))
		(void)sim_run(on_sim(agent_deadline(a)));
	agent_close(a);
	return 0;
}

static const struct agent_kind ref_kinds[] = {
	{ "hrtimer", "call wakes" },
	{ "eventtimer",
	    "name flags quality min max freq slow without call dereg" },
	{ "timerfd", "" },
	{ "kqueue", "" },
	{ "sleep", "" },
	{ "kevent", "" },
	{ "entry", "" },
	{ "request", "call" },
	{ "origin", "" },
	{ "ptimer", "call" },
	{ "itimer", "" },
	{ "timersock", "" },
	{ "poll", "" },
	{ "signal", "sig call clock" },
	{ "counter", "name mask freq quality null slow from" },
	{ "timeout", "call" },
	{ "lock", "type" },
	{ "stream", "type call" },
	{ NULL, NULL }
};

/* The table of verbs. */
static const struct agent_row rows[] = {
	{ "hrtimer", "init", "clock", AGENT_SCRIPT, hrt_init },
	{ "hrtimer", "rebase", "clock", AGENT_SCRIPT, hrt_rebase },
	{ "hrtimer", "start", "rel abs mode", AGENT_SCRIPT, hrt_start },
	{ "hrtimer", "restart", "", AGENT_SCRIPT, hrt_restart },
	{ "hrtimer", "cancel", "", AGENT_SCRIPT, hrt_cancel },
	{ "hrtimer", "try", "", AGENT_SCRIPT, hrt_try },
	{ "hrtimer", "forward", "by", AGENT_SCRIPT, hrt_forward },
	{ "hrtimer", "remaining", "", AGENT_SCRIPT | AGENT_READ,
	    hrt_remaining },
	{ "hrtimer", "active", "", AGENT_SCRIPT, hrt_active },
	{ "hrtimer", "res", "clock", AGENT_SCRIPT, hrt_res },
	{ "timerfd", "create", "clock flags", 0, tfd_create },
	{ "timerfd", "settime",
	    "rel abs per sec nsec isec insec flags ptr old", 0, tfd_settime },
	{ "timerfd", "gettime", "ptr", AGENT_READ, tfd_gettime },
	{ "timerfd", "read", "len ptr", AGENT_SLEEPS, tfd_read },
	{ "timerfd", "write", "len ptr", 0, tfd_write },
	{ "kevent", "create", "ring num flags ptr room clock", 0, kev_create },
	{ "kevent", "add", "cmd num ptr room ro rel", 0, kev_add },
	{ "kevent", "remove", "cmd num ptr room ro", 0, kev_remove },
	{ "kevent", "modify", "cmd num ptr room ro", 0, kev_modify },
	{ "kevent", "ready", "cmd num ptr room ro", 0, kev_ready },
	{ "kevent", "get", "min max timeout sec nsec tptr ptr room flags whole",
	    AGENT_SLEEPS, kev_get },
	{ "kevent", "wait", "num old timeout sec nsec tptr flags",
	    AGENT_SLEEPS, kev_wait },
	{ "kevent", "commit", "idx over", 0, kev_commit },
	{ "kevent", "ring", "of", 0, kev_ring },
	{ "entry", "create", "type sec nsec fd user high event req", 0,
	    entry_create },
	{ "entry", "look", "", 0, entry_look },
	{ "request", "create", "clock to id user sig", 0, req_create },
	{ "request", "start", "rel abs per lock", AGENT_SCRIPT, req_start },
	{ "request", "stop", "lock hold", 0, req_stop },
	{ "request", "advance", "lock", AGENT_SCRIPT, req_advance },
	{ "request", "remaining", "lock", AGENT_SCRIPT | AGENT_READ,
	    req_remaining },
	{ "request", "fini", "", 0, req_fini },
	{ "origin", "register", "type asks", 0, org_register },
	{ "origin", "answer", "v refuse", 0, org_answer },
	{ "origin", "fire", "", AGENT_SCRIPT, org_fire },
	{ "origin", "info", "", 0, org_info },
	{ "timersock", "create", "family type proto flags", 0, tsk_create },
	{ "timersock", "write", "rel per sec usec isec iusec len more via "
	    "flags pieces addr control ptr iov hdr", 0, tsk_write },
	{ "timersock", "read", "room len more via flags pieces addr control "
	    "ptr iov hdr alen", AGENT_SLEEPS, tsk_read },
	{ "timersock", "gettime", "more ptr alen", AGENT_READ, tsk_gettime },
	{ "timersock", "getopt", "level opt len ptr alen", 0, tsk_getopt },
	{ "timersock", "setopt", "level opt v room len ptr", 0, tsk_setopt },
	{ "timersock", "shutdown", "how", 0, tsk_shutdown },
	{ "timersock", "other", "via family type proto", 0, tsk_other },
	{ "kqueue", "create", "clock", 0, kq_create },
	{ "kqueue", "change",
	    "ident filter flags rel abs data unit fflags udata count ptr", 0,
	    kq_change },
	{ "kqueue", "batch", "list max ptr", 0, kq_batch },
	{ "kqueue", "collect", "max ptr", 0, kq_collect },
	{ "kqueue", "wait", "list max timeout sec nsec ptr tptr",
	    AGENT_SLEEPS, kq_wait },
	{ "kqueue", "read", "len ptr", 0, tfd_read },
	{ "kqueue", "write", "len ptr", 0, tfd_write },
	{ "", "close", "", AGENT_ANY, fil_close },
	{ "", "nonblock", "on", AGENT_ANY, fil_nonblock },
	{ "", "dup", "from least cloexec", AGENT_ANY, fil_dup },
	{ "", "dup2", "from num", AGENT_ANY, fil_dup2 },
	{ "", "readv", "lens count ptr bad", AGENT_ANY | AGENT_SLEEPS,
	    fil_readv },
	{ "", "writev", "lens count ptr bad", AGENT_ANY, fil_writev },
	{ "", "pread", "len ptr pos", AGENT_ANY, fil_pread },
	{ "", "pwrite", "len ptr pos", AGENT_ANY, fil_pwrite },
	{ "", "fcntl", "cmd arg", AGENT_ANY, fil_fcntl },
	{ "ptimer", "create", "clock notify sig val to ptr idptr", 0,
	    ptm_create },
	{ "ptimer", "settime",
	    "rel abs per sec nsec isec insec flags ptr old", AGENT_SCRIPT,
	    ptm_settime },
	{ "ptimer", "gettime", "ptr", AGENT_SCRIPT | AGENT_READ,
	    ptm_gettime },
	{ "ptimer", "overrun", "", AGENT_SCRIPT | AGENT_READ, ptm_overrun },
	{ "ptimer", "delete", "", AGENT_SCRIPT, ptm_delete },
	{ "ptimer", "id", "", AGENT_SCRIPT, ptm_id },
	{ "itimer", "settime",
	    "rel per sec usec isec iusec which ptr old", AGENT_SCRIPT,
	    itm_settime },
	{ "itimer", "gettime", "which ptr", AGENT_SCRIPT | AGENT_READ,
	    itm_gettime },
	{ "itimer", "alarm", "sec", AGENT_SCRIPT, itm_alarm },
	{ "signal", "handle", "sig call clock restart", 0,
	    sig_handle },
	{ "signal", "ignore", "sig", 0, sig_ignore },
	{ "signal", "block", "sig", 0, sig_block },
	{ "signal", "unblock", "sig", 0, sig_unblock },
	{ "signal", "raise", "sig", 0, sig_raise },
	{ "poll", "poll", "rel ms events nfds ptr", AGENT_SLEEPS, poll_poll },
	{ "poll", "ppoll", "rel sec nsec events nfds ptr timeptr block",
	    AGENT_SLEEPS, poll_ppoll },
	{ "poll", "select", "rel sec usec events nfds ptr timeptr",
	    AGENT_SLEEPS, poll_select },
	{ "poll", "pselect", "rel sec nsec events nfds ptr timeptr block",
	    AGENT_SLEEPS, poll_pselect },
	{ "sleep", "create", "clock", 0, slp_create },
	{ "sleep", "nanosleep", "rel sec nsec ptr rem", AGENT_SLEEPS,
	    slp_nanosleep },
	{ "sleep", "clock_nanosleep",
	    "clock rel abs flags sec nsec ptr rem", AGENT_SLEEPS,
	    slp_clock_nanosleep },
	{ "eventtimer", "register", "", 0, etm_register },
	{ "eventtimer", "deregister", "", 0, etm_deregister },
	{ "eventtimer", "find", "called check want lock", 0, etm_find },
	{ "eventtimer", "init", "call dereg lock", 0, etm_init },
	{ "eventtimer", "start", "first period", AGENT_SCRIPT, etm_start },
	{ "eventtimer", "stop", "", AGENT_SCRIPT, etm_stop },
	{ "eventtimer", "ban", "", AGENT_SCRIPT, etm_ban },
	{ "eventtimer", "free", "lock", AGENT_SCRIPT, etm_free },
	{ "eventtimer", "fire", "", AGENT_SCRIPT, etm_fire },
	{ "eventtimer", "info", "", AGENT_SCRIPT, etm_info },
	{ "eventtimer", "change", "freq", AGENT_SCRIPT, etm_change },
	{ "timeout", "init", "lock aff cpu", AGENT_SCRIPT, tmo_init },
	{ "timeout", "start", "rel", AGENT_SCRIPT, tmo_start },
	{ "timeout", "stop", "", AGENT_SCRIPT, tmo_stop },
	{ "timeout", "drain", "", AGENT_SCRIPT, tmo_drain },
	{ "timeout", "fini", "", 0, tmo_fini },
	{ "timeout", "active", "", AGENT_SCRIPT, tmo_active },
	{ "lock", "lock", "", AGENT_SCRIPT, lock_lock },
	{ "lock", "unlock", "", AGENT_SCRIPT, lock_unlock },
	{ "", "etlock", "", AGENT_SCRIPT, etm_etlock },
	{ "stream", "on", "", 0, stream_on },
	{ "stream", "off", "", 0, stream_off },
	{ "stream", "ticks", "cpu", AGENT_SCRIPT, stream_ticks },
	{ "", "profiling", "on", 0, stream_profiling },
	{ "", "sysctl", "set", 0, tick_sysctl },
	{ "", "etunlock", "", 0, etm_etunlock },
	{ "counter", "register", "", 0, clk_register },
	{ "", "setclock", "by to", 0, clk_setclock },
	{ "", "slew", "ppb", 0, clk_slew },
	{ "", "adjust", "by", 0, clk_adjust },
	{ "", "leap", "", 0, clk_leap },
	{ "", "suspend", "by", AGENT_SLEEPS, clk_suspend },
	{ "", "resume", "by", 0, clk_resume },
	{ "", "clockinfo", "", 0, clk_info },
	{ "", "select", "", 0, clk_select },
	{ "", "park", "", 0, machine_park },
	{ "", "wake", "", AGENT_SCRIPT, machine_wake },
	{ "", "cpu_off", "", 0, machine_cpu_off },
	{ "", "cpu_on", "", 0, machine_cpu_on },
	{ "", "calc", "a b c", AGENT_SCRIPT, ref_calc },
	{ "", "fault", "on cpu n by dest freq tell", AGENT_SCRIPT,
	    ref_fault },
	{ NULL, NULL, NULL, 0, NULL }
};

const struct agent_target agent_ref_target = {
	.name = "ref",
	.timeclass = "virtual",
	.cpus = REF_CPUS,
	.machine = "cpus timer flags quality freq min max counter width start "
	    "spare device state",
	.most_cpus = PORT_CPUS,
	.ordered = true,
	.kinds = ref_kinds,
	.rows = rows,
	.statement = ref_statement,
	.now = ref_now,
	.clock = ref_clock_now,
	.cpu = ref_cpu,
	.wait = ref_wait,
	.notify = ref_notify,
	.run = ref_run,
	.mask = ref_mask,
	.unmask = ref_unmask,
	.pointer = ref_pointer,
};
