/*
 * diag: faults in files, collected and then printed. See diag.h.
 *
 * It knows the catalogue and how a fault is written, not what any fault means. A file can hold
 * millions of faults; they are all counted, but only the first ones found are kept and printed.
 */
#include "base/diag.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum {
    KEPT_FAULTS = 500,
    QUOTED_CHARACTERS = 48 /* a quote longer than this is cut */
};

struct fault {
    struct diag diag;
    size_t order; /* of arrival: faults at one place are printed as they came */
};

struct diags {
    struct arena arena;
    struct fault *faults;
    size_t count, room;
    size_t counts[DIAG_ERROR + 1]; /* per severity, with those that were not kept */
    enum diag_severity last;       /* the severity of what was added last */
};

static const struct {
    enum diag_severity severity;
    const char *code;
} catalogue[DIAG_COUNT] = {
#define X(name, severity, code) [DIAG_##name] = {severity, code},
    DIAG_CODES(X)
#undef X
};

struct diags *diags_new(void)
{
    return memory_new(1, sizeof(struct diags));
}

void diags_free(struct diags *diags)
{
    if (diags == NULL)
        return;
    arena_free(&diags->arena);
    free(diags->faults);
    free(diags);
}

/* Bytes of the well-formed character at `text`, 0 if there is none. */
static size_t character_length(const char *text, size_t length)
{
    unsigned char lead = (unsigned char)text[0];
    size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    size_t fault;
    if (bytes > length || text_check(text, bytes, &fault) == TEXT_INVALID)
        return 0;
    return bytes;
}

static uint32_t code_point(const char *text, size_t bytes)
{
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t point = (unsigned char)text[0] & lead_bits[bytes];
    for (size_t i = 1; i < bytes; i++)
        point = point << 6 | ((unsigned char)text[i] & 0x3F);
    return point;
}

/* Writes one character of a quote at `out`, made safe; at most 10 bytes. Returns its bytes. */
static size_t quote_character(char *out, const char *text, size_t length, size_t *used)
{
    size_t fault, bytes = character_length(text, length);
    *used = bytes == 0 ? 1 : bytes;
    if (bytes == 0)
        return (size_t)sprintf(out, "\\x%02X", (unsigned)(unsigned char)text[0]);
    if (text_check(text, bytes, &fault) != TEXT_FINE)
        return (size_t)sprintf(out, "\\u{%04" PRIX32 "}", code_point(text, bytes));
    memcpy(out, text, bytes);
    return bytes;
}

/* Plain text is quoted as it is; only a stack of combining marks is still hidden in good parts. */
static const char *quote_bytes(struct arena *arena, const char *text, size_t length)
{
    char *quoted = arena_new(arena, length * 4 + 1, 1), *out = quoted;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte < 0x7F)
            *out++ = (char)byte;
        else
            out += sprintf(out, "\\x%02X", (unsigned)byte);
    }
    return quoted;
}

/* `text` without quotation marks, safe to print. */
static const char *safe(struct arena *arena, const char *text, size_t length, size_t characters)
{
    size_t room = (length < characters * 4 ? length : characters * 4) * 10 + 4;
    char *quoted = arena_new(arena, room, 1), *out = quoted;
    size_t at = 0, used, fault;

    for (size_t i = 0; i < characters && at < length; i++, at += used)
        out += quote_character(out, text + at, length - at, &used);
    if (text_check(quoted, (size_t)(out - quoted), &fault) != TEXT_FINE)
        return quote_bytes(arena, text, at);
    memcpy(out, "...", at < length ? 4 : 0);
    return quoted;
}

/* A file may hold millions of faults: what is quoted for a message that is not kept would stay. */
const char *diag_quote(struct diags *diags, const char *text, size_t length)
{
    if (diags->count == KEPT_FAULTS)
        return "";
    return arena_format(&diags->arena, "\"%s\"",
                        safe(&diags->arena, text, length, QUOTED_CHARACTERS));
}

const char *diag_safe(struct arena *arena, const char *text)
{
    return safe(arena, text, strlen(text), SIZE_MAX / 40);
}

/*
 * What a message holds of a file was quoted already; should any of it not have been, or have been cut
 * in a character, it is made safe here.
 */
static const char *safe_message(struct diags *diags, const char *message)
{
    size_t fault;

    if (text_check(message, strlen(message), &fault) == TEXT_FINE)
        return arena_text(&diags->arena, message);
    return diag_safe(&diags->arena, message);
}

