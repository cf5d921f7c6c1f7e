/* view: see view.h. */
#include "ui/view.h"

#include <ctype.h>
#include <string.h>

enum { KEY_CONTRAST = 'h', MOST_BY_DIGIT = 9 };

const char *const view_keys[VIEW_KEYS] = {
    "Up and Down (or k and j) move. Enter chooses.",
    "A number from 1 to 9 chooses at once. In a longer list it goes to that line.",
    "In a list to tick, Enter or Space ticks. Choose Continue when you are done.",
    "Space, Page Down and Page Up read on in a long text. Home and End go to its ends.",
    "b, Esc, Left or Backspace goes back one step. Your answers are kept.",
    "h switches high contrast on and off.",
    "Ctrl-C leaves at once.",
};

/* --- where things are ----------------------------------------------------------------------- */

bool view_sees(const struct view *view, size_t row)
{
    if (row < view->layout.head)
        return true;
    return row >= view->top && row < view->top + view->layout.window &&
           row < view->layout.row_count;
}

size_t view_line(const struct view *view, size_t row)
{
    return row < view->layout.head ? row : row - view->top + view->layout.head;
}

static size_t row_of(const struct view *view, size_t item)
{
    return item == ITEM_NONE ? ITEM_NONE : layout_find(&view->layout, item);
}

static bool sees_item(const struct view *view, size_t item)
{
    size_t row = row_of(view, item);
    return row != ITEM_NONE && view_sees(view, row);
}

size_t view_cursor(const struct view *view)
{
    return sees_item(view, view->focus) ? row_of(view, view->focus) : view->reading;
}

/* The last row of an item that begins at `row`. */
static size_t last_row(const struct view *view, size_t row)
{
    const struct layout *layout = &view->layout;
    size_t item = layout->rows[row].item;
    while (row + 1 < layout->row_count && layout->rows[row + 1].item == item)
        row++;
    return row;
}

/* --- items, in the order in which the focus goes through them ------------------------------- */

static size_t item_count(const struct view *view)
{
    return view->page->choice_count + (view->page->number ? 1 : 0);
}

/* Where the place for a number comes first. */
static size_t item_at(const struct view *view, size_t place)
{
    if (!view->page->number)
        return place;
    return place == 0 ? ITEM_ENTRY : place - 1;
}

static size_t place_of(const struct view *view, size_t item)
{
    if (!view->page->number)
        return item;
    return item == ITEM_ENTRY ? 0 : item + 1;
}

/* --- scrolling ------------------------------------------------------------------------------ */

static size_t clamp_top(const struct view *view, size_t top)
{
    size_t last = layout_last_top(&view->layout);
    return top < view->layout.head ? view->layout.head : top > last ? last : top;
}

/* The focus may not be left behind: it goes to the nearest item on the screen, if there is one. */
static void settle_focus(struct view *view)
{
    size_t place, found = ITEM_NONE, away = (size_t)-1, old;

    if (view->focus == ITEM_NONE || sees_item(view, view->focus))
        return;
    old = place_of(view, view->focus);
    for (place = 0; place < item_count(view); place++) {
        size_t distance = place > old ? place - old : old - place;
        if (sees_item(view, item_at(view, place)) && distance < away) {
            found = item_at(view, place);
            away = distance;
        }
    }
    if (found != ITEM_NONE)
        view->focus = found;
}

/* At the very top the header is read first. */
static size_t first_unread(const struct view *view)
{
    return view->top > view->layout.head ? view->top : 0;
}

/* Scrolls to `top`. What has just come into sight is what is read next. */
static enum view_change scroll_to(struct view *view, size_t top)
{
    size_t old = view->top;

    view->top = clamp_top(view, top);
    if (view->top == old)
        return VIEW_SAME;
    view->reading = view->top > old && old + view->layout.window > view->top
                        ? old + view->layout.window
                        : first_unread(view);
    settle_focus(view);
    return VIEW_SCROLLED;
}

static enum view_change scroll_down(struct view *view, size_t rows)
{
    return scroll_to(view, view->top + rows);
}

static enum view_change scroll_up(struct view *view, size_t rows)
{
    return scroll_to(view, view->top > rows ? view->top - rows : 0);
}

/* One row of the old screen stays in sight, so that the place is not lost. */
static size_t page_rows(const struct view *view)
{
    return view->layout.window > 1 ? view->layout.window - 1 : 1;
}

/*
 * The nearest top from which the whole item can be seen, or at least its beginning. What is nowhere
 * on the page moves nothing.
 */
static size_t top_for(const struct view *view, size_t item)
{
    size_t row = row_of(view, item), top = view->top, last;

    if (row == ITEM_NONE || row < view->layout.head)
        return top;
    last = last_row(view, row);
    if (last >= top + view->layout.window)
        top = last + 1 - view->layout.window;
    return row < top ? row : top;
}

