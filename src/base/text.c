/*
 * text: see text.h. Owns every use of libunistring. Knows no locale and no terminal: the encoding
 * is always UTF-8, so a text wraps in the same way everywhere.
 *
 * Plain ASCII is the common case and takes the short way through every function.
 */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

enum { MAX_MARKS = 8 }; /* combining marks on one base; more have crashed terminals */

enum { SOFT_HYPHEN = 0xAD, ZERO_WIDTH_SPACE = 0x200B, ZERO_WIDTH_JOINER = 0x200D };

static const uint8_t *bytes_of(const char *text)
{
    return (const uint8_t *)text;
}

/* The character at `at` of valid UTF-8, and how many bytes it has. */
static ucs4_t character(const uint8_t *at, const uint8_t *end, size_t *length)
{
    ucs4_t c;
    *length = (size_t)u8_mbtouc(&c, at, (size_t)(end - at));
    return c;
}

static bool is_mark(ucs4_t c)
{
    return uc_is_general_category(c, UC_CATEGORY_M);
}

/* Joiners, the break hints, and the two selectors that choose between text and emoji. */
static bool is_permitted_ignorable(ucs4_t c)
{
    return c == SOFT_HYPHEN || (c >= ZERO_WIDTH_SPACE && c <= ZERO_WIDTH_JOINER) || c == 0xFE0E ||
           c == 0xFE0F;
}

static enum text_fault check_character(ucs4_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return TEXT_CONTROL;
    if (uc_is_property_bidi_control(c))
        return TEXT_BIDI;
    if (uc_is_property_not_a_character(c))
        return TEXT_NONCHARACTER;
    if (uc_is_property_default_ignorable_code_point(c) && !is_permitted_ignorable(c))
        return TEXT_INVISIBLE;
    return TEXT_FINE;
}

enum text_fault text_check(const char *text, size_t length, size_t *offset)
{
    const uint8_t *bytes = bytes_of(text);
    unsigned marks = 0;
    size_t at = 0;

    while (at < length) {
        enum text_fault fault = TEXT_FINE;
        ucs4_t c;
        int size;
        if (bytes[at] >= 0x20 && bytes[at] < 0x7F) {
            marks = 0;
            at++;
            continue;
        }
        size = u8_mbtoucr(&c, bytes + at, length - at);
        if (size <= 0)
            fault = TEXT_INVALID;
        else if ((fault = check_character(c)) == TEXT_FINE && is_mark(c) && ++marks > MAX_MARKS)
            fault = TEXT_STACKED;
        if (fault != TEXT_FINE) {
            *offset = at;
            return fault;
        }
        /* Something invisible between two marks does not make a new base. */
        if (!is_mark(c) && !is_permitted_ignorable(c))
            marks = 0;
        at += (size_t)size;
    }
    return TEXT_FINE;
}

static bool shows_nothing(ucs4_t c)
{
    return uc_is_property_white_space(c) || uc_is_property_default_ignorable_code_point(c) ||
           is_mark(c);
}

bool text_is_blank(const char *text)
{
    const uint8_t *at = bytes_of(text), *end = at + strlen(text);
    size_t size;

    for (; at < end; at += size)
        if ((*at > ' ' && *at < 0x7F) || !shows_nothing(character(at, end, &size)))
            return false;
    return true;
}

size_t text_width(const char *text, size_t length)
{
    int width = u8_width(bytes_of(text), length, "UTF-8");
    return width < 0 ? 0 : (size_t)width;
}

/* --- wrapping ------------------------------------------------------------------------------- */

/* One text that is being wrapped. */
struct wrapping {
    const uint8_t *text;
    size_t length;
    const char *breaks; /* per byte: may, must or must not a line end before it */
    size_t width;
};

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/*
 * A telephone number written in groups, or a range such as 10-20 with an en dash, is read wrongly
 * when it is torn apart: the second half looks like a number of its own.
 */
static bool inside_number(const struct wrapping *wrapping, size_t at)
{
    const uint8_t *text = wrapping->text;
    if (!is_digit(text[at]))
        return false;
    if (at >= 2 && text[at - 1] == ' ')
        return is_digit(text[at - 2]);
    return at >= 4 && memcmp(text + at - 3, "\xE2\x80\x93", 3) == 0 && is_digit(text[at - 4]);
}

static bool may_break(const struct wrapping *wrapping, size_t at)
{
    return wrapping->breaks[at] == UC_BREAK_POSSIBLE && !inside_number(wrapping, at);
}

