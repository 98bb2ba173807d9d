/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_device.c - the ideal timer in real time, and hal/io.h over it.
 *
 * The registers are those of hal/simtimer_reg.h, the counter is the host's
 * monotonic clock.  ref/sim has a model of the same device; it is one
 * piece of state for all CPUs and so cannot be used here: the lock that it
 * would need orders the CPUs with one another and so hides races.
 *
 * Each CPU's bank is covered by that CPU's m.  Its interrupt side sleeps
 * until the compare value, see threads.c.
 */
#include "hal/io.h"
#include "hal/simtimer_reg.h"
#include "lib/check.h"
#include "threads/threads_impl.h"

#define FREQUENCY	UINT64_C(1000000000)	/* a count is a nanosecond */
#define QUALITY		1000
#define BANK_SIZE	(SIMTIMER_BANK(1) - SIMTIMER_BANK(0))

void
threads_bank_act(struct threads_cpu *c, int64_t now)
{
	if ((c->bank.ctrl & SIMTIMER_ENABLE) == 0 ||
	    (uint64_t)now < c->bank.compare)
		return;
	if ((c->bank.ctrl & SIMTIMER_REPEAT) != 0)
		c->bank.compare += c->bank.period;
	else
		c->bank.ctrl &= ~SIMTIMER_ENABLE;
	c->pending.lines |= 1u << THREADS_TIMER_LINE;
}

int64_t
threads_bank_next(const struct threads_cpu *c)
{
	const uint64_t far = UINT64_C(1) << 62;

	if ((c->bank.ctrl & SIMTIMER_ENABLE) == 0 || c->bank.compare >= far)
		return INT64_MAX;
	return (int64_t)c->bank.compare;
}

static unsigned
offset_of(uintptr_t address)
{
	CHECK(address >= THREADS_TIMER_BASE);
	address -= THREADS_TIMER_BASE;
	CHECK(address < SIMTIMER_SIZE(threads_machine.cpus));
	return (unsigned)address;
}

/* The CPU whose bank the register is in. */
static struct threads_cpu *
owner_of(unsigned reg)
{
	return &threads_machine.cpu[(reg - SIMTIMER_BANK(0)) / BANK_SIZE];
}

static uint64_t
bank_read(const struct threads_bank *b, unsigned reg)
{
	switch (reg) {
	case SIMTIMER_COMPARE:
		return b->compare;
	case SIMTIMER_PERIOD:
		return b->period;
	case SIMTIMER_CTRL:
		return b->ctrl;
	default:
		return 0;
	}
}

static void
bank_write(struct threads_bank *b, unsigned reg, uint64_t value)
{
	switch (reg) {
	case SIMTIMER_COMPARE:
		b->compare = value;
		break;
	case SIMTIMER_PERIOD:
		b->period = value;
		break;
	case SIMTIMER_CTRL:
		b->ctrl = (uint32_t)value;
		break;
	default:
		break;
	}
}

/* The registers that say what the unit can do, and the counter. */
static uint64_t
shared_read(unsigned reg)
{
	switch (reg) {
	case SIMTIMER_FREQ:
	case SIMTIMER_TC_FREQ:
		return FREQUENCY;
	case SIMTIMER_COUNT:
	case SIMTIMER_TC_COUNT:
		return (uint64_t)threads_now();
	case SIMTIMER_FEATURES:
		return SIMTIMER_ONESHOT | SIMTIMER_PERIODIC | SIMTIMER_PERCPU;
	case SIMTIMER_QUALITY:
		return QUALITY;
	case SIMTIMER_MIN:
		return 1;
	case SIMTIMER_MAX:
		return 60 * FREQUENCY;
	case SIMTIMER_TC_WIDTH:
		return 64;
	default:
		return 0;
	}
}

uint64_t
hal_read64(uintptr_t base, unsigned reg)
{
	struct threads_cpu *c;
	uint64_t value;

	reg = offset_of(base + reg);
	if (reg < SIMTIMER_BANK(0))
		return shared_read(reg);
	c = owner_of(reg);
	pthread_mutex_lock(&c->m);
	value = bank_read(&c->bank, (reg - SIMTIMER_BANK(0)) % BANK_SIZE);
	pthread_mutex_unlock(&c->m);
	return value;
}

void
hal_write64(uintptr_t base, unsigned reg, uint64_t value)
{
	struct threads_cpu *c;

	reg = offset_of(base + reg);
	if (reg < SIMTIMER_BANK(0))
		return;			/* read-only */
	c = owner_of(reg);
	pthread_mutex_lock(&c->m);
	bank_write(&c->bank, (reg - SIMTIMER_BANK(0)) % BANK_SIZE, value);
	pthread_cond_signal(&c->news);
	pthread_mutex_unlock(&c->m);
}

uint8_t
hal_read8(uintptr_t base, unsigned reg)
{
	return (uint8_t)hal_read64(base, reg);
}

void
hal_write8(uintptr_t base, unsigned reg, uint8_t value)
{
	hal_write64(base, reg, value);
}

uint32_t
hal_read32(uintptr_t base, unsigned reg)
{
	return (uint32_t)hal_read64(base, reg);
}

void
hal_write32(uintptr_t base, unsigned reg, uint32_t value)
{
	hal_write64(base, reg, value);
}