/*
 * Brings an item on the screen and puts the focus on it. What stands in between is never jumped
 * over unread: at most one screen at a time.
 */
static enum view_change focus_on(struct view *view, size_t item)
{
    size_t top = top_for(view, item), most = page_rows(view);
    size_t old = view->focus;
    enum view_change change;

    if (top > view->top + most)
        return scroll_down(view, most);
    if (view->top > top + most)
        return scroll_up(view, most);
    change = scroll_to(view, top);
    view->focus = item;
    if (change == VIEW_SCROLLED)
        return change;
    return item == old ? VIEW_SAME : VIEW_FOCUS;
}

/* --- showing -------------------------------------------------------------------------------- */

/* The answer given before has the focus; where none was, the place for a number or choice 0. */
static size_t first_focus(const struct page *page)
{
    if (page->choice_count == 0)
        return page->number ? ITEM_ENTRY : ITEM_NONE;
    if (page->number && page_choice(page, page->focus)->mark != MARK_CHOSEN)
        return ITEM_ENTRY;
    return page->focus < page->choice_count ? page->focus : 0;
}

static void forget_typed(struct view *view)
{
    memory_wipe(view->typed, sizeof view->typed);
    view->digits = 0;
}

static void begin(struct view *view)
{
    const char *typed = view->page->typed;

    view->focus = first_focus(view->page);
    view->top = view->layout.head;
    forget_typed(view);
    if (typed != NULL && strlen(typed) < sizeof view->typed)
        strcpy(view->typed, typed);
    /* Whoever comes back to an answer has read the question before. */
    if (view->focus != ITEM_NONE && view->focus != item_at(view, 0) && !view->layout.too_small)
        view->top = clamp_top(view, top_for(view, view->focus));
    view->reading = first_unread(view);
}

/* Where the reader is, in terms that another layout understands. */
static void remember_place(struct view *view)
{
    const struct row *rows = view->layout.rows;
    struct view_place *place = &view->place;
    size_t row;

    *place = (struct view_place){.at_top = view->top <= view->layout.head,
                                 .followed = sees_item(view, view->focus)};
    if (place->at_top)
        return;
    place->block = rows[view->top].block;
    for (row = view->top; row > 0 && rows[row - 1].block == place->block; row--)
        place->offset++;
}

/* The row where the remembered place is now. */
static size_t find_place(const struct view *view)
{
    const struct layout *layout = &view->layout;
    const struct view_place *place = &view->place;
    size_t row = layout->head, offset = place->offset;

    if (place->at_top)
        return row;
    while (row < layout->row_count && layout->rows[row].block < place->block)
        row++;
    while (offset-- > 0 && row + 1 < layout->row_count &&
           layout->rows[row + 1].block == place->block)
        row++;
    return row;
}

/* The same text stays at the top, and a focus that could be seen can still be seen. */
static void lay_out_again(struct view *view)
{
    if (!view->layout.too_small)
        remember_place(view);
    layout_page(&view->layout, view->page, &view->options);
    if (view->layout.too_small)
        return;
    view->top = clamp_top(view, find_place(view));
    if (view->place.followed && (!view->place.at_top || view->focus != item_at(view, 0)))
        view->top = clamp_top(view, top_for(view, view->focus));
    view->reading = first_unread(view);
    settle_focus(view);
}

void view_show(struct view *view, const struct page *page)
{
    bool same = view->begun && view->serial == page->serial && !view->layout.too_small;
    bool followed = same && sees_item(view, view->focus);

    view->page = page;
    view->serial = page->serial;
    view->begun = true;
    view->place = (struct view_place){.at_top = true, .followed = true};
    if (same) {
        layout_page(&view->layout, page, &view->options);
        view->top = clamp_top(view, view->top);
        if (followed) /* a remark leaves less room */
            view->top = clamp_top(view, top_for(view, view->focus));
        return;
    }
    layout_page(&view->layout, page, &view->options);
    begin(view);
}

void view_resize(struct view *view, size_t columns, size_t lines)
{
    view->options.columns = columns;
    view->options.lines = lines;
    if (view->page != NULL)
        lay_out_again(view);
}

/* --- keys ----------------------------------------------------------------------------------- */

static enum view_change command(struct event *event, enum command command)
{
    *event = (struct event){.kind = EVENT_COMMAND, .command = command};
    return VIEW_EVENT;
}

static enum view_change go_back(const struct view *view, struct event *event)
{
    return page_key(view->page, COMMAND_BACK) != 0 ? command(event, COMMAND_BACK) : VIEW_SAME;
}

