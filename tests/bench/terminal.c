/*
 * bench terminal: what a person at the full screen waits for, and what the machine pays for it.
 *
 *   terminal PROGRAM MINIMAL MINIMAL-CJSON PROTOCOL [ROUNDS]
 *
 * In each round every program is started once, in an order that is shuffled anew, shows its first
 * screen in a pseudo-terminal of 80x24, gets a few keys, is resized, and loses its terminal. In the
 * first round it is also left alone for three seconds. The table has the medians of all rounds,
 * below it stand the goals. The minimal program takes part twice: where its two first screens
 * differ by more than 5 %, the machine is too busy and goals about time are not judged.
 * The others are linked as such programs are, with shared libraries; redflag as its Makefile says.
 * Exit status 1 if a goal is missed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "session.h"

enum { MOST_ROUNDS = 200, ROUNDS = 30, ARROWS = 10, IDLE_MS = 3000 };
#define NOISE 0.05

enum figure {
    FIRST_SCREEN, FIRST_CPU, FIRST_FAULTS, FIRST_BYTES, FIRST_WRITES, NEXT_QUESTION, ARROW_BYTES,
    ARROW_CPU, ESCAPE, RESIZE, MEMORY, DIRTY, IDLE_SWITCHES, IDLE_BYTES, END, FIGURES
};

static const struct {
    const char *name;
    int digits;
} figures[FIGURES] = {
    [FIRST_SCREEN] = {"exec to first screen, ms", 2},
    [FIRST_CPU] = {"  processor time, ms", 2},
    [FIRST_FAULTS] = {"  page faults", 0},
    [FIRST_BYTES] = {"  bytes", 0},
    [FIRST_WRITES] = {"  write calls", 0},
    [NEXT_QUESTION] = {"key to next question, ms", 2},
    [ARROW_BYTES] = {"bytes per arrow key", 1},
    [ARROW_CPU] = {"processor us per arrow key", 1},
    [ESCAPE] = {"Esc, ms", 1},
    [RESIZE] = {"resize, ms", 1},
    [MEMORY] = {"private memory at rest, KiB", 0},
    [DIRTY] = {"  written, KiB", 0},
    [IDLE_SWITCHES] = {"idle 3 s: wake-ups", 0},
    [IDLE_BYTES] = {"idle 3 s: bytes", 0},
    [END] = {"terminal gone to end, ms", 1},
};

enum who { MINIMAL, MINIMAL_AGAIN, WITH_CJSON, REDFLAG, DIALOG, WHIPTAIL, SUBJECTS };

struct subject {
    const char *name;
    const char *argv[24];
    const char *marker; /* stands on the bottom line of the first screen */
    bool questions;     /* Enter leads from the first screen to a question, Esc back */
    bool absent;        /* could not be started, or showed no screen */
    double samples[FIGURES][MOST_ROUNDS];
    int counts[FIGURES];
};

#define MENU(program)                                                                            \
    {                                                                                            \
        program, "--menu", "How long does the cramp last?", "20", "76", "6", "1",                \
            "Less than 10 minutes", "2", "10 minutes to an hour", "3",                           \
            "More than an hour, and nothing eases it", "4", "It comes and goes", "5",            \
            "It is there all the time", "6", "I am not sure", NULL                               \
    }

static struct subject subjects[SUBJECTS] = {
    [MINIMAL] = {.name = "minimal", .marker = "leave", .questions = true},
    [MINIMAL_AGAIN] = {.name = "again", .marker = "leave", .questions = true},
    [WITH_CJSON] = {.name = "colour+cJSON", .marker = "leave", .questions = true},
    [REDFLAG] = {.name = "redflag", .marker = "leave", .questions = true},
    [DIALOG] = {.name = "dialog", .argv = MENU("dialog"), .marker = "Cancel"},
    [WHIPTAIL] = {.name = "whiptail", .argv = MENU("whiptail"), .marker = "Cancel"},
};

