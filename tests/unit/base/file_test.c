#include "unit/unit.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A temporary folder with a project in it, and one secret beside the project. */
struct fixture {
    struct arena *a;
    struct diag_list diags;
    struct files files;
    char folder[64];
};

static void put(const char *folder, const char *name, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int set_up(void **state) {
    struct fixture *x = calloc(1, sizeof *x);
    x->a = arena_new();
    diag_list_init(&x->diags, x->a);
    files_init(&x->files, x->a, &x->diags);
    strcpy(x->folder, "/tmp/quire-file-XXXXXX");
    assert_non_null(mkdtemp(x->folder));
    char path[256];
    snprintf(path, sizeof path, "%s/root", x->folder);
    mkdir(path, 0700);
    x->files.root = str_copy(x->a, str_from(path));
    put(path, "data.yaml", "a: 1\n");
    put(x->folder, "secret.yaml", "secret\n");
    char link[256];
    snprintf(link, sizeof link, "%s/root/link.yaml", x->folder);
    assert_int_equal(symlink("../secret.yaml", link), 0);
    *state = x;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *x = *state;
    int status = unit_remove_folder(x->folder);
    arena_free(x->a);
    free(x);
    return status;
}

static const char *last_code(struct fixture *x) {
    return x->diags.all.n ? x->diags.all.v[x->diags.all.n - 1]->code : "";
}

static void a_file_of_the_project_is_read_once(void **state) {
    struct fixture *x = *state;
    struct source *s = files_read(&x->files, FILE_DATA, STR("data.yaml"), SPAN_NONE);
    assert_non_null(s);
    assert_str(s->bytes, "a: 1\n");
    assert_ptr_equal(files_read(&x->files, FILE_DATA, STR("./x/../data.yaml"), SPAN_NONE), s);
    assert_int_equal(x->files.read.n, 1);
}

static void nothing_outside_the_root_is_read(void **state) {
    struct fixture *x = *state;
    static const char *const paths[] = {"../secret.yaml", "/etc/passwd", "link.yaml",
                                        "a/../../secret.yaml"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_null(files_read(&x->files, FILE_DATA, str_from(paths[i]), SPAN_NONE));
        assert_string_equal(last_code(x), "file-outside-root");
    }
}

static void a_missing_file_suggests_its_neighbour(void **state) {
    struct fixture *x = *state;
    assert_null(files_read(&x->files, FILE_DATA, STR("data.yml"), SPAN_NONE));
    assert_string_equal(last_code(x), "file-missing");
    assert_str(x->diags.all.v[0]->help, "did you mean `data.yaml`?");
    assert_null(files_read(&x->files, FILE_DATA, STR("."), SPAN_NONE));
}

static void a_failed_write_leaves_the_old_file(void **state) {
    struct fixture *x = *state;
    struct str path = str_format(x->a, "%s/out/deep/report.pdf", x->folder);
    assert_true(file_write(&x->diags, path, STR("first")));
    struct str target = str_format(x->a, "%s/out", x->folder);
    assert_false(file_write(&x->diags, target, STR("onto a folder")));
    assert_true(x->diags.machine);
    assert_true(file_write(&x->diags, path, STR("second")));
    struct source *s = files_read_trusted(&x->files, FILE_DATA, path, false);
    assert_str(s->bytes, "second");
}

static void a_pipe_and_a_link_stay_what_they_are(void **state) {
    struct fixture *x = *state;
    char pipe[256], link[256], got[4] = "";
    struct stat st;
    snprintf(pipe, sizeof pipe, "%s/root/pipe", x->folder);
    snprintf(link, sizeof link, "%s/root/link", x->folder);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink("data.yaml", link), 0);
    int reader = open(pipe, O_RDWR);
    assert_true(file_write(&x->diags, str_from(pipe), STR("new")));
    assert_int_equal(read(reader, got, 3), 3);
    assert_string_equal(got, "new");
    close(reader);
    assert_true(lstat(pipe, &st) == 0 && S_ISFIFO(st.st_mode));
    assert_true(file_write(&x->diags, str_from(link), STR("new")));
    assert_true(lstat(link, &st) == 0 && S_ISLNK(st.st_mode));
    assert_true(stat(link, &st) == 0 && st.st_size == 3);
}

