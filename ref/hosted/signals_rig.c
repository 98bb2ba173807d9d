/* SPDX-License-Identifier: BSD-2-Clause */
/* signals_rig.c - a program with signals, as port_signal_test.c plays it. */
#include "hosted/signals.h"
#include "lib/check.h"
#include "port/rig.h"

static rig_handler *handlers[PORT_SIGNALS + 1];

static void
call_handler(const struct siginfo *info, void *arg)
{
	(void)arg;
	CHECK(info->code == PORT_SI_TIMER);
	handlers[info->signo](info->signo, info->id, info->value,
	    info->overrun);
}

void
rig_program(void)
{
	signals_init(port_thread_self(), NULL);
}

void
rig_handle(int signo, rig_handler *handler, bool restart)
{
	if (handler != NULL)
		handlers[signo] = handler;
	CHECK(signals_handle(signo, handler != NULL ? call_handler : NULL,
	    NULL, restart) == 0);
}

void
rig_block_signal(int signo, bool block)
{
	CHECK(signals_block(signo, block) == 0);
}
