#include "unit/unit.h"

#include "base/out_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A temporary folder with an output folder in it, and one beside that nobody may write to. */
struct fixture {
    struct arena *a;
    struct diag_list diags;
    struct out_folder out;
    char folder[64];
};

static const char *path_in(struct fixture *x, const char *name) {
    return str_format(x->a, "%s/%s", x->folder, name).p;
}

static int set_up(void **state) {
    struct fixture *x = calloc(1, sizeof *x);
    x->a = arena_new();
    diag_list_init(&x->diags, x->a);
    strcpy(x->folder, "/tmp/quire-out-XXXXXX");
    assert_non_null(mkdtemp(x->folder));
    assert_int_equal(mkdir(path_in(x, "beside"), 0700), 0);
    assert_true(out_open(&x->out, &x->diags, str_from(path_in(x, "made/deep"))));
    *state = x;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *x = *state;
    int status = unit_remove_folder(x->folder);
    out_close(&x->out);
    arena_free(x->a);
    free(x);
    return status;
}

static void a_file_is_written_whole_and_read_back(void **state) {
    struct fixture *x = *state;
    struct str bytes;
    assert_true(out_write(&x->out, &x->diags, STR("a/b/one.txt"), STR("first")));
    assert_true(out_write(&x->out, &x->diags, STR("a/b/one.txt"), STR("second")));
    assert_true(out_read(&x->out, x->a, STR("a/b/one.txt"), &bytes));
    assert_str(bytes, "second");
    assert_true(out_has(&x->out, x->a, STR("a/b/one.txt")));
    assert_false(out_has(&x->out, x->a, STR("a/b")));
    assert_true(out_remove(&x->out, &x->diags, STR("a/b/one.txt")));
    assert_true(out_remove(&x->out, &x->diags, STR("a/b/one.txt")));
    assert_false(out_has(&x->out, x->a, STR("a/b/one.txt")));
    assert_int_equal(x->diags.errors, 0);
}

static void no_link_is_followed_out_of_the_folder(void **state) {
    struct fixture *x = *state;
    assert_int_equal(symlink("../../beside", path_in(x, "made/deep/door")), 0);
    assert_false(out_write(&x->out, &x->diags, STR("door/file.txt"), STR("no")));
    assert_true(x->diags.machine);
    assert_int_not_equal(access(path_in(x, "beside/file.txt"), F_OK), 0);
    /* A link in a file's own place is replaced. */
    assert_int_equal(symlink("../../beside/file.txt", path_in(x, "made/deep/file.txt")), 0);
    assert_true(out_write(&x->out, &x->diags, STR("file.txt"), STR("here")));
    struct stat st;
    assert_int_equal(lstat(path_in(x, "made/deep/file.txt"), &st), 0);
    assert_true(S_ISREG(st.st_mode));
    assert_int_not_equal(access(path_in(x, "beside/file.txt"), F_OK), 0);
}

static void a_stream_that_is_given_up_leaves_the_earlier_file(void **state) {
    struct fixture *x = *state;
    struct out_stream s;
    struct str bytes;
    assert_true(out_write(&x->out, &x->diags, STR("list"), STR("earlier")));
    assert_true(out_stream_begin(&s, &x->out, &x->diags, STR("list")));
    for (int i = 0; i < 5000; i++) {
        out_stream_add(&s, STR("some words that fill more than a buffer "));
    }
    out_stream_give_up(&s);
    assert_true(out_read(&x->out, x->a, STR("list"), &bytes));
    assert_str(bytes, "earlier");
    assert_true(out_stream_begin(&s, &x->out, &x->diags, STR("list")));
    for (int i = 0; i < 5000; i++) {
        out_stream_add(&s, STR("line\n"));
    }
    assert_true(out_stream_end(&s));
    struct out_reader r;
    struct str line;
    size_t lines = 0;
    assert_true(out_reader_open(&r, &x->out, x->a, STR("list")));
    while (out_reader_line(&r, &line)) {
        assert_str(line, "line");
        lines++;
    }
    out_reader_close(&r);
    assert_int_equal(lines, 5000);
}

static void a_log_is_read_back_where_it_was_appended(void **state) {
    struct fixture *x = *state;
    struct out_log l;
    char text[6] = "";
    assert_true(out_log_open(&l, &x->out, &x->diags, STR("log")));
    assert_int_equal(out_log_append(&l, &x->diags, STR("first")), 0);
    assert_int_equal(out_log_append(&l, &x->diags, STR("other")), 5);
    assert_false(out_log_read(&l, 5, text, 5)); /* not on its way to the disk yet */
    assert_true(out_log_flush(&l, &x->diags));
    assert_true(out_log_read(&l, 5, text, 5));
    assert_string_equal(text, "other");
    assert_false(out_log_read(&l, 6, text, 5));
    out_log_close(&l);
}

static void only_temporaries_that_nobody_writes_are_cleared_away(void **state) {
    struct fixture *x = *state;
    struct map files;
    long dead = 0;
    pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    waitpid(child, NULL, 0);
    dead = child; /* its number is free */
    struct str gone = str_format(x->a, ".a.pdf.%ld.quire-tmp", dead);
    struct str alive = str_format(x->a, ".b.pdf.%ld.quire-tmp", (long)getpid());
    const struct str names[] = {gone, alive, STR("plain.pdf"), STR(".hidden")};
    for (size_t i = 0; i < 4; i++) {
        FILE *f = fopen(path_in(x, str_format(x->a, "made/deep/%.*s", STR_ARG(names[i])).p), "w");
        assert_non_null(f);
        fclose(f);
    }
    out_clean(&x->out, x->a, STR_EMPTY, NULL);
    assert_false(out_has(&x->out, x->a, gone));
    assert_true(out_has(&x->out, x->a, alive));
    map_init(&files, x->a);
    map_set(&files, STR("b.pdf"), NULL);
    out_clean(&x->out, x->a, STR_EMPTY, &files);
    assert_false(out_has(&x->out, x->a, alive));
    assert_true(out_has(&x->out, x->a, STR("plain.pdf")) && out_has(&x->out, x->a, STR(".hidden")));
}

static void a_lock_is_one_processs_and_tells_whose(void **state) {
    struct fixture *x = *state;
    struct out_lock_request own = {STR("lock"), false, false};
    struct out_lock_request shared = {STR("lock"), true, false};
    long holder = 0;
    assert_int_equal(out_lock(&x->out, &x->diags, &own, &holder), OUT_LOCKED);
    pid_t child = fork();
    if (child == 0) {
        enum out_lock got = out_lock(&x->out, &x->diags, &shared, &holder);
        _exit(got == OUT_BUSY && holder == (long)getppid() ? 0 : 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_written_whole_and_read_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_link_is_followed_out_of_the_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stream_that_is_given_up_leaves_the_earlier_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_log_is_read_back_where_it_was_appended, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(only_temporaries_that_nobody_writes_are_cleared_away,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lock_is_one_processs_and_tells_whose, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
