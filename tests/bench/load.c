/*
 * bench load: how loading grows with the file, and what its parts cost.
 *
 * Writes protocols of 10,000 and 100,000 questions whose conditions look a few questions back,
 * then loads both in turn, several times in one run, so that a slow moment of the machine hits
 * both. Shows medians: the scan alone, cJSON alone (with malloc, as a program without our pool
 * would), and the whole. Fails if ten times the questions take more than twelve times as long.
 *
 *   load [FILE]   also measures FILE, such as data/cramps.json
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/load.h"
#include "engine/scan.h"

enum { ROUNDS = 9, SMALL = 10 * 1000, LARGE = 100 * 1000, MOST_FILES = 3 };
#define MOST_GROWTH 12.0

enum step { STEP_READ, STEP_SCAN, STEP_CJSON, STEP_LOAD, STEP_COUNT };

struct subject {
    const char *path;
    double times[STEP_COUNT][ROUNDS]; /* milliseconds */
    int repeats;                      /* a small file is loaded several times a round */
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now); /* others may use the machine too */
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* A question with two answers; every third asks only after an answer a few questions back. */
static void write_question(FILE *out, int i)
{
    fprintf(out, "%s\n{\"id\":\"q%d\",\"kind\":\"choice\",\"text\":\"Is symptom %d there now?\",",
            i == 0 ? "" : ",", i, i);
    if (i >= 5 && i % 3 == 0)
        fprintf(out, "\"ask_if\":{\"any\":[\"q%d.yes\",{\"all\":[\"q%d.no\",\"f%d\"]}]},", i - 2,
                i - 3, i / 5 - 1);
    fprintf(out,
            "\"answers\":[{\"id\":\"yes\",\"text\":\"Yes, that is so\",\"raise\":\"%s\","
            "\"note\":\"Symptom %d\",\"sources\":[\"source\"]},"
            "{\"id\":\"no\",\"text\":\"No \\u2013 not at all\"}]}",
            i % 7 == 0 ? "now" : "soon", i);
}

static void write_finding(FILE *out, int i)
{
    fprintf(out, "%s\n{\"id\":\"f%d\",\"when\":{\"at_least\":2,\"of\":[\"q%d.yes\",\"q%d.yes\","
                 "\"q%d.no\"]},\"raise\":\"now\",\"note\":\"Pair %d\"}",
            i == 0 ? "" : ",", i, i * 5, i * 5 + 1, i * 5 + 2, i);
}

static void write_protocol(const char *path, int questions)
{
    FILE *out = fopen(path, "w");
    if (out == NULL)
        exit(1);
    fputs("{\"redflag\":1,\"id\":\"bench\",\"version\":\"1\",\"language\":\"en\",\"title\":\"Bench\","
          "\"about\":[\"Made up.\"],\"review\":{\"status\":\"draft\"},"
          "\"sources\":[{\"id\":\"source\",\"title\":\"T\",\"publisher\":\"P\"}],"
          "\"dispositions\":[{\"id\":\"now\",\"title\":\"Now\",\"within\":\"\",\"text\":[\"Go.\"]},"
          "{\"id\":\"soon\",\"title\":\"Soon\",\"within\":\"\",\"text\":[\"Go.\"]},"
          "{\"id\":\"home\",\"title\":\"Home\",\"within\":\"\",\"text\":[\"Rest.\"]}],\"questions\":[",
          out);
    for (int i = 0; i < questions; i++)
        write_question(out, i);
    fputs("],\"findings\":[", out);
    for (int i = 0; i < questions / 5; i++)
        write_finding(out, i);
    fputs("]}\n", out);
    if (fclose(out) != 0)
        exit(1);
}

static double time_load(const char *path)
{
    struct diags *diags = diags_new();
    double start = now_ms(), taken;
    struct protocol *protocol = load_protocol(path, diags);
    taken = now_ms() - start;
    if (protocol == NULL) {
        diags_print(diags, stderr);
        exit(1);
    }
    protocol_free(protocol);
    diags_free(diags);
    return taken;
}

