/*
 * memory: every allocation of the program goes through here.
 *
 * Running out of memory in the middle of a medical questionnaire must never end in a milder
 * result, so there is one answer to it: restore the terminal, say plainly what happened, point
 * to a clinician and stop. Callers therefore never see NULL. All length arithmetic that can
 * overflow happens in this file.
 */
#ifndef REDFLAG_BASE_MEMORY_H
#define REDFLAG_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Makes what is freed go back to the system soon, where the C library can be told: while a person
 * reads, the program holds little more than the protocol and the screen. To be called first.
 */
void memory_frugal(void);

/* Zeroed memory for `count` items of `size` bytes. Never NULL, also for no items. Caller frees. */
void *memory_new(size_t count, size_t size);

/*
 * Makes room for at least `needed` items in an array that has room for `*room`; grows by doubling.
 * New items are zero. Returns the array, which may have moved. Caller frees.
 */
void *memory_grow(void *items, size_t *room, size_t needed, size_t size);

/* A copy of the NUL-terminated `text`. Caller frees. */
char *memory_text(const char *text);

/* The printf-formatted text. Caller frees. */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_format_list(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));

/* Overwrites memory that held answers, in a way that the compiler keeps. NULL is allowed. */
void memory_wipe(void *bytes, size_t size);

/*
 * What to do before the program stops for want of memory: the front end that holds the terminal
 * puts its restoring function here, and NULL when it has let go of the terminal.
 */
void memory_on_failure(void (*restore)(void));

/* That stop itself, with status 4: for a library that had no memory and says so by what it returns. */
_Noreturn void memory_ran_out(void);

/* An arena: many allocations that are freed together. Zero-initialised is empty and ready. */
struct arena {
    struct arena_block *blocks; /* newest first */
};

/* Zeroed memory that lives as long as the arena. Aligned for every type. */
void *arena_new(struct arena *arena, size_t count, size_t size);

/* A copy of `length` bytes of `text` with a NUL behind it. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

/* A copy of the NUL-terminated `text`. */
char *arena_text(struct arena *arena, const char *text);

/* The printf-formatted text. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Frees everything; the arena is empty and can be used again. */
void arena_free(struct arena *arena);

/* The same, overwriting every byte first: for arenas that held answers. */
void arena_wipe(struct arena *arena);

#endif
