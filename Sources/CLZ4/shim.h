// LZ4's frame format: nothing here but the include and the preferences that frames are written with.
#ifndef SWIFTCAP_CLZ4_SHIM_H
#define SWIFTCAP_CLZ4_SHIM_H

#include <lz4frame.h>
#include <string.h>

// Blocks of 256 KiB, each on its own and with a checksum of its own; nothing is held back.
static inline LZ4F_preferences_t swiftcap_lz4_preferences(void) {
    LZ4F_preferences_t preferences;
    memset(&preferences, 0, sizeof preferences);
    preferences.frameInfo.blockSizeID = LZ4F_max256KB;
    preferences.frameInfo.blockMode = LZ4F_blockIndependent;
    preferences.frameInfo.blockChecksumFlag = LZ4F_blockChecksumEnabled;
    preferences.autoFlush = 1;
    return preferences;
}

#endif
