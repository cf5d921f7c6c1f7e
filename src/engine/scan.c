/*
 * scan: one pass over the bytes of a JSON file before any parser sees them. See scan.h.
 *
 * No recursion: the open containers are an array of fixed size. Nothing is allocated per token:
 * only the arrays of values and of the names of the open objects grow.
 *
 * A fault inside a string does not stop the scan, a fault of the grammar does: what stands behind
 * it cannot be told apart any more.
 */
#include "engine/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    MARK_EVERY = 128,   /* bytes between two known places */
    NAMES_IN_PAIRS = 16 /* objects up to this size compare every name with every other */
};

/* What a byte means inside a string. */
enum byte_class { BYTE_PLAIN = 0, BYTE_HIGH, BYTE_QUOTE, BYTE_BACKSLASH, BYTE_CONTROL };

#define EIGHT(class) class, class, class, class, class, class, class, class
#define THIRTY_TWO(class) EIGHT(class), EIGHT(class), EIGHT(class), EIGHT(class)

static const unsigned char byte_classes[256] = {
    THIRTY_TWO(BYTE_CONTROL), /* 0x00 to 0x1F */
    ['"'] = BYTE_QUOTE,
    ['\\'] = BYTE_BACKSLASH,
    [0x7F] = BYTE_HIGH, /* DEL: text_check names it */
    THIRTY_TWO(BYTE_HIGH), THIRTY_TWO(BYTE_HIGH), THIRTY_TWO(BYTE_HIGH), THIRTY_TWO(BYTE_HIGH),
};

/* The name of a member of an object that is still open. */
struct name {
    uint32_t hash; /* of the decoded name */
    uint32_t value;
};

struct container {
    size_t value;
    size_t first_name; /* where the names of this object begin */
    uint32_t children;
    bool object;
};

/* A string just read: the bytes between its quotes. */
struct string {
    size_t start, length;
    bool high;    /* has bytes that are not printable ASCII */
    bool escapes; /* has escapes */
    bool garbled; /* has escapes that stand for nothing */
};

struct scanner {
    struct scan *scan;
    size_t value_room; /* of scan->values */
    struct diags *diags;
    const char *file;
    const char *bytes;
    size_t at, size;
    enum scan_outcome outcome;
    struct container open[SCAN_MAX_DEPTH];
    size_t depth;
    unsigned line;   /* where the scan is; no string goes over the end of a line */
    size_t column_0; /* what the offset here has more than the column */
    bool in_value;  /* the last value noted is being read */
    uint32_t label; /* of the next value, if it is a member */
    struct name *names;
    size_t name_count, name_room;
    char *decoded; /* the last string with escapes, decoded */
    size_t decoded_room;
};

/* ---- places ---- */

#define EVERY_BYTE(byte) (UINT64_MAX / 0xFF * (byte)) /* eight times the same byte */

/* The bytes of a word whose highest bit is set, counted. */
static unsigned count_high_bits(uint64_t word)
{
    return (unsigned)((word >> 7 & EVERY_BYTE(0x01)) * EVERY_BYTE(0x01) >> 56);
}

/* Characters among eight bytes: all but the bytes 10xxxxxx, which go on with one. */
static unsigned count_characters_in(uint64_t word)
{
    return 8 - count_high_bits(word & ~(word << 1));
}

static unsigned count_newlines_in(uint64_t word)
{
    uint64_t zero_where_newline = word ^ EVERY_BYTE('\n');
    uint64_t nonzero = ((zero_where_newline & EVERY_BYTE(0x7F)) + EVERY_BYTE(0x7F)) |
                       zero_where_newline;
    return 8 - count_high_bits(nonzero);
}

/* Eight bytes at a time. What is left is filled up with NULs, each of which counts `nul_counts`. */
static inline unsigned count(const char *bytes, size_t length, unsigned nul_counts,
                             unsigned (*count_in)(uint64_t word))
{
    unsigned counted = 0;
    uint64_t word;

    for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        counted += count_in(word);
    }
    word = 0;
    memcpy(&word, bytes, length);
    return counted + count_in(word) - nul_counts * (unsigned)(sizeof word - length);
}

/* The place reached by walking from `place` at `from` up to `to`. */
static struct place walk(const char *bytes, size_t from, size_t to, struct place place)
{
    const char *newline = memrchr(bytes + from, '\n', to - from);

