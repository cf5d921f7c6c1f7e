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

#include "base/memory.h"

/* The catalogue: X(NAME, severity, "code-in-words"). Sorted by module, then by name. */
#include "base/diag_codes.h"

/* A note is no fault: something that is allowed but should be known. */
enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

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

/* What was added last is an error whatever the catalogue says: there, warnings are not enough. */
void diag_escalate(struct diags *diags);

/* Ties whatever the caller wants to find again to what was added last. Borrowed. */
void diag_tie(struct diags *diags, const void *tied);

/*
 * `text` between quotes, cut to a readable length, with everything that is not plain printable
 * text shown as \xNN or \u{NNNN}, for the next diag_add. Belongs to `diags`. Empty once there are
 * so many faults that no more are kept.
 */
const char *diag_quote(struct diags *diags, const char *text, size_t length);

/* `text`, which may come from anywhere, safe to print; in `arena`. */
const char *diag_safe(struct arena *arena, const char *text);

size_t diags_errors(const struct diags *diags);
size_t diags_warnings(const struct diags *diags);

/* There can be millions of faults: only the first are kept. So many are only counted. */
size_t diags_unlisted(const struct diags *diags);

/* One fault as it was added. Its texts may hold anything: only the printing makes them safe. */
struct diag {
    enum diag_severity severity;
    const char *code; /* in words */
    const char *file;
    unsigned line, column;
    const char *pointer; /* may be NULL */
    const char *message;
    const void *tied;    /* see diag_tie; may be NULL */
};

/* Shows each fault that was kept to `see`, sorted by place. */
void diags_each(const struct diags *diags, void (*see)(void *context, const struct diag *diag),
                void *context);

/* "error", "warning" or "note". */
const char *diag_severity_word(enum diag_severity severity);

/* The one line that is printed for a fault, without the line break. Caller frees. */
char *diag_line(const struct diag *diag);

/* Sorts by place and prints `file:line:column: error: message (pointer) [code]`, one a line. */
void diags_print(const struct diags *diags, FILE *out);

#endif
