/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * io.h - device registers, as a driver reaches them.
 *
 * A driver names a register by the base address that it was given and an
 * offset from its own *_reg.h.  The host decides what an address is: memory,
 * a port or a register of the CPU itself on a board, a register model in
 * ref/sim.  Accesses are not reordered against one another.  Where nothing
 * answers, all bits are read as ones.
 */
#ifndef HAL_IO_H
#define HAL_IO_H

#include <stdint.h>

uint8_t	 hal_read8(uintptr_t base, unsigned reg);
uint32_t hal_read32(uintptr_t base, unsigned reg);
uint64_t hal_read64(uintptr_t base, unsigned reg);
void	 hal_write8(uintptr_t base, unsigned reg, uint8_t);
void	 hal_write32(uintptr_t base, unsigned reg, uint32_t);
void	 hal_write64(uintptr_t base, unsigned reg, uint64_t);

#endif
