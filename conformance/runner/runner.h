/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The C side of the runner: what Lua cannot do by itself, as module `sys`.
 * Policy (protocol, verdicts, time limits) is in ../lib.
 */
#ifndef TIMERSPEC_RUNNER_H
#define TIMERSPEC_RUNNER_H

#include <lua.h>

lua_State *runner_lua(void);	/* a new state, or NULL */
int	runner_fail(lua_State *L, const char *what);	/* nil, "what: why" */
void	runner_files(lua_State *L);	/* add file functions to the table */
void	runner_limit(lua_State *L);	/* add limit and place */
void	runner_lines(lua_State *L);	/* add seal, unseal and record */
void	runner_procs(lua_State *L);	/* add fork, spawn and poll to it */
void	runner_signals(void);		/* no agent outlives a killed runner */

#endif
