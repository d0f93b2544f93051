#include "unit/unit.h"

#include "batch/hash.h"
#include "batch/names.h"

#include <string.h>

static void a_name_is_one_that_every_file_system_takes(void **state) {
    static const struct {
        const char *name;
        bool good;
    } cases[] = {
        {"rugby.pdf", true},
        {"handouts/north-warwickshire.pdf", true},
        {"a b (2).pdf", true},
        {"Caf\xC3\xA9.pdf", true},
        {"", false},
        {".hidden.pdf", false},
        {"-q.pdf", false},
        {"a/../b.pdf", false},
        {"a//b.pdf", false},
        {"a/./b.pdf", false},
        {"a/", false},
        {"new\nline.pdf", false},
        {"back\\slash.pdf", false},
        {"right\xE2\x80\xAEto-left.pdf", false},
        {"bad\xFFutf8.pdf", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(name_fault(str_from(cases[i].name)) == NULL, cases[i].good);
    }
    char longest[300];
    memset(longest, 'a', sizeof longest);
    assert_null(name_fault((struct str){longest, 223}));
    assert_non_null(name_fault((struct str){longest, 224}));
}

static void names_are_compared_as_a_forgetful_file_system_does(void **state) {
    static const char *const same[][2] = {
        {"Rugby.pdf", "RUGBY.PDF"},
        {"Caf\xC3\xA9", "cafe\xCC\x81"}, /* composed or not */
        {"STRASSE", "Stra\xC3\x9F"
                    "e"},                                         /* full case folding */
        {"\xCE\xA3\xCE\xB1\xCF\x82", "\xCF\x83\xCE\xB1\xCF\x83"}, /* two small sigmas */
    };
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(
            str_equal(name_folded(a, str_from(same[i][0])), name_folded(a, str_from(same[i][1]))));
    }
    assert_false(str_equal(name_folded(a, STR("rugby")), name_folded(a, STR("rugbi"))));
    arena_free(a);
}

static void a_hash_is_that_of_the_standard(void **state) {
    struct arena *a = arena_new();
    struct strbuf b;
    struct hash_value v = hash_of(STR("abc")), back;
    (void)state;
    strbuf_init(&b, a);
    hash_add_hex(&b, &v);
    assert_str(strbuf_str(&b), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(hash_parse(strbuf_str(&b), &back) && hash_same(&v, &back));
    assert_false(hash_parse(STR("ba7816"), &back));
    /* Parts do not run together. */
    struct hash *x = hash_new(a), *y = hash_new(a);
    hash_text(x, STR("ab"));
    hash_text(x, STR("c"));
    hash_text(y, STR("a"));
    hash_text(y, STR("bc"));
    struct hash_value vx = hash_end(x), vy = hash_end(y);
    assert_false(hash_same(&vx, &vy));
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_one_that_every_file_system_takes),
        cmocka_unit_test(names_are_compared_as_a_forgetful_file_system_does),
        cmocka_unit_test(a_hash_is_that_of_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
