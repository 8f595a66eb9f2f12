/* SPDX-License-Identifier: MIT */
/* See options.h. Short options may be joined (-Es) and take their argument joined or apart (-cpass, -c pass). */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <typhon.h>

#include "main/options.h"

static const char usage_text[] =
    "usage: typhon [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

static const char help_text[] =
    "Run a Python program. Typhon speaks Python 3.13 and runs many isolated interpreters in one process.\n"
    "\n"
    "What to run:\n"
    "  file           a program in a file, or a folder with a __main__.py\n"
    "  -              a program from standard input\n"
    "  -c cmd         the program text itself\n"
    "  -m mod         a library module, as a program\n"
    "  (nothing)      the interactive prompt, or standard input when it is no terminal\n"
    "  arg ...        arguments in sys.argv[1:]\n"
    "\n"
    "Options:\n"
    "  -B             write no .pyc files (also PYTHONDONTWRITEBYTECODE=x)\n"
    "  -E             ignore PYTHON* environment variables\n"
    "  -h, --help     this text\n"
    "  -i             prompt after the program\n"
    "  -I             isolated: -E -P -s\n"
    "  -O             drop assert statements; -OO: docstrings as well\n"
    "  -P             do not put the program's folder in front of sys.path\n"
    "  -q             no version at the prompt\n"
    "  -s             no user site directory\n"
    "  -u             unbuffered standard output and error\n"
    "  -V, --version  the version; -VV: how it was built\n"
    "  -W arg         warning control: action:message:category:module:lineno\n"
    "  -X opt         implementation options: stdlib=DIR|no, dev, utf8, int_max_str_digits=N\n"
    "\n"
    "Examples:\n"
    "  typhon -c 'print(sum(range(10)))'\n"
    "  typhon examples/wordcount.py --top 5 README.md\n";

static bool fail(ty_options *o, const char *message, const char *what)
{
    fprintf(stderr, "%s%s\n%sTry `typhon -h' for more information.\n", message, what, usage_text);
    o->kind = TY_RUN_NOTHING;
    o->status = 2;
    return false;
}

static void append(char **list, char *text)
{
    size_t n = 0;
    while (n < 62 && list[n])
        n++;
    if (n < 62)
        list[n] = text;
}

static bool long_option(ty_options *o, const char *text)
{
    if (strcmp(text, "--help") == 0) {
        printf("%s%s", usage_text, help_text);
        return false;
    }
    if (strcmp(text, "--version") == 0) {
        printf("Python 3.%d.0 (Typhon %s)\n", o->settings.stdlib_minor, ty_version());
        return false;
    }
    return fail(o, "unknown option ", text);
}

static void environment(ty_settings *s)
{
    const char *v;
    if ((v = getenv("PYTHONOPTIMIZE")) && *v)
        s->optimize = atoi(v) > 0 ? atoi(v) : 1;
    if ((v = getenv("PYTHONDONTWRITEBYTECODE")) && *v)
        s->dont_write_bytecode = 1;
    if ((v = getenv("PYTHONUNBUFFERED")) && *v)
        s->unbuffered = 1;
    if ((v = getenv("PYTHONNOUSERSITE")) && *v)
        s->no_user_site = true;
    if ((v = getenv("PYTHONSAFEPATH")) && *v)
        s->safe_path = true;
    if ((v = getenv("PYTHONVERBOSE")) && *v)
        s->verbose = 1;
}

static void apply_x(ty_settings *s, const char *x)
{
    if (strcmp(x, "stdlib=no") == 0) {
        s->stdlib = NULL;
        s->stdlib_minor = 13;
    } else if (strncmp(x, "stdlib=", 7) == 0) {
        s->stdlib = x + 7;
        const char *minor = strstr(x + 7, "python3.");
        s->stdlib_minor = minor ? atoi(minor + 8) : 13;
    } else if (strcmp(x, "dev") == 0)
        s->dev_mode = 1;
    else if (strcmp(x, "utf8") == 0 || strcmp(x, "utf8=1") == 0)
        s->utf8_mode = true;
    else if (strncmp(x, "int_max_str_digits=", 19) == 0)
        s->int_max_str_digits = atoi(x + 19);
}

