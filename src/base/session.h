/* session.h - what every stage needs to do its work for one document. */
#ifndef QUIRE_BASE_SESSION_H
#define QUIRE_BASE_SESSION_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"

struct session {
    struct arena *arena;     /* the document's memory */
    struct diag_list *diags; /* all its diagnostics */
    struct files *files;     /* all its inputs */
};

#endif
