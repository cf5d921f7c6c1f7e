/*
 * bench verify: what a proof costs.
 *
 *   - the shipped protocol: proof time over load time, at most 50;
 *   - 10,000 and 100,000 questions whose conditions look a few questions back: ten times the
 *     questions take at most twelve times the time and twelve times the memory;
 *   - 80 questions, a third of them checklists, conditions that reach 6 questions back: decided;
 *   - 40 questions, conditions that reach anywhere: decided, or said to be undecided within the
 *     budget.
 *
 * Each measurement is made in a process of its own, all kinds in turn in every round, so that a
 * slow moment of the machine hits all. Medians. Made-up protocols come from a seed that is
 * printed with them. Exits 1 if a figure is missed.
 *
 *   verify FILE   FILE is the shipped protocol
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/load.h"
#include "engine/verify.h"

enum { ROUNDS = 5, SMALL = 10 * 1000, LARGE = 100 * 1000, SEEDS = 12, ITEMS = 8 };
#define MOST_GROWTH 12.0
#define MOST_OVER_LOAD 50.0

struct figures {
    double load_ms, proof_ms;
    long double interviews;
    double peak_kb; /* of the proof, above what was there before it */
    size_t nodes, edges;
    bool decided;
    size_t undecided, items;
};

struct subject {
    char name[64], path[64];
    struct figures rounds[ROUNDS];
    bool own; /* written by this program */
};

/* --- made-up protocols ----------------------------------------------------------------------- */

/* What a made-up protocol is like. */
struct shape {
    unsigned seed, questions, reach; /* reach: how many questions back a condition may look */
    unsigned asked_of_ten;           /* questions with a condition */
};

static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

static bool is_checklist(unsigned question)
{
    return question % 3 == 2;
}

/* A finding of a question before `question`. */
static void write_finding_id(FILE *out, unsigned *seed, const struct shape *shape,
                             unsigned question)
{
    unsigned reach = question < shape->reach ? question : shape->reach;
    unsigned from = question - 1 - draw(seed, reach);

    if (is_checklist(from))
        fprintf(out, "\"q%u.i%u\"", from, draw(seed, ITEMS));
    else
        fprintf(out, "\"q%u.%s\"", from, draw(seed, 3) > 0 ? "yes" : "no");
}

static void write_condition(FILE *out, unsigned *seed, const struct shape *shape,
                            unsigned question)
{
    static const char *const begin[] = {"{\"any\":[", "{\"all\":[", "{\"at_least\":2,\"of\":["};
    unsigned kind = draw(seed, 3), parts = 2 + draw(seed, 3);

    fputs(begin[kind], out);
    for (unsigned i = 0; i < parts; i++) {
        bool nested = draw(seed, 6) == 0;
        fputs(i == 0 ? "" : ",", out);
        fputs(nested ? "{\"not\":" : "", out);
        write_finding_id(out, seed, shape, question);
        fputs(nested ? "}" : "", out);
    }
    fputs("]}", out);
}

static void write_question(FILE *out, unsigned *seed, const struct shape *shape, unsigned i)
{
    fprintf(out, "%s\n{\"id\":\"q%u\",\"kind\":\"%s\",\"text\":\"Is it?\",", i == 0 ? "" : ",", i,
            is_checklist(i) ? "checklist" : "choice");
    if (i > 0 && draw(seed, 10) < shape->asked_of_ten) {
        fputs("\"ask_if\":", out);
        write_condition(out, seed, shape, i);
        fputs(",", out);
    }
    fputs("\"answers\":[", out);
    if (is_checklist(i))
        for (unsigned item = 0; item < ITEMS; item++)
            fprintf(out, "%s{\"id\":\"i%u\",\"text\":\"I\"}", item == 0 ? "" : ",", item);
    else
        fputs("{\"id\":\"yes\",\"text\":\"Y\"},{\"id\":\"no\",\"text\":\"N\"},"
              "{\"id\":\"unsure\",\"text\":\"U\",\"unsure\":true}",
              out);
    fputs("]}", out);
}

/* One finding for every other question, of the questions up to that one; each raises something. */
static void write_findings(FILE *out, unsigned *seed, const struct shape *shape)
{
    for (unsigned i = 2; i < shape->questions; i += 2) {
        fprintf(out, "%s\n{\"id\":\"f%u\",\"when\":", i == 2 ? "" : ",", i);
        write_condition(out, seed, shape, i);
        fprintf(out, ",\"raise\":\"%s\",\"note\":\"N\"}", draw(seed, 2) == 0 ? "now" : "soon");
    }
}

static void write_head(FILE *out)
{
    fputs("{\"redflag\":1,\"id\":\"bench\",\"version\":\"1\",\"language\":\"en\",\"title\":\"Bench\","
          "\"about\":[\"Made up.\"],\"review\":{\"status\":\"draft\"},"
          "\"dispositions\":[{\"id\":\"now\",\"title\":\"Now\",\"within\":\"\",\"text\":[\"Go.\"]},"
          "{\"id\":\"soon\",\"title\":\"Soon\",\"within\":\"\",\"text\":[\"Go.\"]},"
          "{\"id\":\"home\",\"title\":\"Home\",\"within\":\"\",\"text\":[\"Rest.\"]}],"
          "\"questions\":[",
          out);
}

