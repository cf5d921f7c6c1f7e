/*
 * keys: a state machine over bytes. See keys.h. The shapes are those of ECMA-48, which is what
 * lets an unknown sequence be swallowed to its end; what the known ones mean stands in two tables.
 */
#include "ui/keys.h"

enum {
    GROUND,
    ESCAPE,         /* ESC */
    INTERMEDIATE,   /* ESC and one of space to '/': ends with a byte from '0' on */
    CONTROL,        /* ESC [: ends with a byte from '@' to '~' */
    LINUX_FUNCTION, /* ESC [ [: one more byte, the function keys of the Linux console */
    SINGLE,         /* ESC O: parameters, then one byte */
    STRING,         /* ESC P, ], X, ^, _: ends with ST or BEL */
    STRING_ESCAPE,  /* ESC inside a string: the first half of ST */
    MOUSE,          /* ESC [ M: three more bytes of any value */
    REST            /* the other bytes of a UTF-8 character */
};

enum { BEL = 7, CAN = 24, SUB = 26, ESC = 27, DEL = 127, CTRL_L = 'L' & 0x1F };

/* The final byte of a control sequence, or the byte behind ESC O, that moves. The keypad too. */
static const struct {
    unsigned char final;
    bool keypad; /* only behind ESC O */
    enum input_kind kind;
} finals[] = {
    {'A', false, INPUT_UP},   {'B', false, INPUT_DOWN}, {'D', false, INPUT_LEFT},
    {'H', false, INPUT_HOME}, {'F', false, INPUT_END},  {'M', true, INPUT_ENTER},
    {'w', true, INPUT_HOME},  {'x', true, INPUT_UP},    {'y', true, INPUT_PAGE_UP},
    {'t', true, INPUT_LEFT},  {'q', true, INPUT_END},   {'r', true, INPUT_DOWN},
    {'s', true, INPUT_PAGE_DOWN},
};

/* The number of ESC [ number ~. */
static const struct {
    int number;
    enum input_kind kind;
} numbers[] = {
    {1, INPUT_HOME}, {4, INPUT_END}, {5, INPUT_PAGE_UP},
    {6, INPUT_PAGE_DOWN}, {7, INPUT_HOME}, {8, INPUT_END},
};

enum { PASTE_BEGINS = 200, PASTE_ENDS = 201 };

static bool give(struct input *input, enum input_kind kind)
{
    *input = (struct input){.kind = kind};
    return true;
}

/* --- outside of sequences ------------------------------------------------------------------- */

static void begin(struct keys *keys, int state)
{
    keys->state = state;
    keys->length = 0;
}

/* What a byte that follows ESC, or its 8-bit form, begins; GROUND: nothing. */
static int state_behind_escape(unsigned char byte)
{
    switch (byte) {
    case '[':
        return CONTROL;
    case 'O':
        return SINGLE;
    case 'P':
    case 'X':
    case ']':
    case '^':
    case '_':
        return STRING;
    case ESC:
        return ESCAPE;
    default:
        return byte >= ' ' && byte <= '/' ? INTERMEDIATE : GROUND;
    }
}

/* In UTF-8 a byte from 0x80 to 0xBF is never the first; alone it can only be an 8-bit control. */
static void take_high(struct keys *keys, unsigned char byte)
{
    unsigned rest = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;

    if (rest > 0) {
        begin(keys, REST);
        keys->to_swallow = rest;
    } else if (byte < 0xA0) {
        begin(keys, state_behind_escape((unsigned char)(byte - 0x40)));
    }
}

static bool take_plain(struct keys *keys, unsigned char byte, struct input *input)
{
    switch (byte) {
    case ESC:
        begin(keys, ESCAPE);
        return false;
    case '\r':
    case '\n':
        return give(input, INPUT_ENTER);
    case '\b':
    case DEL:
        return give(input, INPUT_BACKSPACE);
    case CTRL_L:
        return give(input, INPUT_REPAINT);
    default:
        break;
    }
    if (byte >= 0x80)
        take_high(keys, byte);
    if (byte < ' ' || byte >= 0x80)
        return false;
    give(input, INPUT_CHARACTER);
    input->character = (char)byte;
    return true;
}

/*
 * On a slow line Esc may have been given as a key before the rest of its sequence came. The two
 * bytes that begin almost every sequence are no keys here, so they can be waited for.
 */
static bool take_ground(struct keys *keys, unsigned char byte, struct input *input)
{
    bool late = keys->escaped && (byte == '[' || byte == 'O');

    keys->escaped = false;
    if (!late)
        return take_plain(keys, byte, input);
    begin(keys, state_behind_escape(byte));
    return false;
}

/* --- the ends of sequences ------------------------------------------------------------------ */

static bool overflowed(const struct keys *keys)
{
    return keys->length == KEYS_PARAMETERS;
}

/* The n-th number among the parameters, from 0; -1: there is none. */
static int parameter(const struct keys *keys, size_t n)
{
    size_t at = keys->length > 0 && keys->parameters[0] == '<' ? 1 : 0;
    int number = 0;
    bool any = false;

    for (; at < keys->length; at++) {
        unsigned char byte = keys->parameters[at];
        if (byte == ';' && n == 0)
            break;
        if (n > 0) {
            n -= byte == ';' ? 1 : 0;
            continue;
        }
        if (byte < '0' || byte > '9' || number > 9999)
            return -1;
        number = number * 10 + (byte - '0');
        any = true;
    }
    return any ? number : -1;
}

static bool end_with_number(struct keys *keys, struct input *input)
{
    int number = parameter(keys, 0);

    if (number == PASTE_BEGINS || number == PASTE_ENDS)
        keys->pasting = number == PASTE_BEGINS;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].number == number)
            return give(input, numbers[i].kind);
    return false;
}

