/* tally: see tally.h. The file is text, so that whoever runs the kiosk can see what is in it. */
#include "report/tally.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"

enum { FIELDS = 5, LONGEST_FIELD = 200, BAR_MAX = 50 };

/* --- fields --------------------------------------------------------------------------------- */

/*
 * What may stand in a field: no blank, as they part the fields, and nothing that would mean something
 * in a table, such as a comma, or a sign at the beginning that makes a formula of it.
 */
static bool is_plain_at(const char *text, size_t at)
{
    return text[at] > ' ' && text[at] <= '~' && text[at] != ',' && text[at] != '"' && text[at] != ';' &&
           (at > 0 || strchr("=+-@", text[at]) == NULL);
}

static bool is_plain(const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++)
        if (!is_plain_at(text, i))
            return false;
    return length > 0 && length <= LONGEST_FIELD;
}

/* A version may be any text: bytes that a field cannot have are written as %20 is for a blank. */
static void write_field(const char *text, char field[LONGEST_FIELD + 1])
{
    size_t used = 0;

    for (size_t i = 0; text[i] != '\0' && used + 3 <= LONGEST_FIELD; i++) {
        bool plain = is_plain_at(text, i) && text[i] != '%';
        used += (size_t)sprintf(field + used, plain ? "%c" : "%%%02X", (unsigned char)text[i]);
    }
    field[used] = '\0';
}

/* --- adding --------------------------------------------------------------------------------- */

/* A line that was cut short, by a full disk or a power cut, must not swallow the next one. */
static bool ends_with_line(int file)
{
    struct stat state;
    char last;

    if (fstat(file, &state) != 0 || !S_ISREG(state.st_mode) || state.st_size == 0)
        return true;
    return pread(file, &last, 1, state.st_size - 1) == 1 && last == '\n';
}

static bool write_line(int file, const char *line, size_t length)
{
    ssize_t written = write(file, line, length);

    if (written >= 0 && (size_t)written < length)
        errno = ENOSPC;
    if (written != (ssize_t)length)
        return false;
    /* A pipe or a device has nothing to be synced. */
    return fdatasync(file) == 0 || errno == EINVAL || errno == EROFS;
}

static int open_to_append(const char *path)
{
    return open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
}

bool tally_ready(const char *path)
{
    int file = open_to_append(path);

    return file >= 0 && close(file) == 0;
}

bool tally_append(const char *path, time_t now, const struct protocol *protocol,
                  unsigned disposition)
{
    int file = open_to_append(path);
    char day[DATE_SIZE], version[LONGEST_FIELD + 1], *line;
    bool written;
    int reason;

    if (file < 0)
        return false;
    date_of(day, now);
    write_field(protocol->version, version);
    line = memory_format("%s%s %s %s %s 1\n", ends_with_line(file) ? "" : "\n", day, protocol->id,
                         version, protocol->dispositions[disposition].id);
    written = write_line(file, line, strlen(line));
    reason = errno;
    free(line);
    if (close(file) != 0 && written)
        return false;
    errno = reason;
    return written;
}

/* --- reading -------------------------------------------------------------------------------- */

static bool read_count(const char *text, unsigned long *count)
{
    char *end;

    if (text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    *count = strtoul(text, &end, 10);
    return errno == 0 && *end == '\0' && *count > 0 && *count <= 1000000;
}

/* Cuts a line into its fields. False: it is no line of a tally. */
static bool read_row(char *line, struct tally_row *row)
{
    char *fields[FIELDS], *rest;
    size_t count = 0;

    for (char *field = strtok_r(line, " ", &rest); field != NULL;
         field = strtok_r(NULL, " ", &rest)) {
        if (count == FIELDS || !is_plain(field))
            return false;
        fields[count++] = field;
    }
    if (count != FIELDS || !date_is_valid(fields[0]) || !read_count(fields[4], &row->count))
        return false;
    row->first = row->last = fields[0];
    row->protocol = fields[1];
    row->version = fields[2];
    row->disposition = fields[3];
    return true;
}

static void read_lines(struct tally *tally, const char *text, size_t size)
{
    size_t room = 0;

    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t length = end == NULL ? size : (size_t)(end - text);
        size_t taken = end == NULL ? length : length + 1;
        char *line = arena_copy(&tally->arena, text, length);

        tally->rows = memory_grow(tally->rows, &room, tally->row_count + 1, sizeof *tally->rows);
        if (strlen(line) == length && read_row(line, &tally->rows[tally->row_count]))
            tally->row_count++;
        else if (length > 0)
            tally->bad_lines++;
        text += taken;
        size -= taken;
    }
}

/* --- groups of days ------------------------------------------------------------------------- */

