/* layout: see layout.h. */
#include "ui/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    MEASURE = 68,        /* columns of running text: longer lines are hard to follow */
    BLOCK = 76,          /* header and bottom line may be a little wider */
    CENTRED_ABOVE = 100, /* columns: the block stands in the middle of a very wide screen */
    MARGIN_FROM = 50,    /* columns: from here on there is room for a margin */
    COLUMNS_FROM = 60,   /* columns of text: from here on two columns fit side by side */
    BLANKS_FROM = 16,    /* lines: below, blank rows are given up rather than scrolled */
    FIXED_FROM = 12,     /* lines: below, the header scrolls away with the rest */
    BOTH_WAYS_FROM = 26, /* columns: from here on "-- more above and below --" fits */
    MARKER_FROM = 10,    /* lines: from here on the marker line is always kept free */
    GAP = 2              /* between two columns, at least */
};

/* How much blank space there is, from none to most. */
enum spacing { SPACING_TIGHT, SPACING_NORMAL, SPACING_WIDE };

struct builder {
    struct layout *layout;
    const struct page *page;
    const struct layout_options *options;
    enum spacing spacing;
    size_t measure;
    size_t block;      /* the block being laid out */
    size_t item;       /* what it belongs to */
    size_t digits;     /* of the highest number of a choice */
    size_t pair_width; /* of the first column, where text and aside stand side by side */
};

/* --- rows ----------------------------------------------------------------------------------- */

static struct row *add_row(struct builder *builder)
{
    struct layout *layout = builder->layout;
    struct row *row;

    layout->rows = memory_grow(layout->rows, &layout->row_room, layout->row_count + 1,
                               sizeof *layout->rows);
    row = &layout->rows[layout->row_count++];
    row->item = builder->item;
    row->block = builder->block;
    return row;
}

static void add_blank(struct builder *builder, enum spacing from)
{
    size_t item = builder->item;
    if (builder->spacing < from)
        return;
    builder->item = ITEM_NONE;
    add_row(builder);
    builder->item = item;
}

static void put(struct row *row, const char *text, size_t length, size_t column, enum look look)
{
    struct span *span = &row->spans[row->span_count++];
    span->text = text;
    span->length = length;
    span->column = column;
    span->width = text_width(text, length);
    span->look = look;
}

static const char *plain(struct builder *builder, const char *text)
{
    return builder->options->ascii ? text_ascii(&builder->layout->arena, text) : text;
}

/* Row `index` from `first` on, added if it is not there yet: columns grow side by side. */
static struct row *row_at(struct builder *builder, size_t index)
{
    while (builder->layout->row_count <= index)
        add_row(builder);
    return &builder->layout->rows[index];
}

/* Wraps `text` into `width` columns from `column` on, in rows from number `first` on. */
static void fill(struct builder *builder, size_t first, const char *text, size_t column,
                 size_t width, enum look look)
{
    size_t count, i;
    struct text_line *lines =
        text_wrap(&builder->layout->arena, plain(builder, text), width, &count);
    for (i = 0; i < count; i++)
        put(row_at(builder, first + i), lines[i].start, lines[i].length, column, look);
}

static size_t width_of(struct builder *builder, const char *text)
{
    const char *shown = plain(builder, text);
    return text_width(shown, strlen(shown));
}

/* --- header --------------------------------------------------------------------------------- */

/* Text at the left; `aside` at the right of the same row if both fit, otherwise below. */
static void add_title(struct builder *builder, const char *text, const char *aside, enum look look)
{
    struct layout *layout = builder->layout;
    size_t first = layout->row_count;

    fill(builder, first, text, 0, layout->width, look);
    if (aside == NULL)
        return;
    if (layout->row_count == first + 1 &&
        width_of(builder, text) + GAP + width_of(builder, aside) <= layout->width)
        fill(builder, first, aside, layout->width - width_of(builder, aside), layout->width,
             LOOK_QUIET);
    else
        fill(builder, layout->row_count, aside, 0, layout->width, LOOK_QUIET);
}

static void add_rule(struct builder *builder)
{
    struct row *row = add_row(builder);
    put(row, "", 0, 0, LOOK_RULE);
    row->spans[0].width = builder->layout->width;
}

