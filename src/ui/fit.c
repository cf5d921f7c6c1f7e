/* fit: texts on a small screen. See fit.h. */
#include "ui/fit.h"

#include "engine/texts.h"
#include "page/page.h"
#include "ui/layout.h"

struct fitting {
    const struct protocol *protocol;
    const struct region *region;
    struct diags *diags;
    const char *question; /* the one whose answers come now */
};

static bool page_fits(const struct page *page)
{
    const struct layout_options options = {.columns = FIT_COLUMNS, .lines = FIT_LINES};
    struct layout layout = {0};
    bool fits;

    layout_page(&layout, page, &options);
    fits = !layout.too_small && layout_last_top(&layout) == layout.head;
    layout_fini(&layout);
    return fits;
}

/* A page with nothing but a text, or a question and one answer. */
static bool text_fits(const struct fitting *fitting, const char *text, const char *answer)
{
    struct page page = {0};
    bool fits;

    page_begin(&page, PAGE_QUESTION);
    page.title = fitting->protocol->title;
    page.progress = "Question 10, at most 10 left";
    page_add(&page, BLOCK_TEXT, region_fill(fitting->region, text, &page.arena), NULL);
    if (answer != NULL)
        page_add_choice(&page, MARK_UNTICKED, region_fill(fitting->region, answer, &page.arena),
                        NULL);
    fits = page_fits(&page);
    page_end(&page);
    return fits;
}

static void try_text(void *context, const struct text_site *site)
{
    struct fitting *fitting = context;
    bool answer = site->role == TEXT_ANSWER;

    if (site->role == TEXT_QUESTION)
        fitting->question = site->text;
    if (answer ? text_fits(fitting, fitting->question, site->text)
               : text_fits(fitting, site->text, NULL))
        return;
    diag_add(fitting->diags, DIAG_DOES_NOT_FIT, fitting->protocol->path, site->place.line,
             site->place.column, site->pointer,
             "%s on a screen of %d columns and %d lines without scrolling",
             answer ? "the question and this answer do not fit together"
                    : "this text does not fit",
             FIT_COLUMNS, FIT_LINES);
}

void fit(const struct protocol *protocol, const struct region *region, struct diags *diags)
{
    struct fitting fitting = {.protocol = protocol, .region = region, .diags = diags};

    texts_each(protocol, try_text, &fitting);
}