static void write_random(const char *path, const struct shape *shape)
{
    unsigned seed = shape->seed;
    FILE *out = fopen(path, "w");

    if (out == NULL)
        exit(1);
    write_head(out);
    for (unsigned i = 0; i < shape->questions; i++)
        write_question(out, &seed, shape, i);
    fputs("],\"findings\":[", out);
    write_findings(out, &seed, shape);
    fputs("]}\n", out);
    if (fclose(out) != 0)
        exit(1);
}

/*
 * A large protocol as one would write it by hand: checklists and questions, red flags, follow-up
 * questions about what was said up to three questions before; nothing in it is wrong.
 */
static void write_local(const char *path, unsigned questions)
{
    FILE *out = fopen(path, "w");

    if (out == NULL)
        exit(1);
    write_head(out);
    for (unsigned i = 0; i < questions; i++) {
        fprintf(out, "%s\n{\"id\":\"q%u\",\"kind\":\"%s\",\"text\":\"Is it?\",", i == 0 ? "" : ",",
                i, i % 4 == 0 ? "checklist" : "choice");
        if (i % 4 == 3)
            fprintf(out, "\"ask_if\":{\"any\":[\"q%u.a\",{\"all\":[\"q%u.a\",\"q%u.b\"]}]},",
                    i - 1, i - 2, i - 3);
        fprintf(out,
                "\"answers\":[{\"id\":\"a\",\"text\":\"A\",\"raise\":\"%s\",\"note\":\"A\"},"
                "{\"id\":\"b\",\"text\":\"B\"},{\"id\":\"c\",\"text\":\"C\"}]}",
                i % 8 == 0 ? "now" : "soon");
    }
    fputs("],\"findings\":[", out);
    for (unsigned i = 0; i + 4 < questions; i += 4)
        fprintf(out,
                "%s\n{\"id\":\"f%u\",\"when\":{\"at_least\":2,\"of\":[\"q%u.b\",\"q%u.c\",\"q%u.a\"]},"
                "\"raise\":\"soon\",\"note\":\"N\"}",
                i == 0 ? "" : ",", i, i, i, i + 3);
    fputs("],\"advice\":[{\"title\":\"Do\",\"items\":[", out);
    for (unsigned i = 0; i + 4 < questions; i += 40)
        fprintf(out, "%s\n{\"id\":\"a%u\",\"text\":\"T\",\"when\":\"f%u\",\"unless\":\"q%u.c\"}",
                i == 0 ? "" : ",", i, i, i);
    fputs("]}]}\n", out);
    if (fclose(out) != 0)
        exit(1);
}

/* --- measuring ------------------------------------------------------------------------------- */

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now); /* others may use the machine too */
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* A figure of /proc/self/status in kB. */
static double status_kb(const char *name)
{
    char line[256];
    double kb = 0;
    FILE *file = fopen("/proc/self/status", "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            kb = strtod(line + strlen(name) + 1, NULL);
    if (file != NULL)
        fclose(file);
    return kb;
}

/* Lets the highest memory so far begin anew. */
static void forget_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");

    if (file == NULL || fputs("5", file) < 0 || fclose(file) != 0)
        exit(1);
}

static struct figures measure_here(const char *path)
{
    struct diags *diags = diags_new();
    struct figures figures = {0};
    double start = now_ms(), before;
    struct protocol *protocol = load_protocol(path, diags);
    struct verify_report *report;

    figures.load_ms = now_ms() - start;
    if (protocol == NULL) {
        diags_print(diags, stderr);
        exit(1);
    }
    forget_peak();
    before = status_kb("VmRSS:");
    start = now_ms();
    report = verify(protocol, NULL, verify_budget(protocol));
    figures.proof_ms = now_ms() - start;
    figures.peak_kb = status_kb("VmHWM:") - before;
    figures.interviews = report->interviews;
    figures.nodes = report->nodes;
    figures.edges = report->edges;
    figures.decided = report->decided;
    figures.items = report->item_count;
    for (size_t i = 0; i < report->item_count; i++)
        figures.undecided += report->items[i].kind == VERIFY_UNDECIDED;
    return figures;
}

static struct figures measure(const char *path)
{
    struct figures figures = {0};
    int ends[2];
    pid_t child;

    if (pipe(ends) != 0 || (child = fork()) < 0)
        exit(1);
    if (child == 0) {
        figures = measure_here(path);
        _exit(write(ends[1], &figures, sizeof figures) < 0);
    }
    close(ends[1]);
    if (read(ends[0], &figures, sizeof figures) != sizeof figures)
        exit(1);
    close(ends[0]);
    waitpid(child, NULL, 0);
    return figures;
}

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

