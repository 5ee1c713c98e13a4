// Running a plan: checks, threads, floating-point mode, blocks of frames, and the limit after them.
#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#include "plan.hpp"

namespace {

constexpr int most_threads = 256;
constexpr int most_parts = 1024;
constexpr int64_t large_output = 4 << 20;  // bytes; more than the caches hold of many rows at once
constexpr double worth_a_thread = 200e3;   // nanoseconds of work below which a thread does not pay
constexpr double worth_a_limit = 0.1;      // nanoseconds to limit one feature
constexpr int64_t nowhere = INT64_MAX;

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

// One run. A thread that starts late or loses its core must not hold up the rest: blocks are taken
// as they are needed, in order. Which thread computes a frame is not part of the result.
struct Job {
    const melgram_plan* plan;
    const melgram_run* run;
    int n_features;
    int64_t n_blocks;
    bool staged;
    int64_t next, finished;   // blocks
    int64_t first_nonfinite;  // sample
    float highest, floor;
    int64_t blocks_a_part;
    float lowest[most_parts];  // of the features of a part, after what follows the limit
};

void lower(int64_t* at, int64_t value) {
    int64_t found = __atomic_load_n(at, __ATOMIC_RELAXED);
    while (value < found && !__atomic_compare_exchange_n(at, &found, value, true, __ATOMIC_RELAXED,
                                                         __ATOMIC_RELAXED)) {}
}
template <class Beats>
void improve(float* at, float value, Beats beats) {
    float found;
    __atomic_load(at, &found, __ATOMIC_RELAXED);
    while (beats(value, found) &&
           !__atomic_compare_exchange(at, &found, &value, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {}
}

int64_t first_frame_of(const Job& job, int64_t block) {
    const int64_t frame = block * job.plan->block;
    return frame < job.run->n_frames ? frame : job.run->n_frames;
}

// Index of the first NaN or infinity among samples begin .. end - 1, or nowhere.
int64_t first_nonfinite(const melgram_run& run, int64_t begin, int64_t end) {
    const int64_t bytes = run.dtype == MELGRAM_FLOAT64 ? sizeof(double) : sizeof(float);
    const int64_t found =
        melgram_first_nonfinite((const char*)run.samples + begin * run.stride * bytes, run.dtype,
                                run.stride, end - begin);
    return found < 0 ? nowhere : begin + found;
}

// The blocks share the samples out among them, whether a frame sees them or not. All blocks before
// one that fails have been taken, and look at theirs first: the lowest index found is the first of
// all. Reading a block from end to end also brings it into the cache, faster than prefetching did.
bool samples_are_finite(Job* job, int64_t block) {
    const melgram_run& run = *job->run;
    if (!run.refuse_nonfinite || run.dtype == MELGRAM_INT16) return true;
    auto begin_of = [&](int64_t b) -> int64_t {
        if (b == 0 || b >= job->n_blocks) return b == 0 ? 0 : run.n_samples;
        const int64_t frame = run.first_frame + first_frame_of(*job, b);
        const int64_t at = run.first_start + frame * job->plan->hop;
        return at < 0 ? 0 : at > run.n_samples ? run.n_samples : at;
    };
    const int64_t begin = begin_of(block), found = first_nonfinite(run, begin, begin_of(block + 1));
    lower(&job->first_nonfinite, found);
    return found == nowhere;
}

// Copies past the caches: what is not read soon should not be fetched before it is overwritten, nor
// push out what is needed.
void write_through(const float* from, float* to, int64_t n) {
#if defined(__x86_64__)
    for (; n > 0 && uintptr_t(to) % 64; --n) *to++ = *from++;
    for (; n >= 16; n -= 16, from += 16, to += 16)
        for (int i = 0; i < 16; i += 4) _mm_stream_ps(to + i, _mm_loadu_ps(from + i));
#endif
    memcpy(to, from, sizeof(float) * size_t(n));
}

// Rows of a long feature-major output lie far apart: writing 16 frames to each in turn keeps as many
// pages and lines in flight as there are features. A block of frames is finished in the cache and
// then copied row by row.
void run_staged(const Job& job, Task* task, void (*kernel)(Task*), float* stage) {
    const melgram_run* run = task->run;
    melgram_run block = *run;
    const int64_t frames = task->end - task->begin;
    block.feature_stride = frames;
    block.out = stage - task->begin;
    task->run = &block;
    kernel(task);
    for (int64_t b = 0; b < job.n_features; ++b)
        write_through(stage + b * frames, run->out + b * run->feature_stride + task->begin, frames);
    task->run = run;
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

void* compute_blocks(void* argument) {
    Job* job = (Job*)argument;
    const melgram_plan* plan = job->plan;
    const DefaultFloatingPoint mode;
    char* scratch = (char*)melgram_take_scratch(plan->scratch + plan->stage);
    if (!scratch) return nullptr;  // the others do the work, if there are any
    auto kernel = plan->precision == MELGRAM_FLOAT32 ? plan->kernels->run32 : plan->kernels->run64;
    for (;;) {
        const int64_t block = __atomic_fetch_add(&job->next, 1, __ATOMIC_RELAXED);
        if (block >= job->n_blocks) break;
        if (!samples_are_finite(job, block)) {
            __atomic_store_n(&job->next, job->n_blocks, __ATOMIC_RELAXED);
            break;
        }
        Task task{plan, job->run, first_frame_of(*job, block), first_frame_of(*job, block + 1),
                  scratch, 0, 0};
        if (job->staged) run_staged(*job, &task, kernel, (float*)(scratch + plan->scratch));
        else kernel(&task);
        improve(&job->highest, task.highest, [](float a, float b) { return a > b; });
        improve(&job->lowest[block / job->blocks_a_part], task.lowest,
                [](float a, float b) { return a < b; });
        __atomic_fetch_add(&job->finished, 1, __ATOMIC_RELAXED);
    }
    melgram_give_scratch(scratch, plan->scratch + plan->stage);
    return nullptr;
}

// Parts that have nothing below the floor, as in any recording with a noise floor, are left alone.
void* limit_blocks(void* argument) {
    Job* job = (Job*)argument;
    const melgram_run& run = *job->run;
    auto raise_to = job->plan->kernels->raise_to;
    for (;;) {
        const int64_t block = __atomic_fetch_add(&job->next, 1, __ATOMIC_RELAXED);
        if (block >= job->n_blocks) return nullptr;
        if (job->lowest[block / job->blocks_a_part] >= job->floor) continue;
        const int64_t begin = first_frame_of(*job, block), end = first_frame_of(*job, block + 1);
        if (run.frame_stride == 1)
            for (int64_t b = 0; b < job->n_features; ++b)
                raise_to(job->floor, run.out + b * run.feature_stride + begin, end - begin);
        else
            for (int64_t i = begin; i < end; ++i)
                raise_to(job->floor, run.out + i * run.frame_stride, job->n_features);
    }
}

// The caller is the first worker; one that cannot be started is not missed.
void together(int threads, void* (*work)(void*), Job* job) {
    pthread_t handles[most_threads];
    int started = 0;
    job->next = 0;
    while (started + 1 < threads &&
           pthread_create(&handles[started], nullptr, work, job) == 0)
        ++started;
    work(job);
    for (int i = 0; i < started; ++i) pthread_join(handles[i], nullptr);
}

int threads_for(const Job& job, double nanoseconds) {
    int64_t threads = job.run->threads < most_threads ? job.run->threads : most_threads;
    if (threads > nanoseconds / worth_a_thread) threads = int64_t(nanoseconds / worth_a_thread);
    if (threads > job.n_blocks) threads = job.n_blocks;
    return threads < 1 ? 1 : int(threads);
}

void limit(Job* job) {
    const melgram_run& run = *job->run;
    const DefaultFloatingPoint mode;
    const float top = run.limit == MELGRAM_LIMIT_FIXED ? run.limit_top : job->highest;
    job->floor = (top - run.limit_range) * run.after_scale + run.after_offset;
    int64_t parts = 0;
    for (int64_t b = 0; b < job->n_blocks; b += job->blocks_a_part)
        parts += !(job->lowest[b / job->blocks_a_part] >= job->floor);
    const int64_t features = parts * job->blocks_a_part * job->plan->block * job->n_features;
    if (parts) together(threads_for(*job, double(features) * worth_a_limit), limit_blocks, job);
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
    if (run->limit < MELGRAM_LIMIT_NONE || run->limit > MELGRAM_LIMIT_DYNAMIC)
        return MELGRAM_ERROR_ARGUMENT;
    if (run->limit != MELGRAM_LIMIT_NONE && !(run->after_scale > 0)) return MELGRAM_ERROR_ARGUMENT;
    const bool nothing = run->n_frames > 0 && run->n_samples == 0;
    return nothing && run->pad != MELGRAM_PAD_ZERO ? MELGRAM_ERROR_PADDING : MELGRAM_OK;
}

}  // namespace

int32_t melgram_plan_run(const melgram_plan* plan, const melgram_run* run,
                         melgram_result* result) {
    const float lowest = -__builtin_inff();
    if (result) *result = {-1, lowest};
    if (const int status = check(plan, run)) return status;
    Job job;
    job.plan = plan, job.run = run, job.n_features = melgram_plan_n_features(plan);
    job.n_blocks = (run->n_frames + plan->block - 1) / plan->block;
    if (job.n_blocks == 0) job.n_blocks = 1;  // no frames, but samples to look at
    job.blocks_a_part = (job.n_blocks + most_parts - 1) / most_parts;
    const int64_t bytes = int64_t(sizeof(float)) * job.n_features * run->n_frames;
    job.staged = plan->stage && run->frame_stride == 1 && bytes >= large_output;
    job.finished = 0, job.first_nonfinite = nowhere, job.highest = lowest;
    for (int64_t part = 0; part * job.blocks_a_part < job.n_blocks; ++part)
        job.lowest[part] = __builtin_inff();

    together(threads_for(job, double(run->n_frames) * plan->cost), compute_blocks, &job);
    if (result) result->maximum = job.highest;
    if (job.first_nonfinite != nowhere) {
        if (result) result->first_nonfinite = job.first_nonfinite;
        return MELGRAM_ERROR_NONFINITE;
    }
    if (job.finished != job.n_blocks) return MELGRAM_ERROR_MEMORY;
    if (run->limit != MELGRAM_LIMIT_NONE) limit(&job);
    return MELGRAM_OK;
}

void melgram_clamp_affine(float* data, int64_t n, float floor, float scale, float offset) {
    const DefaultFloatingPoint mode;
    melgram_kernels(melgram_isa_best())->clamp_affine(data, n, floor, scale, offset);
}

int64_t melgram_first_nonfinite(const void* samples, int32_t dtype, int64_t stride,
                                int64_t n_samples) {
    const Kernels* kernels = melgram_kernels(melgram_isa_best());
    if (dtype == MELGRAM_FLOAT32)
        return kernels->first_nonfinite32((const float*)samples, stride, n_samples);
    if (dtype == MELGRAM_FLOAT64)
        return kernels->first_nonfinite64((const double*)samples, stride, n_samples);
    return -1;
}
