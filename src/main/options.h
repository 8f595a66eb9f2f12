/* SPDX-License-Identifier: MIT */
/* The command line, read into settings and what to run. */
#ifndef TY_MAIN_OPTIONS_H
#define TY_MAIN_OPTIONS_H

#include "api/api_run.h"

typedef struct ty_options {
    ty_settings settings;
    enum ty_run_kind kind;
    const char *what;    /* file, command or module */
    int status;          /* TY_RUN_NOTHING: exit with this */
    char *lists[2][64];  /* -W and -X arguments, NULL-ended */
} ty_options;

/* False: a message has been printed; exit with o->status. */
bool ty_options_parse(ty_options *o, int argc, char **argv);

#endif