    if (newline != NULL) {
        size_t behind = (size_t)(newline - bytes) + 1;
        place.line += count(bytes + from, behind - from, 0, count_newlines_in);
        place.column = 1;
        from = behind;
    }
    place.column += count(bytes + from, to - from, 1, count_characters_in);
    return place;
}

static void set_marks(struct scan *scan)
{
    size_t count = scan->size / MARK_EVERY + 1;
    scan->marks = memory_new(count, sizeof *scan->marks);
    scan->marks[0] = (struct place){1, 1};
    for (size_t i = 1; i < count; i++) {
        size_t from = i == 1 ? scan->start : (i - 1) * MARK_EVERY;
        scan->marks[i] = walk(scan->bytes, from, i * MARK_EVERY, scan->marks[i - 1]);
    }
    scan->last_offset = scan->start;
    scan->last_place = scan->marks[0];
}

struct place scan_place(struct scan *scan, size_t offset)
{
    size_t block = offset / MARK_EVERY;
    size_t from = block == 0 ? scan->start : block * MARK_EVERY;
    struct place place;

    if (scan->marks == NULL)
        set_marks(scan);
    place = scan->marks[block];
    if (scan->last_offset >= from && scan->last_offset <= offset) {
        from = scan->last_offset;
        place = scan->last_place;
    }
    scan->last_place = walk(scan->bytes, from, offset, place);
    scan->last_offset = offset;
    return scan->last_place;
}

/* ---- faults ---- */

/* The pointer is that of the value being read, else of the container around it. */
static void report(struct scanner *s, enum diag_code code, size_t offset, const char *text)
{
    struct place place = scan_place(s->scan, offset);
    struct arena arena = {0};
    const char *pointer = NULL;
    if (s->in_value)
        pointer = scan_pointer(s->scan, s->scan->count - 1, &arena);
    else if (s->depth > 0)
        pointer = scan_pointer(s->scan, s->open[s->depth - 1].value, &arena);
    diag_add(s->diags, code, s->file, place.line, place.column, pointer, "%s", text);
    arena_free(&arena);
}

/* A fault inside a string: the scan goes on. */
static void flaw(struct scanner *s, enum diag_code code, size_t offset, const char *text)
{
    report(s, code, offset, text);
    if (s->outcome == SCAN_GOOD)
        s->outcome = SCAN_FLAWED;
}

/* A fault that cJSON must not see; the scan may still go on. */
static void break_at(struct scanner *s, enum diag_code code, size_t offset, const char *text)
{
    report(s, code, offset, text);
    s->outcome = SCAN_BROKEN;
}

/*
 * What often stands where JSON allows it not, and what to say then. Word processors put in curly
 * quotes and blanks of their own.
 */
static const char *known_slip(const struct scanner *s)
{
    static const struct {
        const char *found, *meant;
    } slips[] = {
        {"'", "JSON texts stand between double quotes"},
        {"/", "JSON has no comments"},
        {"#", "JSON has no comments"},
        {"+", "JSON numbers have no plus sign"},
        {".", "JSON numbers start with a digit"},
        {",", "there is a comma too many"},
        {"\u201C", "JSON texts stand between straight quotes"},
        {"\u201D", "JSON texts stand between straight quotes"},
        {"\u201E", "JSON texts stand between straight quotes"},
        {"\u2018", "JSON texts stand between straight double quotes"},
        {"\u2019", "JSON texts stand between straight double quotes"},
        {"\u00A0", "this is a no-break space, only plain ones can stand here"},
    };
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        size_t length = strlen(slips[i].found);
        if (s->size - s->at >= length && memcmp(s->bytes + s->at, slips[i].found, length) == 0)
            return slips[i].meant;
    }
    return NULL;
}

/* The character that stands here, quoted; of broken UTF-8, its first byte. */
static const char *quote_character(struct scanner *s)
{
    size_t length = 1, offset;

    while (length < 4 && s->at + length < s->size &&
           text_check(s->bytes + s->at, length, &offset) == TEXT_INVALID)
        length++;
    if (text_check(s->bytes + s->at, length, &offset) == TEXT_INVALID)
        length = 1;
    return diag_quote(s->diags, s->bytes + s->at, length);
}

