/* status.c - the statuses in words. */

#include "monazite/status.h"

const char *
mnz_status_text(enum mnz_status status)
{
    switch (status) {
    case MNZ_OK:
        return "success";
    case MNZ_ERR_INPUT:
        return "the input has errors";
    case MNZ_ERR_IO:
        return "reading or writing failed";
    case MNZ_ERR_NOMEM:
        return "out of memory";
    case MNZ_ERR_STOPPED:
        return "interrupted";
    }
    return "unknown status";
}