static const struct block *headline_of(const struct page *page)
{
    return page->block_count > 0 && page->blocks[0].kind == BLOCK_HEADLINE ? &page->blocks[0]
                                                                           : NULL;
}

/* The most urgent thing is the first line; only without one the title stands there. */
static void add_header(struct builder *builder)
{
    const struct page *page = builder->page;
    const struct block *headline = headline_of(page);
    struct arena *arena = &builder->layout->arena;

    if (headline != NULL) {
        add_title(builder, text_upper(arena, headline->text), headline->aside, LOOK_HEADLINE);
        add_rule(builder);
        return;
    }
    if (page->title != NULL)
        add_title(builder, page->title, page->progress, LOOK_TITLE);
    add_blank(builder, SPACING_NORMAL);
}

/* --- body ----------------------------------------------------------------------------------- */

/* Text with its aside in brackets behind it. */
static const char *with_aside(struct builder *builder, const struct block *block)
{
    if (block->aside == NULL || *block->aside == '\0')
        return block->text;
    return arena_format(&builder->layout->arena, "%s (%s)", block->text, block->aside);
}

/* The first column of all blocks that have two, so that they line up. */
static size_t find_pair_width(struct builder *builder, enum block_kind kind)
{
    size_t widest = 0, i;
    for (i = 0; i < builder->page->block_count; i++) {
        const struct block *block = &builder->page->blocks[i];
        size_t width;
        if (block->kind != kind || block->aside == NULL)
            continue;
        width = width_of(builder, block->text);
        if (width > widest)
            widest = width;
    }
    return widest;
}

/* Text and aside side by side where there is room, otherwise one below the other. */
static void add_pair(struct builder *builder, const struct block *block, size_t column)
{
    size_t first = builder->layout->row_count;
    size_t room = builder->measure - column;
    size_t half = room * 11 / 20;
    size_t width = builder->pair_width < half ? builder->pair_width : half;

    if (block->aside == NULL || room < COLUMNS_FROM - 10) {
        fill(builder, first, block->text, column, room, LOOK_TEXT);
        if (block->aside != NULL)
            fill(builder, builder->layout->row_count, block->aside, column, room, LOOK_QUIET);
        return;
    }
    fill(builder, first, block->text, column, width, LOOK_TEXT);
    fill(builder, first, block->aside, column + width + GAP, room - width - GAP, LOOK_QUIET);
}

static const char *mark_text(enum mark mark)
{
    switch (mark) {
    case MARK_UNTICKED:
        return "[ ] ";
    case MARK_TICKED:
        return "[x] ";
    default:
        return "";
    }
}

/* "> 2  [x] text": the first column is the focus marker's, which the drawing adds. */
static void add_choice(struct builder *builder, const struct block *block, size_t choice)
{
    struct layout *layout = builder->layout;
    const char *mark = mark_text(block->mark);
    size_t first = layout->row_count;
    size_t column = 2 + builder->digits + (layout->width < MARGIN_FROM - 4 ? 1 : 2);
    struct block shown = *block;
    const char *number;

    builder->item = choice;
    if (block->mark == MARK_CHOSEN)
        shown.text = arena_format(&layout->arena, "%s (your answer)", block->text);
    add_pair(builder, &shown, column + strlen(mark));
    number = arena_format(&layout->arena, "%*zu", (int)builder->digits, choice + 1);
    layout->rows[first].first = true;
    put(&layout->rows[first], number, strlen(number), 2, LOOK_NUMBER);
    if (*mark != '\0')
        put(&layout->rows[first], mark, strlen(mark), column, LOOK_TEXT);
    builder->item = ITEM_NONE;
}

