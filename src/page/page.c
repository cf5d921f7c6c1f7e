/* page: building and reading pages. See page.h. */
#include "page/page.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char command_keys[COMMAND_COUNT] = {
    [COMMAND_BACK] = 'b',    [COMMAND_HELP] = '?',    [COMMAND_LEAVE] = 'q',
    [COMMAND_READ] = 'r',    [COMMAND_ANSWERS] = 'a', [COMMAND_RESTART] = 'n',
};

void page_begin(struct page *page, enum page_kind kind)
{
    page_end(page);
    page->kind = kind;
}

void page_end(struct page *page)
{
    arena_wipe(&page->arena);
    free(page->blocks);
    memset(page, 0, sizeof *page);
}

static struct block *new_block(struct page *page, enum block_kind kind, const char *text,
                               const char *aside)
{
    struct block *block;

    page->blocks = memory_grow(page->blocks, &page->block_room, page->block_count + 1,
                               sizeof *page->blocks);
    block = &page->blocks[page->block_count++];
    block->kind = kind;
    block->text = arena_text(&page->arena, text);
    block->aside = aside == NULL ? NULL : arena_text(&page->arena, aside);
    return block;
}

void page_add(struct page *page, enum block_kind kind, const char *text, const char *aside)
{
    new_block(page, kind, text, aside);
}

void page_add_choice(struct page *page, enum mark mark, const char *text, const char *aside)
{
    new_block(page, BLOCK_CHOICE, text, aside)->mark = mark;
    page->choice_count++;
}

void page_add_hint(struct page *page, enum command command, const char *word)
{
    struct hint *hint = &page->hints[page->hint_count++];

    hint->command = command;
    hint->key = command_keys[command];
    hint->word = word;
}

const struct block *page_choice(const struct page *page, size_t choice)
{
    for (size_t i = 0; i < page->block_count; i++)
        if (page->blocks[i].kind == BLOCK_CHOICE && choice-- == 0)
            return &page->blocks[i];
    return NULL;
}

const struct hint *page_hint(const struct page *page, int key)
{
    for (size_t i = 0; i < page->hint_count; i++)
        if (key < 128 && page->hints[i].key == tolower(key))
            return &page->hints[i];
    return NULL;
}

char page_key(const struct page *page, enum command command)
{
    for (size_t i = 0; i < page->hint_count; i++)
        if (page->hints[i].command == command)
            return page->hints[i].key;
    return 0;
}