/* The median over the rounds of the figure that stands `offset` bytes into the figures. */
static double median(const struct subject *subject, size_t offset)
{
    double sorted[ROUNDS];

    for (int i = 0; i < ROUNDS; i++)
        memcpy(&sorted[i], (const char *)&subject->rounds[i] + offset, sizeof *sorted);
    qsort(sorted, ROUNDS, sizeof *sorted, by_size);
    return sorted[ROUNDS / 2];
}

#define MEDIAN(subject, figure) median(subject, offsetof(struct figures, figure))

static void print_row(const struct subject *subject)
{
    const struct figures *figures = &subject->rounds[0];

    printf("%-30s %9.2f %9.2f %8.1f %9.0f %8zu %8zu  %-9.1Le %5zu  %s\n", subject->name,
           MEDIAN(subject, load_ms), MEDIAN(subject, proof_ms),
           MEDIAN(subject, proof_ms) / MEDIAN(subject, load_ms), MEDIAN(subject, peak_kb),
           figures->nodes, figures->edges, figures->interviews, figures->items,
           !figures->decided        ? "undecided"
           : figures->undecided > 0 ? "partly undecided"
                                    : "decided");
}

/* Says a figure and whether it is kept; returns that. */
static bool demand(const char *what, double figure, double most)
{
    printf("%-62s %8.2f  (at most %.0f)%s\n", what, figure, most, figure <= most ? "" : "  MISSED");
    return figure <= most;
}

enum { SHIPPED, TEN, HUNDRED, REACHING, ANYWHERE = REACHING + SEEDS, COUNT = ANYWHERE + SEEDS };

static void make_subjects(struct subject *subjects, const char *shipped)
{
    snprintf(subjects[SHIPPED].name, sizeof subjects->name, "%s", shipped);
    snprintf(subjects[SHIPPED].path, sizeof subjects->path, "%s", shipped);
    for (int i = TEN; i < COUNT; i++) {
        snprintf(subjects[i].path, sizeof subjects->path, "/tmp/redflag-bench-%d-%d.json",
                 (int)getpid(), i);
        subjects[i].own = true;
    }
    snprintf(subjects[TEN].name, sizeof subjects->name, "%d questions, local", SMALL);
    write_local(subjects[TEN].path, SMALL);
    snprintf(subjects[HUNDRED].name, sizeof subjects->name, "%d questions, local", LARGE);
    write_local(subjects[HUNDRED].path, LARGE);
    for (unsigned i = 0; i < SEEDS; i++) {
        struct shape reaching = {i + 1, 80, 6, 5}, anywhere = {i + 1, 40, 40, 5};
        snprintf(subjects[REACHING + i].name, sizeof subjects->name, "80, reach 6, seed %u", i + 1);
        write_random(subjects[REACHING + i].path, &reaching);
        snprintf(subjects[ANYWHERE + i].name, sizeof subjects->name, "40, reach any, seed %u", i + 1);
        write_random(subjects[ANYWHERE + i].path, &anywhere);
    }
}

static double share_undecided(const struct subject *subjects)
{
    double undecided = 0;

    for (int i = 0; i < SEEDS; i++)
        undecided += !subjects[i].rounds[0].decided || subjects[i].rounds[0].undecided > 0;
    return undecided;
}

int main(int argc, char **argv)
{
    static struct subject subjects[COUNT];
    bool good = true;

    if (argc != 2)
        return 2;
    make_subjects(subjects, argv[1]);
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < COUNT; i++)
            subjects[(i + round) % COUNT].rounds[round] = measure(subjects[(i + round) % COUNT].path);
    printf("%-30s %9s %9s %8s %9s %8s %8s  %-9s %5s\n", "processor ms, medians", "load", "proof",
           "ratio", "peak kB", "nodes", "edges", "interviews", "items");
    for (int i = 0; i < COUNT; i++)
        print_row(&subjects[i]);
    good &= demand("the shipped protocol: proof over load",
                   MEDIAN(&subjects[SHIPPED], proof_ms) / MEDIAN(&subjects[SHIPPED], load_ms),
                   MOST_OVER_LOAD);
    good &= demand("ten times the questions: time",
                   MEDIAN(&subjects[HUNDRED], proof_ms) / MEDIAN(&subjects[TEN], proof_ms),
                   MOST_GROWTH);
    good &= demand("ten times the questions: memory",
                   MEDIAN(&subjects[HUNDRED], peak_kb) / MEDIAN(&subjects[TEN], peak_kb),
                   MOST_GROWTH);
    good &= demand("80 questions, reach 6: undecided of 12", share_undecided(&subjects[REACHING]), 0);
    good &= demand("40 questions, reach anywhere: undecided of 12 (and said so)",
                   share_undecided(&subjects[ANYWHERE]), SEEDS);
    for (int i = 0; i < COUNT; i++)
        if (subjects[i].own)
            unlink(subjects[i].path);
    return good ? 0 : 1;
}
