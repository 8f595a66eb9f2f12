/* SPDX-License-Identifier: MIT */
/* A main for fuzz targets where there is no libFuzzer: gives each file named on the command line to the target. */
#include <config.h>

#include "main/sanitizer.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 1;
    }
    size_t size = 0, room = 4096;
    uint8_t *data = malloc(room);
    size_t got;
    while (data && (got = fread(data + size, 1, room - size, file)) > 0) {
        size += got;
        if (size == room) {
            uint8_t *larger = realloc(data, room *= 2);
            if (!larger) free(data);
            data = larger;
        }
    }
    fclose(file);
    if (!data) {
        fprintf(stderr, "%s: out of memory\n", path);
        return 1;
    }
    /* The last thing on stderr tells which input it was. */
    fprintf(stderr, "%s: %zu bytes\n", path, size);
    /* Exactly as many bytes as there are, so that the address sanitizer sees one too many. */
    uint8_t *exact = realloc(data, size ? size : 1);
    LLVMFuzzerTestOneInput(exact ? exact : data, size);
    free(exact ? exact : data);
    return 0;
}

int main(int argc, char **argv) {
    int status = 0;
    for (int i = 1; i < argc; i++) status |= replay(argv[i]);
    return status;
}
