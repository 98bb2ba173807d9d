/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_device.c - the machine's devices, and hal/io.h over them.
 *
 * An access is answered by the model whose range it falls into.  An access
 * to nothing is a driver's bug, so it stops the machine.
 */
#include "hal/io.h"
#include "lib/check.h"
#include "sim/sim_impl.h"

static struct sim_device devices[SIM_DEVICES];
static unsigned ndevices;

void
sim_devices_reset(void)
{
	ndevices = 0;
	sim_models_reset();
}

void
sim_attach(const struct sim_device *d)
{
	CHECK(ndevices < SIM_DEVICES);
	devices[ndevices++] = *d;
}

int64_t
sim_devices_next(void)
{
	int64_t next, t;
	unsigned i;

	next = INT64_MAX;
	for (i = 0; i < ndevices; i++) {
		t = devices[i].next(devices[i].softc);
		if (t < next)
			next = t;
	}
	return next < sim.now ? sim.now : next;
}

void
sim_devices_act(int64_t now)
{
	unsigned i;

	for (i = 0; i < ndevices; i++)
		devices[i].act(devices[i].softc, now);
}

void
sim_devices_sleep(unsigned cpu, bool asleep)
{
	unsigned i;

	for (i = 0; i < ndevices; i++) {
		if (devices[i].sleep != NULL)
			devices[i].sleep(devices[i].softc, cpu, asleep);
	}
}

static const struct sim_device *
device_at(uintptr_t address)
{
	const struct sim_device *found;
	unsigned i;

	found = NULL;
	for (i = 0; i < ndevices; i++) {
		if (address >= devices[i].base &&
		    address - devices[i].base < devices[i].size)
			found = &devices[i];
	}
	CHECK(found != NULL);
	return found;
}

static uint64_t
device_read(uintptr_t address, unsigned bytes)
{
	const struct sim_device *d;

	d = device_at(address);
	return d->read(d->softc, (unsigned)(address - d->base), bytes);
}

static void
device_write(uintptr_t address, unsigned bytes, uint64_t value)
{
	const struct sim_device *d;

	d = device_at(address);
	d->write(d->softc, (unsigned)(address - d->base), bytes, value);
}

uint8_t
hal_read8(uintptr_t base, unsigned reg)
{
	return (uint8_t)device_read(base + reg, 1);
}

void
hal_write8(uintptr_t base, unsigned reg, uint8_t value)
{
	device_write(base + reg, 1, value);
}

uint32_t
hal_read32(uintptr_t base, unsigned reg)
{
	return (uint32_t)device_read(base + reg, 4);
}

uint64_t
hal_read64(uintptr_t base, unsigned reg)
{
	return device_read(base + reg, 8);
}

void
hal_write32(uintptr_t base, unsigned reg, uint32_t value)
{
	device_write(base + reg, 4, value);
}

void
hal_write64(uintptr_t base, unsigned reg, uint64_t value)
{
	device_write(base + reg, 8, value);
}