static void a_folder_is_listed_in_order_without_links_and_hidden_files(void **state) {
    struct fixture *x = *state;
    char path[256];
    snprintf(path, sizeof path, "%s/root/inner", x->folder);
    mkdir(path, 0700);
    put(path, "b.csv", "b\n");
    put(path, ".hidden", "h\n");
    snprintf(path, sizeof path, "%s/root", x->folder);
    put(path, "a.csv", "a\n");
    struct path_list list = {0};
    assert_true(files_list(&x->diags, x->files.root, &list));
    assert_int_equal(list.n, 3);
    assert_str(list.v[0], "a.csv");
    assert_str(list.v[1], "data.yaml");
    assert_str(list.v[2], "inner/b.csv");
    assert_true(path_is_folder(x->a, x->files.root));
    assert_false(path_is_file(x->a, x->files.root));
    list = (struct path_list){0};
    assert_false(files_list(&x->diags, STR("/no/such/folder"), &list));
    assert_true(x->diags.machine);
}

static void places_count_code_points_from_one(void **state) {
    struct fixture *x = *state;
    struct source s = {
        .path = STR("a"), .bytes = STR("one\r\n\xC3\xA9t\xC3\xA9 two\rthree"), .arena = x->a};
    struct span at = span_of_bytes(&s, 5 + 6, 5 + 9);
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 5);
    assert_int_equal(at.length, 3);
    assert_str(source_line(&s, 2), "\xC3\xA9t\xC3\xA9 two");
    assert_str(source_line(&s, 3), "three");
    assert_int_equal(source_line(&s, 9).n, 0);
    assert_int_equal(source_offset(&s, 2, 5), 5 + 6);
    s.arena = NULL;
    s.lines = NULL;
    at = span_of_bytes(&s, 15, 16);
    assert_int_equal(at.line, 3);
    assert_int_equal(at.column, 1);
}

static void the_nearest_word_is_offered_and_a_far_one_is_not(void **state) {
    (void)state;
    static const struct str words[] = {{"caption", 7}, {"columns", 7}, {"series", 6}, {"h1", 2}};
    assert_str(diag_nearest(STR("captoin"), words, 4), "caption");
    assert_str(diag_nearest(STR("colums"), words, 4), "columns");
    assert_str(diag_nearest(STR("Series"), words, 4), "series");
    assert_int_equal(diag_nearest(STR("zebra"), words, 4).n, 0);
}

static void text_from_data_is_shown_safely(void **state) {
    struct fixture *x = *state;
    assert_str(diag_quote(x->a, STR("a\x1b[31mb\n")), "a\\x1B[31mb\\x0A");
    assert_str(diag_quote(x->a, STR("\xE2\x80\xAE"
                                    "x")),
               "\\u202Ex");
    char longest[200];
    memset(longest, 'x', sizeof longest);
    assert_int_equal(diag_quote(x->a, (struct str){longest, sizeof longest}).n, 83);
}

static void diagnostics_come_in_order_of_place_without_repeats(void **state) {
    struct fixture *x = *state;
    struct source s = {.path = STR("a.yaml"), .bytes = STR("x\ny\n"), .arena = x->a};
    diag_error(&x->diags, "late", span_of_bytes(&s, 2, 3), "second line");
    diag_warning(&x->diags, "early", span_of_bytes(&s, 0, 1), "first line");
    diag_error(&x->diags, "late", span_of_bytes(&s, 2, 3), "second line");
    diag_sort(&x->diags);
    assert_int_equal(x->diags.all.n, 2);
    assert_int_equal(x->diags.errors, 1);
    assert_string_equal(x->diags.all.v[0]->code, "early");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_of_the_project_is_read_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_outside_the_root_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_file_suggests_its_neighbour, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_the_old_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_pipe_and_a_link_stay_what_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_listed_in_order_without_links_and_hidden_files,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_count_code_points_from_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_nearest_word_is_offered_and_a_far_one_is_not, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(text_from_data_is_shown_safely, set_up, tear_down),
        cmocka_unit_test_setup_teardown(diagnostics_come_in_order_of_place_without_repeats, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
