// What the self-tests share: expectations, buffers, front ends of all shapes, plans, runs.
#pragma once

#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "melgram.h"

extern int failures, checks;

__attribute__((format(printf, 2, 3))) inline void expect(bool truth, const char* format, ...) {
    ++checks;
    if (truth) return;
    ++failures;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

inline double noise() {  // uniform in -1 .. 1
    static uint32_t seed = 1;
    seed = seed * 1664525u + 1013904223u;
    return int32_t(seed) / 2147483648.0;
}

// Exactly as large as asked for, so that a sanitizer sees the first byte too far.
template <class T>
struct Buffer {
    T* data;
    int64_t size;
    explicit Buffer(int64_t n) : data((T*)calloc(n ? n : 1, sizeof(T))), size(n) {}
    ~Buffer() { free(data); }
    Buffer(const Buffer&) = delete;
    bool same(const Buffer& other) const { return memcmp(data, other.data, size * sizeof(T)) == 0; }
};

struct Shape {
    int n_fft, span, hop, n_bands, n_ops, spectrum, compression, floor_mode;
};

// A front end of a given shape: a lopsided window, triangular bands.
struct FrontEnd {
    melgram_front_end value{};
    Buffer<double> window, weights, scale, offset;
    Buffer<int32_t> start, count;
    melgram_frame_op ops[3] = {
        {MELGRAM_OP_REMOVE_MEAN, 0}, {MELGRAM_OP_PREEMPH_SCALE, 0.97}, {MELGRAM_OP_SCALE, 0.5}};

    explicit FrontEnd(const Shape& s)
        : window(s.span),
          weights(int64_t(s.n_bands) * (s.n_fft / 2 + 1)),
          scale(s.n_bands ? s.n_bands : s.n_fft / 2 + 1),
          offset(scale.size),
          start(s.n_bands),
          count(s.n_bands) {
        const int n_bins = s.n_fft / 2 + 1;
        for (int i = 0; i < s.span; ++i)
            window.data[i] = 0.2 + 3.2 * i * (s.span - i) / s.span / s.span + 0.01 * i / s.span;
        int64_t used = 0;
        for (int b = 0; b < s.n_bands; ++b) {
            start.data[b] = b * n_bins / (s.n_bands + 1);
            const int end = (b + 2) * n_bins / (s.n_bands + 1);
            count.data[b] = (end < n_bins ? end : n_bins) - start.data[b];
            for (int i = 0; i < count.data[b]; ++i) weights.data[used++] = 0.1 + (i % 7) * 0.05;
        }
        for (int64_t b = 0; b < scale.size; ++b)
            scale.data[b] = 1.0 + 0.01 * b, offset.data[b] = -0.1 * b;
        value.structure_size = sizeof value;
        value.n_fft = s.n_fft, value.span = s.span, value.hop = s.hop;
        value.window = window.data, value.gain = 1.0;
        value.ops = ops, value.n_ops = s.n_ops;
        value.spectrum = s.spectrum, value.spectrum_scale = 1.0;
        value.power_add = s.spectrum == MELGRAM_MAGNITUDE ? 1e-9 : 0.0;
        value.n_bands = s.n_bands, value.last_bin = n_bins - 1;
        value.band_start = start.data, value.band_count = count.data;
        value.band_weights = weights.data;
        value.compression = s.compression, value.floor_mode = s.floor_mode, value.floor = 1e-10;
        value.log_gain = 1.0, value.multiplier = 1.0;
    }
};

struct Plan {
    melgram_plan* value;
    Plan(const FrontEnd& f, int isa, int precision) {
        int32_t status;
        char message[200];
        value = melgram_plan_create(&f.value, isa, precision, &status, message, sizeof message);
        expect(value != nullptr, "plan refused: %s", message);
    }
    ~Plan() { melgram_plan_destroy(value); }
    Plan(const Plan&) = delete;
};

inline melgram_run run_of(const void* samples, int dtype, int64_t n, int64_t n_frames, float* out) {
    melgram_run run{};
    run.structure_size = sizeof run;
    run.dtype = dtype, run.samples = samples, run.stride = 1, run.n_samples = n;
    run.threads = 1, run.n_frames = n_frames, run.out = out;
    run.feature_stride = n_frames, run.frame_stride = 1;
    return run;
}

inline melgram_result execute(const Plan& plan, const melgram_run& run) {
    melgram_result result;
    const int status = melgram_plan_run(plan.value, &run, &result);
    expect(status == MELGRAM_OK, "run failed with status %d", status);
    return result;
}

const Shape shapes[] = {
    {400, 400, 160, 80, 0, 0, 1, 1},    {512, 400, 160, 80, 2, 0, 1, 1},
    {2048, 2048, 512, 128, 0, 0, 0, 0}, {1024, 1024, 256, 80, 0, 1, 1, 2},
    {512, 401, 100, 23, 3, 0, 2, 0},    {2, 2, 1, 0, 0, 0, 0, 0},
    {3, 3, 1, 0, 0, 1, 1, 3},           {4, 3, 2, 0, 1, 0, 1, 0},
    {5, 1, 3, 2, 0, 0, 0, 0},           {12, 12, 5, 3, 2, 0, 1, 1},
    {16, 10, 4, 0, 0, 0, 0, 0},         {24, 24, 8, 0, 0, 0, 1, 1},
    {97, 97, 13, 5, 0, 0, 1, 1},        {134, 101, 31, 7, 1, 0, 0, 1},
    {160, 160, 80, 20, 0, 0, 1, 1},     {243, 243, 81, 0, 0, 1, 0, 0},
    {394, 394, 100, 10, 0, 0, 1, 1},    {441, 441, 147, 40, 0, 0, 1, 1},
    {480, 480, 160, 80, 0, 0, 1, 1},    {551, 551, 220, 40, 0, 0, 1, 2},
    {882, 882, 441, 40, 2, 0, 1, 1},    {1000, 777, 250, 33, 0, 0, 1, 1},
    {1072, 1072, 300, 20, 0, 0, 1, 1},  {4096, 4000, 1024, 64, 0, 0, 1, 1},
};

void runs_keep_their_promises();  // selftest_runs.cpp