/* The end of the cluster that begins at `at`. */
static size_t cluster_end(const struct wrapping *wrapping, size_t at)
{
    const uint8_t *text = wrapping->text;
    if (text[at] < 0x80 && (at + 1 == wrapping->length || text[at + 1] < 0x80))
        return at + 1;
    return (size_t)(u8_grapheme_next(text + at, text + wrapping->length) - text);
}

static size_t cluster_width(const struct wrapping *wrapping, size_t at, size_t end)
{
    uint8_t byte = wrapping->text[at];
    if (end - at == 1)
        return byte >= 0x20 && byte < 0x7F;
    return text_width((const char *)wrapping->text + at, end - at);
}

/* A line that ends in a soft hyphen shows it: one column more. */
static size_t hyphen_width(const struct wrapping *wrapping, size_t end)
{
    return end >= 2 && memcmp(wrapping->text + end - 2, "\xC2\xAD", 2) == 0;
}

/*
 * Where the line that begins at `start` ends. *next is the beginning of the line after it; at the
 * end of the text both are its length.
 */
static size_t line_end(const struct wrapping *wrapping, size_t start, size_t *next)
{
    size_t at = start;
    size_t last = 0;              /* the last place where the line may end; 0: none yet */
    size_t used = 0, content = 0; /* columns, with and without the blanks at the end */

    while (at < wrapping->length) {
        size_t end = cluster_end(wrapping, at);
        size_t width = cluster_width(wrapping, at, end);
        size_t hyphen = hyphen_width(wrapping, at);
        bool blank = wrapping->text[at] == ' ';
        if (wrapping->breaks[at] == UC_BREAK_MANDATORY) {
            *next = end;
            return at;
        }
        if (content > 0 && may_break(wrapping, at) && content + hyphen <= wrapping->width)
            last = at;
        if (!blank && used + width > wrapping->width) {
            if (content + hyphen > wrapping->width)
                at -= 2; /* no room to show the soft hyphen: it moves on */
            *next = last > start ? last : at > start ? at : end;
            return *next;
        }
        used += width; /* blanks may hang over the edge: a line can end after them */
        content = blank ? content : used;
        at = end;
    }
    *next = wrapping->length;
    return wrapping->length;
}

static struct text_line make_line(const struct wrapping *wrapping, size_t start, size_t end)
{
    struct text_line line = {.start = (const char *)wrapping->text + start};
    bool broken = end < wrapping->length;
    while (end > start && wrapping->text[end - 1] == ' ')
        end--;
    line.length = end - start;
    line.width = text_width(line.start, line.length);
    if (broken && end > start)
        line.width += hyphen_width(wrapping, end);
    return line;
}

struct text_line *text_wrap(struct arena *arena, const char *text, size_t width, size_t *count)
{
    size_t length = strlen(text);
    char *breaks = arena_new(arena, length, 1);
    struct wrapping wrapping = {bytes_of(text), length, breaks, width == 0 ? 1 : width};
    struct text_line *lines;
    size_t at, next, made = 0;

    u8_possible_linebreaks(wrapping.text, length, "UTF-8", breaks);
    for (at = 0; at < length; at = next, made++)
        line_end(&wrapping, at, &next);
    lines = arena_new(arena, made == 0 ? 1 : made, sizeof *lines);
    lines[0].start = text;
    for (at = 0, made = 0; at < length; at = next, made++) {
        size_t end = line_end(&wrapping, at, &next);
        lines[made] = make_line(&wrapping, at, end);
    }
    *count = made == 0 ? 1 : made;
    return lines;
}

/* --- plain ASCII ---------------------------------------------------------------------------- */

struct substitute {
    ucs4_t character;
    const char *ascii;
};

