#include "document/element.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void children_stand_in_the_order_they_were_added(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct element_tree t;
    element_tree_init(&t, a);
    element_id p = element_add(&t, 1, ROLE_P, SPAN_NONE);
    element_id l = element_add(&t, 1, ROLE_L, SPAN_NONE);
    assert_int_equal(element_at(&t, 1)->role, ROLE_DOCUMENT);
    assert_int_equal(element_at(&t, 1)->first_child, p);
    assert_int_equal(element_at(&t, p)->next, l);
    assert_int_equal(element_at(&t, 1)->last_child, l);
    assert_int_equal(element_at(&t, l)->parent, 1);
    arena_free(a);
}

static void an_element_without_a_parent_is_in_the_tree_only_when_attached(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct element_tree t;
    element_tree_init(&t, a);
    element_id p = element_add(&t, 0, ROLE_P, SPAN_NONE);
    assert_int_equal(element_at(&t, 1)->first_child, 0);
    element_attach(&t, 1, p);
    assert_int_equal(element_at(&t, 1)->first_child, p);
    arena_free(a);
}

static void a_tree_grows_and_keeps_what_it_has(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct element_tree t;
    element_tree_init(&t, a);
    for (unsigned i = 0; i < 1000; i++)
        element_add(&t, 1, ROLE_P, SPAN_NONE);
    unsigned n = 0;
    for (element_id id = element_at(&t, 1)->first_child; id != 0; id = element_at(&t, id)->next)
        n++;
    assert_int_equal(n, 1000);
    arena_free(a);
}

static void every_role_has_a_name(void **state) {
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++)
        assert_true(role_name((enum role)role)[0] >= 'A');
    assert_string_equal(role_name(ROLE_BLOCKQUOTE), "BlockQuote");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_stand_in_the_order_they_were_added),
        cmocka_unit_test(an_element_without_a_parent_is_in_the_tree_only_when_attached),
        cmocka_unit_test(a_tree_grows_and_keeps_what_it_has),
        cmocka_unit_test(every_role_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
