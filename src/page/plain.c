/* plain: a page as plain text. See plain.h. */
#include "page/plain.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/text.h"

enum { NARROWEST = 20 };

void plain_text(const struct plain *plain, const char *lead, const char *text)
{
    struct arena arena = {0};
    size_t indent = strlen(lead), width = plain->width, count;
    struct text_line *lines;

    width = width > 2 * indent ? width - indent : 1;
    if (plain->ascii)
        text = text_ascii(&arena, text);
    lines = text_wrap(&arena, text, width, &count);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].length == 0)
            fputc('\n', plain->out);
        else
            fprintf(plain->out, "%*s%.*s\n", (int)indent, i == 0 ? lead : "",
                    (int)lines[i].length, lines[i].start);
    }
    arena_wipe(&arena);
}

/* How the text and the quieter words beside it are joined. */
static const struct style {
    const char *lead, *before, *after;
} styles[BLOCK_KIND_COUNT] = {
    [BLOCK_HEADLINE] = {"", ": ", ""},   [BLOCK_HEADING] = {"", ": ", ""},
    [BLOCK_TEXT] = {"", " (", ")"},      [BLOCK_BULLET] = {"- ", " (", ")"},
    [BLOCK_ROW] = {"- ", ": ", ""},      [BLOCK_CHOICE] = {"", " (", ")"},
};

static void write_block(const struct plain *plain, const struct block *block)
{
    const struct style *style = &styles[block->kind];
    struct arena arena = {0};
    const char *text = block->text;

    if (block->aside != NULL)
        text = arena_format(&arena, "%s%s%s%s", text, style->before, block->aside, style->after);
    plain_text(plain, style->lead, text);
    arena_wipe(&arena);
}

/* A heading stays with what it heads, the items of a list stay together. */
static bool parted(const struct block *before, const struct block *block)
{
    if (before->kind == BLOCK_HEADING)
        return block->kind == BLOCK_HEADING;
    return block->kind != before->kind || block->kind == BLOCK_TEXT;
}

void plain_blocks(const struct plain *plain, const struct page *page)
{
    const struct block *before = NULL;

    for (size_t i = 0; i < page->block_count; i++) {
        const struct block *block = &page->blocks[i];
        if (block->kind == BLOCK_CHOICE)
            continue;
        if (before != NULL && parted(before, block))
            fputc('\n', plain->out);
        write_block(plain, block);
        before = block;
    }
}

size_t plain_columns(FILE *out)
{
    const char *variable = getenv("COLUMNS");
    struct winsize size;
    long count = 0;

    if (variable != NULL)
        count = strtol(variable, NULL, 10);
    if (count <= 0 && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
        count = size.ws_col;
    if (count <= 0 || count > PLAIN_MEASURE)
        return PLAIN_MEASURE;
    return count < NARROWEST ? NARROWEST : (size_t)count;
}
