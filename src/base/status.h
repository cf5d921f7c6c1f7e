/*
 * status: how the program ends, the same for every subcommand. The disposition is data on
 * standard output, never an exit status. redflag(1) lists these under EXIT STATUS.
 */
#ifndef REDFLAG_BASE_STATUS_H
#define REDFLAG_BASE_STATUS_H

enum status {
    STATUS_FINISHED = 0,
    STATUS_LEFT = 1,         /* the person left before the end */
    STATUS_USAGE = 2,        /* the command line is wrong */
    STATUS_NOT_USABLE = 3,   /* the protocol is not usable, or a check failed */
    STATUS_NO_TERMINAL = 4,  /* no input, no terminal, no memory: the interview cannot go on */
    STATUS_TIMED_OUT = 124,  /* nobody answered in time */
    STATUS_INTERRUPTED = 130 /* Ctrl-C; other signals are raised again after clean-up */
};

#endif