/* An answer of which only the beginning can be read is shown whole before it can be chosen. */
static enum view_change choose(struct view *view, size_t choice, struct event *event)
{
    if (!sees_item(view, choice) || top_for(view, choice) != view->top)
        return focus_on(view, choice);
    view->focus = choice;
    *event = (struct event){.kind = EVENT_CHOICE, .choice = choice};
    return VIEW_EVENT;
}

static enum view_change send_number(struct view *view, struct event *event)
{
    if (view->typed[0] == '\0')
        return VIEW_SAME;
    *event = (struct event){.kind = EVENT_NUMBER, .text = view->typed};
    return VIEW_EVENT;
}

static enum view_change enter(struct view *view, struct event *event)
{
    if (view->page->kind == PAGE_HELP)
        return go_back(view, event);
    if (view->focus == ITEM_NONE)
        return scroll_down(view, page_rows(view));
    if (!sees_item(view, view->focus))
        return focus_on(view, view->focus);
    if (view->focus == ITEM_ENTRY)
        return send_number(view, event);
    return choose(view, view->focus, event);
}

static enum view_change space(struct view *view, struct event *event)
{
    if (view->page->several && sees_item(view, view->focus))
        return choose(view, view->focus, event);
    return scroll_down(view, page_rows(view));
}

static enum view_change type(struct view *view, char character)
{
    size_t length = strlen(view->typed);

    if (!sees_item(view, ITEM_ENTRY))
        return focus_on(view, ITEM_ENTRY);
    view->focus = ITEM_ENTRY;
    if (length + 1 >= sizeof view->typed || length + 1 >= view->layout.entry_width)
        return VIEW_SAME;
    view->typed[length] = character;
    view->typed[length + 1] = '\0';
    return VIEW_TYPED;
}

static enum view_change erase(struct view *view)
{
    view->typed[strlen(view->typed) - 1] = '\0';
    return VIEW_TYPED;
}

/*
 * In a list of up to nine a digit chooses. In a longer one digits are the number of a line to go
 * to: "1" could be the beginning of "12".
 */
static enum view_change digit(struct view *view, size_t number, struct event *event)
{
    size_t count = view->page->choice_count;
    size_t typed = view->digits;

    if (count <= MOST_BY_DIGIT)
        return number >= 1 && number <= count ? choose(view, number - 1, event) : VIEW_SAME;
    typed = typed * 10 + number;
    if (typed > count)
        typed = number;
    view->digits = typed;
    return typed >= 1 && typed <= count ? focus_on(view, typed - 1) : VIEW_SAME;
}

/*
 * Letters behind a number are its unit. A letter that is a command stays one, but for the later
 * letters of a unit, as in "lb".
 */
static bool is_unit_letter(const struct view *view, char character)
{
    size_t length = strlen(view->typed);

    if (!view->page->number || view->focus != ITEM_ENTRY || length == 0)
        return false;
    if (isalpha((unsigned char)view->typed[length - 1]))
        return isalpha((unsigned char)character);
    return isalpha((unsigned char)character) && page_hint(view->page, character) == NULL;
}

/* Is this a part of a number, or of its unit? */
static bool is_typed(const struct view *view, char character)
{
    if (view->page->number && strchr("0123456789.,-+", character) != NULL)
        return true;
    return is_unit_letter(view, character);
}

static enum view_change move(struct view *view, bool down);

static enum view_change letter(struct view *view, char character, struct event *event)
{
    const struct hint *hint = page_hint(view->page, character);

    if (view->page->kind == PAGE_HELP && (character == 'q' || character == '?'))
        return go_back(view, event);
    if (hint != NULL)
        return command(event, hint->command);
    switch (tolower((unsigned char)character)) {
    case 'j':
        return move(view, true);
    case 'k':
        return move(view, false);
    case KEY_CONTRAST:
        return VIEW_CONTRAST;
    default:
        return VIEW_SAME;
    }
}

static enum view_change take_character(struct view *view, char character, struct event *event)
{
    size_t digits = view->digits;

    view->digits = 0;
    if (character == ' ')
        return space(view, event);
    if (is_typed(view, character))
        return type(view, character);
    if (isdigit((unsigned char)character)) {
        view->digits = digits;
        return digit(view, (size_t)(character - '0'), event);
    }
    return letter(view, character, event);
}

/* To the next item; where there is none, or it is far away, by rows: all can be read this way. */
static enum view_change move(struct view *view, bool down)
{
    size_t place;

    if (view->focus == ITEM_NONE || !sees_item(view, view->focus))
        return down ? scroll_down(view, 1) : scroll_up(view, 1);
    place = place_of(view, view->focus);
    if (down && last_row(view, row_of(view, view->focus)) >= view->top + view->layout.window)
        return scroll_down(view, 1); /* an answer taller than the screen is read to its end */
    if (down && place + 1 < item_count(view))
        return focus_on(view, item_at(view, place + 1));
    if (!down && place > 0)
        return focus_on(view, item_at(view, place - 1));
    return down ? scroll_down(view, 1) : scroll_up(view, 1);
}

