/* fuzz: what the fuzzers share. An oracle that fails stops the fuzzer with the input that did it. */
#ifndef REDFLAG_TESTS_FUZZ_H
#define REDFLAG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define DEMAND(what)                                              \
    do {                                                          \
        if (!(what)) {                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what); \
            abort();                                              \
        }                                                         \
    } while (0)

/* A regular file with these bytes; the path is good until the next call. */
static inline const char *fuzz_file(const void *bytes, size_t size)
{
    static char path[64];
    static int descriptor = -1;

    if (descriptor < 0)
        descriptor = memfd_create("fuzz", 0);
    DEMAND(descriptor >= 0);
    DEMAND(ftruncate(descriptor, 0) == 0);
    DEMAND(pwrite(descriptor, bytes, size, 0) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    return path;
}

#endif
