/*
 * curses: the full screen. The only file that sees curses; what is on the screen and what a key
 * means is decided by layout and view, this file draws it and waits. Keys are read and decoded
 * without curses (keys.h), since it gives the parts of a sequence that it does not know as keys.
 *
 * One window, one refresh for each event, and nothing is written in between. A move of the focus
 * rewrites only the two marks, so it costs a few bytes and a screen reader hears one line.
 */
#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

/* <term.h> makes macros of many short words. Its names cost less memory than tigetstr. */
#undef columns
#undef lines

#include "base/clock.h"
#include "ui/held.h"
#include "ui/keys.h"
#include "ui/terminal.h"
#include "ui/ui.h"
#include "ui/view.h"

enum {
    FLOOD_MS = 25,           /* nobody presses keys so close together */
    MOST_DROPPED = 64 * 1024 /* bytes thrown away at once */
};

enum { PAIR_CONTRAST = 1, PAIR_RULE, PAIR_REMARK };

struct screen {
    struct ui ui; /* first: the front end is found from it */
    SCREEN *handle;
    struct view view;
    enum ui_colour colour, other_colour; /* as shown, and what the contrast key switches to */
    bool colours_started;
    bool mouse_wanted, mouse_on;
    bool kiosk;
    struct keys keys;
    long long read_ms;        /* when the last bytes came */
    unsigned char bytes[128]; /* read and not yet decoded: from `taken` to `got` */
    size_t taken, got;
    struct input waiting; /* a key that came while the one before it was looked at */
    bool is_waiting;
    struct held held;
    long long pressed_ms; /* when the last key came */
    unsigned shown_serial;
};

static struct screen *screen_of(struct ui *ui)
{
    return (struct screen *)ui;
}

/* --- colours -------------------------------------------------------------------------------- */

/*
 * The colours of the terminal where possible; a few others for what is said in words as well. Most
 * pages have none of these, so this waits for the first that has.
 */
static void start_colours(struct screen *screen)
{
    short back = -1;

    if (screen->colours_started || screen->colour == UI_COLOUR_NONE)
        return;
    screen->colours_started = true;
    if (!has_colors() || start_color() == ERR)
        return;
    if (use_default_colors() == ERR)
        back = COLOR_BLACK;
    init_pair(PAIR_CONTRAST, COLOR_WHITE, COLOR_BLACK);
    init_pair(PAIR_RULE, COLOR_CYAN, back);
    init_pair(PAIR_REMARK, COLOR_RED, back);
}

static bool needs_colours(const struct screen *screen)
{
    const struct page *page = screen->view.page;
    return screen->colour == UI_COLOUR_CONTRAST || page->kind == PAGE_RESULT ||
           page->remark != NULL;
}

static void use_background(struct screen *screen)
{
    if (screen->colour == UI_COLOUR_CONTRAST)
        start_colours(screen);
    bkgdset(screen->colour == UI_COLOUR_CONTRAST && has_colors()
                ? (chtype)COLOR_PAIR(PAIR_CONTRAST) | ' '
                : ' ');
}

static int attributes_of(const struct screen *screen, enum look look)
{
    static const chtype weights[LOOK_COUNT] = {
        [LOOK_TITLE] = A_BOLD,   [LOOK_HEADLINE] = A_BOLD, [LOOK_HEADING] = A_BOLD,
        [LOOK_REMARK] = A_BOLD,  [LOOK_KEY] = A_BOLD,
    };
    static const short pairs[LOOK_COUNT] = {
        [LOOK_RULE] = PAIR_RULE,
        [LOOK_REMARK] = PAIR_REMARK,
    };
    chtype attributes = weights[look];

    if (screen->colour == UI_COLOUR_CONTRAST && has_colors())
        attributes |= (chtype)COLOR_PAIR(PAIR_CONTRAST);
    else if (screen->colour == UI_COLOUR_NORMAL && screen->colours_started && has_colors())
        attributes |= (chtype)COLOR_PAIR(pairs[look]);
    return (int)attributes;
}

/* --- drawing -------------------------------------------------------------------------------- */

