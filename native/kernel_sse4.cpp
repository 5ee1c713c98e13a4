#define MELGRAM_KERNELS melgram_kernels_sse4
#define MELGRAM_VECTOR_BYTES 16
#include "kernel.inl"
