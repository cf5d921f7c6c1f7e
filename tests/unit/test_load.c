/* test load: what becomes of a good file, and of things that are no file at all. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "engine/load.h"

#define SHIPPED "data/cramps.json"

/* A folder of our own for one test, and a file in it. */
struct place_for_files {
    char folder[64];
    char path[128];
};

static int make_folder(void **state)
{
    struct place_for_files *files = calloc(1, sizeof *files);
    strcpy(files->folder, "/tmp/redflag-test-XXXXXX");
    assert_non_null(mkdtemp(files->folder));
    snprintf(files->path, sizeof files->path, "%s/x.json", files->folder);
    *state = files;
    return 0;
}

static int remove_folder(void **state)
{
    struct place_for_files *files = *state;
    remove(files->path);
    assert_int_equal(rmdir(files->folder), 0);
    free(files);
    return 0;
}

static void write_bytes(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Loads, and returns what was printed. Caller frees. */
static char *faults_of(const char *path)
{
    struct diags *diags = diags_new();
    struct protocol *protocol = load_protocol(path, diags);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_null(protocol);
    assert_true(diags_errors(diags) > 0);
    diags_print(diags, out);
    fclose(out);
    diags_free(diags);
    return text;
}

static void expect_fault(const char *path, const char *words)
{
    char *text = faults_of(path);
    if (strstr(text, words) == NULL)
        fail_msg("%s: expected \"%s\", got\n%s", path, words, text);
    free(text);
}

/* A protocol from text in which every ' stands for a double quote. */
static struct protocol *load_text(const char *path, const char *text)
{
    struct diags *diags = diags_new();
    struct protocol *protocol;
    char *quoted = strdup(text);

    for (char *at = quoted; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    write_bytes(path, quoted, strlen(quoted));
    free(quoted);
    protocol = load_protocol(path, diags);
    diags_print(diags, stderr);
    assert_non_null(protocol);
    diags_free(diags);
    return protocol;
}

#define HEAD                                                                                     \
    "{'redflag':1,'id':'t','version':'1','language':'en','title':'T','about':['A'],"             \
    "'review':{'status':'draft'},'dispositions':["                                               \
    "{'id':'now','title':'Now','within':'now','text':['Go.'],'ends':true},"                      \
    "{'id':'soon','title':'Soon','within':'soon','text':['Go.']},"                               \
    "{'id':'home','title':'Home','within':'','text':['Rest.']}],"
#define YES_NO "'answers':[{'id':'yes','text':'Yes'},{'id':'no','text':'No'}]"

/* ---- no file, or not a good one ---- */

static void test_not_a_file(void **state)
{
    struct place_for_files *files = *state;
    expect_fault("/nonexistent/x.json", "No such file or directory [cannot-open]");
    expect_fault("/tmp", "this is a directory; a regular file was expected [not-a-file]");
    expect_fault("/dev/zero", "this is a device; a regular file was expected [not-a-file]");
    expect_fault("/dev/null", "this is a device");
    assert_int_equal(mkfifo(files->path, 0600), 0);
    expect_fault(files->path, "this is a pipe; a regular file was expected [not-a-file]");
}

static void test_unreadable(void **state)
{
    struct place_for_files *files = *state;
    write_bytes(files->path, "{}", 2);
    assert_int_equal(chmod(files->path, 0), 0);
    if (geteuid() == 0) /* root may read everything, but not this */
        expect_fault("/proc/self/mem", "cannot be read; ");
    else
        expect_fault(files->path, "Permission denied [cannot-open]");
}

static void test_sizes(void **state)
{
    struct place_for_files *files = *state;
    write_bytes(files->path, "", 0);
    expect_fault(files->path, "the file is empty; a JSON object was expected [empty-file]");
    assert_int_equal(truncate(files->path, (off_t)FILE_MAX_BYTES + 1), 0);
    expect_fault(files->path, "the file is too large; at most 64 MiB are read [too-large]");
    assert_int_equal(truncate(files->path, 1024 * 1024), 0);
    expect_fault(files->path, ":1:1: error: unexpected \"\\u{0000}\"");
}

static void test_too_many_values(void **state)
{
    enum { SIZE = 9 * 1000 * 1000 };
    struct place_for_files *files = *state;
    char *bytes = malloc(SIZE);

    for (int i = 0; i < SIZE; i++)
        bytes[i] = i == 0 ? '[' : i % 2 == 1 ? '1' : ',';
    bytes[SIZE - 1] = ']';
    write_bytes(files->path, bytes, SIZE);
    free(bytes);
    expect_fault(files->path, "too many values; at most 4000000 in a file");
}

/* A file that was cut anywhere is refused and says so, and nothing of it is used. */
static void test_truncated_anywhere(void **state)
{
    struct place_for_files *files = *state;
    struct diags *diags = diags_new();
    size_t size;
    char *bytes = file_read("tests/protocols/answers/protocol.json", &size, diags);

    assert_non_null(bytes);
    while (size > 2 && bytes[size - 1] != '}')
        size--;
    for (size_t cut = 1; cut < size; cut++) {
        write_bytes(files->path, bytes, cut);
        free(faults_of(files->path));
    }
    free(bytes);
    diags_free(diags);
}

/* Every byte changed to something else: refused or loaded, never a crash. */
static void test_any_byte_changed(void **state)
{
    static const char others[] = {'"', '}', ']', ',', '\0', '\\', '9', '\x80', '{'};
    struct place_for_files *files = *state;
    struct diags *diags = diags_new();
    size_t size, loaded = 0;
    char *bytes = file_read("tests/protocols/answers/protocol.json", &size, diags);

    for (size_t i = 0; i < size; i++) {
        char before = bytes[i];
        struct diags *found = diags_new();
        struct protocol *protocol;
        bytes[i] = others[i % sizeof others];
        write_bytes(files->path, bytes, size);
        protocol = load_protocol(files->path, found);
        assert_int_equal(protocol == NULL, diags_errors(found) > 0);
        loaded += protocol != NULL;
        protocol_free(protocol);
        diags_free(found);
        bytes[i] = before;
    }
    assert_true(loaded > 0 && loaded < size / 2);
    free(bytes);
    diags_free(diags);
}

/* A bad file cannot send escapes to the terminal of whoever reads the message. */
static void test_messages_are_safe(void **state)
{
    struct place_for_files *files = *state;
    const char bad[] = "{\"\x1b]0;owned\x07\": 1, \"\xe2\x80\xae\": 2, \"\xff\": 3}";
    char *text;

    write_bytes(files->path, bad, sizeof bad - 1);
    text = faults_of(files->path);
    assert_non_null(strstr(text, "\\u{001B}]0;owned\\u{0007}"));
    assert_non_null(strstr(text, "\\u{202E}"));
    assert_non_null(strstr(text, "\\xFF"));
    for (const char *at = text; *at != '\0'; at++)
        assert_true(*at == '\n' || ((unsigned char)*at >= 0x20 && (unsigned char)*at < 0x7F));
    free(text);
}

/* ---- what a good file becomes ---- */

static void test_shipped(void **state)
{
    struct diags *diags = diags_new();
    struct protocol *protocol = load_protocol(SHIPPED, diags);
    struct arena arena = {0};

    (void)state;
    assert_non_null(protocol);
    assert_int_equal(diags_errors(diags) + diags_warnings(diags), 0);
    for (unsigned i = 0; i < protocol->question_count; i++)
        assert_int_equal(protocol_find(protocol, PROTOCOL_QUESTION, protocol->questions[i].id), i);
    for (unsigned i = 0; i < protocol_finding_total(protocol); i++)
        assert_int_equal(
            protocol_find(protocol, PROTOCOL_FINDING, protocol_finding_id(protocol, i, &arena)),
            i);
    for (unsigned i = 0; i < protocol->advice_count; i++)
        assert_int_equal(protocol_find(protocol, PROTOCOL_ADVICE, protocol->advice[i].id), i);
    assert_int_equal(protocol_find(protocol, PROTOCOL_TOPIC, "no-such-topic"), PROTOCOL_NONE);
    assert_int_equal(protocol_find(protocol, PROTOCOL_FINDING, "age"), PROTOCOL_NONE);
    assert_int_equal(protocol_find(protocol, PROTOCOL_FINDING, ""), PROTOCOL_NONE);
    arena_free(&arena);
    protocol_free(protocol);
    diags_free(diags);
}

static void test_settling(void **state)
{
    struct place_for_files *files = *state;
    struct protocol *protocol = load_text(
        files->path,
        HEAD "'scores':[{'id':'fed','title':'F'},{'id':'unfed','title':'U'}],'questions':["
             "{'id':'a','kind':'choice','text':'A'," YES_NO "},"
             "{'id':'b','kind':'choice','text':'B','private':true,'answers':["
             "{'id':'yes','text':'Y','points':{'fed':2}},{'id':'no','text':'N'}]},"
             "{'id':'c','kind':'choice','text':'C','ask_if':'on-a'," YES_NO "}],"
             "'findings':[{'id':'on-score','when':{'score':'fed','from':1}},"
             "{'id':'on-a','when':'a.yes','unless':'a.no','raise':'soon','note':'N'},"
             "{'id':'on-nothing','when':{'score':'unfed','below':1}},"
             "{'id':'on-both','when':{'any':['on-a','on-score']}}],"
             "'advice':[{'title':'G','items':[{'id':'x','text':'X','when':'on-both'},"
             "{'id':'y','text':'Y','when':'on-a','for':['home','now']}]}]}");

    assert_int_equal(protocol->findings[0].settles_after, 2);
    assert_int_equal(protocol->findings[1].settles_after, 1);
    assert_int_equal(protocol->findings[2].settles_after, 0);
    assert_int_equal(protocol->findings[3].settles_after, 2);
    assert_int_equal(protocol->settled_at_start, 1);
    assert_int_equal(protocol->settling[0], 2);
    assert_int_equal(protocol->questions[0].first_settling, 1);
    assert_int_equal(protocol->questions[0].settling_count, 1);
    assert_int_equal(protocol->settling[1], 1);
    assert_int_equal(protocol->settling[2], 0);
    assert_int_equal(protocol->settling[3], 3);
    assert_int_equal(protocol->questions[2].settling_count, 0);

    /* What rests on the private question b, through the score and through a finding. */
    assert_true(protocol->findings[0].private);
    assert_false(protocol->findings[1].private);
    assert_true(protocol->findings[3].private);
    assert_true(protocol->advice[0].private);
    assert_false(protocol->advice[1].private);
    assert_true(protocol_finding_private(protocol, 2));
    assert_false(protocol_finding_private(protocol, 0));

    assert_int_equal(protocol_finding_raise(protocol, 6 + 1), 1);
    assert_int_equal(protocol_finding_raise(protocol, 0), PROTOCOL_NONE);
    assert_string_equal(protocol_finding_note(protocol, 0), "Yes");
    assert_string_equal(protocol_finding_note(protocol, 6 + 1), "N");
    assert_null(protocol_finding_note(protocol, 6));
    assert_true(protocol->advice[0].dispositions == UINT64_MAX);
    assert_true(protocol->advice[1].dispositions == 5);
    assert_true(protocol->dispositions[0].ends);
    protocol_free(protocol);
}

/* Being asked would tell the private answer, so the question is private, and what rests on it. */
static void test_asked_for_a_private_reason(void **state)
{
    struct place_for_files *files = *state;
    struct protocol *protocol = load_text(
        files->path, HEAD "'scores':[{'id':'fed','title':'F'}],'questions':["
                          "{'id':'a','kind':'choice','text':'A','private':true," YES_NO "},"
                          "{'id':'b','kind':'choice','text':'B','ask_if':'a.yes','answers':["
                          "{'id':'yes','text':'Y','points':{'fed':2}},{'id':'no','text':'N'}]},"
                          "{'id':'c','kind':'choice','text':'C'," YES_NO "}],"
                          "'findings':[{'id':'on-b','when':{'score':'fed','from':1}},"
                          "{'id':'on-c','when':'c.yes'}]}");

    assert_true(protocol->questions[1].private);
    assert_false(protocol->questions[2].private);
    assert_true(protocol->findings[0].private);
    assert_false(protocol->findings[1].private);
    protocol_free(protocol);
}

static void test_numbers(void **state)
{
    struct place_for_files *files = *state;
    struct protocol *protocol = load_text(
        files->path, HEAD
        "'questions':[{'id':'heat','kind':'number','text':'T','unit':'C','min':35,'max':42.3,"
        "'step':0.1,'units':[{'unit':'F','scale':0.5,'offset':-17}],'answers':["
        "{'id':'unknown','text':'Not measured','unsure':true},{'id':'low','text':'L','from':35},"
        "{'id':'high','text':'H','from':38.5}]},"
        "{'id':'age','kind':'number','text':'T','min':-3,'max':120,'answers':["
        "{'id':'any','text':'A','from':-3}]}]}");

    assert_true(protocol->questions[0].grid.steps == 73);
    assert_false(protocol->answers[0].band);
    assert_true(protocol->answers[0].unsure);
    assert_true(protocol->answers[2].band && protocol->answers[2].from == 35);
    assert_int_equal(protocol->questions[0].unit_count, 1);
    assert_string_equal(protocol->questions[0].units[0].name, "F");
    assert_true(protocol->questions[1].grid.step == 1 && protocol->questions[1].grid.steps == 123);
    assert_true(protocol->answers[3].band && protocol->answers[3].from == 0);
    protocol_free(protocol);
}

static void test_conditions(void **state)
{
    struct place_for_files *files = *state;
    struct protocol *protocol = load_text(
        files->path, "\xef\xbb\xbf" HEAD
        "'scores':[{'id':'s','title':'S'}],'questions':["
        "{'id':'a','kind':'choice','text':'A'," YES_NO "},\n"
        "  {'id':'b','kind':'info','text':'B','ask_if':{'all':['a.yes',{'not':'a.no'},"
        "{'at_least':1,'of':['a.yes','a.no']},{'score':'s','from':-2,'below':3}]}}]}");
    const struct condition *all = protocol->questions[1].ask_if;

    assert_int_equal(all->kind, CONDITION_ALL);
    assert_int_equal(all->count, 4);
    assert_true(all->of[0].kind == CONDITION_FINDING && all->of[0].index == 0);
    assert_true(all->of[1].kind == CONDITION_NOT && all->of[1].of[0].index == 1);
    assert_true(all->of[2].kind == CONDITION_AT_LEAST && all->of[2].at_least == 1);
    assert_true(all->of[3].kind == CONDITION_SCORE && all->of[3].from == -2);
    assert_true(all->of[3].below == 3);
    assert_int_equal(protocol->questions[1].place.line, 2);
    assert_int_equal(protocol->questions[1].place.column, 3);
    protocol_free(protocol);
}

static void test_answers(void **state)
{
    static const char answers[] = "{\"pain\": \"no\", \"signs\": [], \"read\": true,"
                                  "\"heat\": {\"value\": 100.4, \"unit\": \"F\"}}";
    struct place_for_files *files = *state;
    struct diags *diags = diags_new();
    struct protocol *protocol = load_protocol("tests/protocols/answers/protocol.json", diags);
    struct interview *interview = interview_new(protocol);
    double value;

    write_bytes(files->path, answers, sizeof answers - 1);
    assert_true(load_answers(files->path, interview, diags));
    assert_true(interview_complete(interview));
    assert_true(interview_value(interview, 2, &value) && value == 38);

    /* One bad answer, and none of them counts. */
    write_bytes(files->path, "{\"pain\": \"no\", \"read\": 7}", 25);
    assert_false(load_answers(files->path, interview, diags));
    assert_false(interview_given(interview, 0));
    interview_free(interview);
    protocol_free(protocol);
    diags_free(diags);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_not_a_file),         TEST(test_unreadable),       TEST(test_sizes),
        TEST(test_too_many_values),    TEST(test_truncated_anywhere), TEST(test_any_byte_changed),
        TEST(test_messages_are_safe),  TEST(test_shipped),          TEST(test_settling),
        TEST(test_asked_for_a_private_reason),
        TEST(test_numbers),            TEST(test_conditions),       TEST(test_answers),
    };
    return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}
