#ifndef MNZ_BASE_BUG_H
#define MNZ_BASE_BUG_H

/*
 * Stop at once when our own reasoning is wrong: in every build, with file, line and the
 * condition on stderr. Never for what a user's file or the machine can cause.
 */
#define MNZ_BUG_IF(condition)                                                          \
    do {                                                                               \
        if (__builtin_expect(!!(condition), 0))                                        \
            mnz_bug(__FILE__, __LINE__, #condition);                                   \
    } while (0)

/* What MNZ_BUG_IF calls: reports and aborts. */
_Noreturn void mnz_bug(const char *file, int line, const char *condition);

#endif
