/* memory: allocation that cannot fail quietly. See memory.h. */
#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/status.h"

/* Blocks grow up to a size: most arenas stay small, and what is allocated is also touched. */
enum { ARENA_FIRST = 512, ARENA_BLOCK = 16 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t used, size;
    max_align_t bytes[];
};

/* The end of the heap: how much of it may be free, and by how much it grows. */
void memory_frugal(void)
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 32 * 1024);
    mallopt(M_TOP_PAD, 16 * 1024);
#endif
}

/* The one pointer that a failing allocation needs; set while a front end holds the terminal. */
static void (*restore_terminal)(void);

void memory_on_failure(void (*restore)(void))
{
    restore_terminal = restore;
}

/* Must not allocate, so it writes with write(2) and leaves with _exit(2). */
_Noreturn void memory_ran_out(void)
{
    static const char text[] =
        "redflag: this computer has run out of memory, so there is no result\n"
        "If you feel unwell, speak to a clinician. In an emergency call your local emergency "
        "number.\n";
    if (restore_terminal != NULL)
        restore_terminal();
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit(STATUS_NO_TERMINAL);
    _exit(STATUS_NO_TERMINAL);
}

void *memory_new(size_t count, size_t size)
{
    void *bytes = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
    if (bytes == NULL)
        memory_ran_out();
    return bytes;
}

void *memory_grow(void *items, size_t *room, size_t needed, size_t size)
{
    size_t larger = *room == 0 ? 8 : *room;
    if (needed <= *room)
        return items;
    while (larger < needed) {
        if (larger > SIZE_MAX / 2)
            memory_ran_out();
        larger *= 2;
    }
    if (larger > SIZE_MAX / size)
        memory_ran_out();
    items = realloc(items, larger * size);
    if (items == NULL)
        memory_ran_out();
    /* cppcheck does not see that memory_ran_out never returns. */
    /* cppcheck-suppress nullPointerArithmeticRedundantCheck */
    memset((char *)items + *room * size, 0, (larger - *room) * size);
    *room = larger;
    return items;
}

char *memory_text(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(memory_new(size, 1), text, size);
}

/* The bytes of the formatted text with its NUL; leaves `arguments` as they are. */
__attribute__((format(printf, 1, 0)))
static size_t formatted_size(const char *format, va_list arguments)
{
    va_list again;
    int length;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        memory_ran_out();
    return (size_t)length + 1;
}

char *memory_format_list(const char *format, va_list arguments)
{
    size_t size = formatted_size(format, arguments);
    char *text = memory_new(size, 1);

    vsnprintf(text, size, format, arguments);
    return text;
}

char *memory_format(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_format_list(format, arguments);
    va_end(arguments);
    return text;
}

void memory_wipe(void *bytes, size_t size)
{
    if (bytes != NULL)
        explicit_bzero(bytes, size);
}

static size_t aligned(size_t size)
{
    if (size > SIZE_MAX - sizeof(max_align_t))
        memory_ran_out();
    return (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
}

static size_t next_block(const struct arena_block *newest)
{
    if (newest == NULL)
        return ARENA_FIRST;
    return newest->size < ARENA_BLOCK / 2 ? 2 * newest->size : ARENA_BLOCK;
}

static void *arena_bytes(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    void *bytes;

    size = aligned(size);
    if (block == NULL || block->size - block->used < size) {
        size_t room = next_block(block);
        if (room < size)
            room = size;
        if (room > SIZE_MAX - sizeof *block)
            memory_ran_out();
        block = memory_new(1, sizeof *block + room);
        block->size = room;
        block->older = arena->blocks;
        arena->blocks = block;
    }
    bytes = (char *)block->bytes + block->used;
    block->used += size;
    return bytes;
}

void *arena_new(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        memory_ran_out();
    return arena_bytes(arena, count * size == 0 ? 1 : count * size);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_new(arena, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    size_t size;
    char *text;

    va_start(arguments, format);
    size = formatted_size(format, arguments);
    text = arena_new(arena, size, 1);
    vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return text;
}

static void release(struct arena *arena, bool wipe)
{
    struct arena_block *block = arena->blocks;
    while (block != NULL) {
        struct arena_block *older = block->older;
        if (wipe)
            memory_wipe(block->bytes, block->used);
        free(block);
        block = older;
    }
    arena->blocks = NULL;
}

void arena_free(struct arena *arena)
{
    release(arena, false);
}

void arena_wipe(struct arena *arena)
{
    release(arena, true);
}
