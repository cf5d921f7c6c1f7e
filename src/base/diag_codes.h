/*
 * diag_codes: the catalogue of everything that can be wrong with a file. X(NAME, severity, code):
 * the code in words is stable, stands in every message, in redflag-protocol(5) and is the name of
 * a small failing file under tests/protocols. The wording stands where the fault is found, because
 * there it can name what was meant.
 */
#ifndef REDFLAG_BASE_DIAG_CODES_H
#define REDFLAG_BASE_DIAG_CODES_H

/* The file as a whole. */
#define DIAG_CODES_FILE(X)                                    \
    X(CANNOT_OPEN, DIAG_ERROR, "cannot-open")                 \
    X(CANNOT_READ, DIAG_ERROR, "cannot-read")                 \
    X(EMPTY_FILE, DIAG_ERROR, "empty-file")                   \
    X(NOT_A_FILE, DIAG_ERROR, "not-a-file")                   \
    X(TOO_LARGE, DIAG_ERROR, "too-large")

/* Its bytes: UTF-8, JSON, and what may stand in a text. */
#define DIAG_CODES_SCAN(X)                                    \
    X(BAD_ESCAPE, DIAG_ERROR, "bad-escape")                   \
    X(BIDI_CHARACTER, DIAG_ERROR, "bidi-character")           \
    X(CONTROL_CHARACTER, DIAG_ERROR, "control-character")     \
    X(DUPLICATE_MEMBER, DIAG_ERROR, "duplicate-member")       \
    X(INVALID_UTF8, DIAG_ERROR, "invalid-utf8")               \
    X(INVISIBLE_CHARACTER, DIAG_ERROR, "invisible-character") \
    X(LONE_SURROGATE, DIAG_ERROR, "lone-surrogate")           \
    X(LONG_NUMBER, DIAG_ERROR, "long-number")                 \
    X(LONG_STRING, DIAG_ERROR, "long-string")                 \
    X(NONCHARACTER, DIAG_ERROR, "noncharacter")               \
    X(PARSER_DISAGREES, DIAG_ERROR, "parser-disagrees")       \
    X(STACKED_MARKS, DIAG_ERROR, "stacked-marks")             \
    X(SYNTAX, DIAG_ERROR, "syntax")                           \
    X(TEXT_BEHIND, DIAG_ERROR, "text-behind")                 \
    X(TOO_DEEP, DIAG_ERROR, "too-deep")                       \
    X(TOO_MANY_VALUES, DIAG_ERROR, "too-many-values")         \
    X(TRUNCATED, DIAG_ERROR, "truncated")

/* Its meaning. */
#define DIAG_CODES_LOAD(X)                                    \
    X(AT_LEAST_RANGE, DIAG_ERROR, "at-least-range")           \
    X(BAD_BANDS, DIAG_ERROR, "bad-bands")                     \
    X(BAD_CONDITION, DIAG_ERROR, "bad-condition")             \
    X(BAD_DATE, DIAG_ERROR, "bad-date")                       \
    X(BAD_ID, DIAG_ERROR, "bad-id")                           \
    X(BAD_LANGUAGE, DIAG_ERROR, "bad-language")               \
    X(BAD_PLACEHOLDER, DIAG_ERROR, "bad-placeholder")         \
    X(BAD_RANGE, DIAG_ERROR, "bad-range")                     \
    X(BAD_WORD, DIAG_ERROR, "bad-word")                       \
    X(DUPLICATE_ID, DIAG_ERROR, "duplicate-id")               \
    X(EMPTY_LIST, DIAG_ERROR, "empty-list")                   \
    X(EMPTY_TEXT, DIAG_ERROR, "empty-text")                   \
    X(ENDS_AT_ONCE, DIAG_ERROR, "ends-at-once")               \
    X(FORMAT_VERSION, DIAG_ERROR, "format-version")           \
    X(LATER_REFERENCE, DIAG_ERROR, "later-reference")         \
    X(LONG_TEXT, DIAG_ERROR, "long-text")                     \
    X(MISPLACED_MEMBER, DIAG_ERROR, "misplaced-member")       \
    X(MISSING_MEMBER, DIAG_ERROR, "missing-member")           \
    X(NOT_AN_INTEGER, DIAG_ERROR, "not-an-integer")           \
    X(NOT_SETTLED, DIAG_ERROR, "not-settled")                 \
    X(OFF_GRID, DIAG_ERROR, "off-grid")                       \
    X(OUT_OF_RANGE, DIAG_ERROR, "out-of-range")               \
    X(RAISE_WITHOUT_NOTE, DIAG_ERROR, "raise-without-note")   \
    X(RAISES_LAST, DIAG_WARNING, "raises-last")               \
    X(TOO_FEW_ANSWERS, DIAG_ERROR, "too-few-answers")         \
    X(TOO_MANY, DIAG_ERROR, "too-many")                       \
    X(UNEVEN_ROWS, DIAG_ERROR, "uneven-rows")                 \
    X(UNKNOWN_MEMBER, DIAG_ERROR, "unknown-member")           \
    X(UNKNOWN_REFERENCE, DIAG_ERROR, "unknown-reference")     \
    X(WRONG_TYPE, DIAG_ERROR, "wrong-type")

