#if defined(__aarch64__)
#define MELGRAM_KERNELS melgram_kernels_neon
#define MELGRAM_VECTOR_BYTES 16
#include "kernel.inl"
#endif
