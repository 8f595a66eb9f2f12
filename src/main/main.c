/* SPDX-License-Identifier: MIT */
/* The command line: one interpreter, one program, CPython's exit codes. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "api/api_run.h"
#include "main/options.h"

int main(int argc, char **argv)
{
    ty_options options;
    if (!ty_options_parse(&options, argc, argv))
        return options.status;
    return ty_api_main(&options.settings, options.kind, options.what);
}