static int by_all(const void *one, const void *other)
{
    const struct tally_row *a = one, *b = other;
    int order = strcmp(a->first, b->first);

    if (order == 0)
        order = strcmp(a->protocol, b->protocol);
    if (order == 0)
        order = strcmp(a->version, b->version);
    return order != 0 ? order : strcmp(a->disposition, b->disposition);
}

static void sort(struct tally *tally)
{
    if (tally->row_count > 0)
        qsort(tally->rows, tally->row_count, sizeof *tally->rows, by_all);
}

/* The row behind the last one that begins with the same day as row `at`. */
static size_t end_of_day(const struct tally *tally, size_t at, unsigned long *interviews)
{
    const char *day = tally->rows[at].first;

    while (at < tally->row_count && strcmp(tally->rows[at].first, day) == 0)
        *interviews += tally->rows[at++].count;
    return at;
}

/*
 * Days are joined until there are enough interviews. What is left at the end waits for the days to
 * come: if it were joined to the group before, the difference to an older report would show it.
 */
static void join_days(struct tally *tally)
{
    size_t start = 0, at = 0, days = 0;
    unsigned long interviews = 0;

    while (at < tally->row_count) {
        const char *first = tally->rows[start].first, *last;
        at = end_of_day(tally, at, &interviews);
        days++;
        if (interviews < TALLY_FEW)
            continue;
        last = tally->rows[at - 1].last;
        for (; start < at; start++) {
            tally->rows[start].first = first;
            tally->rows[start].last = last;
        }
        days = 0;
        interviews = 0;
    }
    tally->held_back = days;
    tally->row_count = start;
}

/* Equal rows become one. */
static void add_up(struct tally *tally)
{
    size_t kept = 0;

    for (size_t i = 0; i < tally->row_count; i++) {
        if (kept > 0 && by_all(&tally->rows[kept - 1], &tally->rows[i]) == 0)
            tally->rows[kept - 1].count += tally->rows[i].count;
        else
            tally->rows[kept++] = tally->rows[i];
    }
    tally->row_count = kept;
}

struct tally *tally_read(const char *text, size_t size)
{
    struct tally *tally = memory_new(1, sizeof *tally);

    read_lines(tally, text, size);
    sort(tally);
    join_days(tally);
    sort(tally);
    add_up(tally);
    return tally;
}

void tally_free(struct tally *tally)
{
    if (tally == NULL)
        return;
    free(tally->rows);
    arena_free(&tally->arena);
    free(tally);
}

/* --- showing -------------------------------------------------------------------------------- */

static void print_group(const struct tally_row *row, unsigned long interviews, FILE *out)
{
    if (strcmp(row->first, row->last) == 0)
        fprintf(out, "%s: %lu interviews\n", row->first, interviews);
    else
        fprintf(out, "%s to %s: %lu interviews\n", row->first, row->last, interviews);
}

/* Whatever was counted is seen, and the longest bar fits. */
static void print_bar(const struct tally_row *row, unsigned long most, size_t columns, FILE *out)
{
    int words = fprintf(out, "  %s %s %-14s %5lu", row->protocol, row->version, row->disposition,
                        row->count);
    size_t used = words < 0 ? columns : (size_t)words + 1;
    size_t room = columns > used ? columns - used : 0;
    size_t length = row->count;

    if (room > BAR_MAX)
        room = BAR_MAX;
    if (most > room)
        length = (row->count * room + most - 1) / most;
    for (size_t i = 0; i < length; i++)
        fputs(i == 0 ? " #" : "#", out);
    putc('\n', out);
}

void tally_chart(const struct tally *tally, FILE *out, size_t columns)
{
    unsigned long most = 0;

    for (size_t i = 0; i < tally->row_count; i++)
        if (tally->rows[i].count > most)
            most = tally->rows[i].count;
    for (size_t i = 0, end; i < tally->row_count; i = end) {
        unsigned long interviews = 0;
        end = end_of_day(tally, i, &interviews);
        print_group(&tally->rows[i], interviews, out);
        for (size_t row = i; row < end; row++)
            print_bar(&tally->rows[row], most, columns, out);
    }
    if (tally->row_count == 0 && tally->held_back == 0)
        fputs("No interview has been counted so far.\n", out);
    if (tally->held_back > 0)
        fprintf(out, "%s fewer than %d interviews so far. They are shown with those to come.\n",
                tally->held_back == 1 ? "The last day has" : "The last days have", TALLY_FEW);
}

void tally_csv(const struct tally *tally, FILE *out)
{
    fputs("first_day,last_day,protocol,version,disposition,interviews\n", out);
    for (size_t i = 0; i < tally->row_count; i++) {
        const struct tally_row *row = &tally->rows[i];
        fprintf(out, "%s,%s,%s,%s,%s,%lu\n", row->first, row->last, row->protocol, row->version,
                row->disposition, row->count);
    }
}