/* The place for a typed number, with its unit behind it. */
static void add_entry(struct builder *builder)
{
    struct layout *layout = builder->layout;
    const char *unit = builder->page->unit;
    size_t first = layout->row_count;
    size_t width = 12;

    if (width + 6 > layout->width)
        width = layout->width - 6;
    builder->item = ITEM_ENTRY;
    layout->entry_column = 4;
    layout->entry_width = width;
    put(add_row(builder), "[", 1, 2, LOOK_TEXT);
    layout->rows[first].first = true;
    put(&layout->rows[first], "]", 1, 5 + width, LOOK_TEXT);
    if (unit != NULL && width_of(builder, unit) + 7 + width <= layout->width)
        put(&layout->rows[first], plain(builder, unit), strlen(plain(builder, unit)), 7 + width,
            LOOK_TEXT);
    else if (unit != NULL)
        fill(builder, first + 1, unit, 4, layout->width - 4, LOOK_TEXT);
    builder->item = ITEM_NONE;
    add_blank(builder, SPACING_NORMAL);
}

/*
 * What is wrong with the last entry. It stays on the screen wherever the body is scrolled to, so it
 * is not part of the rows that scroll; it stands behind them.
 */
static void add_remark(struct builder *builder)
{
    struct layout *layout = builder->layout;
    size_t body = layout->row_count;

    if (builder->page->remark == NULL)
        return;
    put(add_row(builder), "!", 1, 0, LOOK_REMARK);
    fill(builder, body, builder->page->remark, 2, layout->width - 2, LOOK_REMARK);
    layout->foot = layout->row_count - body;
    layout->row_count = body;
}

/* What stands between the text of a page and its choices. */
static void add_before_choices(struct builder *builder)
{
    add_blank(builder, SPACING_NORMAL);
    if (builder->page->number)
        add_entry(builder);
}

/* Paragraphs need their blank rows to be read at all; only the smallest screens do without. */
static enum spacing spacing_between(const struct builder *builder, const struct block *before,
                                    const struct block *after)
{
    bool paragraphs = before->kind == BLOCK_TEXT && after->kind == BLOCK_TEXT;
    return paragraphs && builder->layout->lines >= FIXED_FROM ? SPACING_TIGHT : SPACING_NORMAL;
}

/* Is a blank row wanted between these two blocks? */
static bool apart(const struct builder *builder, const struct block *before,
                  const struct block *after)
{
    if (after->kind == BLOCK_CHOICE) {
        bool way_on = builder->page->several && after->mark == MARK_NONE;
        bool another_kind = (before->aside == NULL) != (after->aside == NULL);
        return builder->spacing == SPACING_WIDE || way_on || another_kind;
    }
    if (after->kind == BLOCK_HEADING)
        return true;
    if (before->kind == BLOCK_HEADING)
        return false;
    return before->kind != after->kind || after->kind == BLOCK_TEXT;
}

static void add_block(struct builder *builder, const struct block *block)
{
    size_t first = builder->layout->row_count;
    switch (block->kind) {
    case BLOCK_HEADLINE:
    case BLOCK_HEADING:
        fill(builder, first, with_aside(builder, block), 0, builder->measure, LOOK_HEADING);
        break;
    case BLOCK_BULLET:
        put(add_row(builder), "-", 1, 2, LOOK_TEXT);
        fill(builder, first, with_aside(builder, block), 4, builder->measure - 4, LOOK_TEXT);
        break;
    case BLOCK_ROW:
        builder->pair_width = find_pair_width(builder, BLOCK_ROW);
        add_pair(builder, block, 0);
        break;
    default:
        fill(builder, first, with_aside(builder, block), 0, builder->measure, LOOK_TEXT);
        break;
    }
}

static void add_body(struct builder *builder)
{
    const struct page *page = builder->page;
    const struct block *before = NULL;
    size_t choice = 0, i;

    for (i = headline_of(page) != NULL ? 1 : 0; i < page->block_count; i++) {
        const struct block *block = &page->blocks[i];
        builder->block = i;
        if (block->kind == BLOCK_CHOICE && choice == 0)
            add_before_choices(builder);
        else if (before != NULL && apart(builder, before, block))
            add_blank(builder, spacing_between(builder, before, block));
        if (block->kind == BLOCK_CHOICE) {
            builder->pair_width = find_pair_width(builder, BLOCK_CHOICE);
            add_choice(builder, block, choice++);
        } else {
            add_block(builder, block);
        }
        before = block;
    }
    if (choice == 0 && page->number)
        add_before_choices(builder);
    while (builder->layout->row_count > 0 &&
           builder->layout->rows[builder->layout->row_count - 1].span_count == 0)
        builder->layout->row_count--; /* a blank row at the end is nothing to scroll to */
}

