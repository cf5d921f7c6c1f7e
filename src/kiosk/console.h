/*
 * console: the terminal of a kiosk between patients, in the hands of the process that never sees an
 * answer. Whatever the last process did to it, it is cleared and usable again; and nothing here
 * waits for ever for a terminal that takes no output. It knows no curses.
 */
#ifndef REDFLAG_KIOSK_CONSOLE_H
#define REDFLAG_KIOSK_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

/* Remembers the settings of the terminal on standard input and output. False: it is none. */
bool console_open(void);

/*
 * Screen, other screen and scrollback cleared, modes and colours as new, what was typed and what
 * was not yet shown thrown away, a stopped terminal started again. The keyboard stays raw: no key
 * sends a signal or is echoed.
 */
void console_reset(void);

/* Has the terminal gone away? */
bool console_gone(void);

/* Clears and shows a few sentences, each from a new line; for when nothing better can be shown. */
void console_say(const char *const *sentences, size_t count);

/* Resets, and puts the settings back. */
void console_close(void);

#endif
