/* address.h - what a link may lead to. */
#ifndef QUIRE_DATA_ADDRESS_H
#define QUIRE_DATA_ADDRESS_H

#include "base/str.h"

/* Why an address is none that a document may link to, to follow "the link to `x`"; NULL if it is one:
 * https or http with a site, mailto, tel. */
const char *address_fault(struct str address);
/* A path without a scheme, control characters and spaces: a file beside the document. */
bool address_is_local(struct str address);

#endif
