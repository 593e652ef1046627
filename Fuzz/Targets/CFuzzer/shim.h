// libFuzzer as a library (clang's documentation of libFuzzer, "Using libFuzzer as a library"): the package manager gives each
// program a main of its own, which has to hand over.
#pragma once
#include <stddef.h>

int LLVMFuzzerRunDriver(
    int *_Nonnull argc, char *_Nullable *_Nonnull *_Nonnull argv,
    int (*_Nonnull target)(const void *_Nonnull data, size_t size));
