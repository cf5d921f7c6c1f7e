/*
 * interview: one person's answers to one protocol, and what follows from them.
 *
 * What follows is a pure function of the protocol and the answers: after every change all answers
 * are replayed from the first question. An answer to a question that is no longer asked is kept
 * (a slip can be mended without answering everything again) but counts for nothing. No clock, no
 * terminal, no printing.
 */
#ifndef REDFLAG_ENGINE_INTERVIEW_H
#define REDFLAG_ENGINE_INTERVIEW_H

#include "engine/facts.h"
#include "engine/protocol.h"

struct interview;

enum interview_fault {
    INTERVIEW_TAKEN = 0,     /* the answer was taken */
    INTERVIEW_NOT_AN_ANSWER, /* not an answer of that question, or the wrong kind of answer */
    INTERVIEW_EXCLUSIVE,     /* an exclusive answer together with another */
    INTERVIEW_TOO_LOW,       /* a number below the minimum */
    INTERVIEW_TOO_HIGH,      /* a number above the maximum */
    INTERVIEW_OFF_STEP       /* a number between two steps */
};

/* A new interview without answers. Borrows the protocol. Free with interview_free. */
struct interview *interview_new(const struct protocol *protocol);

/* Overwrites the answers, then frees. NULL is allowed. */
void interview_free(struct interview *interview);

/* Forgets (overwrites) all answers. */
void interview_restart(struct interview *interview);

const struct protocol *interview_protocol(const struct interview *interview);

/*
 * Giving answers. `answer` counts from 0 over the whole protocol (protocol.answers). A fault
 * leaves the interview as it was. Any question may be answered at any time; whether the answer
 * counts is decided by the replay.
 */
/* CHOICE, or an answer beside the number of a NUMBER. */
enum interview_fault interview_choose(struct interview *interview, unsigned question,
                                      unsigned answer);
/* CHECKLIST: the ticked answers; none at all means "None of these". */
enum interview_fault interview_tick(struct interview *interview, unsigned question,
                                    const unsigned *answers, size_t count);
/* NUMBER, in the question's own unit; one that is not on its grid (grid.h) is a fault. */
enum interview_fault interview_number(struct interview *interview, unsigned question,
                                      double value);
/* NUMBER, in a second unit: rounded to the nearest step. */
enum interview_fault interview_number_in(struct interview *interview, unsigned question,
                                         const struct unit *unit, double value);
/* INFO: read. */
enum interview_fault interview_read(struct interview *interview, unsigned question);
/*
 * Between these two answers are only taken: what follows from them is worked out once, by the
 * second, and must not be asked for before. For many answers at once.
 */
void interview_hold(struct interview *interview);
void interview_settle(struct interview *interview);
/*
 * Reads the infos that come next, up to the first question that is still to be answered: for stored
 * answers that need not mention them.
 */
void interview_read_infos(struct interview *interview);

/* Takes back what was given to `question`: if it is asked, it is open again. */
void interview_forget(struct interview *interview, unsigned question);

/* What was given, whether or not it counts. */
bool interview_given(const struct interview *interview, unsigned question);
/* True if this answer was given (ticked, chosen, or its band hit) to its question. */
bool interview_gave(const struct interview *interview, unsigned answer);
/* The number given, in the question's own unit: one of its grid. False if an answer beside it was chosen. */
bool interview_value(const struct interview *interview, unsigned question, double *value);

/* What follows. */
bool interview_asked(const struct interview *interview, unsigned question);
/* The first asked question without an answer, or PROTOCOL_NONE when the interview is complete. */
unsigned interview_next(const struct interview *interview);
bool interview_complete(const struct interview *interview);
/* How many questions were asked before `question`: its number on screen is one more. */
unsigned interview_asked_before(const struct interview *interview, unsigned question);
/* The asked question before `question`, or PROTOCOL_NONE. */
unsigned interview_previous(const struct interview *interview, unsigned question);
/* All that is known: findings, points, the disposition so far. Borrowed; changes with answers. */
const struct facts *interview_facts(const struct interview *interview);
/* What is known when `question` is reached, for counting from there; caller's storage. */
void interview_facts_before(const struct interview *interview, unsigned question,
                            struct facts *facts);

/*
 * The red flags that hold, most urgent first, then in file order. Fills at most `room` findings;
 * returns how many there are.
 */
size_t interview_red_flags(const struct interview *interview, unsigned *findings, size_t room);

/*
 * Which asked questions a finding rests on: those whose given answers make its condition true.
 * For an answer that is its own question. Fills at most `room`; returns how many there are.
 */
size_t interview_grounds(const struct interview *interview, unsigned finding,
                         unsigned *questions, size_t room);

/*
 * The findings for which a piece of advice is shown: those of its `when` that hold; none for
 * advice that is always shown with its disposition. Fills at most `room`; returns how many.
 */
size_t interview_reasons(const struct interview *interview, unsigned advice, unsigned *findings,
                         size_t room);

#endif