/* What has no base letter. Sorted by character. No digit may ever run into a number before it. */
static const struct substitute substitutes[] = {
    {0x00A3, "GBP "}, {0x00A9, "(c)"},  {0x00AB, "\""},   {0x00B0, "deg "}, {0x00B1, "+/-"},
    {0x00B2, "^2"},   {0x00B3, "^3"},   {0x00B5, "u"},    {0x00B7, "-"},    {0x00BB, "\""},
    {0x00BC, "1/4"},  {0x00BD, "1/2"},  {0x00BE, "3/4"},  {0x00C6, "AE"},   {0x00D0, "D"},
    {0x00D7, "x"},    {0x00D8, "O"},    {0x00DE, "Th"},   {0x00DF, "ss"},   {0x00E6, "ae"},
    {0x00F0, "d"},    {0x00F7, "/"},    {0x00F8, "o"},    {0x00FE, "th"},   {0x0110, "D"},
    {0x0111, "d"},    {0x0131, "i"},    {0x0141, "L"},    {0x0142, "l"},    {0x0152, "OE"},
    {0x0153, "oe"},   {0x03BC, "u"},    {0x1E9E, "SS"},   {0x2010, "-"},    {0x2011, "-"},
    {0x2012, "-"},    {0x2013, "-"},    {0x2014, "--"},   {0x2015, "--"},   {0x2018, "'"},
    {0x2019, "'"},    {0x201A, "'"},    {0x201B, "'"},    {0x201C, "\""},   {0x201D, "\""},
    {0x201E, "\""},   {0x201F, "\""},   {0x2022, "*"},    {0x2026, "..."},  {0x2032, "'"},
    {0x2033, "\""},   {0x2039, "'"},    {0x203A, "'"},    {0x2044, "/"},    {0x20AC, "EUR "},
    {0x2122, "(TM)"}, {0x2190, "<-"},   {0x2191, "^"},    {0x2192, "->"},   {0x2193, "v"},
    {0x21D2, "=>"},   {0x2212, "-"},    {0x2248, "~"},    {0x2260, "!="},   {0x2264, "<="},
    {0x2265, ">="},   {0x25CF, "*"},
};

static const char *find_substitute(ucs4_t c)
{
    size_t low = 0, high = sizeof substitutes / sizeof *substitutes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (substitutes[middle].character == c)
            return substitutes[middle].ascii;
        if (substitutes[middle].character < c)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The letter under all accents: the first character of the full canonical decomposition. */
static ucs4_t base_letter(ucs4_t c)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    while (uc_canonical_decomposition(c, parts) > 0)
        c = parts[0];
    return c;
}

/* One character in ASCII; `room` has two bytes. */
static const char *character_ascii(ucs4_t c, char room[2])
{
    const char *known = find_substitute(c);
    if (known != NULL)
        return known;
    if (is_mark(c) || is_permitted_ignorable(c))
        return "";
    if (uc_is_general_category(c, UC_CATEGORY_Zs))
        return " ";
    c = base_letter(c);
    known = find_substitute(c);
    if (known != NULL)
        return known;
    room[0] = c < 0x80 ? (char)c : '?';
    room[1] = '\0';
    return room;
}

/* "3½" must not become "31/2". */
static bool runs_together(const char *before, size_t length, const char *after)
{
    return length > 0 && is_digit((uint8_t)before[length - 1]) && is_digit((uint8_t)after[0]);
}

const char *text_ascii(struct arena *arena, const char *text)
{
    enum { LONGEST = 5 }; /* a substitute, with a blank before it, for one character */
    const uint8_t *at = bytes_of(text);
    const uint8_t *end = at + strlen(text);
    char *out = arena_new(arena, (size_t)(end - at) * LONGEST + 1, 1);
    size_t used = 0;

    while (at < end) {
        char room[2];
        const char *ascii;
        size_t size;
        ucs4_t c;
        if (*at < 0x80) {
            out[used++] = (char)*at++;
            continue;
        }
        c = character(at, end, &size);
        ascii = character_ascii(c, room);
        if (runs_together(out, used, ascii))
            out[used++] = ' ';
        for (; *ascii != '\0'; ascii++)
            out[used++] = *ascii;
        at += size;
    }
    out[used] = '\0';
    return out;
}

/* --- capital letters ------------------------------------------------------------------------ */

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((uint8_t)*text >= 0x80)
            return false;
    return true;
}

const char *text_upper(struct arena *arena, const char *text)
{
    size_t length = strlen(text), i;
    uint8_t *upper;
    char *copy;

    if (!is_ascii(text)) {
        upper = u8_toupper(bytes_of(text), length, NULL, NULL, NULL, &length);
        if (upper == NULL)
            return text; /* no memory: the words matter, not their case */
        copy = arena_copy(arena, (char *)upper, length);
        memory_wipe(upper, length);
        free(upper);
        return copy;
    }
    copy = arena_text(arena, text);
    for (i = 0; i < length; i++)
        if (copy[i] >= 'a' && copy[i] <= 'z')
            copy[i] = (char)(copy[i] - 'a' + 'A');
    return copy;
}
