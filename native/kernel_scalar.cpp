#define MELGRAM_KERNELS melgram_kernels_scalar
#define MELGRAM_VECTOR_BYTES 4
#include "kernel.inl"
