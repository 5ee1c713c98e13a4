// Which instruction sets there are, on this build and on this machine.
#include "plan.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace {

#if defined(__x86_64__)
// Registers the operating system saves: bit 1 SSE, 2 AVX, 5..7 AVX-512.
uint64_t saved_registers() {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return uint64_t(high) << 32 | low;
}

int detect() {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1)) return MELGRAM_ISA_SCALAR;
    if (!(c & bit_OSXSAVE) || !(c & bit_AVX)) return MELGRAM_ISA_SSE4;
    const uint64_t saved = saved_registers();
    if ((saved & 0x6) != 0x6 || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2))
        return MELGRAM_ISA_SSE4;
    const unsigned wanted = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;
    if ((saved & 0xe6) != 0xe6 || (b & wanted) != wanted) return MELGRAM_ISA_AVX2;
    return MELGRAM_ISA_AVX512;
}
#endif

}  // namespace

const Kernels* melgram_kernels(int isa) {
    switch (isa) {
    case MELGRAM_ISA_SCALAR: return &melgram_kernels_scalar;
#if defined(__x86_64__)
    case MELGRAM_ISA_SSE4: return &melgram_kernels_sse4;
    case MELGRAM_ISA_AVX2: return &melgram_kernels_avx2;
    case MELGRAM_ISA_AVX512: return &melgram_kernels_avx512;
#elif defined(__aarch64__)
    case MELGRAM_ISA_NEON: return &melgram_kernels_neon;
#endif
    default: return nullptr;
    }
}

int32_t melgram_isa_best(void) {
#if defined(__x86_64__)
    static int known = -1;  // every thread that finds -1 stores the same answer
    int best = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (best < 0) __atomic_store_n(&known, best = detect(), __ATOMIC_RELAXED);
    return best;
#elif defined(__aarch64__)
    return MELGRAM_ISA_NEON;
#else
    return MELGRAM_ISA_SCALAR;
#endif
}

int32_t melgram_isa_supported(int32_t isa) {
    return melgram_kernels(isa) != nullptr && isa <= melgram_isa_best();
}

const char* melgram_isa_name(int32_t isa) {
    static const char* const names[] = {"scalar", "sse4", "avx2", "avx512", "neon"};
    if (isa == MELGRAM_ISA_AUTO) return "auto";
    return isa >= 0 && isa < MELGRAM_ISA_COUNT ? names[isa] : "unknown";
}

int32_t melgram_abi(void) { return MELGRAM_ABI; }

const char* melgram_version(void) {
#ifdef MELGRAM_VERSION
    return MELGRAM_VERSION;
#else
    return "0";
#endif
}
