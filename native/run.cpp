// Running a plan: checks, threads, floating-point mode, and the sweeps that need no plan.
#include <pthread.h>
#include <stdlib.h>

#include "plan.hpp"

namespace {

constexpr int most_threads = 256;
constexpr double worth_a_thread = 100e3;  // nanoseconds of work below which a thread does not pay

// Other libraries set flush-to-zero and rounding modes in the thread they were called from. The
// kernel's results must not depend on that: each thread runs with IEEE defaults and gets its own
// mode back.
struct DefaultFloatingPoint {
#if defined(__x86_64__)
    unsigned saved = __builtin_ia32_stmxcsr();
    DefaultFloatingPoint() { __builtin_ia32_ldmxcsr(0x1f80); }
    ~DefaultFloatingPoint() { __builtin_ia32_ldmxcsr(saved); }
#elif defined(__aarch64__)
    uint64_t saved;
    DefaultFloatingPoint() {
        __asm__ volatile("mrs %0, fpcr" : "=r"(saved));
        __asm__ volatile("msr fpcr, %0" : : "r"(uint64_t(0)));
    }
    ~DefaultFloatingPoint() { __asm__ volatile("msr fpcr, %0" : : "r"(saved)); }
#else
    DefaultFloatingPoint() {}
#endif
};

void* run_share(void* argument) {
    Task* task = (Task*)argument;
    const DefaultFloatingPoint mode;
    const Kernels* kernels = task->plan->kernels;
    (task->plan->precision == MELGRAM_FLOAT32 ? kernels->run32 : kernels->run64)(task);
    return nullptr;
}

// One thread's scratch is kept in the plan: fresh pages cost more than a short run. Who finds none
// makes its own; who finds the place taken when done frees its own.
size_t scratch_size(const melgram_plan* plan) { return (plan->scratch + 4096 + 63) & ~size_t(63); }

void* take_scratch(const melgram_plan* plan, int threads) {
    void* scratch = nullptr;
    if (threads == 1) scratch = __atomic_exchange_n(&plan->spare, nullptr, __ATOMIC_ACQUIRE);
    if (!scratch && posix_memalign(&scratch, 4096, scratch_size(plan) * threads) != 0)
        return nullptr;
    return scratch;
}

void return_scratch(const melgram_plan* plan, int threads, void* scratch) {
    void* none = nullptr;
    if (threads != 1 || !__atomic_compare_exchange_n(&plan->spare, &none, scratch, false,
                                                     __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        free(scratch);
}

int check(const melgram_plan* plan, const melgram_run* run) {
    if (!plan || !run || run->structure_size != sizeof *run) return MELGRAM_ERROR_ARGUMENT;
    if (run->dtype < MELGRAM_FLOAT32 || run->dtype > MELGRAM_INT16) return MELGRAM_ERROR_ARGUMENT;
    if (run->pad < MELGRAM_PAD_ZERO || run->pad > MELGRAM_PAD_EDGE) return MELGRAM_ERROR_ARGUMENT;
    if (run->n_samples < 0 || run->n_frames < 0 || run->first_frame < 0 || run->threads < 1)
        return MELGRAM_ERROR_ARGUMENT;
    if (run->n_samples > 0 && !run->samples) return MELGRAM_ERROR_ARGUMENT;
    if (run->n_frames > 0 && !run->out) return MELGRAM_ERROR_ARGUMENT;
    if (run->frame_stride != 1 && run->feature_stride != 1) return MELGRAM_ERROR_ARGUMENT;
    const bool nothing = run->n_frames > 0 && run->n_samples == 0;
    return nothing && run->pad != MELGRAM_PAD_ZERO ? MELGRAM_ERROR_PADDING : MELGRAM_OK;
}

// Shares are whole groups of frames, so that only one group of the run is partly empty.
int plan_shares(const melgram_plan* plan, const melgram_run* run, Task* tasks) {
    const int64_t groups = (run->n_frames + plan->lanes - 1) / plan->lanes;
    const double work = double(run->n_frames) * plan->cost;
    int64_t threads = run->threads < most_threads ? run->threads : most_threads;
    if (threads > work / worth_a_thread) threads = int64_t(work / worth_a_thread);
    if (threads > groups) threads = groups;
    if (threads < 1) threads = 1;
    for (int64_t i = 0; i < threads; ++i) {
        const int64_t begin = groups * i / threads * plan->lanes;
        const int64_t end = groups * (i + 1) / threads * plan->lanes;
        tasks[i] = {plan,    run,
                    begin,   end < run->n_frames ? end : run->n_frames,
                    nullptr, -__builtin_inff()};
    }
    return int(threads);
}

}  // namespace

int32_t melgram_plan_run(const melgram_plan* plan, const melgram_run* run, float* maximum) {
    if (maximum) *maximum = -__builtin_inff();
    const int status = check(plan, run);
    if (status != MELGRAM_OK || run->n_frames == 0) return status;

    Task tasks[most_threads];
    const int threads = plan_shares(plan, run, tasks);
    void* scratch = take_scratch(plan, threads);
    if (!scratch) return MELGRAM_ERROR_MEMORY;
    for (int i = 0; i < threads; ++i) tasks[i].scratch = (char*)scratch + scratch_size(plan) * i;

    pthread_t handles[most_threads];
    bool started[most_threads] = {};
    for (int i = 1; i < threads; ++i)
        started[i] = pthread_create(&handles[i], nullptr, run_share, &tasks[i]) == 0;
    run_share(&tasks[0]);
    for (int i = 1; i < threads; ++i) {
        if (started[i]) pthread_join(handles[i], nullptr);
        else run_share(&tasks[i]);
    }
    return_scratch(plan, threads, scratch);
    if (maximum)
        for (int i = 0; i < threads; ++i)
            if (tasks[i].maximum > *maximum) *maximum = tasks[i].maximum;
    return MELGRAM_OK;
}

void melgram_clamp_affine(float* data, int64_t n, float floor, float scale, float offset) {
    const DefaultFloatingPoint mode;
    melgram_kernels(melgram_isa_best())->clamp_affine(data, n, floor, scale, offset);
}

namespace {

template <class S>
int64_t first_nonfinite_strided(const S* samples, int64_t stride, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
        const S x = samples[i * stride];
        if (!(x - x == 0)) return i;
    }
    return -1;
}

}  // namespace

int64_t melgram_first_nonfinite(const void* samples, int32_t dtype, int64_t stride,
                                int64_t n_samples) {
    const Kernels* kernels = melgram_kernels(melgram_isa_best());
    if (dtype == MELGRAM_FLOAT32) {
        const float* x = (const float*)samples;
        return stride == 1 ? kernels->first_nonfinite32(x, n_samples)
                           : first_nonfinite_strided(x, stride, n_samples);
    }
    if (dtype == MELGRAM_FLOAT64) {
        const double* x = (const double*)samples;
        return stride == 1 ? kernels->first_nonfinite64(x, n_samples)
                           : first_nonfinite_strided(x, stride, n_samples);
    }
    return -1;
}