/* All the way: the first or the last item, and the text before or behind it. */
static enum view_change go_to_end(struct view *view, bool down)
{
    size_t old = view->focus;
    enum view_change change = scroll_to(view, down ? layout_last_top(&view->layout) : 0);

    view->reading = down && change == VIEW_SCROLLED ? view->reading : first_unread(view);
    if (view->focus != ITEM_NONE) {
        size_t item = item_at(view, down ? item_count(view) - 1 : 0);
        if (sees_item(view, item))
            view->focus = item;
    }
    if (change == VIEW_SAME && view->focus != old)
        change = VIEW_FOCUS;
    return change;
}

/* A page down at the end takes the focus along, so that the key always does something. */
static enum view_change turn_page(struct view *view, bool down)
{
    enum view_change change =
        down ? scroll_down(view, page_rows(view)) : scroll_up(view, page_rows(view));
    return change == VIEW_SAME ? go_to_end(view, down) : change;
}

static enum view_change click_hint(const struct view *view, size_t column, struct event *event)
{
    const struct layout *layout = &view->layout;
    size_t i;

    for (i = 0; i < layout->place_count; i++) {
        const struct hint_place *place = &layout->places[i];
        size_t first = layout->left + place->column;
        if (place->command != COMMAND_NONE && column >= first && column < first + place->width)
            return command(event, place->command);
    }
    return VIEW_SAME;
}

static enum view_change click(struct view *view, const struct input *input, struct event *event)
{
    const struct layout *layout = &view->layout;
    size_t row = input->line;

    if (input->line + 1 == layout->lines)
        return click_hint(view, input->column, event);
    if (row >= layout->head)
        row = row - layout->head + view->top;
    if (row >= layout->row_count || !view_sees(view, row))
        return VIEW_SAME;
    if (layout->rows[row].item == ITEM_ENTRY)
        return focus_on(view, ITEM_ENTRY);
    if (layout->rows[row].item == ITEM_NONE)
        return VIEW_SAME;
    return choose(view, layout->rows[row].item, event);
}

enum view_change view_take(struct view *view, const struct input *input, struct event *event)
{
    if (view->layout.too_small)
        return VIEW_SAME; /* nobody can see what would be chosen */
    if (input->kind == INPUT_CHARACTER)
        return take_character(view, input->character, event);
    view->digits = 0;
    switch (input->kind) {
    case INPUT_ENTER:
        return enter(view, event);
    case INPUT_BACKSPACE:
        if (view->focus == ITEM_ENTRY && view->typed[0] != '\0')
            return sees_item(view, ITEM_ENTRY) ? erase(view) : focus_on(view, ITEM_ENTRY);
        return go_back(view, event);
    case INPUT_ESCAPE:
    case INPUT_LEFT:
        return go_back(view, event);
    case INPUT_UP:
    case INPUT_DOWN:
        return move(view, input->kind == INPUT_DOWN);
    case INPUT_PAGE_UP:
    case INPUT_PAGE_DOWN:
        return turn_page(view, input->kind == INPUT_PAGE_DOWN);
    case INPUT_HOME:
    case INPUT_END:
        return go_to_end(view, input->kind == INPUT_END);
    case INPUT_WHEEL_UP:
        return scroll_up(view, 3);
    case INPUT_WHEEL_DOWN:
        return scroll_down(view, 3);
    case INPUT_CLICK:
        return click(view, input, event);
    default:
        return VIEW_SAME;
    }
}

bool view_wants_mouse(const struct view *view)
{
    return view->page->choice_count > 0 && view->page->kind != PAGE_RESULT;
}

static bool character_chooses(const struct view *view, char character)
{
    if (character == ' ')
        return view->page->several;
    if (is_typed(view, character))
        return false;
    if (isdigit((unsigned char)character))
        return view->page->choice_count <= MOST_BY_DIGIT;
    return strchr("jkJK", character) == NULL || page_hint(view->page, character) != NULL;
}

bool view_chooses(const struct view *view, const struct input *input)
{
    switch (input->kind) {
    case INPUT_CHARACTER:
        return character_chooses(view, input->character);
    case INPUT_ENTER:
        return view->page->kind == PAGE_HELP || sees_item(view, view->focus);
    case INPUT_BACKSPACE:
        return view->focus != ITEM_ENTRY || view->typed[0] == '\0';
    case INPUT_CLICK:
    case INPUT_ESCAPE:
    case INPUT_LEFT:
        return true;
    default:
        return false;
    }
}

void view_fini(struct view *view)
{
    layout_fini(&view->layout);
    memory_wipe(view, sizeof *view);
}
