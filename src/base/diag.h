/*
 * diag: faults in files, collected and then printed.
 *
 * A fault never stops the reading: all faults of a file come out in one run. Every kind of fault
 * has a stable code in the catalogue (diag.c), a line in redflag-protocol(5) and a small failing
 * file under tests/protocols. Quoted text is made safe here, so that a bad file cannot send
 * escapes to its author's terminal.
 */
#ifndef REDFLAG_BASE_DIAG_H
#define REDFLAG_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The catalogue: X(NAME, severity, "code-in-words"). Sorted by module, then by name. */
#include "base/diag_codes.h"

enum diag_severity { DIAG_WARNING, DIAG_ERROR };

enum diag_code {
#define X(name, severity, code) DIAG_##name,
    DIAG_CODES(X)
#undef X
        DIAG_COUNT
};

struct diags;

struct diags *diags_new(void);
void diags_free(struct diags *diags);

/*
 * Adds one fault. `file` is copied; line and column count from 1, 0 means "the whole file";
 * `pointer` is the JSON Pointer of the place, may be NULL. The formatted message says what is
 * wrong, and after a "; " what was meant; lower case, no full stop. Arguments that come from a
 * file are passed through diag_quote by the caller.
 */
void diag_add(struct diags *diags, enum diag_code code, const char *file, unsigned line,
              unsigned column, const char *pointer, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/*
 * `text` between quotes, cut to a readable length, with everything that is not plain printable
 * text shown as \xNN or \u{NNNN}. Belongs to `diags`.
 */
const char *diag_quote(struct diags *diags, const char *text, size_t length);

size_t diags_errors(const struct diags *diags);
size_t diags_warnings(const struct diags *diags);

/* Sorts by place and prints `file:line:column: error: message (pointer) [code]`, one a line. */
void diags_print(const struct diags *diags, FILE *out);

#endif
