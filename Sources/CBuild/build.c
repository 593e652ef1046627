#include "CBuild.h"

/* Package.swift hands on SWIFTCAP_COMMIT of the environment. A file of its own in C: another commit costs a link, and
 * does not compile the front end anew. */
#ifndef SWIFTCAP_COMMIT
#define SWIFTCAP_COMMIT ""
#endif

const char *swiftcap_commit(void) { return SWIFTCAP_COMMIT; }
