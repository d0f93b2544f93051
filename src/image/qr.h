/* qr.h - an address as a QR code (ISO/IEC 18004), by libqrencode: modules, not pixels. */
#ifndef QUIRE_IMAGE_QR_H
#define QUIRE_IMAGE_QR_H

#include "frame/frame.h"

/* Modules of white that must surround a code (ISO/IEC 18004, 9.1). */
enum { QR_QUIET_ZONE = 4 };

struct qr_code {
    unsigned size; /* modules on a side, without the quiet zone */
    bool *dark;    /* size * size, row by row */
};

/* Error correction M: 15 % may be lost, as print on folded paper loses it. NULL after a diagnostic when the
 * address is too long for any code. */
const struct qr_code *qr_encode(struct session *s, struct str address, struct span at);

/* All dark modules, row by row, those that touch as one run, into `out` (room for qr_runs_most); gives
 * how many. The quiet zone is counted: the grid has size + 2 * QR_QUIET_ZONE squares on a side. */
size_t qr_runs(const struct qr_code *code, struct module_run *out);
/* As many runs as a code can have. */
size_t qr_runs_most(const struct qr_code *code);

#endif
