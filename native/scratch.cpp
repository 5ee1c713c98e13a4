// Scratch memory of the whole process: a few blocks wait for the next run.
#include <stdlib.h>

#include "plan.hpp"

namespace {

constexpr int most_spares = 8;
constexpr size_t spare_size = 512 << 10;  // a run that needs more is long enough to pay for pages
void* spares[most_spares];

}  // namespace

// A block is out of its place while it is used, so a fork in between loses one block and no more.
void* melgram_take_scratch(size_t size) {
    if (size <= spare_size) {
        size = spare_size;
        for (void*& spare : spares)
            if (void* found = __atomic_exchange_n(&spare, nullptr, __ATOMIC_ACQUIRE)) return found;
    }
    void* scratch = nullptr;
    return posix_memalign(&scratch, 4096, size) == 0 ? scratch : nullptr;
}

void melgram_give_scratch(void* scratch, size_t size) {
    if (size <= spare_size)
        for (void*& spare : spares) {
            void* none = nullptr;
            if (__atomic_compare_exchange_n(&spare, &none, scratch, false, __ATOMIC_RELEASE,
                                            __ATOMIC_RELAXED))
                return;
        }
    free(scratch);
}