/* Break hints inside the text are not drawn; at the end of a line a soft hyphen is one. */
static void draw_text(const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        const char *special = text;
        while (special < end && memcmp(special, "\xC2\xAD", end - special >= 2 ? 2 : 1) != 0 &&
               (end - special < 3 || memcmp(special, "\xE2\x80\x8B", 3) != 0))
            special++;
        addnstr(text, (int)(special - text));
        if (special == end)
            return;
        if (*special == '\xC2' && special + 2 == end)
            addch('-');
        text = special + (*special == '\xC2' ? 2 : 3);
    }
}

static void draw_span(const struct screen *screen, size_t line, const struct span *span)
{
    const struct layout *layout = &screen->view.layout;

    attrset(attributes_of(screen, span->look));
    move((int)line, (int)(layout->left + span->column));
    if (span->look == LOOK_RULE && screen->view.options.ascii)
        hline('-', (int)span->width);
    else if (span->look == LOOK_RULE)
        hline_set(WACS_HLINE, (int)span->width);
    else
        draw_text(span->text, span->length);
}

static void draw_row(const struct screen *screen, size_t line, const struct row *row)
{
    size_t i;
    for (i = 0; i < row->span_count; i++)
        draw_span(screen, line, &row->spans[i]);
}

/* The marker, and the number in reverse: two signs for the focus, and the cursor is the third. */
static void draw_focus(const struct screen *screen, size_t item, bool on)
{
    const struct view *view = &screen->view;
    size_t row = item == ITEM_NONE ? ITEM_NONE : layout_find(&view->layout, item);
    size_t i;

    if (row == ITEM_NONE || !view_sees(view, row))
        return;
    attrset(attributes_of(screen, LOOK_NUMBER) | (on ? (int)A_BOLD : 0));
    mvaddch((int)view_line(view, row), (int)view->layout.left, on ? '>' : ' ');
    for (i = 0; i < view->layout.rows[row].span_count; i++) {
        const struct span *span = &view->layout.rows[row].spans[i];
        if (span->look != LOOK_NUMBER)
            continue;
        attrset(attributes_of(screen, LOOK_NUMBER) | (on ? (int)A_REVERSE : 0));
        mvaddnstr((int)view_line(view, row), (int)(view->layout.left + span->column), span->text,
                  (int)span->length);
    }
}

static void draw_typed(const struct screen *screen)
{
    const struct view *view = &screen->view;
    size_t row = layout_find(&view->layout, ITEM_ENTRY);
    size_t i, length = strlen(view->typed);

    if (row == ITEM_NONE || !view_sees(view, row))
        return;
    attrset(attributes_of(screen, LOOK_TEXT));
    move((int)view_line(view, row), (int)(view->layout.left + view->layout.entry_column));
    for (i = 0; i + 1 < view->layout.entry_width; i++)
        addch(i < length ? (chtype)view->typed[i] : ' ');
}

/* The cursor is the focus: screen readers and braille lines follow it. */
static void place_cursor(const struct screen *screen)
{
    const struct view *view = &screen->view;
    size_t row = view_cursor(view), column = view->layout.left;

    if (view->layout.too_small || row >= view->layout.row_count) {
        move(0, 0);
        return;
    }
    if (view->layout.rows[row].item == ITEM_ENTRY)
        column += view->layout.entry_column + strlen(view->typed);
    move((int)view_line(view, row), (int)column);
}

static void draw_too_small(const struct screen *screen)
{
    static const char words[] = "Please make this window larger";
    size_t width = (size_t)(COLS > 0 ? COLS : 1), line;

    attrset(attributes_of(screen, LOOK_TEXT));
    for (line = 0; line < (size_t)LINES && line * width < sizeof words - 1; line++)
        mvaddnstr((int)line, 0, words + line * width, (int)width);
}

static void draw_bottom(const struct screen *screen)
{
    const struct layout *layout = &screen->view.layout;
    const char *marker = layout_marker(layout, screen->view.top);
    size_t i;

    for (i = 0; i < layout->foot; i++)
        draw_row(screen, layout_foot_line(layout) + i, &layout->rows[layout->row_count + i]);
    if (marker != NULL) {
        struct span words = {marker, strlen(marker), 0, strlen(marker), LOOK_KEY};
        draw_span(screen, layout->lines - 2, &words);
    }
    for (i = 0; i < layout->hint_span_count; i++)
        draw_span(screen, layout->lines - 1, &layout->hints[i]);
}

