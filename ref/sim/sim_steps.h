/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_steps.h - makes steps of a source's atomic operations, and names them.
 *
 * The compiler includes this in front of a source of the stack (-include)
 * when an explorer is built.  The source does not know, and in all other
 * builds nothing of this is there.  See sim_explore.h.
 *
 * The order that memory_order_... asks for is the strongest one here: one
 * context runs at a time.
 */
#ifndef SIM_SIM_STEPS_H
#define SIM_SIM_STEPS_H

#include <stdatomic.h>

#include "port/port.h"
#include "sim/sim_explore.h"

#define port_spin_lock(l)						\
	(sim_at(__func__, #l), port_spin_lock(l))
#define port_spin_unlock(l, s)						\
	(sim_at(__func__, #l), port_spin_unlock(l, s))
#define port_mutex_lock(m)						\
	(sim_at(__func__, #m), port_mutex_lock(m))
#define port_mutex_unlock(m)						\
	(sim_at(__func__, #m), port_mutex_unlock(m))
#define port_intr_restore(s)						\
	(sim_at(__func__, #s), port_intr_restore(s))
#define port_cpu_call(cpu, f, arg)					\
	(sim_at(__func__, #f), port_cpu_call(cpu, f, arg))
#define port_wake(t)							\
	(sim_at(__func__, #t), port_wake(t))
#define port_block()							\
	(sim_at(__func__, ""), port_block())

#define SIM_ATOMIC(step, p)						\
	(sim_at(__func__, #p), sim_step(step, (const void *)(p)))

#undef atomic_load
#define atomic_load(p)							\
	(SIM_ATOMIC(SIM_LOAD, p),					\
	atomic_load_explicit(p, memory_order_seq_cst))
#undef atomic_store
#define atomic_store(p, v)						\
	(SIM_ATOMIC(SIM_STORE, p),					\
	atomic_store_explicit(p, v, memory_order_seq_cst))
#undef atomic_exchange
#define atomic_exchange(p, v)						\
	(SIM_ATOMIC(SIM_STORE, p),					\
	atomic_exchange_explicit(p, v, memory_order_seq_cst))
#undef atomic_fetch_add
#define atomic_fetch_add(p, v)						\
	(SIM_ATOMIC(SIM_STORE, p),					\
	atomic_fetch_add_explicit(p, v, memory_order_seq_cst))
#undef atomic_fetch_sub
#define atomic_fetch_sub(p, v)						\
	(SIM_ATOMIC(SIM_STORE, p),					\
	atomic_fetch_sub_explicit(p, v, memory_order_seq_cst))
#undef atomic_compare_exchange_strong
#define atomic_compare_exchange_strong(p, old, v)			\
	(SIM_ATOMIC(SIM_STORE, p),					\
	atomic_compare_exchange_strong_explicit(p, old, v,		\
	    memory_order_seq_cst, memory_order_seq_cst))

/* The same of members that are plain integers. */
#define __atomic_load_n(p, order)					\
	(SIM_ATOMIC(SIM_LOAD, p), __atomic_load_n(p, order))
#define __atomic_store_n(p, v, order)					\
	(SIM_ATOMIC(SIM_STORE, p), __atomic_store_n(p, v, order))
#define __atomic_fetch_and(p, v, order)					\
	(SIM_ATOMIC(SIM_STORE, p), __atomic_fetch_and(p, v, order))
#define __atomic_fetch_or(p, v, order)					\
	(SIM_ATOMIC(SIM_STORE, p), __atomic_fetch_or(p, v, order))

#endif
