/*
 * terminal: giving the terminal back whatever happens. Owns the saved settings, the signals and
 * the waiting. It knows no curses: the bytes that end the full screen are handed to it, so that a
 * crash handler can write them without calling anything that allocates or locks.
 *
 * Handlers only set flags; the event loop acts on them. There is one terminal, so this module has
 * one state: the only writable globals of the front end.
 */
#ifndef REDFLAG_UI_TERMINAL_H
#define REDFLAG_UI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* Remembers the settings of standard input. False: it is not a terminal. */
bool terminal_save(void);

/*
 * Catches INT, TERM, HUP, QUIT, TSTP, CONT and WINCH with flags (those that are ignored stay ignored), and
 * the signals of a crash with a handler that restores the terminal first. Before curses starts, as
 * curses leaves a signal alone that already has a handler.
 */
void terminal_catch_signals(void);

/* What a crash has to write to leave the full screen. At most 255 bytes are kept. */
void terminal_on_crash(const char *bytes, size_t length);

/* Writes those bytes and puts the settings back, of a terminal that is ours. Safe in a signal handler. */
void terminal_restore(void);

/* Puts the settings (of a terminal that is ours) and the signals back. */
void terminal_release(void);

/* Between terminal_save and terminal_release: there is something to put back. */
bool terminal_is_held(void);

/* Holds signals back from here to terminal_let_signals, but for the time in terminal_wait. */
void terminal_hold_signals(void);
void terminal_let_signals(void);

enum terminal_wait { TERMINAL_INPUT, TERMINAL_WOKEN, TERMINAL_TIMED_OUT, TERMINAL_GONE };

/*
 * Sleeps until there is input, a signal, or `timeout_ms` are over (< 0: never). TERMINAL_GONE if the terminal
 * of the input or that of the output has gone away.
 */
enum terminal_wait terminal_wait(int timeout_ms);

/* Ctrl-Z was pressed since the last call. */
bool terminal_stop_wanted(void);

/* The program was stopped and goes on again, since the last call: the screen is not ours any more. */
bool terminal_was_stopped(void);

/* The size of the terminal has changed since the last call. */
bool terminal_was_resized(void);

/* False: the terminal of the output takes nothing any more. Nothing is written for it. */
bool terminal_takes_output(void);

/* How large the terminal is, at most 1000 by 1000; false if it does not say. */
bool terminal_size(int *lines, int *columns);

/*
 * Starts the output of a terminal that takes none. Scroll Lock stops a console whatever its settings
 * are; but the kernel starts it again when flow control is switched off.
 */
void terminal_start_output(void);

/* False in the background: the terminal is then the shell's, and using it would stop the program. */
bool terminal_is_ours(void);

/* Started in the background: stops until somebody brings the program to the front. */
void terminal_wait_for_front(void);

/* Stops the program as Ctrl-Z would. The screen must have been given back. */
void terminal_stop_now(void);

#endif
