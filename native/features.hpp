// Power spectrum to features: bands, compression, scaling, and the way out to memory.
#pragma once

#include "logarithm.hpp"
#include "plan.hpp"

namespace {

template <class T, int W>
MELGRAM_INLINE void adjust_power(const Tables<T>& t, T* power) {
    using V = Vector<T, W>;
    const V floor = splat<V>(t.power_floor);
    for (ptrdiff_t i = t.used_bin; i <= t.last_used_bin; ++i) {
        V p = at_least(load<V>(power + i * W) + t.power_add, floor);
        store(power + i * W, t.magnitude ? square_root<V, W>(p, T{}) : p);
    }
}

template <class T, int W, int compression, int floor_mode, bool normal>
MELGRAM_INLINE Vector<T, W> compress(const Tables<T>& t, Vector<T, W> m) {
    using V = Vector<T, W>;
    const V floor = splat<V>(t.floor);
    V z = m;
    if (!t.band_start) z = z * t.log_gain;
    if constexpr (floor_mode == MELGRAM_FLOOR_CLAMP) z = at_least(z, floor);
    if constexpr (floor_mode == MELGRAM_FLOOR_ADD) z = z + floor;
    if constexpr (floor_mode == MELGRAM_FLOOR_REPLACE_NONPOSITIVE) z = z > V{} ? z : floor;
    if constexpr (compression == MELGRAM_COMPRESS_LOG) z = log_natural<normal>(z, T{});
    if constexpr (compression == MELGRAM_COMPRESS_LOG1P) z = log_one_plus(z, T{});
    return z;
}

// The first n lanes, 0 < n < 2 H: two stores that overlap, of the largest power of two in n.
template <int H>
MELGRAM_INLINE void store_first(float* to, const float* lanes, int n) {
    if constexpr (H > 1)
        if (n < H) return store_first<H / 2>(to, lanes, n);
    if constexpr (H > 0) {
        __builtin_memcpy(to, lanes, H * sizeof(float));
        __builtin_memcpy(to + (n - H), lanes + (n - H), H * sizeof(float));
    }
}

// W features of W frames, or fewer of either, to frame-major memory.
template <int W>
MELGRAM_INLINE void store_frame_major(const float* features, int n_features, float* out,
                                      int64_t frame_stride, int n_frames) {
    using V = Vector<float, W>;
    int b = 0;
    for (; b + W <= n_features; b += W) {
        V r[W];
        unroll<W>([&](auto i) MELGRAM_LAMBDA { r[i] = load<V>(features + (b + i) * W); });
        transpose<float, W>(r);
        if (n_frames == W) {
            unroll<W>([&](auto i) MELGRAM_LAMBDA { store(out + i * frame_stride + b, r[i]); });
        } else {
            for (int i = 0; i < n_frames; ++i) store(out + i * frame_stride + b, r[i]);
        }
    }
    for (; b < n_features; ++b)
        for (int i = 0; i < n_frames; ++i) out[i * frame_stride + b] = features[b * W + i];
}

// Each band is one sum, bins ascending: the order is part of the result.
template <class T, int W>
__attribute__((noinline)) void sum_bands(const Tables<T>& t, const T* __restrict power,
                                         T* __restrict sums) {
    using V = Vector<T, W>;
    const T* weight = t.weights;
    for (int b = 0; b < t.n_features; ++b) {
        const T* p = power + ptrdiff_t(t.band_start[b]) * W;
        const int count = t.band_count[b];
        V m{};
        if (count) m = load<V>(p) * weight[0];
        for (int i = 1; i < count; ++i) m = m + load<V>(p + ptrdiff_t(i) * W) * weight[i];
        store(sums + ptrdiff_t(b) * W, m);
        weight += count;
    }
}

// What the features of a task have in common, lane by lane.
template <int W>
struct Extremes {
    Vector<float, W> highest;  // before the limit
    Vector<float, W> lowest;   // after what follows the limit
    Vector<float, W> strange;  // NaN as soon as one of them was not finite, else zero
};

// The limit itself has to wait for the maximum, what follows it has not: multiplying and adding
// keep the order of numbers, so the floor may just as well be taken to the other side.
template <class T, int W, int compression, int floor_mode, bool normal>
__attribute__((noinline)) void write_features(const Tables<T>& t, const T* sums, float* space,
                                              float* out, const melgram_run& run, int n_frames,
                                              Extremes<W>& extremes) {
    using V = Vector<T, W>;
    using F = Vector<float, W>;
    const bool feature_major = run.frame_stride == 1;
    const bool limited = run.limit != MELGRAM_LIMIT_NONE;
    const F scale = splat<F>(run.after_scale), offset = splat<F>(run.after_offset);
    F highest = extremes.highest, lowest = extremes.lowest, strange = extremes.strange;
    for (int b = 0; b < t.n_features; ++b) {
        V m = load<V>(sums + ptrdiff_t(b) * W);
        V y = compress<T, W, compression, floor_mode, normal>(t, m) * t.scale[b] + t.offset[b];
        F value;
        if constexpr (sizeof(T) == 4) value = y;
        else value = convert<F>(y);
        highest = value > highest ? value : highest;
        if (limited) {
            value = value * scale + offset;
            lowest = value < lowest ? value : lowest;
            strange += value - value;
        }
        if (!feature_major) {
            store(space + b * W, value);
        } else if (n_frames == W) {
            float* to = out + b * run.feature_stride;
            store(to, value);
            __builtin_prefetch(to + 4 * W, 1);  // rows are far apart: no hardware sees them coming
        } else {
            float lanes[W];
            store(lanes, value);
            store_first<W / 2>(out + b * run.feature_stride, lanes, n_frames);
        }
    }
    extremes = {highest, lowest, strange};
    if (!feature_major) store_frame_major<W>(space, t.n_features, out, run.frame_stride, n_frames);
}

template <class T, int W>
MELGRAM_INLINE void features_of(const Tables<T>& t, T* power, T* sums, float* space, float* out,
                                const melgram_run& run, int n_frames, Extremes<W>& extremes) {
    if (t.adjust_power) adjust_power<T, W>(t, power);
    if (t.band_start) sum_bands<T, W>(t, power, sums);
    else sums = power + ptrdiff_t(t.first_bin) * W;
    if (t.positive && t.compression == MELGRAM_COMPRESS_LOG)
        return write_features<T, W, MELGRAM_COMPRESS_LOG, MELGRAM_FLOOR_CLAMP, true>(
            t, sums, space, out, run, n_frames, extremes);
    switch (t.compression * 4 + t.floor_mode) {
#define MELGRAM_CASE(C, F) \
    case C * 4 + F:        \
        return write_features<T, W, C, F, false>(t, sums, space, out, run, n_frames, extremes);
#define MELGRAM_CASES(C) MELGRAM_CASE(C, 0) MELGRAM_CASE(C, 1) MELGRAM_CASE(C, 2) MELGRAM_CASE(C, 3)
        MELGRAM_CASES(MELGRAM_COMPRESS_NONE)
        MELGRAM_CASES(MELGRAM_COMPRESS_LOG)
        MELGRAM_CASES(MELGRAM_COMPRESS_LOG1P)
#undef MELGRAM_CASES
#undef MELGRAM_CASE
    }
}

}  // namespace