/* Stored answers (--answers, replay, cases). */
#define DIAG_CODES_ANSWERS(X)                                 \
    X(BAD_ANSWER, DIAG_ERROR, "bad-answer")                   \
    X(EXCLUSIVE_ANSWER, DIAG_ERROR, "exclusive-answer")       \
    X(UNKNOWN_QUESTION, DIAG_ERROR, "unknown-question")

/* Cases and promises. */
#define DIAG_CODES_CASES(X)                                   \
    X(BAD_PROMISE, DIAG_ERROR, "bad-promise")

/* The files of settings. Nobody is kept from the questions by a slip there. */
#define DIAG_CODES_SETTINGS(X)                                \
    X(BAD_SETTING, DIAG_WARNING, "bad-setting")               \
    X(SETTING_SYNTAX, DIAG_WARNING, "setting-syntax")         \
    X(UNKNOWN_SETTING, DIAG_WARNING, "unknown-setting")

/* What `redflag check` finds in a protocol that can be used: slips that stop nothing, */
#define DIAG_CODES_LINT(X)                                    \
    X(DOES_NOT_FIT, DIAG_WARNING, "does-not-fit")             \
    X(EMOJI, DIAG_WARNING, "emoji")                           \
    X(LONG_QUESTION, DIAG_WARNING, "long-question")           \
    X(NEGATED_QUESTION, DIAG_WARNING, "negated-question")     \
    X(NO_SOURCE, DIAG_WARNING, "no-source")                   \
    X(NO_UNSURE_ANSWER, DIAG_WARNING, "no-unsure-answer")     \
    X(OLD_SOURCE, DIAG_WARNING, "old-source")                 \
    X(REVIEW_DUE, DIAG_WARNING, "review-due")                 \
    X(UNUSED, DIAG_WARNING, "unused")

/* what is not so in every interview, */
#define DIAG_CODES_PROOF(X)                                   \
    X(ALWAYS_TRUE, DIAG_ERROR, "always-true")                 \
    X(FLOOR_BROKEN, DIAG_ERROR, "floor-broken")               \
    X(NEVER_ASKED, DIAG_ERROR, "never-asked")                 \
    X(NEVER_FOUND, DIAG_ERROR, "never-found")                 \
    X(NEVER_GIVEN, DIAG_ERROR, "never-given")                 \
    X(NEVER_REACHED, DIAG_ERROR, "never-reached")             \
    X(NEVER_SHOWN, DIAG_ERROR, "never-shown")                 \
    X(NEVER_TRUE, DIAG_ERROR, "never-true")                   \
    X(NOT_MONOTONE, DIAG_NOTE, "not-monotone")                \
    X(PROMISE_BROKEN, DIAG_ERROR, "promise-broken")           \
    X(UNDECIDED, DIAG_ERROR, "undecided")                     \
    X(UNSURE_MILDER, DIAG_ERROR, "unsure-milder")

/* and what the cases show, or leave out. */
#define DIAG_CODES_TRIAL(X)                                   \
    X(CASE_FAILED, DIAG_ERROR, "case-failed")                 \
    X(NO_CASE, DIAG_WARNING, "no-case")                       \
    X(NO_CASES, DIAG_WARNING, "no-cases")

#define DIAG_CODES(X)      \
    DIAG_CODES_FILE(X)     \
    DIAG_CODES_SCAN(X)     \
    DIAG_CODES_LOAD(X)     \
    DIAG_CODES_ANSWERS(X)  \
    DIAG_CODES_CASES(X)    \
    DIAG_CODES_SETTINGS(X) \
    DIAG_CODES_LINT(X)     \
    DIAG_CODES_PROOF(X)    \
    DIAG_CODES_TRIAL(X)

#endif