/* Faults of one file mostly follow each other, so its name is copied once. */
static const char *file_name(struct diags *diags, const char *file)
{
    if (diags->count > 0 && strcmp(diags->faults[diags->count - 1].diag.file, file) == 0)
        return diags->faults[diags->count - 1].diag.file;
    return arena_text(&diags->arena, file);
}

void diag_add(struct diags *diags, enum diag_code code, const char *file, unsigned line,
              unsigned column, const char *pointer, const char *format, ...)
{
    struct fault *fault;
    va_list arguments;
    char message[1024];

    diags->last = catalogue[code].severity;
    diags->counts[diags->last]++;
    if (diags->count == KEPT_FAULTS)
        return;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diags->faults =
        memory_grow(diags->faults, &diags->room, diags->count + 1, sizeof *diags->faults);
    fault = &diags->faults[diags->count];
    fault->order = diags->count;
    fault->diag = (struct diag){
        .severity = catalogue[code].severity,
        .code = catalogue[code].code,
        .file = file_name(diags, file),
        .line = line,
        .column = column,
        .pointer = pointer == NULL ? NULL : arena_text(&diags->arena, pointer),
        .message = safe_message(diags, message),
    };
    diags->count++;
}

static size_t total(const struct diags *diags)
{
    return diags->counts[DIAG_NOTE] + diags->counts[DIAG_WARNING] + diags->counts[DIAG_ERROR];
}

/* What was added last, or NULL if it was not kept. */
static struct diag *last(struct diags *diags)
{
    return diags->count > 0 && diags->count == total(diags) ? &diags->faults[diags->count - 1].diag
                                                            : NULL;
}

void diag_escalate(struct diags *diags)
{
    if (last(diags) != NULL)
        last(diags)->severity = DIAG_ERROR;
    diags->counts[diags->last]--;
    diags->counts[DIAG_ERROR]++;
    diags->last = DIAG_ERROR;
}

void diag_tie(struct diags *diags, const void *tied)
{
    if (last(diags) != NULL)
        last(diags)->tied = tied;
}

size_t diags_errors(const struct diags *diags)
{
    return diags->counts[DIAG_ERROR];
}

size_t diags_warnings(const struct diags *diags)
{
    return diags->counts[DIAG_WARNING];
}

size_t diags_unlisted(const struct diags *diags)
{
    return total(diags) - diags->count;
}

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* By file, then by place, then as they came. */
static int by_place(const void *first, const void *second)
{
    const struct fault *a = first, *b = second;
    int order = strcmp(a->diag.file, b->diag.file);
    if (order == 0)
        order = compare(a->diag.line, b->diag.line);
    if (order == 0)
        order = compare(a->diag.column, b->diag.column);
    return order != 0 ? order : compare(a->order, b->order);
}

void diags_each(const struct diags *diags, void (*see)(void *context, const struct diag *diag),
                void *context)
{
    struct fault *sorted = memory_new(diags->count, sizeof *sorted);

    for (size_t i = 0; i < diags->count; i++)
        sorted[i] = diags->faults[i];
    qsort(sorted, diags->count, sizeof *sorted, by_place);
    for (size_t i = 0; i < diags->count; i++)
        see(context, &sorted[i].diag);
    free(sorted);
}

const char *diag_severity_word(enum diag_severity severity)
{
    static const char *const words[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
    return words[severity];
}

char *diag_line(const struct diag *diag)
{
    struct arena arena = {0};
    const char *place = diag_safe(&arena, diag->file);
    const char *pointer = "";
    char *line;

    if (diag->line > 0)
        place = arena_format(&arena, "%s:%u:%u", place, diag->line, diag->column);
    if (diag->pointer != NULL && diag->pointer[0] != '\0')
        pointer = arena_format(&arena, " (%s)", diag_safe(&arena, diag->pointer));
    line = memory_format("%s: %s: %s%s [%s]", place, diag_severity_word(diag->severity),
                         diag->message, pointer, diag->code);
    arena_free(&arena);
    return line;
}

static void print_line(void *out, const struct diag *diag)
{
    char *line = diag_line(diag);

    fprintf(out, "%s\n", line);
    free(line);
}

void diags_print(const struct diags *diags, FILE *out)
{
    diags_each(diags, print_line, out);
    if (diags_unlisted(diags) > 0)
        fprintf(out, "%zu more faults are not shown\n", diags_unlisted(diags));
}
