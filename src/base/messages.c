/* messages.c - the list of messages, and how one is found by its code. */

#include "base/messages.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "base/names.h"
#include "monazite/diag.h"

enum { LONGEST_CODE = 15, AT_NUMBER = 5 };

static const char prefix[] = "MNZ-";

static const struct mnz_message messages[] = {
#define MNZ_MESSAGE(code, title, example, cause, fix)                                  \
    {                                                                                  \
        "MNZ-" #code, title,                                                           \
        example,      cause,                                                           \
        fix,          #code[0] == 'W' ? MNZ_SEVERITY_WARNING : MNZ_SEVERITY_ERROR},
#include "base/message_list.inc"
#undef MNZ_MESSAGE
};
enum { NUM_MESSAGES = sizeof messages / sizeof *messages };

_Static_assert(NUM_MESSAGES == MNZ_NUM_CODES - 1, "every code but a note's has a row");

size_t
mnz_message_count(void)
{
    return NUM_MESSAGES;
}

const struct mnz_message *
mnz_message_get(size_t i)
{
    MNZ_BUG_IF(i >= NUM_MESSAGES);
    return &messages[i];
}

/* Upper case, with the prefix: "e0241" becomes "MNZ-E0241". */
static void
complete(const char *code, char complete[LONGEST_CODE + 1])
{
    size_t i = 0;

    snprintf(complete, LONGEST_CODE + 1, "%s%.11s", strchr(code, '-') ? "" : prefix,
             code);
    for (; complete[i]; i++)
        if (complete[i] >= 'a' && complete[i] <= 'z')
            complete[i] = (char)(complete[i] - 'a' + 'A');
}

const struct mnz_message *
mnz_message_find(const char *code)
{
    char wanted[LONGEST_CODE + 1];

    complete(code, wanted);
    for (size_t i = 0; i < NUM_MESSAGES; i++)
        if (strcmp(messages[i].code, wanted) == 0)
            return &messages[i];
    return NULL;
}

/* A number has one letter, so a code with the other letter means the same message. */
static const struct mnz_message *
find_number(const char *wanted)
{
    for (size_t i = 0; i < NUM_MESSAGES; i++)
        if (strlen(wanted) > AT_NUMBER &&
            strcmp(messages[i].code + AT_NUMBER, wanted + AT_NUMBER) == 0)
            return &messages[i];
    return NULL;
}

const struct mnz_message *
mnz_message_nearest(const char *code)
{
    const char *codes[NUM_MESSAGES], *nearest;
    const struct mnz_message *same;
    char wanted[LONGEST_CODE + 1];

    complete(code, wanted);
    same = find_number(wanted);
    if (same)
        return same;
    for (size_t i = 0; i < NUM_MESSAGES; i++)
        codes[i] = messages[i].code;
    nearest = mnz_nearest(wanted, codes, NUM_MESSAGES);
    return nearest ? mnz_message_find(nearest) : NULL;
}

const char *
mnz_message_section(const struct mnz_message *message)
{
    static const char *const sections[] = {
        "The text of a file",
        "Files, layers and tables",
        "Keys, sections and records",
        "Names and selectors",
        "Numbers, units and dates",
        "Distributions",
        "Materials, facilities, industries",
        "Links and the baseline",
        "Controls",
        "Policies",
        "Events and correlations",
        "Time, behaviour, price zones",
        "Observations and calibration",
        "Settings on the command line",
        "Figures",
        "Import",
        "Folders of results",
        "Sweeps",
        "Runs that go on",
        [21] = "Searches",
        [23] = "Study files",
        [25] = "Limits of size",
    };
    const int number =
        10 * (message->code[AT_NUMBER] - '0') + message->code[AT_NUMBER + 1] - '0';

    MNZ_BUG_IF(number < 1 || number > (int)(sizeof sections / sizeof *sections));
    return sections[number - 1];
}
