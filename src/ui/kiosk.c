/* kiosk: see kiosk.h. */
#include "ui/kiosk.h"

#include "page/result.h"

/* The clock is looked at so often: the time-out of a wait stands still while the machine sleeps. */
enum { LOOK_MS = 500, START_LOOK_S = 10 };

/* --- what is shown -------------------------------------------------------------------------- */

void kiosk_start_page(struct page *page, const struct protocol *protocol,
                      const struct region *region)
{
    static const char *const texts[] = {
        "If you are very ill now, do not wait: tell a member of staff or call {emergency}.",
        ("This screen asks you some questions and then says what to do next. It takes a few "
         "minutes."),
    };

    page_begin(page, PAGE_OPENING);
    page->title = protocol->title;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        page_add(page, BLOCK_TEXT, region_fill(region, texts[i], &page->arena), NULL);
    page_add(page, BLOCK_TEXT,
             arena_format(&page->arena,
                          "It gives no diagnosis. %s Nothing that you answer is kept: at the end it "
                          "is all cleared.",
                          result_review_text(protocol, &page->arena)),
             NULL);
    page_add(page, BLOCK_HEADING, "Press any key to begin", NULL);
}

/* The same page, so that focus and scroll position stay; only the line below is another. */
static struct page with_warning(struct page page, struct arena *arena)
{
    const char *before = page.remark == NULL ? "" : page.remark;

    page.remark = arena_format(arena, "%s%sAre you still there? Press any key to go on, or all is "
                               "cleared in %d seconds.",
                               before, *before == '\0' ? "" : " ", KIOSK_WARNING_S);
    return page;
}

/* --- waiting -------------------------------------------------------------------------------- */

static long long now_ms(const struct kiosk *kiosk)
{
    return kiosk->world.now_ms(kiosk->world.data);
}

/* How long nobody needs to press a key here. A result is read, and staff may have to be fetched. */
static unsigned patience_s(const struct kiosk *kiosk, const struct dialogue *dialogue)
{
    if (dialogue_is_urgent(dialogue))
        return kiosk->idle_s + KIOSK_URGENT_S;
    return kiosk->idle_s + (dialogue_has_result(dialogue) ? KIOSK_RESULT_S : 0);
}

/* Whatever is stuck from here for longer than this is ended from outside. */
static void set_deadline(const struct kiosk *kiosk, unsigned seconds)
{
    kiosk->world.deadline(kiosk->world.data, seconds);
}

static unsigned longest_s(const struct kiosk *kiosk, const struct dialogue *dialogue)
{
    return patience_s(kiosk, dialogue) + KIOSK_WARNING_S + KIOSK_STUCK_S;
}

/* Any key takes the warning away and does nothing else. */
static enum ui_status wait_after_warning(struct kiosk *kiosk)
{
    long long warned = now_ms(kiosk);

    while (now_ms(kiosk) - warned < KIOSK_WARNING_S * 1000LL) {
        enum ui_status status = kiosk->ui->methods->any_key(kiosk->ui, LOOK_MS);
        if (status != UI_TIMED_OUT)
            return status;
    }
    return UI_TIMED_OUT;
}

static enum ui_status warn(struct kiosk *kiosk, const struct dialogue *dialogue)
{
    const struct page *page = dialogue_page(dialogue);
    struct arena arena = {0};
    struct page warning = with_warning(*page, &arena);
    enum ui_status status = UI_GONE;

    if (kiosk->ui->methods->show(kiosk->ui, &warning))
        status = wait_after_warning(kiosk);
    if (status == UI_EVENT && !kiosk->ui->methods->show(kiosk->ui, page))
        status = UI_GONE;
    arena_wipe(&arena);
    return status;
}

/*
 * Waits for an event, or until nobody is there any more. After a long sleep of the machine nobody
 * is asked: whoever was there has gone.
 */