/* Ends the scan: something other than `expected` stands here. */
static bool unexpected(struct scanner *s, const char *expected)
{
    const char *slip, *found;
    char text[256];

    if (s->at >= s->size) {
        snprintf(text, sizeof text, "the file ends too early; %s was expected", expected);
        break_at(s, DIAG_TRUNCATED, s->size, text);
        return false;
    }
    slip = known_slip(s);
    found = s->bytes[s->at] == '"' ? "double quote" : quote_character(s);
    if (slip != NULL)
        snprintf(text, sizeof text, "unexpected %s; %s was expected, %s", found, expected, slip);
    else
        snprintf(text, sizeof text, "unexpected %s; %s was expected", found, expected);
    break_at(s, DIAG_SYNTAX, s->at, text);
    return false;
}

/* ---- strings ---- */

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* The number in the four hexadecimal digits at `text`, which ends with a NUL; or -1. */
static int32_t hex4(const char *text)
{
    int32_t number = 0;
    for (int i = 0; i < 4; i++) {
        int value = hex_value(text[i]);
        if (value < 0)
            return -1;
        number = number * 16 + value;
    }
    return number;
}

static bool high_surrogate(int32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool low_surrogate(int32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* Checks the \u escape at `at`; returns its length, 0 if it is wrong. */
static size_t check_unicode_escape(struct scanner *s, size_t at)
{
    const char *text = s->bytes + at;
    int32_t unit = hex4(text + 2);

    if (unit < 0) {
        break_at(s, DIAG_BAD_ESCAPE, at, "\\u without four hexadecimal digits; such as \\u00e9");
        return 0;
    }
    if (high_surrogate(unit) && text[6] == '\\' && text[7] == 'u' && low_surrogate(hex4(text + 8)))
        return 12;
    if (high_surrogate(unit) || low_surrogate(unit)) {
        break_at(s, DIAG_LONE_SURROGATE, at,
                 "half a character; a \\u escape from d800 to dfff needs its other half");
        return 0;
    }
    return 6;
}

/* Checks the escape at `at`; returns its length, 0 if it is wrong. */
static size_t check_escape(struct scanner *s, size_t at)
{
    char kind = s->bytes[at + 1];
    if (kind == 'u')
        return check_unicode_escape(s, at);
    if (kind == '\0' || strchr("\"\\/bfnrt", kind) == NULL) {
        break_at(s, DIAG_BAD_ESCAPE, at,
                 "unknown escape; after a backslash stands one of \" \\ / b f n r t u");
        return 0;
    }
    return 2;
}

static size_t put_utf8(char *out, uint32_t point)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

/*
 * Decodes one escape; its length in *used, its bytes (at most 4) at `out`. A wrong escape gives
 * anything, but never reads behind the NUL of the file.
 */
static size_t decode_escape(const char *text, char *out, size_t *used)
{
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    const char *letter = strchr(letters, text[1]);
    uint32_t unit;

    *used = 2;
    if (text[1] != 'u') {
        out[0] = letter == NULL ? text[1] : meanings[letter - letters];
        return 1;
    }
    unit = (uint32_t)hex4(text + 2);
    *used = 6;
    if (high_surrogate((int32_t)unit)) {
        *used = 12;
        unit = 0x10000 + ((unit - 0xD800) << 10) + ((uint32_t)hex4(text + 8) - 0xDC00);
    }
    return put_utf8(out, unit);
}

/*
 * Decodes into s->decoded at least `wanted` bytes, or all; returns how many. *raw: how many bytes
 * of the file they stand for. A decoded string is never longer than it is in the file.
 */
static size_t decode(struct scanner *s, const struct string *string, size_t wanted, size_t *raw)
{
    const char *text = s->bytes + string->start;
    size_t out = 0, at = 0, used;

    s->decoded = memory_grow(s->decoded, &s->decoded_room, string->length + 4, 1);
    while (at < string->length && out < wanted) {
        if (text[at] == '\\') {
            out += decode_escape(text + at, s->decoded + out, &used);
            at += used;
        } else {
            s->decoded[out++] = text[at++];
        }
    }
    *raw = at;
    return out;
}

static void report_text(struct scanner *s, enum text_fault fault, size_t offset)
{
    static const struct {
        enum diag_code code;
        const char *text;
    } wording[] = {
        [TEXT_INVALID] = {DIAG_INVALID_UTF8,
                          "these bytes are not UTF-8; save the file as UTF-8"},
        [TEXT_CONTROL] = {DIAG_CONTROL_CHARACTER,
                          "a control character in a text; a text is one line of plain characters, "
                          "a new paragraph is a new text"},
        [TEXT_BIDI] = {DIAG_BIDI_CHARACTER,
                       "an invisible character that changes the direction of writing; such text "
                       "reads otherwise than it is stored"},
        [TEXT_INVISIBLE] = {DIAG_INVISIBLE_CHARACTER,
                            "an invisible character in a text; delete it and type the text again"},
        [TEXT_NONCHARACTER] = {DIAG_NONCHARACTER, "a code that is no character; delete it"},
        [TEXT_STACKED] = {DIAG_STACKED_MARKS,
                          "more than 8 marks on one letter; some terminals cannot show that"},
    };
    flaw(s, wording[fault].code, offset, wording[fault].text);
}

/* What may stand in a text, judged on the decoded text, so that \u001b is caught as well. */
static void check_text(struct scanner *s, const struct string *string)
{
    const char *text = s->bytes + string->start;
    size_t offset, raw, length = string->length;
    enum text_fault fault;

    if (string->escapes) {
        length = decode(s, string, SIZE_MAX, &raw);
        text = s->decoded;
    }
    fault = text_check(text, length, &offset);
    if (fault == TEXT_FINE)
        return;
    if (string->escapes) {
        decode(s, string, offset, &raw);
        offset = raw;
    }
    report_text(s, fault, string->start + offset);
}

/* Ends the scan: the closing quote is missing. */
static bool unterminated(struct scanner *s, size_t opening)
{
    if (s->at >= s->size)
        break_at(s, DIAG_TRUNCATED, opening,
                 "the file ends inside this text; a closing double quote was expected");
    else
        break_at(s, DIAG_SYNTAX, opening,
                 "this text has no closing double quote on its line; a text cannot go on on the "
                 "next line");
    return false;
}

/* Is none of the eight bytes a quote, a backslash, a control character, or outside ASCII? */
static bool all_plain(uint64_t word)
{
    uint64_t control = word - EVERY_BYTE(0x20), quote = (word ^ EVERY_BYTE('"')) - EVERY_BYTE(1);
    uint64_t backslash = (word ^ EVERY_BYTE('\\')) - EVERY_BYTE(1), high = word + EVERY_BYTE(1);

    return ((control | quote | backslash | high | word) & EVERY_BYTE(0x80)) == 0;
}

/* How many plain bytes follow, counted by eights; a few may be left. */
static size_t count_plain(const struct scanner *s, size_t from)
{
    size_t at = from;
    uint64_t word;

    for (; at + sizeof word <= s->size; at += sizeof word) {
        memcpy(&word, s->bytes + at, sizeof word);
        if (!all_plain(word))
            break;
    }
    return at - from;
}

/* Walks to the closing quote. False if there is none. */
static bool find_end(struct scanner *s, struct string *string)
{
    const unsigned char *bytes = (const unsigned char *)s->bytes;
    size_t at = s->at;

    for (;;) {
        size_t escape;
        at += count_plain(s, at);
        while (byte_classes[bytes[at]] == BYTE_PLAIN)
            at++;
        switch (byte_classes[bytes[at]]) {
        case BYTE_QUOTE:
            s->at = at + 1;
            string->length = at - string->start;
            return true;
        case BYTE_HIGH:
            string->high = true;
            s->column_0 += (bytes[at++] & 0xC0) == 0x80; /* goes on with a character */
            break;
        case BYTE_BACKSLASH:
            escape = check_escape(s, at);
            string->escapes = true;
            string->garbled = string->garbled || escape == 0;
            at += escape == 0 ? 1 : escape;
            break;
        default: /* a control character, or the NUL behind the last byte */
            s->at = at;
            if (at >= s->size || bytes[at] == '\n')
                return unterminated(s, string->start - 1);
            string->high = true;
            at++;
        }
    }
}

/* The string whose opening quote stands here. */
static bool read_string(struct scanner *s, struct string *string)
{
    *string = (struct string){.start = ++s->at};
    if (!find_end(s, string))
        return false;
    if (string->length > SCAN_MAX_STRING) {
        break_at(s, DIAG_LONG_STRING, string->start - 1,
                 "this text is too long; at most 65536 bytes");
        return true;
    }
    if ((string->high || string->escapes) && !string->garbled)
        check_text(s, string);
    return true;
}

/* ---- names of members ---- */

static uint32_t hash_bytes(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash;
}

static uint32_t hash_name(struct scanner *s, const struct string *name)
{
    size_t raw, length;
    if (!name->escapes)
        return hash_bytes(s->bytes + name->start, name->length);
    length = decode(s, name, SIZE_MAX, &raw); /* first: it may move s->decoded */
    return hash_bytes(s->decoded, length);
}

static void keep_name(struct scanner *s, const struct string *name)
{
    s->names = memory_grow(s->names, &s->name_room, s->name_count + 1, sizeof *s->names);
    s->names[s->name_count++] =
        (struct name){.hash = hash_name(s, name), .value = (uint32_t)s->scan->count};
}

/* The good string whose opening quote stands at `offset`. */
static struct string string_at(const struct scanner *s, size_t offset)
{
    struct string string = {.start = offset + 1};
    size_t end = offset + 1;
    while (s->bytes[end] != '"') {
        bool escape = s->bytes[end] == '\\';
        string.escapes = string.escapes || escape;
        end += escape ? 2 : 1;
    }
    string.length = end - string.start;
    return string;
}

/* Are the names of two values, whose hashes agree, the same text? */
static bool same_name(struct scanner *s, uint32_t first, uint32_t second)
{
    struct string a = string_at(s, s->scan->values[first].label);
    struct string b = string_at(s, s->scan->values[second].label);
    size_t a_length, b_length, raw;
    char *a_text;
    bool same;

    if (!a.escapes && !b.escapes)
        return a.length == b.length &&
               memcmp(s->bytes + a.start, s->bytes + b.start, a.length) == 0;
    a_length = decode(s, &a, SIZE_MAX, &raw);
    a_text = memory_new(a_length + 1, 1);
    memcpy(a_text, s->decoded, a_length);
    b_length = decode(s, &b, SIZE_MAX, &raw);
    same = a_length == b_length && memcmp(a_text, s->decoded, a_length) == 0;
    free(a_text);
    return same;
}

static void report_duplicate(struct scanner *s, uint32_t first, uint32_t second)
{
    struct string name = string_at(s, s->scan->values[second].label);
    struct place before = scan_place(s->scan, s->scan->values[first].label);
    char text[512];
    snprintf(text, sizeof text, "the member %s stands here twice; it was given in line %u",
             diag_quote(s->diags, s->bytes + name.start, name.length), before.line);
    flaw(s, DIAG_DUPLICATE_MEMBER, s->scan->values[second].label, text);
}

static void compare_names(struct scanner *s, const struct name *a, const struct name *b)
{
    if (a->hash == b->hash && same_name(s, a->value, b->value))
        report_duplicate(s, a->value, b->value);
}

static int by_hash(const void *first, const void *second)
{
    const struct name *a = first, *b = second;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

/* Large objects: after sorting by hash, equal names are neighbours, whatever a file tries. */
static void check_many_names(struct scanner *s, struct name *names, size_t count)
{
    qsort(names, count, sizeof *names, by_hash);
    for (size_t i = 1; i < count; i++)
        compare_names(s, &names[i - 1], &names[i]);
}

/* The names of one object, from number `first` on. */
static void check_names(struct scanner *s, size_t first)
{
    size_t count = s->name_count - first;
    struct name *names;

    if (count < 2)
        return;
    names = s->names + first;
    if (count > NAMES_IN_PAIRS) {
        check_many_names(s, names, count);
        return;
    }
    for (size_t later = 1; later < count; later++)
        for (size_t i = 0; i < later; i++)
            compare_names(s, &names[i], &names[later]);
}

/* ---- values ---- */

/* Most blanks of a file that people read indent a line: there they are taken eight at a time. */
static void skip_blanks(struct scanner *s)
{
    static const char indent[8] = "        ";
    const char *bytes = s->bytes;
    size_t at = s->at;
    while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t' || bytes[at] == '\r')
        if (bytes[at++] == '\n') {
            s->line++;
            s->column_0 = at - 1;
            while (s->size - at >= sizeof indent && memcmp(bytes + at, indent, sizeof indent) == 0)
                at += sizeof indent;
        }
    s->at = at;
}

static size_t skip_digits(struct scanner *s)
{
    size_t from = s->at;
    while (s->bytes[s->at] >= '0' && s->bytes[s->at] <= '9')
        s->at++;
    return s->at - from;
}

static bool read_number(struct scanner *s)
{
    size_t from = s->at;

    s->at += s->bytes[s->at] == '-';
    if (s->bytes[s->at] == '0')
        s->at++;
    else if (skip_digits(s) == 0)
        return unexpected(s, "a digit");
    if (s->bytes[s->at] == '.') {
        s->at++;
        if (skip_digits(s) == 0)
            return unexpected(s, "a digit");
    }
    if (s->bytes[s->at] == 'e' || s->bytes[s->at] == 'E') {
        s->at++;
        s->at += s->bytes[s->at] == '-' || s->bytes[s->at] == '+';
        if (skip_digits(s) == 0)
            return unexpected(s, "a digit");
    }
    if (s->at - from > SCAN_MAX_NUMBER)
        break_at(s, DIAG_LONG_NUMBER, from, "this number is too long; at most 60 characters");
    return true;
}

static const char a_value[] =
    "a value (a text between double quotes, a number, true, false, [...] or {...})";

static bool read_word(struct scanner *s, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(s->bytes + s->at, word, length) != 0)
        return unexpected(s, a_value);
    s->at += length;
    return true;
}

static bool open_container(struct scanner *s, bool object)
{
    if (s->depth == SCAN_MAX_DEPTH) {
        break_at(s, DIAG_TOO_DEEP, s->at, "nested too deep; at most 32 levels");
        return false;
    }
    s->open[s->depth++] = (struct container){
        .value = s->scan->count - 1, .first_name = s->name_count, .object = object};
    s->at++;
    return true;
}

static void close_container(struct scanner *s)
{
    struct container *closed = &s->open[s->depth - 1];
    if (closed->object) {
        check_names(s, closed->first_name);
        s->name_count = closed->first_name;
    }
    s->scan->values[closed->value].after = (uint32_t)s->scan->count;
    s->depth--;
    s->at++;
}

/* Notes the value that stands here. */
static bool note_value(struct scanner *s)
{
    struct scan *scan = s->scan;
    struct container *parent = s->depth == 0 ? NULL : &s->open[s->depth - 1];

    if (scan->count == SCAN_MAX_VALUES) {
        break_at(s, DIAG_TOO_MANY_VALUES, s->at, "too many values; at most 4000000 in a file");
        return false;
    }
    scan->values =
        memory_grow(scan->values, &s->value_room, scan->count + 1, sizeof *scan->values);
    scan->values[scan->count] = (struct scan_value){
        .offset = (uint32_t)s->at,
        .label = parent == NULL ? 0 : parent->object ? s->label : parent->children,
        .after = (uint32_t)scan->count + 1,
        .parent = parent == NULL ? 0 : (uint32_t)parent->value,
        .place = {s->line, (unsigned)(s->at - s->column_0)},
    };
    scan->count++;
    if (parent != NULL)
        parent->children++;
    return true;
}

static bool read_text(struct scanner *s)
{
    struct string string;
    if (!read_string(s, &string))
        return false;
    s->scan->text_bytes += string.length + 1;
    return true;
}

static bool read_plain(struct scanner *s)
{
    switch (s->bytes[s->at]) {
    case '"':
        return read_text(s);
    case 't':
        return read_word(s, "true");
    case 'f':
        return read_word(s, "false");
    case 'n':
        return read_word(s, "null");
    default:
        return read_number(s);
    }
}

/* The value that starts here; of a container only its opening. */
static bool read_value(struct scanner *s)
{
    char byte = s->bytes[s->at];

    if (byte == '\0' || strchr("{[\"tfn-0123456789", byte) == NULL)
        return unexpected(s, a_value);
    if (!note_value(s))
        return false;
    if (byte == '{' || byte == '[')
        return open_container(s, byte == '{');
    s->in_value = true;
    if (!read_plain(s))
        return false;
    s->in_value = false;
    return true;
}

/* The name of a member and its colon. */
static bool read_name(struct scanner *s)
{
    struct string name;

    if (s->bytes[s->at] != '"')
        return unexpected(s, "the name of a member between double quotes");
    s->label = (uint32_t)s->at;
    if (!read_string(s, &name))
        return false;
    keep_name(s, &name);
    skip_blanks(s);
    if (s->bytes[s->at] != ':')
        return unexpected(s, "a colon");
    s->at++;
    skip_blanks(s);
    return true;
}

/* A member or an element. */
static bool read_child(struct scanner *s)
{
    return (!s->open[s->depth - 1].object || read_name(s)) && read_value(s);
}

/* What follows inside the innermost open container: its end, a comma and a child, a first child. */
static bool read_next(struct scanner *s)
{
    struct container *parent = &s->open[s->depth - 1];
    char closing = parent->object ? '}' : ']';

    skip_blanks(s);
    if (s->bytes[s->at] == closing) {
        close_container(s);
        return true;
    }
    if (parent->children == 0)
        return read_child(s);
    if (s->bytes[s->at] != ',')
        return unexpected(s, parent->object ? "a comma or }" : "a comma or ]");
    s->at++;
    skip_blanks(s);
    if (s->bytes[s->at] == closing) {
        s->at--;
        while (s->bytes[s->at] != ',')
            s->at--;
        break_at(s, DIAG_SYNTAX, s->at, "a comma behind the last one; delete it");
        return false;
    }
    return read_child(s);
}

static bool read_document(struct scanner *s)
{
    skip_blanks(s);
    if (s->at == s->size) {
        break_at(s, DIAG_EMPTY_FILE, s->at, "the file is empty; a JSON object was expected");
        return false;
    }
    if (!read_value(s))
        return false;
    while (s->depth > 0)
        if (!read_next(s))
            return false;
    skip_blanks(s);
    if (s->at < s->size) {
        break_at(s, DIAG_TEXT_BEHIND, s->at, "something stands behind the end; one JSON value was "
                                             "expected, and nothing behind it");
        return false;
    }
    return true;
}

/* True if the bytes are UTF-16, as some editors save; then no other message would help. */
static bool utf16(struct scanner *s)
{
    const char *bytes = s->bytes;
    bool marked = s->size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 ||
                                   memcmp(bytes, "\xFE\xFF", 2) == 0);
    if (marked)
        break_at(s, DIAG_INVALID_UTF8, 0, "the file is in UTF-16; save it as UTF-8");
    return marked;
}

enum scan_outcome scan_bytes(struct scan *scan, const char *bytes, size_t size, const char *name,
                             struct diags *diags)
{
    struct scanner s = {
        .scan = scan, .diags = diags, .file = name, .bytes = bytes, .size = size, .line = 1};

    *scan = (struct scan){.bytes = bytes, .size = size};
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        scan->start = 3;
    s.at = scan->start;
    s.column_0 = scan->start - 1; /* columns count from 1 */
    if (!utf16(&s)) {
        /*
         * A value and its comma take two bytes, so this is enough for whatever ends well; opening
         * brackets that nobody closes take one, and for them the array grows. Memory that is never
         * touched costs nothing; growing all the way would touch twice what is needed.
         */
        s.value_room = size / 2 + 1 < SCAN_MAX_VALUES ? size / 2 + 1 : SCAN_MAX_VALUES;
        scan->values = memory_new(s.value_room, sizeof *scan->values);
        read_document(&s);
    }
    free(s.names);
    free(s.decoded);
    return s.outcome;
}

void scan_free(struct scan *scan)
{
    free(scan->values);
    free(scan->marks);
    *scan = (struct scan){0};
}

/* ---- pointers ---- */

/* The name of a member as it stands in the file, with / and ~ escaped as RFC 6901 wants. */
static const char *pointer_name(const char *bytes, size_t offset, struct arena *arena)
{
    size_t start = offset + 1, length = 0, out = 0;
    char *name;

    while (bytes[start + length] != '"')
        length += bytes[start + length] == '\\' ? 2 : 1;
    name = arena_new(arena, length * 2 + 1, 1);
    for (size_t i = 0; i < length; i++) {
        char byte = bytes[start + i];
        bool special = byte == '/' || byte == '~';
        name[out++] = special ? '~' : byte;
        if (special)
            name[out++] = byte == '/' ? '1' : '0';
    }
    return name;
}

const char *scan_pointer(const struct scan *scan, size_t value, struct arena *arena)
{
    const char *pointer = "";
    while (value != 0) {
        const struct scan_value *child = &scan->values[value];
        size_t parent = child->parent;
        if (scan->bytes[scan->values[parent].offset] == '{')
            pointer = arena_format(arena, "/%s%s", pointer_name(scan->bytes, child->label, arena),
                                   pointer);
        else
            pointer = arena_format(arena, "/%u%s", child->label, pointer);
        value = parent;
    }
    return pointer;
}