/* --- the bottom line ------------------------------------------------------------------------ */

/* One entry of the bottom line. The least important is dropped first. */
struct candidate {
    const char *key, *word;
    enum command command;
    unsigned importance;
};

static unsigned importance_of(enum command command)
{
    static const unsigned importance[COMMAND_COUNT] = {
        [COMMAND_HELP] = 9, [COMMAND_BACK] = 8, [COMMAND_LEAVE] = 6,
        [COMMAND_READ] = 4, [COMMAND_ANSWERS] = 3, [COMMAND_RESTART] = 2,
    };
    return importance[command];
}

static size_t candidates_of(struct builder *builder, bool scrolls,
                            struct candidate candidates[LAYOUT_MAX_HINTS])
{
    const struct page *page = builder->page;
    struct arena *arena = &builder->layout->arena;
    bool choices = page->choice_count > 0;
    size_t count = 0, i;

    if (page->number)
        candidates[count++] = (struct candidate){"Enter", "send", COMMAND_NONE, 7};
    else if (choices)
        candidates[count++] = (struct candidate){"Enter", "choose", COMMAND_NONE, 7};
    if (choices && (page->number || page->choice_count > 1))
        candidates[count++] = (struct candidate){"Up/Down", "move", COMMAND_NONE, 1};
    else if (scrolls)
        candidates[count++] = (struct candidate){"Space", "more", COMMAND_NONE, 7};
    for (i = 0; i < page->hint_count; i++) {
        const struct hint *hint = &page->hints[i];
        candidates[count++] = (struct candidate){arena_copy(arena, &hint->key, 1), hint->word,
                                                 hint->command, importance_of(hint->command)};
    }
    return count;
}

static size_t candidate_width(const struct candidate *candidate)
{
    return strlen(candidate->key) + 1 + text_width(candidate->word, strlen(candidate->word));
}

static size_t total_width(const struct candidate *candidates, size_t count, size_t gap)
{
    size_t width = 0, i;
    for (i = 0; i < count; i++)
        width += candidate_width(&candidates[i]) + (i > 0 ? gap : 0);
    return width;
}

static size_t drop_least(struct candidate *candidates, size_t count)
{
    size_t least = 0, i;
    for (i = 1; i < count; i++)
        if (candidates[i].importance < candidates[least].importance)
            least = i;
    memmove(candidates + least, candidates + least + 1,
            (count - least - 1) * sizeof *candidates);
    return count - 1;
}

static void add_hint_span(struct layout *layout, const char *text, size_t column, enum look look)
{
    struct span *span = &layout->hints[layout->hint_span_count++];
    *span = (struct span){text, strlen(text), column, text_width(text, strlen(text)), look};
}

static void add_hints(struct builder *builder, bool scrolls)
{
    struct layout *layout = builder->layout;
    struct candidate candidates[LAYOUT_MAX_HINTS];
    size_t count = candidates_of(builder, scrolls, candidates);
    size_t gap, column = 0, i;

    while (count > 1 && total_width(candidates, count, 2) > layout->width)
        count = drop_least(candidates, count);
    gap = total_width(candidates, count, 3) <= layout->width ? 3 : 2;
    for (i = 0; i < count; i++) {
        const struct candidate *candidate = &candidates[i];
        size_t width = candidate_width(candidate);
        add_hint_span(layout, candidate->key, column, LOOK_KEY);
        add_hint_span(layout, plain(builder, candidate->word), column + strlen(candidate->key) + 1,
                      LOOK_QUIET);
        layout->places[layout->place_count++] =
            (struct hint_place){candidate->command, column, width};
        column += width + gap;
    }
}

/* --- the whole screen ----------------------------------------------------------------------- */

/* Empties the layout but keeps its memory for the rows. */
static void reset(struct layout *layout, const struct layout_options *options)
{
    struct row *rows = layout->rows;
    size_t room = layout->row_room;

    memory_wipe(rows, room * sizeof *rows);
    arena_wipe(&layout->arena);
    memset(layout, 0, sizeof *layout);
    layout->rows = rows;
    layout->row_room = room;
    layout->columns = options->columns;
    layout->lines = options->lines;
}

