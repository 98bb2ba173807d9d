/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * atrtc_model.c - the real-time clock of a PC, as far as it interrupts.
 *
 * MC146818 data sheet (ADI-856): Registers A to D; table 5, periodic
 * interrupt rates; Interrupts; Divider Control.  The time of day is memory
 * here and does not run, so there is no alarm and no update.
 *
 * Periods are whole in the divider chain, which power-on has put anywhere.
 * Each sets the flag; the first that finds the interrupt enabled, or the
 * first enabling that finds the flag, pulls the line.  The PC takes the edge
 * alone: nothing more comes until C has been read.
 */
#include "eventtimer/timeet.h"
#include "hal/acpi_pm_reg.h"
#include "hal/atrtc_reg.h"
#include "hal/drivers.h"
#include "lib/check.h"
#include "sim/sim_board.h"
#include "sim/sim_model.h"

#define FIRMWARE_RATE	6u		/* 1024 Hz */
#define PHASE		0x1234u		/* of the chain at power-on */

static struct rtc_chip {
	struct sim_model model;		/* first */
	unsigned	 index;
	uint8_t		 ram[ATRTC_RAM];
	uint64_t	 seen;		/* cycle: flags of later periods are */
	bool		 flag;		/* not in this yet */
	bool		 pulled;	/* the line, and the PC knows */
} chip;

/* Cycles of a period; 0: there are none. */
static uint64_t
period(void)
{
	unsigned rate;

	rate = chip.ram[ATRTC_A] & ATRTC_RATE;
	if (rate == 0 || (chip.ram[ATRTC_A] & ATRTC_BASE) != ATRTC_BASE_32768)
		return 0;
	if (rate < ATRTC_RATE_MIN)
		rate += 7;		/* 256 and 128 Hz once more */
	return UINT64_C(1) << (rate - 1);
}

/* The flag, periods up to this cycle included. */
static void
settle(void)
{
	uint64_t now, cycles;

	now = sim_clock_now(&chip.model.clock);
	cycles = period();
	if (cycles != 0 && (now & ~(cycles - 1)) > chip.seen)
		chip.flag = true;
	if (now > chip.seen)
		chip.seen = now;
}

static bool
enabled(void)
{
	return (chip.ram[ATRTC_B] & ATRTC_PERIODIC) != 0;
}

/* All flags and the line go with the reading. */
static uint8_t
read_c(void)
{
	uint8_t c;

	settle();
	c = chip.flag ? ATRTC_PERIODIC_FLAG : 0;
	if (chip.flag && enabled())
		c |= ATRTC_INTERRUPTS;
	chip.flag = false;
	chip.pulled = false;
	return c;
}

static uint64_t
rtc_read(struct sim_model *m, unsigned reg, unsigned bytes)
{
	CHECK(bytes == 1);
	if (reg == ATRTC_INDEX)
		return 0xff;
	switch (chip.index) {
	case ATRTC_C:
		return read_c();
	case ATRTC_A:
		return chip.ram[ATRTC_A] & (m->state == SIM_NONSENSE ?
		    ~ATRTC_BASE : ~0u);		/* 4.194304 MHz */
	case ATRTC_D:
		return ATRTC_VALID;
	default:
		return chip.ram[chip.index];
	}
}

/* The line follows flag and enable, and the PC its rise. */
static void
write_register(uint8_t value)
{
	settle();
	if (chip.index == ATRTC_A)
		value &= (uint8_t)~ATRTC_UIP;
	if (chip.index == ATRTC_A && chip.model.state == SIM_NONSENSE)
		value |= ATRTC_BASE_32768;	/* whatever it says */
	if (chip.index != ATRTC_C && chip.index != ATRTC_D)
		chip.ram[chip.index] = value;
	if (!enabled())
		chip.pulled = false;
}

static void
rtc_write(struct sim_model *m, unsigned reg, unsigned bytes, uint64_t value)
{
	(void)m;
	CHECK(bytes == 1);
	if (reg == ATRTC_INDEX)
		chip.index = value % ATRTC_RAM;
	else
		write_register((uint8_t)value);
}

static int64_t
rtc_due(const struct sim_model *m, unsigned output)
{
	const uint64_t cycles = period();

	(void)output;
	if (!enabled() || chip.pulled)
		return INT64_MAX;
	if (chip.flag)
		return m->clock.since;
	return cycles == 0 ? INT64_MAX : sim_clock_when(&m->clock,
	    (chip.seen & ~(cycles - 1)) + cycles);
}

static void
rtc_fire(struct sim_model *m, unsigned output)
{
	uint64_t next;

	(void)output;
	next = (chip.seen & ~(period() - 1)) + period();
	settle();
	/* Before its time on request: it is this period's all the same. */
	if (!chip.flag)
		chip.seen = next;
	chip.flag = true;
	chip.pulled = true;
	(void)m;
}

void
sim_atrtc_add(void)
{
	chip = (struct rtc_chip){ .seen = PHASE, .model = {
		.name = "RTC",
		.base = SIM_RTC_BASE,
		.size = ATRTC_SIZE,
		.widths = 1,
		.outputs = 1,
		.output[0] = { .cpu = SIM_ANY_CPU, .line = SIM_RTC_LINE },
		.clock = { .frequency = ATRTC_HZ, .count = PHASE },
		.read = rtc_read,
		.write = rtc_write,
		.due = rtc_due,
		.fire = rtc_fire,
	} };
	chip.ram[ATRTC_A] = ATRTC_BASE_32768 | FIRMWARE_RATE;
	sim_model_attach(&chip.model);
}

static void
power_on(void)
{
	sim_atrtc_add();
	sim_acpi_pm_add(24);
}

static int
attach(void)
{
	(void)acpi_pm_attach(SIM_ACPI_PM_BASE);
	return atrtc_attach(SIM_RTC_BASE, SIM_RTC_LINE);
}

const struct sim_board rtc_board = {
	.name = "rtc",
	.timer = "RTC",
	.flags = ET_FLAGS_PERIODIC | ET_FLAGS_POW2DIV,
	.quality = 0,
	.frequency = ATRTC_HZ,
	.min = 122071,			/* 4 cycles, in 2^-32 s */
	.max = 500000000,		/* 16384 cycles */
	.status = true,
	.claims = true,
	.counter = "ACPI-fast",
	.counter_frequency = ACPI_PM_HZ,
	.counter_width = 24,
	.counter_quality = 900,
	.res = 488282,
	.late = 976563 + 280,	/* two ticks of 2048 Hz: one has begun before */
	.power_on = power_on,
	.attach = attach,
};
