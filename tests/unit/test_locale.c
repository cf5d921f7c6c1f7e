/* test_locale: which locales claim to be UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ui/locale.h"

static void the_first_that_is_set_decides(void **state)
{
    static const struct {
        struct locale_names names;
        bool utf8;
    } cases[] = {
        {{NULL, NULL, NULL}, false},
        {{NULL, NULL, "en_GB.UTF-8"}, true},
        {{NULL, NULL, "en_GB.utf8"}, true},
        {{"", "", "de_DE.UTF-8@euro"}, true},
        {{"C", NULL, "en_GB.UTF-8"}, false},
        {{NULL, "de_DE.ISO-8859-1", "en_GB.UTF-8"}, false},
        {{"de_DE.UTF-8", "C", "C"}, true},
        {{"UTF-8", NULL, NULL}, false},
        {{"en_GB", NULL, NULL}, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(locale_names_utf8(&cases[i].names), cases[i].utf8);
}

static void one_that_is_not_installed_is_replaced(void **state)
{
    (void)state;
    setenv("LC_ALL", "xx_YY.UTF-8", 1);
    assert_true(locale_start());
    setenv("LC_ALL", "C", 1);
    assert_false(locale_start());
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_that_is_set_decides),
        cmocka_unit_test(one_that_is_not_installed_is_replaced),
    };
    return cmocka_run_group_tests_name("locale", tests, NULL, NULL);
}
