#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "monazite/status.h"

static void
every_status_has_its_own_text(void **state)
{
    (void)state;
    for (int a = MNZ_OK; a <= MNZ_ERR_STOPPED + 1; a++) {
        assert_true(strlen(mnz_status_text((enum mnz_status)a)) > 3);
        for (int b = MNZ_OK; b < a; b++)
            assert_string_not_equal(mnz_status_text((enum mnz_status)a),
                                    mnz_status_text((enum mnz_status)b));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_own_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
