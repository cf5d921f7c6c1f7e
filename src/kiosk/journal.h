/*
 * journal: what a kiosk tells its administrator, on standard error. Nothing about any person. A
 * journal that takes nothing, such as a pipe that nobody reads, must not keep patients waiting: then
 * the words are lost. So they are where standard error is the screen of the kiosk.
 */
#ifndef REDFLAG_KIOSK_JOURNAL_H
#define REDFLAG_KIOSK_JOURNAL_H

#include <stddef.h>

/* One line, printf-formatted, with the name of the program before it and a line end behind it. */
void journal_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* `size` bytes as they are. */
void journal_write(const char *bytes, size_t size);

#endif
