/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_port.c - port.h on the virtual machine.
 *
 * Since one context runs at a time and only gives way where it waits, most
 * of the port is a few assignments.  Locks are real all the same: their
 * holder may be spinning in virtual time when another CPU wants them.
 */
#include "port/port.h"

#include "hosted/signals.h"
#include "lib/check.h"
#include "lib/types.h"
#include "sim/sim_explore.h"
#include "sim/sim_impl.h"

void	(*sim_on_event)(unsigned, const void *, int64_t);
void	(*sim_on_panic)(const char *);
void	*(*sim_on_alloc)(size_t);
void	(*sim_on_free)(void *);

unsigned
port_cpus(void)
{
	return sim.cpus;
}

unsigned
port_cpu(void)
{
	return sim.current == NULL ? 0 : sim.current->cpu;
}

bool
port_in_interrupt(void)
{
	return sim.current != NULL && sim.current->intr;
}

/* True: interrupts were on. */
bool
port_intr_mask(void)
{
	struct sim_cpu *c;
	bool were_on;

	c = sim_here();
	were_on = !c->masked;
	c->masked = true;
	return were_on;
}

void
sim_interrupt_always(bool on)
{
	sim.interrupt_always = on;
}

/*
 * Each device that somebody listens to interrupts this CPU.  But who waits
 * for another CPU is let alone until time has passed: its interrupts would
 * be progress in every round, and time would never pass.
 */
static void
raise_all(struct sim_cpu *c)
{
	unsigned i;

	if (sim.current->relaxed == sim.now)
		return;
	for (i = 0; i < PORT_LINES; i++) {
		if (sim.line[i].handler != NULL)
			c->pending.lines |= 1u << i;
	}
}

/* Interrupts that have become possible come before the caller goes on. */
static void
let_interrupts_in(void)
{
	if (sim.current == NULL || sim.current->intr)
		return;
	if (sim.interrupt_always)
		raise_all(sim_here());
	if (pending_any(&sim_here()->pending)) {
		sim.current->owns = true;
		sim_yield(SIM_READY);
		sim.current->owns = false;
	}
}

static void
restore(bool on, enum sim_step step, const void *object)
{
	if (on)
		sim_here()->masked = false;
	if (sim.explorer != NULL)
		sim_step(step, object);
	else if (on)
		let_interrupts_in();
}

void
port_intr_restore(bool on)
{
	restore(on, SIM_RESTORE, NULL);
}

void
port_intr_connect(unsigned line, port_handler *handler, void *arg)
{
	CHECK(line < PORT_LINES);
	sim.line[line] = (struct pending_call){ handler, arg };
}

void
port_on_idle(bool (*enter)(void), void (*leave)(void))
{
	sim.enter = enter;
	sim.leave = leave;
	sim.idles = true;
}

void
sim_deep_idle(void)
{
	sim.idles = true;
}

void
sim_slow_handler(unsigned cpu, unsigned n, int64_t by)
{
	CHECK(cpu < sim.cpus);
	sim.cpu[cpu].slow = n;
	sim.cpu[cpu].slow_by = by;
}

void
sim_raise(unsigned cpu, unsigned line)
{
	CHECK(cpu < sim.cpus);
	CHECK(line < PORT_LINES);
	if (sim.cpu[cpu].state != SIM_CPU_OFF)
		sim.cpu[cpu].pending.lines |= 1u << line;
}

bool
sim_line_busy(unsigned cpu, unsigned line)
{
	const struct sim_cpu *c;

	c = &sim.cpu[cpu];
	return (c->pending.lines & 1u << line) != 0 ||
	    c->side.state != SIM_UNUSED;
}

void
sim_line_drop(unsigned cpu, unsigned line)
{
	sim.cpu[cpu].pending.lines &= ~(1u << line);
}

void
port_cpu_call(unsigned cpu, port_handler *handler, void *arg)
{
	struct sim_cpu *c;

	CHECK(cpu < sim.cpus);
	c = &sim.cpu[cpu];
	if (c->state == SIM_CPU_OFF ||
	    !pending_add(&c->pending, (struct pending_call){ handler, arg }))
		return;
	restore(c == sim_here() && !c->masked, SIM_CALL, NULL);
}