static void find_block(struct layout *layout)
{
    size_t columns = layout->columns;
    size_t margin = columns >= MARGIN_FROM ? 2 : 0;

    layout->left = margin;
    layout->width = columns - 2 * margin;
    if (layout->width > BLOCK)
        layout->width = BLOCK;
    if (columns > CENTRED_ABOVE)
        layout->left = (columns - layout->width) / 2;
}

static size_t count_digits(size_t number)
{
    size_t digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

/* Lays the page out with this spacing. True if all of it fits on the screen. */
static bool lay_out(struct layout *layout, const struct page *page,
                    const struct layout_options *options, enum spacing spacing)
{
    struct builder builder = {.layout = layout, .page = page, .options = options,
                              .spacing = spacing, .item = ITEM_NONE};
    size_t head, below;
    bool fits;

    reset(layout, options);
    find_block(layout);
    builder.measure = layout->width < MEASURE ? layout->width : MEASURE;
    builder.digits = count_digits(page->choice_count);
    add_header(&builder);
    head = layout->row_count;
    add_body(&builder);
    add_remark(&builder);
    if (layout->lines >= FIXED_FROM && head * 5 <= layout->lines)
        layout->head = head < layout->row_count ? head : layout->row_count;
    below = layout->foot + (layout->lines >= MARKER_FROM ? 2 : 1);
    fits = layout->row_count + below <= layout->lines;
    if (!fits)
        below = layout->foot + 2; /* what does not fit needs the marker line */
    if (layout->head + below >= layout->lines)
        below = layout->foot + 1; /* but a remark needs it more */
    layout->window = layout->lines > below + layout->head ? layout->lines - below - layout->head : 1;
    add_hints(&builder, !fits);
    return fits;
}

void layout_page(struct layout *layout, const struct page *page,
                 const struct layout_options *options)
{
    bool choices = page->choice_count > 0;
    enum spacing most = options->spacious && choices ? SPACING_WIDE : SPACING_NORMAL;

    if (options->columns < LAYOUT_MIN_COLUMNS || options->lines < LAYOUT_MIN_LINES) {
        reset(layout, options);
        layout->too_small = true;
        return;
    }
    if (lay_out(layout, page, options, most))
        return;
    if (most == SPACING_WIDE && lay_out(layout, page, options, SPACING_NORMAL))
        return;
    if (options->lines < BLANKS_FROM)
        lay_out(layout, page, options, SPACING_TIGHT);
    else if (choices)
        (void)(lay_out(layout, page, options, SPACING_TIGHT) ||
               lay_out(layout, page, options, SPACING_NORMAL));
}

void layout_fini(struct layout *layout)
{
    memory_wipe(layout->rows, layout->row_room * sizeof *layout->rows);
    free(layout->rows);
    arena_wipe(&layout->arena);
    memory_wipe(layout, sizeof *layout);
}

size_t layout_last_top(const struct layout *layout)
{
    size_t shown = layout->head + layout->window;
    return layout->row_count > shown ? layout->row_count - layout->window : layout->head;
}

size_t layout_find(const struct layout *layout, size_t item)
{
    size_t i;
    for (i = 0; i < layout->row_count; i++)
        if (layout->rows[i].item == item && layout->rows[i].first)
            return i;
    return ITEM_NONE;
}

size_t layout_foot_line(const struct layout *layout)
{
    size_t body = layout->row_count - layout->head;
    size_t line = layout->head + (body < layout->window ? body + 1 : layout->window);
    size_t last = layout->head + layout->window;
    return line < last ? line : last;
}

const char *layout_marker(const struct layout *layout, size_t top)
{
    bool above = top > layout->head;
    bool below = top < layout_last_top(layout);

    if (layout->head + layout->window + layout->foot + 1 >= layout->lines)
        return NULL; /* its line holds the remark */
    if (above && below)
        return layout->columns < BOTH_WAYS_FROM ? "-- more both ways --"
                                                : "-- more above and below --";
    return above ? "-- more above --" : below ? "-- more below --" : NULL;
}