static enum ui_status wait_for_event(struct kiosk *kiosk, const struct dialogue *dialogue,
                                     struct event *event)
{
    long long idle_ms = patience_s(kiosk, dialogue) * 1000LL;
    long long pressed = now_ms(kiosk);
    unsigned long keys = kiosk->ui->keys;

    for (;;) {
        long long looked = now_ms(kiosk);
        enum ui_status status;

        set_deadline(kiosk, longest_s(kiosk, dialogue));
        status = kiosk->ui->methods->event(kiosk->ui, event, LOOK_MS);
        if (status != UI_TIMED_OUT && status != UI_BUSY)
            return status;
        /* A key pressed just before the machine went to sleep was not pressed just now. */
        if (kiosk->ui->keys != keys && now_ms(kiosk) - looked < idle_ms)
            pressed = now_ms(kiosk);
        keys = kiosk->ui->keys;
        if (now_ms(kiosk) - pressed < idle_ms)
            continue;
        if (now_ms(kiosk) - pressed >= idle_ms + KIOSK_WARNING_S * 1000LL)
            return UI_TIMED_OUT;
        status = warn(kiosk, dialogue);
        if (status != UI_EVENT)
            return status;
        pressed = now_ms(kiosk);
        keys = kiosk->ui->keys;
    }
}

/* --- one patient ---------------------------------------------------------------------------- */

/* Waits for ever, but looks up now and then, to show that it is not stuck. */
static enum ui_status invite(struct kiosk *kiosk)
{
    struct page page = {0};
    enum ui_status status;

    kiosk_start_page(&page, kiosk->protocol, kiosk->region);
    set_deadline(kiosk, START_LOOK_S + KIOSK_STUCK_S);
    status = kiosk->ui->methods->show(kiosk->ui, &page) ? UI_TIMED_OUT : UI_GONE;
    while (status == UI_TIMED_OUT) {
        set_deadline(kiosk, START_LOOK_S + KIOSK_STUCK_S);
        status = kiosk->ui->methods->any_key(kiosk->ui, START_LOOK_S * 1000);
    }
    page_end(&page);
    return status;
}

static enum ui_status interview(struct kiosk *kiosk, struct dialogue *dialogue,
                                unsigned *disposition)
{
    enum dialogue_state state = DIALOGUE_GOES_ON;

    while (state == DIALOGUE_GOES_ON) {
        struct event event = {0};
        enum ui_status status;

        set_deadline(kiosk, longest_s(kiosk, dialogue));
        if (!kiosk->ui->methods->show(kiosk->ui, dialogue_page(dialogue)))
            return UI_GONE;
        if (dialogue_has_result(dialogue))
            *disposition = interview_facts(dialogue_interview(dialogue))->disposition;
        status = wait_for_event(kiosk, dialogue, &event);
        if (status != UI_EVENT)
            return status;
        state = dialogue_handle(dialogue, &event);
    }
    return UI_TIMED_OUT;
}

enum kiosk_end kiosk_serve(struct kiosk *kiosk, unsigned *disposition)
{
    static const enum kiosk_end ends[] = {
        [UI_ENDED] = KIOSK_GONE,
        [UI_GONE] = KIOSK_GONE,
        [UI_SIGNALLED] = KIOSK_SIGNALLED,
        [UI_TIMED_OUT] = KIOSK_CLEARED,
    };
    const struct ui_methods *methods = kiosk->ui->methods;
    struct dialogue_options options = {.kiosk = true, .keys = methods->keys};
    struct dialogue *dialogue;
    enum ui_status status;

    *disposition = PROTOCOL_NONE;
    status = invite(kiosk);
    if (status != UI_EVENT)
        return ends[status];
    kiosk->world.begun(kiosk->world.data);
    options.key_count = methods->key_count - 1; /* the last one tells how to leave */
    dialogue = dialogue_new(kiosk->protocol, kiosk->region, options);
    status = interview(kiosk, dialogue, disposition);
    dialogue_free(dialogue);
    return ends[status];
}