/*
 * A goal: the figure of redflag, or its ratio to that of others, is at most so much. Of the memory
 * what was written is judged: unwritten pages of the program's own file can be dropped at any time
 * and are shared as soon as a second one runs.
 */
static const struct goal {
    enum figure figure;
    enum who other; /* REDFLAG: no ratio */
    double most;
    bool time;      /* depends on how busy the machine is */
} goals[] = {
    {FIRST_SCREEN, WITH_CJSON, 1.15, true}, {FIRST_SCREEN, DIALOG, 0.8, true},
    {FIRST_SCREEN, WHIPTAIL, 0.8, true},    {FIRST_BYTES, REDFLAG, 1200, false},
    {ARROW_BYTES, REDFLAG, 150, false},     {ARROW_CPU, MINIMAL, 1.25, true},
    {ESCAPE, REDFLAG, 30, true},            {DIRTY, REDFLAG, 0.6 * 1024, false},
    {IDLE_SWITCHES, REDFLAG, 0, false},     {IDLE_BYTES, REDFLAG, 0, false},
    {END, REDFLAG, 50, true},
};

/* --- measuring ------------------------------------------------------------------------------ */

static void add(struct subject *subject, enum figure figure, double value)
{
    subject->samples[figure][subject->counts[figure]++] = value;
}

/* False if there is no first screen to measure: the program is not installed, or does not work. */
static bool measure_first_screen(struct subject *subject, struct session *session)
{
    struct burst burst = session_settle(session, subject->marker);

    if (!burst.complete) {
        fprintf(stderr, "bench: %s: no '%s' on its first screen; left out\n", subject->name,
                subject->marker);
        return false;
    }
    add(subject, FIRST_SCREEN, burst.last_ms - session->started_ms);
    add(subject, FIRST_CPU, session_cpu_us(session) / 1e3);
    add(subject, FIRST_FAULTS, session_faults(session));
    add(subject, FIRST_BYTES, (double)burst.bytes);
    add(subject, FIRST_WRITES, session_writes(session));
    return true;
}

static double time_key(struct session *session, const char *key)
{
    double start = session_now_ms();

    session_press(session, key);
    return session_settle(session, NULL).last_ms - start;
}

/* Half of the keys down, the others up again. */
static void measure_arrows(struct subject *subject, struct session *session)
{
    double before = session_cpu_us(session), bytes = 0;

    for (int i = 0; i < ARROWS; i++) {
        session_press(session, i < ARROWS / 2 ? "\033OB" : "\033OA");
        bytes += (double)session_settle(session, NULL).bytes;
    }
    add(subject, ARROW_BYTES, bytes / ARROWS);
    add(subject, ARROW_CPU, (session_cpu_us(session) - before) / ARROWS);
}

static void measure_resize(struct subject *subject, struct session *session)
{
    double start = session_now_ms();

    session_resize(session, 30, 100);
    add(subject, RESIZE, session_settle(session, NULL).last_ms - start);
}

static void measure_idle(struct subject *subject, struct session *session)
{
    double before = session_switches(session);

    add(subject, IDLE_BYTES, (double)session_listen(session, IDLE_MS));
    add(subject, IDLE_SWITCHES, session_switches(session) - before);
}

static void measure(struct subject *subject, int round)
{
    struct session session;

    if (!session_start(&session, subject->argv)) {
        subject->absent = true;
        return;
    }
    if (!measure_first_screen(subject, &session)) {
        subject->absent = true;
        session_hang_up(&session);
        return;
    }
    if (subject->questions)
        add(subject, NEXT_QUESTION, time_key(&session, "\r"));
    measure_arrows(subject, &session);
    if (round == 0)
        measure_idle(subject, &session);
    add(subject, MEMORY, session_private_kib(&session));
    add(subject, DIRTY, session_dirty_kib(&session));
    if (subject->questions) {
        add(subject, ESCAPE, time_key(&session, "\033"));
        measure_resize(subject, &session);
    }
    add(subject, END, session_hang_up(&session));
}