static void time_parts(const char *path, double *read_ms, double *scan_ms, double *cjson_ms)
{
    struct diags *diags = diags_new();
    struct scan scan;
    size_t size = 0;
    cJSON *tree;
    double start = now_ms(), read_at, scan_at;
    char *bytes = file_read(path, &size, diags);

    read_at = now_ms();
    scan_bytes(&scan, bytes, size, path, diags);
    scan_at = now_ms();
    tree = cJSON_ParseWithLength(bytes, size);
    *cjson_ms = now_ms() - scan_at;
    *read_ms = read_at - start;
    *scan_ms = scan_at - read_at;
    cJSON_Delete(tree);
    scan_free(&scan);
    free(bytes);
    diags_free(diags);
}

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

static double median(const struct subject *subject, enum step step)
{
    double sorted[ROUNDS];
    for (int i = 0; i < ROUNDS; i++)
        sorted[i] = subject->times[step][i];
    qsort(sorted, ROUNDS, sizeof *sorted, by_size);
    return sorted[ROUNDS / 2];
}

/*
 * Each measurement is made in a process of its own, as a person starts the program: memory that
 * an earlier one has touched would flatter or burden the next.
 */
static void measure_once(const char *path, double times[STEP_COUNT])
{
    int ends[2];
    pid_t child;

    if (pipe(ends) != 0 || (child = fork()) < 0)
        exit(1);
    if (child == 0) {
        times[STEP_LOAD] = time_load(path);
        time_parts(path, &times[STEP_READ], &times[STEP_SCAN], &times[STEP_CJSON]);
        _exit(write(ends[1], times, STEP_COUNT * sizeof *times) < 0);
    }
    close(ends[1]);
    if (read(ends[0], times, STEP_COUNT * sizeof *times) < 0)
        exit(1);
    close(ends[0]);
    waitpid(child, NULL, 0);
}

static void measure(struct subject *subject, int round)
{
    for (int i = 0; i < subject->repeats; i++) {
        double times[STEP_COUNT] = {0};
        measure_once(subject->path, times);
        for (enum step step = 0; step < STEP_COUNT; step++)
            subject->times[step][round] += times[step] / subject->repeats;
    }
}

static void print_row(const struct subject *subject)
{
    double load = median(subject, STEP_LOAD), scan = median(subject, STEP_SCAN);
    double cjson = median(subject, STEP_CJSON);
    printf("%-28s %9.3f %9.3f %9.3f %9.3f   %6.2f   %6.2f\n", subject->path,
           median(subject, STEP_READ), scan, cjson, load, scan / cjson, load / cjson);
}

int main(int argc, char **argv)
{
    struct subject subjects[MOST_FILES] = {
        {.path = "/tmp/redflag-bench-10000.json", .repeats = 1},
        {.path = "/tmp/redflag-bench-100000.json", .repeats = 1},
        {.path = argc > 1 ? argv[1] : NULL, .repeats = 50},
    };
    int files = argc > 1 ? 3 : 2;
    double growth;

    write_protocol(subjects[0].path, SMALL);
    write_protocol(subjects[1].path, LARGE);
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < files; i++)
            measure(&subjects[(i + round) % files], round);
    printf("%-28s %9s %9s %9s %9s   %6s   %6s\n", "processor ms, medians", "read", "scan", "cJSON",
           "load", "scan/c", "load/c");
    for (int i = 0; i < files; i++)
        print_row(&subjects[i]);
    growth = median(&subjects[1], STEP_LOAD) / median(&subjects[0], STEP_LOAD);
    printf("10 times the questions take %.2f times as long (at most %.0f)\n", growth, MOST_GROWTH);
    unlink(subjects[0].path);
    unlink(subjects[1].path);
    return growth <= MOST_GROWTH ? 0 : 1;
}
