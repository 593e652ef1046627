// zlib as Swift cannot import it by itself: the initialisers are macros that add the version.
#ifndef SWIFTCAP_CZLIB_SHIM_H
#define SWIFTCAP_CZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

// 15 bits of window, and 16 for gzip's header and trailer.
static inline int swiftcap_gzip_deflate_init(z_stream *stream, int level) {
    memset(stream, 0, sizeof *stream);
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int swiftcap_gzip_inflate_init(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, 15 + 16);
}

#endif