static void draw_all(const struct screen *screen)
{
    const struct view *view = &screen->view;
    size_t row;

    erase();
    if (view->layout.too_small) {
        draw_too_small(screen);
        return;
    }
    for (row = 0; row < view->layout.head; row++)
        draw_row(screen, row, &view->layout.rows[row]);
    for (row = view->top; row < view->layout.row_count && view_sees(view, row); row++)
        draw_row(screen, view_line(view, row), &view->layout.rows[row]);
    draw_bottom(screen);
    draw_focus(screen, view->focus, true);
    draw_typed(screen);
}

static void show_drawn(const struct screen *screen)
{
    place_cursor(screen);
    refresh();
}

static void draw_change(struct screen *screen, enum view_change change, size_t old_focus)
{
    switch (change) {
    case VIEW_SAME:
    case VIEW_EVENT:
        return;
    case VIEW_FOCUS:
    case VIEW_TYPED:
        if (old_focus != screen->view.focus) {
            draw_focus(screen, old_focus, false);
            draw_focus(screen, screen->view.focus, true);
        }
        draw_typed(screen);
        break;
    case VIEW_CONTRAST: {
        enum ui_colour colour = screen->other_colour;
        screen->other_colour = screen->colour;
        screen->colour = colour;
        use_background(screen);
        draw_all(screen);
        break;
    }
    default:
        draw_all(screen);
        break;
    }
    show_drawn(screen);
}

/* --- the mouse ------------------------------------------------------------------------------ */