/* Wait for another CPU; or for a lock, until its word is 0. */
static void
relax(const uintptr_t *want, bool owns)
{
	struct port_thread *self;

	self = sim.current;
	if (self == NULL)
		sim_context_abort("sim: the host waits for a virtual CPU");
	self->want = want;
	if (owns)
		self->relaxed = sim.now;
	self->owns = owns;
	sim_yield(SIM_RELAXED);
	self->owns = false;
	self->want = NULL;
}

void
port_relax(void)
{
	relax(NULL, true);
}

/* word[0] is the holder's CPU plus one. */
bool
port_spin_lock(struct port_spin *l)
{
	bool s;

	sim_step(SIM_LOCK, l);
	s = port_intr_mask();
	CHECK(!port_spin_held(l));
	while (l->word[0] != 0)
		relax(&l->word[0], true);
	l->word[0] = port_cpu() + 1;
	sim_here()->spins++;
	return s;
}

void
port_spin_unlock(struct port_spin *l, bool s)
{
	CHECK(port_spin_held(l));
	l->word[0] = 0;
	sim_here()->spins--;
	restore(s, SIM_UNLOCK, l);
}

bool
port_spin_held(const struct port_spin *l)
{
	return l->word[0] == port_cpu() + 1;
}

/* word[0] is 1 while held, word[1] the thread; 0 stands for the host. */
void
port_mutex_lock(struct port_mutex *m)
{
	CHECK(!port_in_interrupt());
	CHECK(!port_mutex_held(m));
	sim_step(SIM_LOCK, m);
	while (m->word[0] != 0)
		relax(&m->word[0], false);
	m->word[0] = 1;
	m->word[1] = (uintptr_t)sim.current;
}

void
port_mutex_unlock(struct port_mutex *m)
{
	CHECK(port_mutex_held(m));
	m->word[0] = 0;
	sim_step(SIM_UNLOCK, m);
}

bool
port_mutex_held(const struct port_mutex *m)
{
	return m->word[0] != 0 && m->word[1] == (uintptr_t)sim.current;
}

struct port_thread *
port_thread_self(void)
{
	return sim.current;
}

struct port_thread *
port_thread_start(unsigned cpu, void (*body)(void *), void *arg)
{
	return sim_thread(cpu, body, arg);
}

int
port_block(void)
{
	struct port_thread *self;

	CHECK(!port_in_interrupt());
	sim_step(SIM_BLOCK, NULL);
	self = sim.current;
	self->key = 0;
	if (!self->token)
		sim_yield(SIM_BLOCKED);
	self->token = false;
	return signals_take();
}

void
port_wake(struct port_thread *t)
{
	t->token = true;
	if (t->state == SIM_BLOCKED)
		t->state = SIM_READY;
	sim_step(SIM_WAKE, NULL);
}

/* Before sim_run() nobody else runs, and time passes for the devices. */
void
port_delay(int64_t ns)
{
	const int64_t until = sim.now + ns;
	int64_t next;

	if (sim.current != NULL) {
		while (sim.now < until)
			sim_spin(until);		/* or a notify */
		return;
	}
	while ((next = sim_next_instant()) <= until)
		sim_advance(next);
	sim_advance(until);
}

void
sim_fail_alloc(unsigned nth)
{
	sim.fail_alloc = nth;
}

unsigned
sim_allocations(void)
{
	return sim.allocations;
}

void *
port_alloc(size_t size)
{
	void *p;

	CHECK(!port_in_interrupt());
	if (sim.fail_alloc != 0 && --sim.fail_alloc == 0)
		return NULL;
	p = sim_on_alloc != NULL ? sim_on_alloc(size) :
	    sim_context_malloc(size);
	sim.allocations += p != NULL;
	return p;
}

void
port_free(void *p)
{
	sim.allocations -= p != NULL;
	if (sim_on_free != NULL)
		sim_on_free(p);
	else
		sim_context_free(p);
}

void
port_event(unsigned event, const void *object, int64_t value)
{
	if (sim_on_event != NULL)
		sim_on_event(event, object, value);
}

_Noreturn void
port_panic(const char *what)
{
	if (sim_on_panic != NULL)
		sim_on_panic(what);
	sim_context_abort(what);
}
