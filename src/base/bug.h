#ifndef MNZ_BASE_BUG_H
#define MNZ_BASE_BUG_H

/*
 * Stop at once when a condition shows that the program is wrong: in every build, with
 * file, line and the condition on stderr. Never for faults of a user's file or of the
 * machine.
 */
#define MNZ_BUG_IF(condition)                                                          \
    do {                                                                               \
        if (__builtin_expect(!!(condition), 0))                                        \
            mnz_bug(__FILE__, __LINE__, #condition);                                   \
    } while (0)

/* The function behind MNZ_BUG_IF: reports and aborts. */
_Noreturn void mnz_bug(const char *file, int line, const char *condition);

#endif