/* Switches the reports of the terminal on and off; they are decoded like keys. */
static void set_mouse(struct screen *screen, bool on)
{
    if (on == screen->mouse_on)
        return;
    screen->mouse_on = on;
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

/* --- keys ----------------------------------------------------------------------------------- */

/* Reads what there is. False: the terminal has gone away. */
static bool read_bytes(struct screen *screen)
{
    ssize_t got = read(STDIN_FILENO, screen->bytes, sizeof screen->bytes);

    screen->taken = screen->got = 0;
    if (got > 0) {
        screen->read_ms = clock_ms();
        screen->got = (size_t)got;
        screen->ui.keys++;
    }
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* The next key among the bytes that have been read. */
static bool decode(struct screen *screen, struct input *input)
{
    while (screen->taken < screen->got)
        if (keys_take(&screen->keys, screen->bytes[screen->taken++], input))
            return true;
    memory_wipe(screen->bytes, sizeof screen->bytes);
    return false;
}

static enum terminal_wait wait_for_bytes(int milliseconds)
{
    enum terminal_wait waited;

    terminal_hold_signals();
    waited = terminal_wait(milliseconds);
    terminal_let_signals();
    return waited;
}

static bool more_within(int milliseconds)
{
    return wait_for_bytes(milliseconds) == TERMINAL_INPUT;
}

/* A key that is dropped came just now, whatever was waited for to decide it. */
static void drop(struct screen *screen, const struct input *input)
{
    screen->pressed_ms = clock_ms();
    held_note(&screen->held, input, false, screen->pressed_ms);
}

static void drop_decoded(struct screen *screen)
{
    struct input input;

    while (decode(screen, &input))
        drop(screen, &input);
}

/*
 * Throws away what has been typed. It still goes through the decoder: if only the first part of a
 * sequence has come, the rest must not count when it comes.
 */
static void drop_typed(struct screen *screen)
{
    size_t dropped = 0;

    if (screen->is_waiting)
        drop(screen, &screen->waiting);
    screen->is_waiting = false;
    drop_decoded(screen);
    while (dropped < MOST_DROPPED && more_within(0) && read_bytes(screen)) {
        dropped += screen->got;
        drop_decoded(screen);
    }
}

/* --- the front end -------------------------------------------------------------------------- */

static bool show(struct ui *ui, const struct page *page)
{
    struct screen *screen = screen_of(ui);
    bool another = page->serial != screen->shown_serial || !screen->view.begun;

    view_show(&screen->view, page);
    if (needs_colours(screen))
        start_colours(screen);
    set_mouse(screen, screen->mouse_wanted && view_wants_mouse(&screen->view));
    draw_all(screen);
    show_drawn(screen);
    held_seen(&screen->held, clock_ms());
    if (another) {
        drop_typed(screen); /* what was typed before this page could be seen is no answer to it */
        held_turned(&screen->held, clock_ms());
        screen->shown_serial = page->serial;
    }
    return terminal_takes_output(); /* curses does not tell */
}

static void draw_in_size(struct screen *screen)
{
    view_resize(&screen->view, (size_t)(COLS > 0 ? COLS : 0), (size_t)(LINES > 0 ? LINES : 0));
    draw_all(screen);
    show_drawn(screen);
}

/* Everything again, whatever the terminal shows now. */
static void repaint(struct screen *screen)
{
    clearok(curscr, TRUE);
    draw_in_size(screen);
}

/*
 * The size of the terminal is asked for here; curses itself does that in a signal handler. It can
 * fail only for want of memory, and leaves windows behind that must not be touched again.
 */
static void resize(struct screen *screen)
{
    int lines, columns;

    if (terminal_size(&lines, &columns) && (lines != LINES || columns != COLS) &&
        resize_term(lines, columns) == ERR)
        memory_ran_out();
    repaint(screen);
}

/* Where there is no other screen to go back to, ours is cleared: whoever comes next sees nothing. */
static void let_go(void)
{
    if (exit_ca_mode == NULL) {
        erase();
        refresh();
    }
    endwin();
}

/* True if somebody else may have had the terminal meanwhile. */
static bool stop_if_wanted(void)
{
    bool wanted = terminal_stop_wanted();

    if (wanted) {
        let_go();
        terminal_stop_now();
    }
    return terminal_was_stopped() || wanted;
}

/*
 * What signals have asked for meanwhile. After a stop the settings are not ours any more, and of a
 * change of size nobody has told; unless it was woken up only to end: then the shell has the terminal.
 */
static void look_after_screen(struct screen *screen)
{
    bool stopped = stop_if_wanted(), resized = terminal_was_resized();

    if (ui_signal() != 0)
        return;
    if (stopped)
        reset_prog_mode();
    if (stopped || resized)
        resize(screen);
}

/* When a wait ends, and how long that still is; < 0: never, and for ever. */
static long long end_of(int idle_ms)
{
    return idle_ms < 0 ? -1 : clock_ms() + idle_ms;
}

static int time_until(long long end_ms)
{
    long long left = end_ms - clock_ms();
    return end_ms < 0 ? -1 : left < 0 ? 0 : (int)left;
}

/* For how long what has begun may go on; < 0: nothing has begun. */
static int patience_left(const struct screen *screen)
{
    int patience = keys_patience(&screen->keys);
    return patience < 0 ? -1 : time_until(screen->read_ms + patience);
}

/*
 * Waits for the next key: UI_EVENT. What has begun may take longer than this wait, and lapses in a later
 * one; and bytes that are no key may come for ever.
 */
static enum ui_status next_key(struct screen *screen, struct input *input, long long end_ms)
{
    bool looked = false;

    if (screen->is_waiting) {
        *input = screen->waiting;
        screen->is_waiting = false;
        return UI_EVENT;
    }
    while (!decode(screen, input)) {
        int left = time_until(end_ms), patience = patience_left(screen);
        bool begun = patience >= 0 && (left < 0 || patience <= left);
        enum terminal_wait waited;

        if (looked && left == 0)
            return UI_TIMED_OUT;
        waited = wait_for_bytes(begun ? patience : left);
        looked = true;
        if (ui_signal() != 0)
            return UI_SIGNALLED;
        look_after_screen(screen);
        if (waited == TERMINAL_GONE || (waited == TERMINAL_INPUT && !read_bytes(screen)))
            return UI_GONE;
        if (waited == TERMINAL_TIMED_OUT && !begun)
            return UI_TIMED_OUT;
        if (waited == TERMINAL_TIMED_OUT && keys_lapse(&screen->keys, input))
            break;
    }
    return UI_EVENT;
}

/* At a kiosk whatever comes faster than fingers is a flood, a paste or a device: no answer. */
static bool is_flood(const struct screen *screen, const struct input *input)
{
    return screen->kiosk && clock_ms() - screen->pressed_ms < FLOOD_MS &&
           view_chooses(&screen->view, input);
}

/*
 * Waits for the next key to see whether this one is held down. Another key counts in its turn. What ends
 * the waiting ends the next one too.
 */
static bool comes_again(struct screen *screen, const struct input *input)
{
    bool chooses = view_chooses(&screen->view, input);
    enum ui_status status = next_key(screen, &screen->waiting, end_of(held_look_ms(chooses)));

    if (status != UI_EVENT)
        return status != UI_TIMED_OUT;
    screen->is_waiting = !held_same(input, &screen->waiting);
    return !screen->is_waiting;
}

static bool is_held(struct screen *screen, const struct input *input)
{
    enum held_verdict verdict =
        held_judge(&screen->held, input, view_chooses(&screen->view, input), clock_ms());
    return verdict == HELD_DROPPED || (verdict == HELD_UNSURE && comes_again(screen, input));
}

static bool take_input(struct screen *screen, const struct input *input, struct event *event)
{
    long long came_ms = clock_ms();
    size_t old_focus = screen->view.focus;
    enum view_change change;

    if (is_flood(screen, input) || is_held(screen, input)) {
        drop(screen, input);
        return false;
    }
    screen->pressed_ms = came_ms;
    held_note(&screen->held, input, true, came_ms);
    change = view_take(&screen->view, input, event);
    draw_change(screen, change, old_focus);
    held_seen(&screen->held, clock_ms());
    return change == VIEW_EVENT;
}

static void draw_anew(struct screen *screen, const struct input *input)
{
    held_note(&screen->held, input, true, clock_ms());
    repaint(screen);
}

static bool is_mouse(const struct input *input)
{
    return input->kind == INPUT_CLICK || input->kind == INPUT_WHEEL_UP ||
           input->kind == INPUT_WHEEL_DOWN;
}

static enum ui_status wait_for_event(struct ui *ui, struct event *event, int idle_ms)
{
    struct screen *screen = screen_of(ui);
    long long end_ms = end_of(idle_ms);
    unsigned long before = ui->keys;

    do {
        struct input input = {0};
        enum ui_status status = next_key(screen, &input, end_ms);

        if (status == UI_TIMED_OUT && ui->keys != before)
            return UI_BUSY;
        if (status != UI_EVENT)
            return status;
        if (input.kind == INPUT_REPAINT)
            draw_anew(screen, &input);
        else if ((screen->mouse_on || !is_mouse(&input)) && take_input(screen, &input, event))
            return UI_EVENT;
    } while (time_until(end_ms) != 0);
    return UI_BUSY;
}

/* The rest of a sequence that has begun is waited for: it must not count either. */
static enum ui_status drop_rest(struct screen *screen)
{
    enum ui_status status = UI_EVENT;
    long long end_ms = end_of(KEYS_SEQUENCE_MS);
    struct input input;

    drop_typed(screen);
    while (status == UI_EVENT && keys_patience(&screen->keys) >= 0) {
        status = next_key(screen, &input, end_ms);
        if (status == UI_EVENT)
            drop(screen, &input);
        drop_typed(screen);
    }
    return status == UI_TIMED_OUT ? UI_EVENT : status;
}

/* Whatever is pressed counts, also what has no meaning on any page, and has no other effect. */
static enum ui_status wait_for_any_key(struct ui *ui, int idle_ms)
{
    struct screen *screen = screen_of(ui);
    long long end_ms = end_of(idle_ms);
    unsigned long before = ui->keys;
    enum ui_status status;

    while (ui->keys == before) {
        enum terminal_wait waited = wait_for_bytes(time_until(end_ms));
        if (ui_signal() != 0)
            return UI_SIGNALLED;
        look_after_screen(screen);
        if (waited == TERMINAL_GONE || (waited == TERMINAL_INPUT && !read_bytes(screen)))
            return UI_GONE;
        if (waited == TERMINAL_TIMED_OUT)
            return UI_TIMED_OUT;
    }
    status = drop_rest(screen);
    screen->pressed_ms = clock_ms();
    held_turned(&screen->held, screen->pressed_ms);
    return status;
}

static void stop(struct ui *ui)
{
    struct screen *screen = screen_of(ui);

    memory_on_failure(NULL);
    if (terminal_is_ours()) { /* else it was given back before */
        set_mouse(screen, false);
        let_go();
    }
    terminal_release();
    delscreen(screen->handle);
    view_fini(&screen->view);
    memory_wipe(screen, sizeof *screen);
    free(screen);
}

/* --- starting ------------------------------------------------------------------------------- */

/* A terminal that calls itself xterm-something behaves like xterm, known here or not. */
static SCREEN *open_terminal(void)
{
    static const char *const stand_ins[] = {"xterm-256color", "xterm"};
    const char *name = getenv("TERM");
    SCREEN *handle;
    size_t i;

    if (name == NULL || *name == '\0')
        return NULL;
    handle = newterm(name, stdout, stdin);
    for (i = 0; handle == NULL && strncmp(name, "xterm-", 6) == 0 && i < 2; i++)
        handle = newterm(stand_ins[i], stdout, stdin);
    return handle;
}

static size_t add_string(char *bytes, size_t used, size_t room, const char *string)
{
    size_t length;

    if (string == NULL)
        return used;
    length = strlen(string);
    if (length > room - used)
        return used;
    memcpy(bytes + used, string, length);
    return used + length;
}

/* What a crash writes: attributes off, keypad off, cursor shown, back to the normal screen. */
static void prepare_for_crash(bool mouse)
{
    const char *const ends[] = {exit_attribute_mode, keypad_local, cursor_normal, exit_ca_mode};
    char bytes[200];
    size_t used = 0, i;

    if (mouse)
        used = add_string(bytes, used, sizeof bytes, "\033[?1000l\033[?1006l");
    for (i = 0; i < sizeof ends / sizeof *ends; i++)
        used = add_string(bytes, used, sizeof bytes, ends[i]);
    terminal_on_crash(bytes, used);
}

/* Keys one by one, and Ctrl-S must not freeze the screen. */
static void set_modes(bool kiosk)
{
    struct termios modes;

    if (kiosk)
        raw();
    else
        cbreak();
    noecho();
    nonl();
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
        def_prog_mode();
    }
    typeahead(-1); /* a screen is drawn whole, also when more keys are waiting */
    curs_set(1);
    mouseinterval(0);
}

/* Only curses ends the program while it holds the terminal: start_color and newterm, for want of memory. */
static void on_exit_of_curses(void)
{
    if (terminal_is_held())
        memory_ran_out();
}

static const struct ui_methods methods = {
    .show = show,
    .event = wait_for_event,
    .any_key = wait_for_any_key,
    .stop = stop,
    .keys = view_keys,
    .key_count = VIEW_KEYS,
};

struct ui *curses_start(const struct ui_options *options)
{
    struct screen *screen;
    SCREEN *handle;

    if (!isatty(STDOUT_FILENO) || !terminal_save())
        return NULL;
    memory_on_failure(terminal_restore);
    if (atexit(on_exit_of_curses) != 0)
        memory_ran_out();
    terminal_wait_for_front();
    /*
     * A signal in between would put the default action back, and curses, which takes whatever it finds
     * so, would install a handler of its own that is not safe.
     */
    terminal_hold_signals();
    terminal_catch_signals();
    unsetenv("LINES"); /* they would pin the size of the screen */
    unsetenv("COLUMNS");
    handle = open_terminal();
    terminal_let_signals();
    if (handle == NULL || cursor_address == NULL || clear_screen == NULL) {
        if (handle != NULL)
            delscreen(handle);
        memory_on_failure(NULL);
        terminal_release();
        return NULL;
    }
    screen = memory_new(1, sizeof *screen);
    screen->ui.methods = &methods;
    screen->handle = handle;
    screen->colour = options->colour;
    screen->other_colour =
        options->colour == UI_COLOUR_CONTRAST ? UI_COLOUR_NORMAL : UI_COLOUR_CONTRAST;
    screen->kiosk = options->kiosk;
    screen->mouse_wanted = options->mouse && key_mouse != NULL; /* not where only gpm has one */
    screen->view.options.ascii = options->ascii;
    screen->view.options.spacious = options->spacious;
    set_modes(options->kiosk);
    prepare_for_crash(options->mouse);
    use_background(screen);
    view_resize(&screen->view, (size_t)COLS, (size_t)LINES);
    return &screen->ui;
}
