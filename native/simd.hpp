// Vectors whose lanes are frames: types, loads, conversions, transposes, selection.
//
// Everything here has internal linkage: the file is compiled once per instruction set, and two
// copies of one inline function with different machine code must never meet in the linker.
// What may be written here is restricted to operations that IEEE 754 rounds in one way only
// (+ - * / sqrt, conversions, comparisons, bit moves), so that every lane width gives the same
// bits.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define MELGRAM_INLINE inline __attribute__((always_inline))
#define MELGRAM_LAMBDA __attribute__((always_inline))

namespace {

template <class T>
constexpr int lanes_of =
    MELGRAM_VECTOR_BYTES / int(sizeof(T)) > 0 ? MELGRAM_VECTOR_BYTES / int(sizeof(T)) : 1;

template <class T, int W>
struct VectorOf {
    typedef T type __attribute__((vector_size(W * sizeof(T))));
};
template <class T, int W>
using Vector = typename VectorOf<T, W>::type;

template <class T>
struct IntegerOf;
template <>
struct IntegerOf<float> {
    using type = int32_t;
};
template <>
struct IntegerOf<double> {
    using type = int64_t;
};
template <class T>
using Integer = typename IntegerOf<T>::type;

template <class I>
struct UnsignedOf;
template <>
struct UnsignedOf<int32_t> {
    using type = uint32_t;
};
template <>
struct UnsignedOf<int64_t> {
    using type = uint64_t;
};

template <int I>
struct Index {
    constexpr operator int() const { return I; }
};

// A loop that is gone before the optimiser looks: i is a compile-time constant in every copy.
template <class F, int... I>
MELGRAM_INLINE void unroll_each(F&& body, std::integer_sequence<int, I...>) {
    (body(Index<I>{}), ...);
}
template <int N, class F>
MELGRAM_INLINE void unroll(F&& body) {
    unroll_each(body, std::make_integer_sequence<int, N>{});
}

template <class V, class S>
MELGRAM_INLINE V load(const S* from) {
    V v;
    __builtin_memcpy(&v, from, sizeof v);
    return v;
}
template <class V, class S>
MELGRAM_INLINE void store(S* to, V v) {
    __builtin_memcpy(to, &v, sizeof v);
}
template <class V, class T>
MELGRAM_INLINE V splat(T value) {
    return value - V{};  // value - 0 is value, for every value
}

template <class To, class From>
MELGRAM_INLINE To convert(From v) {
    return __builtin_convertvector(v, To);
}

// max(a, floor) with a defined answer for NaN: floor wins when the comparison fails.
template <class V>
MELGRAM_INLINE V at_least(V a, V floor) {
    return a > floor ? a : floor;
}

template <class V, int W, class T>
MELGRAM_INLINE V square_root(V v, T) {
#if defined(__AVX512F__)
    if constexpr (sizeof(V) == 64 && sizeof(T) == 4)
        return (V)_mm512_maskz_sqrt_ps(__mmask16(-1), (__m512)v);
    if constexpr (sizeof(V) == 64 && sizeof(T) == 8)
        return (V)_mm512_maskz_sqrt_pd(__mmask8(-1), (__m512d)v);
#endif
#if defined(__AVX__)
    if constexpr (sizeof(V) == 32 && sizeof(T) == 4) return (V)_mm256_sqrt_ps((__m256)v);
    if constexpr (sizeof(V) == 32 && sizeof(T) == 8) return (V)_mm256_sqrt_pd((__m256d)v);
#endif
#if defined(__SSE2__)
    if constexpr (sizeof(V) == 16 && sizeof(T) == 4) return (V)_mm_sqrt_ps((__m128)v);
    if constexpr (sizeof(V) == 16 && sizeof(T) == 8) return (V)_mm_sqrt_pd((__m128d)v);
#elif defined(__aarch64__)
    if constexpr (sizeof(V) == 16 && sizeof(T) == 4) return (V)vsqrtq_f32((float32x4_t)v);
    if constexpr (sizeof(V) == 16 && sizeof(T) == 8) return (V)vsqrtq_f64((float64x2_t)v);
#endif
    V r = v;
    for (int i = 0; i < W; ++i)
        r[i] = sizeof(T) == 4 ? T(__builtin_sqrtf(float(v[i]))) : T(__builtin_sqrt(double(v[i])));
    return r;
}

// Samples of one frame become a vector of T. int16 is full scale 32768, an exact division.
template <class T, int W, class S>
MELGRAM_INLINE Vector<T, W> load_samples(const S* from) {
    if constexpr (sizeof(S) == 2) {
        auto wide = convert<Vector<int32_t, W>>(load<Vector<int16_t, W>>(from));
        return convert<Vector<T, W>>(wide) * T(1.0 / 32768.0);
    } else if constexpr (sizeof(S) == sizeof(T)) {
        return load<Vector<T, W>>(from);
    } else {
        return convert<Vector<T, W>>(load<Vector<S, W>>(from));
    }
}

template <class Pattern, class V, int... I>
MELGRAM_INLINE V shuffle_by(V a, V b, std::integer_sequence<int, I...>) {
    return __builtin_shufflevector(a, b, Pattern::at(I)...);
}
template <class Pattern, int W, class V>
MELGRAM_INLINE V shuffle(V a, V b) {
    return shuffle_by<Pattern>(a, b, std::make_integer_sequence<int, W>{});
}

// Inside each 128-bit lane of E elements: interleave groups of G elements of a and b.
template <int W, int E, int G, int High>
struct Interleave {
    static constexpr int at(int i) {
        int lane = i / E * E, j = i % E;
        int source = (j / G) % 2, group = j / (2 * G) + High * E / (2 * G);
        return source * W + lane + group * G + j % G;
    }
};
// 128-bit lanes Odd, Odd + 2 of a, then of b (two lanes a vector: lane Odd of a, then of b).
template <int W, int E, int Odd>
struct PickLanes {
    static constexpr int at(int i) {
        constexpr int half = W / 2;
        int source = i / half, lane = i % half / E;
        return source * W + (2 * lane + Odd) * E + i % E;
    }
};

// r[row][lane] -> r[lane][row], W x W, in registers: log2(W) rounds of W shuffles.
template <class T, int W>
MELGRAM_INLINE void transpose(Vector<T, W>* r) {
    using V = Vector<T, W>;
    constexpr int E = 16 / int(sizeof(T));
    if constexpr (W < E) {
        T t[W * W];
        for (int i = 0; i < W * W; ++i) t[i] = r[i % W][i / W];
        for (int i = 0; i < W; ++i) r[i] = load<V>(t + i * W);
    } else {
        V t[W];
        if constexpr (E == 4) {
            unroll<W / 2>([&](auto i) MELGRAM_LAMBDA {
                t[2 * i] = shuffle<Interleave<W, 4, 1, 0>, W>(r[2 * i], r[2 * i + 1]);
                t[2 * i + 1] = shuffle<Interleave<W, 4, 1, 1>, W>(r[2 * i], r[2 * i + 1]);
            });
            unroll<W / 4>([&](auto i) MELGRAM_LAMBDA {
                V *a = t + 4 * i, *b = r + 4 * i;
                b[0] = shuffle<Interleave<W, 4, 2, 0>, W>(a[0], a[2]);
                b[1] = shuffle<Interleave<W, 4, 2, 1>, W>(a[0], a[2]);
                b[2] = shuffle<Interleave<W, 4, 2, 0>, W>(a[1], a[3]);
                b[3] = shuffle<Interleave<W, 4, 2, 1>, W>(a[1], a[3]);
            });
        } else {
            unroll<W / 2>([&](auto i) MELGRAM_LAMBDA {
                V a = r[2 * i], b = r[2 * i + 1];
                r[2 * i] = shuffle<Interleave<W, 2, 1, 0>, W>(a, b);
                r[2 * i + 1] = shuffle<Interleave<W, 2, 1, 1>, W>(a, b);
            });
        }
        if constexpr (W / E == 2) {
            unroll<E>([&](auto c) MELGRAM_LAMBDA {
                V a = r[c], b = r[c + E];
                r[c] = shuffle<PickLanes<W, E, 0>, W>(a, b);
                r[c + E] = shuffle<PickLanes<W, E, 1>, W>(a, b);
            });
        } else if constexpr (W / E == 4) {
            unroll<E>([&](auto c) MELGRAM_LAMBDA {
                V a = shuffle<PickLanes<W, E, 0>, W>(r[c], r[c + E]);
                V b = shuffle<PickLanes<W, E, 1>, W>(r[c], r[c + E]);
                V d = shuffle<PickLanes<W, E, 0>, W>(r[c + 2 * E], r[c + 3 * E]);
                V e = shuffle<PickLanes<W, E, 1>, W>(r[c + 2 * E], r[c + 3 * E]);
                r[c] = shuffle<PickLanes<W, E, 0>, W>(a, d);
                r[c + E] = shuffle<PickLanes<W, E, 0>, W>(b, e);
                r[c + 2 * E] = shuffle<PickLanes<W, E, 1>, W>(a, d);
                r[c + 3 * E] = shuffle<PickLanes<W, E, 1>, W>(b, e);
            });
        }
    }
}

}  // namespace
