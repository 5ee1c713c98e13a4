// Samples to rows: a group of W frames is cut out of the signal, transposed so that lanes are
// frames, and windowed on the way. Frame operations take one more sweep over the rows.
#pragma once

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

// W frames in memory, `step` samples apart; `fresh` samples after them will be wanted by the next
// group.
template <class S>
struct Group {
    const S* samples;
    int64_t step;
    int64_t fresh;
};

// Rows at..at+W-1 from the same samples of W frames. The last block of a span that W does not
// divide is cut so that it ends with the span; the rows it shares with the block before get the
// same values. The four running sums, if asked for, are those of sum_rows.
template <class T, int W, bool windowed, class S>
MELGRAM_INLINE void gather(const Tables<T>& t, const Group<S>& group, T* work,
                           Vector<T, W>* sums = nullptr) {
    using V = Vector<T, W>;
    V sum[4] = {};
    const char* ahead = (const char*)(group.samples + group.step * (W - 1) + t.n_rows);
    const ptrdiff_t portion = group.fresh * ptrdiff_t(sizeof(S)) * W / t.n_rows;
    for (int at = 0;; at = at + 2 * W <= t.n_rows ? at + W : t.n_rows - W) {
        for (ptrdiff_t i = 0; i < portion; i += 64) __builtin_prefetch(ahead + i);
        ahead += portion;
        V r[W];
        const S* from = group.samples + at;
        unroll<W>([&](auto i) MELGRAM_LAMBDA {
            r[i] = load_samples<T, W>(from);
            from += group.step;
        });
        transpose<T, W>(r);
        const int32_t* row = t.row + at;
        const T* window = t.window + at;
        unroll<W>([&](auto i) MELGRAM_LAMBDA {
            store(work + row[i], windowed ? r[i] * window[i] : r[i]);
            if constexpr (!windowed) sum[i % 4] += r[i];
        });
        if (at + W == t.n_rows) break;
    }
    if (sums) unroll<4>([&](auto j) MELGRAM_LAMBDA { sums[j] = sum[j]; });
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

template <class T, int W, class S>
MELGRAM_INLINE void gather_rows(const Tables<T>& t, const Group<S>& group, T* work) {
    if (t.n_sweeps == 0) {
        if (t.n_rows < W) return gather_short<T, W, true>(t, group, work);
        return gather<T, W, true>(t, group, work);
    }
    Vector<T, W> sums[4];
    if (t.n_rows < W) gather_short<T, W, false>(t, group, work);
    else gather<T, W, false>(t, group, work, sums);
    bool summed = W % 4 == 0 && t.n_rows % W == 0;  // no row twice, and in their places
    for (int s = 0; s < t.n_sweeps; ++s, summed = false) {
        if (t.sweeps[s].remove_mean && !summed) sum_rows<T, W>(t, work, sums);
        sweep_rows<T, W>(t, t.sweeps[s], s + 1 == t.n_sweeps, sums, work);
    }
}

// The W frames from computed frame `frame` on. A full group inside the signal is read where it
// lies; any other is copied first, and lanes past the last frame repeat it.
template <class T, int W>
MELGRAM_INLINE void cut_group(const Tables<T>& t, const Task& task, int64_t frame, T* work,
                              T* copies) {
    const melgram_run& run = *task.run;
    const int64_t hop = task.plan->hop;
    const int64_t start = run.first_start + t.first + (run.first_frame + frame) * hop;
    const bool direct = run.stride == 1 && (run.dtype != MELGRAM_FLOAT64 || sizeof(T) == 8) &&
                        t.n_rows >= W && frame + W <= task.end && start >= 0 &&
                        start + (W - 1) * hop + t.n_rows <= run.n_samples;
    if (!direct) {
        for (int i = 0; i < W; ++i) {
            if (frame + i < task.end)
                copy_any<T>(run, start + i * hop, t.n_rows, copies + ptrdiff_t(i) * t.n_rows);
            else
                __builtin_memcpy(copies + ptrdiff_t(i) * t.n_rows,
                                 copies + ptrdiff_t(i - 1) * t.n_rows, t.n_rows * sizeof(T));
        }
        gather_rows<T, W>(t, Group<T>{copies, t.n_rows, 0}, work);
    } else if (run.dtype == MELGRAM_INT16) {
        gather_rows<T, W>(t, Group<int16_t>{(const int16_t*)run.samples + start, hop, W * hop},
                          work);
    } else if (run.dtype == MELGRAM_FLOAT32) {
        gather_rows<T, W>(t, Group<float>{(const float*)run.samples + start, hop, W * hop}, work);
    } else if constexpr (sizeof(T) == 8) {
        gather_rows<T, W>(t, Group<double>{(const double*)run.samples + start, hop, W * hop}, work);
    }
}

template <class T, int W>
MELGRAM_INLINE void clear_rows(const Tables<T>& t, T* work) {
    for (int i = 0; i < t.n_zero_rows; ++i) store(work + t.zero_row[i], Vector<T, W>{});
}

}  // namespace
