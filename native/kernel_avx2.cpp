#define MELGRAM_KERNELS melgram_kernels_avx2
#define MELGRAM_VECTOR_BYTES 32
#include "kernel.inl"
