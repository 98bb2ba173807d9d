/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * riscv_reg.h - the timers of RISC-V machines: registers in memory, as in
 * the RISC-V Advanced Core Local Interruptor Specification 1.0, "Machine-level
 * Timer Device", at the offsets that SiFive's CLINT has them; registers of
 * the CPU, as in the RISC-V Privileged Architecture, "Machine-Level ISA" and
 * "Supervisor-Level ISA", and in its extension Sstc 1.0; and calls of the
 * firmware, as in the RISC-V Supervisor Binary Interface 3.0, "Timer
 * Extension" and "Base Extension".
 */
#ifndef HAL_RISCV_REG_H
#define HAL_RISCV_REG_H

/*
 * The CLINT.  64 bits each; halves can be accessed alone, the low one first
 * in memory.
 */
#define CLINT_MSIP(n)		(0x0000u + 4u * (n))	/* 32 */
#define CLINT_MTIMECMP(n)	(0x4000u + 8u * (n))	/* one for a hart */
#define CLINT_MTIME		0xbff8u
#define CLINT_HIGH		4u	/* from a register to its half */
#define CLINT_SIZE		0x10000u

/*
 * Registers of the hart that reads, each at its number, and as wide as the
 * hart.  Those named H are the high halves on a 32-bit hart, and are not
 * there on a 64-bit one.
 */
#define CSR_SIP			0x144u
#define  CSR_SIP_STIP		0x20u	/* ro */
#define CSR_STIMECMP		0x14du	/* Sstc, as is the next */
#define CSR_STIMECMPH		0x15du
#define CSR_MENVCFG		0x30au
#define CSR_MENVCFGH		0x31au
#define  CSR_MENVCFG_STCE	(UINT64_C(1) << 63) /* Sstc is here and on */
#define CSR_TIME		0xc01u	/* ro */
#define CSR_TIMEH		0xc81u	/* ro */

/*
 * Calls of the firmware, as registers behind the last of the CPU's: a read
 * or a write makes the call.  An argument of 64 bits takes two registers on
 * a 32-bit hart, and is one call there too.
 */
#define SBI_SET_TIMER		0x1000u	/* 64, wo; EID "TIME", FID 0 */
#define SBI_PROBE_TIME		0x1008u	/* 32, ro; is there EID "TIME"? */

/*
 * What no register of the machine tells but its device tree does, as the
 * property timebase-frequency of /cpus: how fast the time counts, in Hz.  A
 * register of the board's own, for each base.
 */
#define CLINT_TIMEBASE		0xfff8u	/* 32, ro */
#define CSR_TIMEBASE		0x1010u	/* 32, ro */
#define  TIMEBASE_MIN		32768u	/* ours: a watch crystal */
#define  TIMEBASE_MAX		1000000000u /* ours: a nanosecond */

#define CSR_SIZE		0x1018u	/* with all that follows */

#endif
