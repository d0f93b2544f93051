/* qr.h - an address as a QR code (ISO/IEC 18004), by libqrencode: modules, not pixels. */
#ifndef QUIRE_IMAGE_QR_H
#define QUIRE_IMAGE_QR_H

#include "base/session.h"

/* Modules of white that must surround a code (ISO/IEC 18004, 9.1). */
enum { QR_QUIET_ZONE = 4 };

struct qr_code {
    unsigned size; /* modules on a side, without the quiet zone */
    bool *dark;    /* size * size, row by row */
};

/* Error correction M: 15 % may be lost, as print on folded paper loses it. NULL after a diagnostic when the
 * address is too long for any code. */
const struct qr_code *qr_encode(struct session *s, struct str address, struct span at);

/* Dark modules of one row that touch: one bar of the drawing. */
struct qr_bar {
    unsigned column, row, width;
};
/* All bars, row by row, into `out` (room for qr_bars_most); gives how many. */
size_t qr_bars(const struct qr_code *code, struct qr_bar *out);
/* As many bars as a code can have. */
size_t qr_bars_most(const struct qr_code *code);

#endif
