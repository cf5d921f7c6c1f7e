/*
 * small: protocols, cases and answers written inside a test, and things called by their id.
 *
 * In all texts ' stands for a double quote. What a test does not care about comes from small_protocol:
 * the head of the file and three dispositions ("now", which ends; "soon"; "home").
 */
#ifndef REDFLAG_TESTS_SMALL_H
#define REDFLAG_TESTS_SMALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/cases.h"
#include "engine/interview.h"
#include "engine/load.h"

/* A yes-no question, and one that is asked only if something holds. */
#define ASK_YES_NO(id, more)                                                                   \
    "{'id':'" id "','kind':'choice','text':'Is it?'," more                                     \
    "'answers':[{'id':'yes','text':'Yes'},{'id':'no','text':'No'}]}"
#define YES_NO(id) ASK_YES_NO(id, "")
#define YES_NO_IF(id, condition) ASK_YES_NO(id, "'ask_if':" condition ",")

#define SMALL_HEAD                                                                             \
    "{'redflag':1,'id':'small','version':'1','language':'en','title':'T','about':['A'],"       \
    "'review':{'status':'draft'},"
#define SMALL_DISPOSITIONS                                                                     \
    "'dispositions':[{'id':'now','title':'Now','within':'now','text':['Go.'],'ends':true},"    \
    "{'id':'soon','title':'Soon','within':'soon','text':['Go.']},"                             \
    "{'id':'home','title':'Home','within':'','text':['Rest.']}],"

/* Writes the text to a file of its own and returns its path; caller frees. */
static inline char *small_file(const char *text)
{
    char *path = strdup("/tmp/redflag-small-XXXXXX");
    int descriptor = mkstemp(path);
    FILE *file;

    assert_true(descriptor >= 0);
    file = fdopen(descriptor, "w");
    for (; *text != '\0'; text++)
        assert_true(fputc(*text == '\'' ? '"' : *text, file) != EOF);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline void small_remove(char *path)
{
    remove(path);
    free(path);
}

static inline struct protocol *small_whole(const char *text)
{
    struct diags *diags = diags_new();
    char *path = small_file(text);
    struct protocol *protocol = load_protocol(path, diags);

    if (protocol == NULL)
        diags_print(diags, stderr);
    assert_non_null(protocol);
    diags_free(diags);
    small_remove(path);
    return protocol;
}

/* A protocol with these members: `rest` begins with 'questions'. */
static inline struct protocol *small_protocol(const char *rest)
{
    size_t size = strlen(SMALL_HEAD SMALL_DISPOSITIONS) + strlen(rest) + 2;
    char *text = calloc(size, 1);
    struct protocol *protocol;

    snprintf(text, size, "%s%s}", SMALL_HEAD SMALL_DISPOSITIONS, rest);
    protocol = small_whole(text);
    free(text);
    return protocol;
}

/* What is said about a file that is not usable; caller frees. */
static inline char *small_faults(const char *text)
{
    struct diags *diags = diags_new();
    char *path = small_file(text), *faults = NULL;
    struct protocol *protocol = load_protocol(path, diags);
    size_t size;
    FILE *out = open_memstream(&faults, &size);

    diags_print(diags, out);
    fclose(out);
    if (protocol != NULL)
        print_error("taken: %s\n", text);
    assert_null(protocol);
    diags_free(diags);
    small_remove(path);
    return faults;
}

/* A cases file for the protocol, or NULL with *faults (caller frees) set. */
static inline struct cases *small_cases_or(const struct protocol *protocol, const char *rest,
                                           char **faults)
{
    struct diags *diags = diags_new();
    size_t size = strlen(rest) + 64;
    char *text = calloc(size, 1), *path;
    struct cases *cases;
    FILE *out;

    snprintf(text, size, "{'redflag-cases':1,'protocol':'small',%s}", rest);
    path = small_file(*rest == '{' || *rest == '[' ? rest : text);
    cases = cases_load(path, protocol, diags);
    out = open_memstream(faults, &size);
    diags_print(diags, out);
    fclose(out);
    diags_free(diags);
    small_remove(path);
    free(text);
    return cases;
}

static inline struct cases *small_cases(const struct protocol *protocol, const char *rest)
{
    char *faults = NULL;
    struct cases *cases = small_cases_or(protocol, rest, &faults);

    if (cases == NULL)
        print_error("%s", faults);
    assert_non_null(cases);
    free(faults);
    return cases;
}

static inline unsigned small_find(const struct protocol *protocol, enum protocol_kind kind,
                                  const char *id)
{
    unsigned found = protocol_find(protocol, kind, id);

    if (found == PROTOCOL_NONE)
        print_error("nothing is called %s\n", id);
    assert_int_not_equal(found, PROTOCOL_NONE);
    return found;
}

static inline unsigned finding(const struct protocol *protocol, const char *id)
{
    return small_find(protocol, PROTOCOL_FINDING, id);
}

static inline unsigned question(const struct protocol *protocol, const char *id)
{
    return small_find(protocol, PROTOCOL_QUESTION, id);
}

/* Chooses "question.answer". */
static inline void choose(struct interview *interview, const char *id)
{
    const struct protocol *protocol = interview_protocol(interview);
    unsigned answer = finding(protocol, id);

    assert_int_equal(interview_choose(interview, protocol->answers[answer].question, answer),
                     INTERVIEW_TAKEN);
}

/* Ticks the answers of a checklist: "a.x a.y", or "a" for none of them. */
static inline void tick(struct interview *interview, const char *ids)
{
    const struct protocol *protocol = interview_protocol(interview);
    char *copy = strdup(ids), *rest = NULL;
    unsigned asked = PROTOCOL_NONE, answers[16];
    size_t count = 0;

    for (char *id = strtok_r(copy, " ", &rest); id != NULL; id = strtok_r(NULL, " ", &rest)) {
        if (strchr(id, '.') == NULL) {
            asked = question(protocol, id);
        } else {
            answers[count] = finding(protocol, id);
            asked = protocol->answers[answers[count++]].question;
        }
    }
    assert_int_equal(interview_tick(interview, asked, answers, count), INTERVIEW_TAKEN);
    free(copy);
}

static inline bool holds(const struct interview *interview, const char *id)
{
    return facts_holds(interview_facts(interview), finding(interview_protocol(interview), id));
}

/* The id of the disposition so far. */
static inline const char *disposition(const struct interview *interview)
{
    return interview_protocol(interview)
        ->dispositions[interview_facts(interview)->disposition]
        .id;
}

/* The id of the question to ask now; "" when the interview is complete. */
static inline const char *next(const struct interview *interview)
{
    unsigned q = interview_next(interview);

    return q == PROTOCOL_NONE ? "" : interview_protocol(interview)->questions[q].id;
}

#endif
