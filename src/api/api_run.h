/* SPDX-License-Identifier: MIT */
/* The main path: what the command does with its program. For src/main only. */
#ifndef TY_API_RUN_H
#define TY_API_RUN_H

#include "interp/interp.h"

enum ty_run_kind { TY_RUN_PROMPT, TY_RUN_STDIN, TY_RUN_FILE, TY_RUN_COMMAND, TY_RUN_MODULE, TY_RUN_NOTHING };

/* Runs what the options say in a new main interpreter; the process's exit status. `kind`: enum ty_run_kind. */
int ty_api_main(const ty_settings *settings, int kind, const char *what);

#endif
