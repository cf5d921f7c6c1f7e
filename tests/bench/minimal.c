/*
 * minimal: what the full screen costs at least. Two screens of plain text, a mark that the arrow
 * keys move, one getch loop: nothing that a person could be helped by. Built twice; with
 * WITH_CJSON it also starts colours and has cJSON parse the file that it is given, as any program
 * would have to that asks what stands in a file.
 */
#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

enum { ESC = 27, LEFT = 2, FIRST_LINE = 6, ANSWERS = 6, ESCAPE_MS = 25 };

#ifdef WITH_CJSON
#include <cjson/cJSON.h>
#include <fcntl.h>
#include <sys/stat.h>

static void parse(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    char *bytes;
    cJSON *tree;

    if (file < 0 || fstat(file, &status) != 0)
        exit(1);
    bytes = malloc((size_t)status.st_size + 1);
    if (bytes == NULL || read(file, bytes, (size_t)status.st_size) != status.st_size)
        exit(1);
    close(file);
    tree = cJSON_ParseWithLength(bytes, (size_t)status.st_size);
    if (tree == NULL)
        exit(1);
    cJSON_Delete(tree);
    free(bytes);
}

static void start_colours(void)
{
    start_color();
    use_default_colors();
    init_pair(1, COLOR_CYAN, -1);
    init_pair(2, COLOR_RED, -1);
}
#endif

static void draw_mark(int answer, bool on)
{
    mvaddch(FIRST_LINE + answer, LEFT, on ? '>' : ' ');
    attrset(on ? A_REVERSE : A_NORMAL);
    mvprintw(FIRST_LINE + answer, LEFT + 2, "%d", answer + 1);
    attrset(A_NORMAL);
}

static void draw_opening(void)
{
    mvaddstr(2, LEFT, "If you are very ill now, call your local emergency number.");
    mvaddstr(4, LEFT, "This is for adults with cramps or pain during or after an orgasm, alone or");
    mvaddstr(5, LEFT, "with somebody. The questions take about five minutes. You can go back and");
    mvaddstr(6, LEFT, "change any answer, and you can stop at any time.");
    mvaddstr(8, LEFT, "Nothing that you answer is stored or sent anywhere.");
    mvaddstr(10, LEFT, "This is not a diagnosis, and it cannot see you. If you are worried, speak");
    mvaddstr(11, LEFT, "to a clinician, whatever it says.");
    mvaddstr(13, LEFT, "This is a draft. No clinician has reviewed it.");
    mvaddstr(15, LEFT, "> 1  Start");
}

static void draw_question(int focus)
{
    mvaddstr(2, LEFT, "Emergency check");
    mvaddstr(4, LEFT, "How long does the cramp last, from its beginning to its end?");
    for (int i = 0; i < ANSWERS; i++) {
        mvaddstr(FIRST_LINE + i, LEFT + 5, "Between some minutes and an hour, and then it eases");
        draw_mark(i, i == focus);
    }
}

static void draw_screen(bool question, int focus)
{
    erase();
    attrset(A_BOLD);
    mvaddstr(0, LEFT, "Cramps after orgasm");
    attrset(A_NORMAL);
    if (question)
        draw_question(focus);
    else
        draw_opening();
    mvaddstr(LINES - 1, LEFT, "Enter choose   Up/Down move   b back   ? help   q leave");
    move(question ? FIRST_LINE + focus : 15, LEFT);
    refresh();
}

static void move_focus(int *focus, int step)
{
    draw_mark(*focus, false);
    *focus = (*focus + step + ANSWERS) % ANSWERS;
    draw_mark(*focus, true);
    move(FIRST_LINE + *focus, LEFT);
    refresh();
}

int main(int argc, char **argv)
{
    bool question = false;
    int focus = 0, key;

    (void)argc;
    (void)argv;
    setlocale(LC_CTYPE, "");
#ifdef WITH_CJSON
    parse(argc > 1 ? argv[1] : "");
#endif
    set_escdelay(ESCAPE_MS);
    initscr();
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
#ifdef WITH_CJSON
    start_colours();
#endif
    draw_screen(question, focus);
    while ((key = getch()) != 'q' && key != ERR) {
        if (question && key == KEY_DOWN)
            move_focus(&focus, 1);
        else if (question && key == KEY_UP)
            move_focus(&focus, -1);
        else if (key == '\r' || key == 'b' || key == ESC || key == KEY_RESIZE)
            draw_screen(question = key == KEY_RESIZE ? question : key == '\r', focus);
    }
    endwin();
    return 0;
}
