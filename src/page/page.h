/*
 * page: what to show now, as plain data. The full screen, line mode and the summary all render
 * pages, so the wording cannot drift apart. A page knows no terminal, no width and no colour; it
 * knows what is most urgent, what can be chosen and what each key means.
 */
#ifndef REDFLAG_PAGE_PAGE_H
#define REDFLAG_PAGE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

enum page_kind {
    PAGE_OPENING,
    PAGE_QUESTION,
    PAGE_REVIEW, /* the answers before the result; each can be changed */
    PAGE_RESULT,
    PAGE_TOPICS, /* what can be read */
    PAGE_TOPIC,
    PAGE_HELP,
    PAGE_LEAVE, /* "leave without a result?" */
    PAGE_KIND_COUNT
};

enum block_kind {
    BLOCK_HEADLINE, /* the disposition: the most urgent thing, the first line of the screen */
    BLOCK_HEADING,
    BLOCK_TEXT,
    BLOCK_BULLET,
    BLOCK_ROW,    /* one row of a small table: `text` is the first cell, `aside` the others */
    BLOCK_CHOICE, /* can be chosen; numbered from 1 in the order of the page */
    BLOCK_KIND_COUNT
};

/* How a choice looks. Always in characters, never by colour alone. */
enum mark {
    MARK_NONE,     /* an action, such as "Start" or "Continue" */
    MARK_OPEN,     /* one of several, not chosen before */
    MARK_CHOSEN,   /* the answer given earlier */
    MARK_UNTICKED, /* [ ] */
    MARK_TICKED    /* [x] */
};

struct block {
    enum block_kind kind;
    enum mark mark;    /* CHOICE */
    const char *text;
    const char *aside; /* quieter words about it, such as "you said: question 15"; or NULL */
};

/* Everything a person can do but choose. */
enum command {
    COMMAND_NONE,
    COMMAND_BACK,
    COMMAND_HELP,    /* "why we ask" and the keys */
    COMMAND_LEAVE,
    COMMAND_READ,    /* the topics */
    COMMAND_ANSWERS, /* the review */
    COMMAND_RESTART,
    COMMAND_COUNT
};

/* A command that makes sense on this page: its key and the word that says what it does here.
 * A command has the same key on every page. */
struct hint {
    enum command command;
    char key;
    const char *word;
};

enum { PAGE_MAX_HINTS = COMMAND_COUNT };

struct page {
    enum page_kind kind;
    unsigned serial;      /* another number for another page; the same while one is filled in */
    const char *title;    /* the protocol's title, or what the page is */
    const char *progress; /* "Question 3, at most 12 left"; may be NULL */
    struct block *blocks;
    size_t block_count, block_room;
    size_t choice_count;
    size_t focus;         /* the choice to stand on first, from 0 */
    bool several;         /* a checklist: choices are toggled, the last choice goes on */
    bool number;          /* a number can be typed */
    const char *unit;     /* of that number; may be NULL */
    const char *typed;    /* the number given earlier, or NULL */
    const char *remark;   /* one line about what was just entered, such as an error; may be NULL */
    struct hint hints[PAGE_MAX_HINTS];
    size_t hint_count;
    struct arena arena;   /* the texts live here */
};

/* Frees what was on the page, overwriting it (a page can show answers), and begins an empty one. */
void page_begin(struct page *page, enum page_kind kind);

/* Adds a block. The text is copied into the page's arena; `aside` may be NULL. */
void page_add(struct page *page, enum block_kind kind, const char *text, const char *aside);
void page_add_choice(struct page *page, enum mark mark, const char *text, const char *aside);

/* Adds a command; the hints are shown in this order. */
void page_add_hint(struct page *page, enum command command, const char *word);

/* Overwrites and frees everything on the page. */
void page_end(struct page *page);

/* The block of choice number `choice` (from 0). */
const struct block *page_choice(const struct page *page, size_t choice);

/* The hint with this key, ignoring case, or NULL. */
const struct hint *page_hint(const struct page *page, int key);

/* The key of a command on this page, or 0. */
char page_key(const struct page *page, enum command command);

#endif
