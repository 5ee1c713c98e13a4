#define MELGRAM_KERNELS melgram_kernels_avx512
#define MELGRAM_VECTOR_BYTES 64
#include "kernel.inl"
