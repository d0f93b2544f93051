/* address.h - what a link may lead to. */
#ifndef QUIRE_DATA_ADDRESS_H
#define QUIRE_DATA_ADDRESS_H

#include "base/str.h"

/* Why an address is none that a document may link to, to follow "the link to `x`"; NULL if it is one:
 * https or http with a site, mailto, tel. */
const char *address_fault(struct str address);
/* "./a.pdf" or "../a.pdf": a file beside the document, which only the program's own index links to. */
bool address_is_relative(struct str address);

#endif