static bool end_with_letter(unsigned char final, bool keypad, struct input *input)
{
    for (size_t i = 0; i < sizeof finals / sizeof *finals; i++)
        if (finals[i].final == final && (keypad || !finals[i].keypad))
            return give(input, finals[i].kind);
    return false;
}

/* Button 0 is the left one; 64 and 65 are the wheel. Lines and columns count from 1. */
static bool end_mouse(int button, int column, int line, struct input *input)
{
    if (column < 1 || line < 1)
        return false;
    if (button == 64 || button == 65)
        return give(input, button == 64 ? INPUT_WHEEL_UP : INPUT_WHEEL_DOWN);
    if (button != 0)
        return false;
    give(input, INPUT_CLICK);
    input->column = (size_t)column - 1;
    input->line = (size_t)line - 1;
    return true;
}

/* The whole sequence has come. Replies of the terminal have '?', '>' or '=' first: no keys. */
static bool end_control(struct keys *keys, unsigned char final, struct input *input)
{
    unsigned char first = keys->length > 0 ? keys->parameters[0] : 0;

    keys->state = GROUND;
    if (overflowed(keys))
        return false;
    if (first == '<')
        return final == 'M' && end_mouse(parameter(keys, 0), parameter(keys, 1),
                                         parameter(keys, 2), input);
    if (first > '9')
        return false;
    if (final == 'M' && keys->length == 0) {
        keys->state = MOUSE;
        keys->to_swallow = sizeof keys->report;
        return false;
    }
    if (final == '[' && keys->length == 0) {
        keys->state = LINUX_FUNCTION;
        return false;
    }
    return final == '~' ? end_with_number(keys, input) : end_with_letter(final, false, input);
}

/* --- inside sequences ----------------------------------------------------------------------- */

static void keep_parameter(struct keys *keys, unsigned char byte)
{
    if (!overflowed(keys))
        keys->parameters[keys->length++] = byte;
}

/* What cannot stand in a sequence (line noise) is swallowed with it. */
static bool take_control(struct keys *keys, unsigned char byte, struct input *input)
{
    if (byte >= '@' && byte <= '~')
        return end_control(keys, byte, input);
    keep_parameter(keys, byte);
    return false;
}

/* Some terminals put a modifier in between: ESC O 5 A. */
static bool take_single(struct keys *keys, unsigned char byte, struct input *input)
{
    if (byte < '@')
        return false;
    keys->state = GROUND;
    return end_with_letter(byte, true, input);
}

static bool take_mouse(struct keys *keys, unsigned char byte, struct input *input)
{
    const unsigned char *report = keys->report;

    keys->report[sizeof keys->report - keys->to_swallow] = byte;
    if (--keys->to_swallow > 0)
        return false;
    keys->state = GROUND;
    return end_mouse(report[0] - ' ', report[1] - ' ', report[2] - ' ', input);
}

static bool take_rest(struct keys *keys, unsigned char byte, struct input *input)
{
    if (byte < 0x80 || byte > 0xBF) { /* the character was cut short */
        keys->state = GROUND;
        return take_plain(keys, byte, input);
    }
    if (--keys->to_swallow == 0)
        keys->state = GROUND;
    return false;
}

static void take_string(struct keys *keys, unsigned char byte)
{
    if (keys->state == STRING_ESCAPE)
        keys->state = byte == '\\' ? GROUND : byte == ESC ? STRING_ESCAPE : STRING;
    else if (byte == ESC)
        keys->state = STRING_ESCAPE;
    else if (byte == BEL)
        keys->state = GROUND;
}

static bool take_byte(struct keys *keys, unsigned char byte, struct input *input)
{
    switch (keys->state) {
    case ESCAPE:
        begin(keys, state_behind_escape(byte));
        if (byte >= 0xC0) /* Alt and a letter beyond ASCII */
            take_high(keys, byte);
        return false;
    case INTERMEDIATE:
        if (byte >= '0' && byte != DEL)
            keys->state = GROUND;
        return false;
    case CONTROL:
        return take_control(keys, byte, input);
    case LINUX_FUNCTION:
        keys->state = GROUND;
        return false;
    case SINGLE:
        return take_single(keys, byte, input);
    case STRING:
    case STRING_ESCAPE:
        take_string(keys, byte);
        return false;
    case MOUSE:
        return take_mouse(keys, byte, input);
    case REST:
        return take_rest(keys, byte, input);
    default:
        return take_ground(keys, byte, input);
    }
}

/* Inside these ESC begins a new sequence, and CAN and SUB end the old one. */
static bool can_be_broken_off(int state)
{
    return state == INTERMEDIATE || state == CONTROL || state == LINUX_FUNCTION || state == SINGLE;
}

bool keys_take(struct keys *keys, unsigned char byte, struct input *input)
{
    if (can_be_broken_off(keys->state) && (byte == ESC || byte == CAN || byte == SUB)) {
        begin(keys, byte == ESC ? ESCAPE : GROUND);
        return false;
    }
    if (keys->state == STRING && (byte == CAN || byte == SUB)) {
        begin(keys, GROUND);
        return false;
    }
    return take_byte(keys, byte, input) && !keys->pasting;
}

int keys_patience(const struct keys *keys)
{
    if (keys->state == ESCAPE && !keys->pasting)
        return KEYS_ESCAPE_MS;
    return keys->state != GROUND || keys->pasting ? KEYS_SEQUENCE_MS : -1;
}

bool keys_lapse(struct keys *keys, struct input *input)
{
    bool alone = keys->state == ESCAPE && !keys->pasting;

    *keys = (struct keys){.escaped = alone};
    return alone && give(input, INPUT_ESCAPE);
}