bool ty_options_parse(ty_options *o, int argc, char **argv)
{
    memset(o, 0, sizeof *o);
    ty_settings *s = &o->settings;
    s->program = argv[0] ? argv[0] : "typhon";
    s->int_max_str_digits = -1;
#ifdef TY_PYTHON_STDLIB
    s->stdlib = TY_PYTHON_STDLIB;
    s->stdlib_minor = TY_PYTHON_STDLIB_MINOR;
#else
    s->stdlib_minor = 13;
#endif
    o->kind = TY_RUN_PROMPT;
    int i = 1, versions = 0;
    bool chosen = false;
    for (; i < argc && argv[i][0] == '-' && argv[i][1] && !chosen; i++) {
        if (argv[i][1] == '-') {
            if (!argv[i][2]) {
                i++;
                break;
            }
            if (!long_option(o, argv[i]))
                return false;
            continue;
        }
        for (char *p = argv[i] + 1; *p; p++) {
            char c = *p, *argument = NULL;
            if (strchr("cmWX", c)) {
                argument = p[1] ? p + 1 : argv[i + 1];
                if (!argument)
                    return fail(o, "Argument expected for the option -", (char[]){c, 0});
                if (!p[1])
                    i++;
            }
            switch (c) {
            case 'c': o->kind = TY_RUN_COMMAND, o->what = argument, chosen = true; break;
            case 'm': o->kind = TY_RUN_MODULE, o->what = argument, chosen = true; break;
            case 'W': append(o->lists[0], argument); break;
            case 'X': append(o->lists[1], argument); break;
            case 'B': s->dont_write_bytecode = 1; break;
            case 'b': s->bytes_warning++; break;
            case 'd': break;
            case 'E': s->ignore_environment = true; break;
            case 'I': s->isolated = s->ignore_environment = s->safe_path = s->no_user_site = true; break;
            case 'i': s->inspect = s->interactive = true; break;
            case 'O': s->optimize++; break;
            case 'P': s->safe_path = true; break;
            case 'q': s->quiet++; break;
            case 'S': s->no_site = true; break;
            case 's': s->no_user_site = true; break;
            case 'u': s->unbuffered = 1; break;
            case 'v': s->verbose++; break;
            case 'V': versions++; break;
            case 'x': break;
            case 'h':
            case '?': printf("%s%s", usage_text, help_text); o->kind = TY_RUN_NOTHING; return false;
            default: return fail(o, "Unknown option: -", (char[]){c, 0});
            }
            if (argument)
                break;
        }
    }
    if (!s->ignore_environment)
        environment(s);
    for (char **x = o->lists[1]; *x; x++)
        apply_x(s, *x);
    if (versions) {
        printf("Python 3.%d.0 (Typhon %s)\n", s->stdlib_minor, ty_version());
        if (versions > 1)
            printf("grammar of Python 3.13; library: %s; serializers: %s\n", s->stdlib ? s->stdlib : "none", ty_serializers());
        o->kind = TY_RUN_NOTHING;
        return false;
    }
    if (!chosen && i < argc) {
        o->kind = strcmp(argv[i], "-") == 0 ? TY_RUN_STDIN : TY_RUN_FILE;
        o->what = argv[i];
        s->argv = argv + i;
    } else {
        /* argv[0] is what CPython puts there */
        s->argv = argv + i - 1;
        s->argv[0] = o->kind == TY_RUN_COMMAND ? "-c" : o->kind == TY_RUN_MODULE ? "-m" : "";
    }
    s->warn_options = o->lists[0];
    s->x_options = o->lists[1];
    return true;
}
