// Zstandard: nothing here but the include.
#ifndef SWIFTCAP_CZSTD_SHIM_H
#define SWIFTCAP_CZSTD_SHIM_H

#include <zstd.h>

#endif
