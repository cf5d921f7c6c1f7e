/* content: see content.h. */
#include "kiosk/content.h"

#include <sys/stat.h>

#include "base/diag.h"
#include "engine/cases.h"
#include "engine/coverage.h"
#include "engine/load.h"
#include "engine/verify.h"

/* That is read without a trial: then even a file that was never tried must not take all the memory. */
enum { LARGEST_REGIONS = 1024 * 1024 };

static size_t count_failed_cases(const struct cases *cases, FILE *out)
{
    size_t failed = 0;

    for (size_t i = 0; i < cases->vignette_count; i++) {
        struct arena arena = {0};
        size_t count;
        const char *const *wrong = cases_judge(&cases->vignettes[i], &arena, &count);
        if (count > 0)
            fprintf(out, "%s: case '%s' fails: %s\n", cases->path, cases->vignettes[i].id, wrong[0]);
        failed += count > 0 ? 1 : 0;
        arena_free(&arena);
    }
    return failed;
}

/* A protocol that calls itself reviewed has a case for each red flag; a draft need not. */
static size_t count_gaps(const struct protocol *protocol, const struct cases *cases, FILE *out)
{
    struct diags *gaps = diags_new();
    struct coverage coverage;
    size_t errors;

    coverage_init(&coverage, protocol, cases);
    coverage_gaps(&coverage, gaps);
    coverage_fini(&coverage);
    errors = diags_errors(gaps);
    if (errors > 0)
        diags_print(gaps, out);
    diags_free(gaps);
    return errors;
}

/* What `redflag check` fails is refused here too; it tells more about it. */
static bool prove(const struct protocol *protocol, const struct cases *cases, FILE *out)
{
    struct verify_report *report = verify(protocol, cases, verify_budget(protocol));
    size_t failures = verify_failures(report);

    if (failures > 0)
        fprintf(out, "%s: %zu proofs fail; 'redflag check' shows them\n", protocol->path, failures);
    verify_free(report);
    if (cases != NULL)
        failures += count_failed_cases(cases, out);
    failures += count_gaps(protocol, cases, out);
    return failures == 0;
}

bool content_prove(const struct content *content, FILE *out)
{
    const struct protocol *protocol = content->protocol;
    struct diags *diags = diags_new();
    struct arena arena = {0};
    const char *path = cases_path(protocol->path, &arena);
    bool has_cases = cases_exist(path);
    struct cases *cases = has_cases ? cases_load(path, protocol, diags) : NULL;
    bool proved = (cases != NULL || !has_cases) && prove(protocol, cases, out);

    diags_print(diags, out);
    diags_free(diags);
    cases_free(cases);
    arena_free(&arena);
    return proved;
}

bool content_load(const struct content_source *source, struct content *content, FILE *out)
{
    struct diags *diags = diags_new();

    content->protocol = load_protocol(source->protocol, diags);
    content->region = region_load(source->regions, source->region, diags);
    if (content->region == NULL && diags_errors(diags) == 0)
        fprintf(out, "%s: no numbers are known for the region '%s'\n", source->regions,
                source->region);
    diags_print(diags, out);
    diags_free(diags);
    if (content->protocol != NULL && content->region != NULL)
        return true;
    content_free(content);
    return false;
}

struct region *content_region(const struct content_source *source)
{
    struct diags *diags = diags_new();
    struct region *region = NULL;
    struct stat state;

    if (stat(source->regions, &state) == 0 && state.st_size <= LARGEST_REGIONS)
        region = region_load(source->regions, source->region, diags);
    diags_free(diags);
    return region != NULL ? region : region_unknown();
}

static unsigned long long stamp_of(const char *path)
{
    struct stat state;

    if (stat(path, &state) != 0)
        return 0;
    /* The time of the last change of any kind: that of the content, or of who may read it. */
    return (unsigned long long)state.st_ctim.tv_sec * 1000000007ULL +
           (unsigned long long)state.st_ctim.tv_nsec * 31ULL +
           (unsigned long long)state.st_mtim.tv_sec * 1009ULL +
           (unsigned long long)state.st_size * 7ULL + (unsigned long long)state.st_ino;
}

unsigned long long content_stamp(const struct content_source *source)
{
    struct arena arena = {0};
    unsigned long long stamp = stamp_of(source->protocol) * 3 +
                               stamp_of(cases_path(source->protocol, &arena)) * 5 +
                               stamp_of(source->regions) * 11;

    arena_free(&arena);
    return stamp;
}

void content_free(struct content *content)
{
    protocol_free(content->protocol);
    region_free(content->region);
    *content = (struct content){0};
}
