#include "batch/line.h"

const struct node *line_read(struct arena *a, struct str bytes) {
    struct diag_list unheard;
    struct files none;
    diag_list_init(&unheard, a);
    files_init(&none, a, &unheard);
    struct session s = {a, &unheard, &none};
    struct source *source = ARENA_NEW(a, struct source);
    *source = (struct source){.path = STR("a line"), .bytes = bytes};
    const struct node *map = json_read(&s, source);
    return map && map->kind == NODE_MAP ? map : NULL;
}

struct str line_text(const struct node *map, const char *key) {
    const struct node *v = node_get(map, key);
    return v && (v->kind == NODE_TEXT || v->kind == NODE_NUMBER) ? v->text : STR_EMPTY;
}

unsigned long line_number(const struct node *map, const char *key) {
    const unsigned long most = 1000000000;
    struct str text = line_text(map, key);
    unsigned long n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || n >= most) {
            return 0;
        }
        n = n * 10 + (unsigned long)(text.p[i] - '0');
    }
    return n;
}
