/*
 * file: the bytes of a regular file, or the reason why not. Opening never waits: a FIFO, a device
 * or a directory in the place of a protocol is named and refused.
 */
#ifndef REDFLAG_BASE_FILE_H
#define REDFLAG_BASE_FILE_H

#include <stddef.h>

#include "base/diag.h"

enum { FILE_MAX_BYTES = 64 * 1024 * 1024 };

/*
 * The bytes of the regular file at `path`, with a NUL behind them; their number in *size. NULL if
 * they cannot be had: the reason is in `diags`. Caller frees.
 */
char *file_read(const char *path, size_t *size, struct diags *diags);

/* The same for an open descriptor of any kind, read to its end; `name` is for messages. */
char *file_read_stream(int descriptor, const char *name, size_t *size, struct diags *diags);

#endif