static void shuffle(enum who *order)
{
    for (int i = SUBJECTS - 1; i > 0; i--) {
        int j = rand() % (i + 1);
        enum who kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

static void measure_all(int rounds)
{
    enum who order[SUBJECTS];

    for (int i = 0; i < SUBJECTS; i++)
        order[i] = (enum who)i;
    for (int round = 0; round < rounds; round++) {
        shuffle(order);
        for (int i = 0; i < SUBJECTS; i++)
            if (!subjects[order[i]].absent)
                measure(&subjects[order[i]], round);
    }
}

/* --- reporting ------------------------------------------------------------------------------ */

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;

    return (a > b) - (a < b);
}

/* Not a number where nothing was measured. Sorts the samples. */
static double median(enum who who, enum figure figure)
{
    double *samples = subjects[who].samples[figure];
    int count = subjects[who].counts[figure];

    if (count == 0)
        return NAN;
    qsort(samples, (size_t)count, sizeof *samples, by_size);
    return (samples[(count - 1) / 2] + samples[count / 2]) / 2;
}

static void print_table(int rounds)
{
    printf("%-28s", "medians");
    for (int who = 0; who < SUBJECTS; who++)
        printf(" %12s", subjects[who].name);
    printf("   (%d rounds)\n", rounds);
    for (int figure = 0; figure < FIGURES; figure++) {
        printf("%-28s", figures[figure].name);
        for (int who = 0; who < SUBJECTS; who++) {
            double value = median((enum who)who, (enum figure)figure);
            if (isnan(value))
                printf(" %12s", "-");
            else
                printf(" %12.*f", figures[figure].digits, value);
        }
        putchar('\n');
    }
}

static bool too_noisy(void)
{
    double one = median(MINIMAL, FIRST_SCREEN), other = median(MINIMAL_AGAIN, FIRST_SCREEN);
    double difference = fabs(one - other) / fmin(one, other);

    printf("\nThe minimal program and itself differ by %.1f %%%s.\n", difference * 100,
           difference > NOISE ? ": too noisy to judge times" : "");
    return difference > NOISE;
}

/* True if the goal is missed. */
static bool judge(const struct goal *goal, bool noisy)
{
    double value = median(REDFLAG, goal->figure);
    bool ratio = goal->other != REDFLAG, missed;

    if (ratio)
        value /= median(goal->other, goal->figure);
    missed = !(value <= goal->most) && !isnan(value);
    printf("%-10s %8.2f, at most %7.2f  %s%s%s\n",
           isnan(value)          ? "absent"
           : goal->time && noisy ? "noisy"
           : missed              ? "MISSED"
                                 : "reached",
           value, goal->most, figures[goal->figure].name + strspn(figures[goal->figure].name, " "),
           ratio ? ", times that of " : "", ratio ? subjects[goal->other].name : "");
    return missed && !(goal->time && noisy);
}

int main(int argc, char **argv)
{
    int rounds = argc > 5 ? atoi(argv[5]) : ROUNDS;
    bool noisy, missed = false;

    if (argc < 5 || rounds < 1 || rounds > MOST_ROUNDS) {
        fprintf(stderr, "usage: terminal PROGRAM MINIMAL MINIMAL-CJSON PROTOCOL [ROUNDS]\n");
        return 2;
    }
    subjects[REDFLAG].argv[0] = argv[1];
    subjects[MINIMAL].argv[0] = subjects[MINIMAL_AGAIN].argv[0] = argv[2];
    subjects[WITH_CJSON].argv[0] = argv[3];
    subjects[WITH_CJSON].argv[1] = argv[4];
    srand((unsigned)time(NULL));
    measure_all(rounds);
    print_table(rounds);
    noisy = too_noisy();
    for (size_t i = 0; i < sizeof goals / sizeof *goals; i++)
        missed |= judge(&goals[i], noisy);
    return missed || subjects[REDFLAG].absent ? 1 : 0;
}
