#ifndef MNZ_BASE_MESSAGES_H
#define MNZ_BASE_MESSAGES_H

/*
 * The messages about the user's files. base/message_list.inc lists them once: code,
 * title, example, cause and fix.
 */

/* Codes of the messages. A note has none: it belongs to the message before it. */
enum mnz_code {
    MNZ_NOTE,
#define MNZ_MESSAGE(code, title, example, cause, fix) MNZ_##code,
#include "base/message_list.inc"
#undef MNZ_MESSAGE
    MNZ_NUM_CODES
};

/* A fault that a function found, for its caller to report; all 0 when there is none. */
struct mnz_fault {
    enum mnz_code code;
    const char *text;
};

#endif
