#ifndef CBUILD_H
#define CBUILD_H

/* The commit that this program was built from; empty where the build was not told. */
const char *swiftcap_commit(void);

#endif
