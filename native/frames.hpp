// Samples to rows: a group of W frames is cut out of the signal, transposed so that lanes are
// frames, and windowed on the way. Frame operations take one more sweep over the rows.
#pragma once

#include <type_traits>

#include "plan.hpp"
#include "simd.hpp"

namespace {

// Where sample `index` of the padded signal lies in the signal of n samples; -1: it is zero.
MELGRAM_INLINE int64_t padded_index(int64_t index, int64_t n, int pad) {
    if (index >= 0 && index < n) return index;
    if (pad == MELGRAM_PAD_ZERO) return -1;
    if (pad == MELGRAM_PAD_EDGE || n == 1) return index < 0 ? 0 : n - 1;
    const int64_t period = pad == MELGRAM_PAD_REFLECT ? 2 * n - 2 : 2 * n;
    index %= period;
    if (index < 0) index += period;
    if (index < n) return index;
    return (pad == MELGRAM_PAD_REFLECT ? period : period - 1) - index;
}

template <class T, class S>
MELGRAM_INLINE T sample_of(S x) {
    return sizeof(S) == 2 ? T(x) * T(1.0 / 32768.0) : T(x);
}

// One frame, sample by sample: frames that leave the signal, strided and float64 input.
template <class T, class S>
__attribute__((noinline)) void copy_frame(const melgram_run& run, int64_t start, int n, T* to) {
    const S* samples = (const S*)run.samples;
    int64_t begin = start < 0 ? -start : 0, end = run.n_samples - start;
    if (begin > n) begin = n;
    if (end > n) end = n;
    if (end < begin) end = begin;
    auto outside = [&](int64_t i) {
        const int64_t from = padded_index(start + i, run.n_samples, run.pad);
        to[i] = from < 0 ? T(0) : sample_of<T>(samples[from * run.stride]);
    };
    for (int64_t i = 0; i < begin; ++i) outside(i);
    if (run.stride == 1) {
        for (int64_t i = begin; i < end; ++i) to[i] = sample_of<T>(samples[start + i]);
    } else {
        for (int64_t i = begin; i < end; ++i)
            to[i] = sample_of<T>(samples[(start + i) * run.stride]);
    }
    for (int64_t i = end; i < n; ++i) outside(i);
}

template <class T>
MELGRAM_INLINE void copy_any(const melgram_run& run, int64_t start, int n, T* to) {
    if (run.dtype == MELGRAM_INT16) copy_frame<T, int16_t>(run, start, n, to);
    else if (run.dtype == MELGRAM_FLOAT64) copy_frame<T, double>(run, start, n, to);
    else copy_frame<T, float>(run, start, n, to);
}

// W frames in memory, `step` samples apart; lanes past frame `last` repeat it.
template <class S>
struct Group {
    const S* samples;
    int64_t step;
    int last;
};

// Rows begin..begin+n-1, n >= W, W at a time, from the same samples of W frames. The last W are cut
// so that they end with the rows; those they share with the ones before get the same values. The
// four running sums, of rows that are not windowed, are those of sum_rows.
template <class T, int W, bool windowed, bool full, class S>
MELGRAM_INLINE void gather(const Tables<T>& t, const Group<S>& group, int begin, int n, T* work,
                           Vector<T, W>* sums) {
    using V = Vector<T, W>;
    V sum[4];
    unroll<4>([&](auto j) MELGRAM_LAMBDA { sum[j] = sums[j]; });
    for (int at = 0;; at = at + 2 * W <= n ? at + W : n - W) {
        V r[W];
        const S* from = group.samples + at;
        unroll<W>([&](auto i) MELGRAM_LAMBDA {
            r[i] = load_samples<T, W>(from);
            if (full || i < group.last) from += group.step;
        });
        transpose<T, W>(r);
        const int32_t* row = t.row + begin + at;
        const T* window = t.window + begin + at;
        unroll<W>([&](auto i) MELGRAM_LAMBDA {
            store(work + row[i], windowed ? r[i] * window[i] : r[i]);
            if constexpr (!windowed) sum[i % 4] += r[i];
        });
        if (at + W == n) break;
    }
    unroll<4>([&](auto j) MELGRAM_LAMBDA { sums[j] = sum[j]; });
}

// A span shorter than a vector (always from copies).
template <class T, int W, bool windowed, class S>
MELGRAM_INLINE void gather_short(const Tables<T>& t, const Group<S>& group, T* work) {
    for (int i = 0; i < t.n_rows; ++i)
        for (int lane = 0; lane < W; ++lane) {
            T x = T(group.samples[lane * group.step + i]);
            work[t.row[i] + lane] = windowed ? x * t.window[i] : x;
        }
}

template <class T, int W>
MELGRAM_INLINE void sum_rows(const Tables<T>& t, const T* work, Vector<T, W>* sums) {
    using V = Vector<T, W>;
    V sum[4] = {};
    int i = 0;
    for (; i + 4 <= t.n_rows; i += 4)
        unroll<4>([&](auto j) MELGRAM_LAMBDA { sum[j] += load<V>(work + t.row[i + j]); });
    for (; i < t.n_rows; ++i) sum[i & 3] += load<V>(work + t.row[i]);
    unroll<4>([&](auto j) MELGRAM_LAMBDA { sums[j] = sum[j]; });
}

// y[i] = ((x[i] - mean) - c (x[i-1] - mean)), times the window in the last sweep.
template <class T, int W>
__attribute__((noinline)) void sweep_rows(const Tables<T>& t, const Sweep<T>& sweep, bool last,
                                          const Vector<T, W>* sums, T* __restrict work) {
    using V = Vector<T, W>;
    V mean{};
    if (sweep.remove_mean) mean = ((sums[0] + sums[1]) + (sums[2] + sums[3])) * t.mean_factor;
    V previous = load<V>(work + t.row[0]) - mean;
    if (sweep.keep_first) previous = V{};
    for (int i = 0; i < t.n_rows; ++i) {
        V x = load<V>(work + t.row[i]) - mean;
        V y = x - previous * sweep.preemphasis;
        store(work + t.row[i], last ? y * t.window[i] : y);
        previous = x;
    }
}

// The W frames from computed frame `frame` on, copied sample by sample and gathered from there, some
// of their samples at a time; lanes past the last frame repeat it.
template <class T, int W, bool windowed>
__attribute__((noinline)) void gather_copies(const Tables<T>& t, const Task& task, int64_t frame,
                                             int64_t start, T* work, T* copies,
                                             Vector<T, W>* sums) {
    const int64_t hop = task.plan->hop;
    for (int begin = 0, n; begin < t.n_rows; begin += n) {
        if (begin > 0 && begin + W > t.n_rows) begin = t.n_rows - W;
        n = begin + most_copied < t.n_rows ? most_copied : t.n_rows - begin;
        for (int i = 0; i < W; ++i) {
            T* copy = copies + ptrdiff_t(i) * n;
            if (frame + i < task.end) copy_any<T>(*task.run, start + i * hop + begin, n, copy);
            else __builtin_memcpy(copy, copy - n, n * sizeof(T));
        }
        const Group<T> group{copies, n, W - 1};
        if (n < W) gather_short<T, W, windowed>(t, group, work);
        else gather<T, W, windowed, true>(t, group, begin, n, work, sums);
    }
}

// A last group of fewer frames, kept out of the way of full ones.
template <class T, int W, bool windowed, class S>
__attribute__((noinline)) void gather_last(const Tables<T>& t, const Group<S>& group, T* work,
                                           Vector<T, W>* sums) {
    gather<T, W, windowed, false>(t, group, 0, t.n_rows, work, sums);
}

// A group inside the signal is read where it lies.
template <class T, int W, bool windowed>
MELGRAM_INLINE void gather_group(const Tables<T>& t, const Task& task, int64_t frame, T* work,
                                 T* copies, Vector<T, W>* sums) {
    const melgram_run& run = *task.run;
    const int64_t hop = task.plan->hop, left = task.end - frame;
    const int last = left < W ? int(left) - 1 : W - 1;
    const int64_t start = run.first_start + t.first + (run.first_frame + frame) * hop;
    const bool direct = run.stride == 1 && (run.dtype != MELGRAM_FLOAT64 || sizeof(T) == 8) &&
                        t.n_rows >= W && start >= 0 &&
                        start + last * hop + t.n_rows <= run.n_samples;
    auto in_place = [&](auto* samples) MELGRAM_LAMBDA {
        using S = std::remove_const_t<std::remove_pointer_t<decltype(samples)>>;
        const Group<S> group{samples + start, hop, last};
        if (last + 1 < W) gather_last<T, W, windowed>(t, group, work, sums);
        else gather<T, W, windowed, true>(t, group, 0, t.n_rows, work, sums);
    };
    if (!direct) gather_copies<T, W, windowed>(t, task, frame, start, work, copies, sums);
    else if (run.dtype == MELGRAM_INT16) in_place((const int16_t*)run.samples);
    else if (run.dtype == MELGRAM_FLOAT32) in_place((const float*)run.samples);
    else if constexpr (sizeof(T) == 8) in_place((const double*)run.samples);
}

// The W frames from computed frame `frame` on become windowed rows.
template <class T, int W>
MELGRAM_INLINE void cut_group(const Tables<T>& t, const Task& task, int64_t frame, T* work,
                              T* copies) {
    Vector<T, W> sums[4] = {};
    if (t.n_sweeps == 0) return gather_group<T, W, true>(t, task, frame, work, copies, sums);
    gather_group<T, W, false>(t, task, frame, work, copies, sums);
    bool summed = W % 4 == 0 && t.n_rows % W == 0;  // no row twice, and in their places
    for (int s = 0; s < t.n_sweeps; ++s, summed = false) {
        if (t.sweeps[s].remove_mean && !summed) sum_rows<T, W>(t, work, sums);
        sweep_rows<T, W>(t, t.sweeps[s], s + 1 == t.n_sweeps, sums, work);
    }
}

template <class T, int W>
MELGRAM_INLINE void clear_rows(const Tables<T>& t, T* work) {
    for (int i = 0; i < t.n_zero_rows; ++i) store(work + t.zero_row[i], Vector<T, W>{});
}

}  // namespace
