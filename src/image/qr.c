#include "image/qr.h"

#include <errno.h>
#include <qrencode.h>

const struct qr_code *qr_encode(struct session *s, struct str address, struct span at) {
    QRcode *made = QRcode_encodeString8bit(str_c(s->arena, address), 0, QR_ECLEVEL_M);
    if (!made) {
        if (errno == ENOMEM) {
            fail_memory();
        }
        struct diag *d = diag_error(s->diags, "qr-too-long", at,
                                    "an address of %zu bytes is too long for a QR code", address.n);
        diag_help(s->diags, d, "link to a shorter address, or show these links as a list");
        return NULL;
    }
    struct qr_code *code = ARENA_NEW(s->arena, struct qr_code);
    code->size = (unsigned)made->width;
    size_t n = (size_t)code->size * code->size;
    code->dark = ARENA_ARRAY(s->arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        code->dark[i] = made->data[i] & 1;
    }
    QRcode_free(made);
    return code;
}

size_t qr_runs_most(const struct qr_code *code) {
    return (size_t)code->size * ((code->size + 1) / 2);
}

size_t qr_runs(const struct qr_code *code, struct module_run *out) {
    size_t n = 0;
    for (unsigned row = 0; row < code->size; row++) {
        const bool *dark = code->dark + (size_t)row * code->size;
        for (unsigned from = 0, to; from < code->size; from = to) {
            for (to = from; to < code->size && dark[to] == dark[from]; to++) {
            }
            if (dark[from]) {
                out[n++] =
                    (struct module_run){(uint16_t)(from + QR_QUIET_ZONE),
                                        (uint16_t)(row + QR_QUIET_ZONE), (uint16_t)(to - from)};
            }
        }
    }
    return n;
}
