// Running a plan: checks, threads, floating-point mode, and the sweeps that need no plan.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "plan.hpp"

namespace {

constexpr int most_threads = 256;
constexpr double worth_a_share = 50e3;    // nanoseconds of work taken at a time
constexpr int64_t large_output = 4 << 20;  // bytes; more than the caches hold of many rows at once
constexpr int64_t stage_bytes = 128 << 10;
constexpr double worth_a_thread = 200e3;  // nanoseconds of work below which a thread does not pay

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

// A thread that starts late or loses its core must not hold up the rest: shares are taken as they
// are needed. Which thread computes a frame is not part of the result.
struct Queue {
    int64_t next;   // the first group nobody has taken
    int64_t share;  // groups taken at a time
};

struct Worker {
    Task task;
    Queue* queue;
    float* stage;
    int64_t stage_frames;  // 0: features go straight to their place
};

// Rows of a long feature-major output lie far apart: writing 16 frames to each in turn keeps as many
// pages and lines in flight as there are features. A block of frames is finished in the cache and
// then copied row by row.
int64_t stage_frames(const melgram_plan* plan, const melgram_run* run) {
    const int64_t row = int64_t(sizeof(float)) * melgram_plan_n_features(plan);
    if (run->frame_stride != 1 || row * run->n_frames < large_output) return 0;
    const int64_t groups = stage_bytes / row / plan->lanes;
    return (groups < 1 ? 1 : groups) * plan->lanes;
}

void run_staged(Task* task, void (*kernel)(Task*), float* stage, int64_t frames) {
    const melgram_run* run = task->run;
    melgram_run block = *run;
    const int64_t begin = task->begin, end = task->end;
    const int n_features = melgram_plan_n_features(task->plan);
    block.feature_stride = frames;
    task->run = &block;
    for (int64_t at = begin; at < end; at += frames) {
        task->begin = at;
        task->end = at + frames < end ? at + frames : end;
        block.out = stage - at;
        kernel(task);
        for (int64_t b = 0; b < n_features; ++b)
            memcpy(run->out + b * run->feature_stride + at, stage + b * frames,
                   sizeof(float) * size_t(task->end - at));
    }
    task->run = run;
}

void* work_through(void* argument) {
    Worker* worker = (Worker*)argument;
    Task* task = &worker->task;
    const melgram_plan* plan = task->plan;
    const DefaultFloatingPoint mode;
    auto kernel = plan->precision == MELGRAM_FLOAT32 ? plan->kernels->run32 : plan->kernels->run64;
    const int64_t n_frames = task->run->n_frames, share = worker->queue->share;
    for (;;) {
        const int64_t group = __atomic_fetch_add(&worker->queue->next, share, __ATOMIC_RELAXED);
        task->begin = group * plan->lanes;
        if (task->begin >= n_frames) return nullptr;
        task->end = (group + share) * plan->lanes;
        if (task->end > n_frames) task->end = n_frames;
        if (worker->stage_frames)
            run_staged(task, kernel, worker->stage, worker->stage_frames);
        else
            kernel(task);
    }
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

int threads_for(const melgram_plan* plan, const melgram_run* run) {
    const int64_t groups = (run->n_frames + plan->lanes - 1) / plan->lanes;
    const double worth = double(run->n_frames) * plan->cost / worth_a_thread;
    int64_t threads = run->threads < most_threads ? run->threads : most_threads;
    if (threads > worth) threads = int64_t(worth);
    if (threads > groups) threads = groups;
    return threads < 1 ? 1 : int(threads);
}

// Whole groups, so that only the last one of a run is partly empty.
int64_t share_for(const melgram_plan* plan, const melgram_run* run, int threads) {
    if (threads == 1) return run->n_frames / plan->lanes + 1;
    const int64_t share = int64_t(worth_a_share / (plan->cost * plan->lanes));
    return share < 1 ? 1 : share;
}

}  // namespace

int32_t melgram_plan_run(const melgram_plan* plan, const melgram_run* run, float* maximum) {
    if (maximum) *maximum = -__builtin_inff();
    const int status = check(plan, run);
    if (status != MELGRAM_OK || run->n_frames == 0) return status;

    const int threads = threads_for(plan, run);
    void* scratch = take_scratch(plan, threads);
    if (!scratch) return MELGRAM_ERROR_MEMORY;
    const int64_t staged = stage_frames(plan, run);
    const size_t stage = size_t(staged) * sizeof(float) * size_t(melgram_plan_n_features(plan));
    void* stages = nullptr;
    if (staged && posix_memalign(&stages, 64, stage * threads) != 0) {
        return_scratch(plan, threads, scratch);
        return MELGRAM_ERROR_MEMORY;
    }
    Queue queue{0, share_for(plan, run, threads)};
    Worker workers[most_threads];
    pthread_t handles[most_threads];
    int started = 1;  // the caller is the first worker; one that cannot be started is not missed
    for (int i = 0; i < threads; ++i) {
        char* space = (char*)scratch + scratch_size(plan) * i;
        workers[i] = {{plan, run, 0, 0, space, -__builtin_inff()}, &queue,
                      (float*)((char*)stages + stage * i), staged};
        if (i == 0) continue;
        if (pthread_create(&handles[i], nullptr, work_through, &workers[i]) != 0) break;
        ++started;
    }
    work_through(&workers[0]);
    for (int i = 1; i < started; ++i) pthread_join(handles[i], nullptr);
    return_scratch(plan, threads, scratch);
    free(stages);
    if (maximum)
        for (int i = 0; i < started; ++i)
            if (workers[i].task.maximum > *maximum) *maximum = workers[i].task.maximum;
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
