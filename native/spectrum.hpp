// Rows of samples to the power spectrum, for one group of frames (one frame a lane).
//
// A real transform of n = radix * columns samples: every column (samples `columns` apart) goes
// through a real transform of `radix` points in registers; row k of the results, times a twiddle,
// is a complex sequence whose transform of `columns` points holds the bins k + radix * j of the
// whole (and the mirror images of the rest). Rows 0 and radix / 2 are real; together they are one
// real sequence of 2 * columns samples, transformed as a complex one of `columns` points and split
// afterwards. When radix and columns are coprime, samples and bins are numbered by remainders (Good
// and Thomas) and the twiddles are gone; the renumbering is in the tables and costs nothing.
#pragma once

#include "butterfly.hpp"
#include "plan.hpp"

namespace {

enum class Last { keep, power };

// One stage on a row. With Last::power this is the last stage (sub == 1), and the squared
// magnitudes go straight to their bins instead of back to the row.
template <class T, int W, int R, Last last>
MELGRAM_INLINE void run_stage(const Stage<T>& stage, int length, T* __restrict re, T* __restrict im,
                              ptrdiff_t step, T* __restrict power, const int32_t* __restrict bin) {
    using V = Vector<T, W>;
    const ptrdiff_t sub = stage.sub;
    auto butterfly = [&](ptrdiff_t block, ptrdiff_t j, auto turned) MELGRAM_LAMBDA {
        Complex<V> x[R];
        T* a = re + (block + j) * step;
        T* b = im + (block + j) * step;
        unroll<R>([&](auto q) MELGRAM_LAMBDA {
            x[q] = {load<V>(a + q * sub * step), load<V>(b + q * sub * step)};
        });
        dft<T, R>(x);
        if constexpr (last == Last::power) {
            unroll<R>([&](auto q) MELGRAM_LAMBDA {
                store(power + bin[block + q], x[q].re * x[q].re + x[q].im * x[q].im);
            });
        } else {
            if constexpr (turned) {
                const T* w = stage.twiddle + j * (2 * (R - 1));
                unroll<R - 1>([&](auto q) MELGRAM_LAMBDA {
                    x[q + 1] = times(x[q + 1], w[2 * q], w[2 * q + 1]);
                });
            }
            unroll<R>([&](auto q) MELGRAM_LAMBDA {
                store(a + q * sub * step, x[q].re);
                store(b + q * sub * step, x[q].im);
            });
        }
    };
    for (ptrdiff_t block = 0; block < length; block += R * sub) {
        butterfly(block, 0, Index<0>{});  // its twiddles are one
        if constexpr (last == Last::keep)
            for (ptrdiff_t j = 1; j < sub; ++j) butterfly(block, j, Index<1>{});
    }
}

template <class T, int W>
__attribute__((noinline)) void run_odd_stage(const Stage<T>& stage, int length, T* re, T* im,
                                             ptrdiff_t step) {
    using V = Vector<T, W>;
    const int radix = stage.radix;
    const ptrdiff_t sub = stage.sub;
    for (ptrdiff_t block = 0; block < length; block += radix * sub) {
        for (ptrdiff_t j = 0; j < sub; ++j) {
            Complex<V> x[largest_butterfly];
            T* a = re + (block + j) * step;
            T* b = im + (block + j) * step;
            x[0] = {load<V>(a), load<V>(b)};
            for (int q = 1; q < radix; ++q)
                x[q] = {load<V>(a + q * sub * step), load<V>(b + q * sub * step)};
            dft_odd<T>(x, radix, stage.circle);
            for (int q = 1; q < radix && sub > 1; ++q) {
                const T* w = stage.twiddle + 2 * (j * (radix - 1) + q - 1);
                x[q] = times(x[q], w[0], w[1]);
            }
            for (int q = 0; q < radix; ++q) {
                store(a + q * sub * step, x[q].re);
                store(b + q * sub * step, x[q].im);
            }
        }
    }
}

template <class T, int W>
MELGRAM_INLINE void store_power(int length, const T* re, const T* im, ptrdiff_t step, T* power,
                                const int32_t* bin) {
    using V = Vector<T, W>;
    for (ptrdiff_t i = 0; i < length; ++i) {
        V a = load<V>(re + i * step), b = load<V>(im + i * step);
        store(power + bin[i], a * a + b * b);
    }
}

template <class T, int W, Last last>
__attribute__((noinline)) void run_fft(const ComplexFft<T>& fft, T* re, T* im, ptrdiff_t step,
                                       T* power, const int32_t* bin) {
    for (int s = 0; s < fft.n_stages; ++s) {
        const Stage<T>& stage = fft.stages[s];
        const bool to_power = last == Last::power && s + 1 == fft.n_stages;
        switch (stage.radix + (to_power ? 100 : 0)) {
#define MELGRAM_STAGE(R)                                                                        \
    case R: run_stage<T, W, R, Last::keep>(stage, fft.length, re, im, step, power, bin); break; \
    case R + 100: run_stage<T, W, R, last>(stage, fft.length, re, im, step, power, bin); break;
            MELGRAM_STAGE(2)
            MELGRAM_STAGE(3)
            MELGRAM_STAGE(4)
            MELGRAM_STAGE(5)
            MELGRAM_STAGE(8)
            MELGRAM_STAGE(16)
#undef MELGRAM_STAGE
        default:
            run_odd_stage<T, W>(stage, fft.length, re, im, step);
            if (to_power) store_power<T, W>(fft.length, re, im, step, power, bin);
        }
    }
    if (last == Last::power && fft.n_stages == 0)
        store_power<T, W>(fft.length, re, im, step, power, bin);
}

// Transform of a length with a large prime factor, in place, frequencies in natural order.
template <class T, int W>
__attribute__((noinline)) void run_bluestein(const Bluestein<T>& chirped, int length, T* re, T* im,
                                             ptrdiff_t step, T* space) {
    using V = Vector<T, W>;
    const ComplexFft<T>& inner = chirped.inner;
    const ptrdiff_t m = inner.length;
    T *a = space, *b = a + m * W, *c = b + m * W, *d = c + m * W;
    for (ptrdiff_t i = 0; i < m; ++i) {
        Complex<V> x{V{}, V{}};
        if (i < length)
            x = times(Complex<V>{load<V>(re + i * step), load<V>(im + i * step)},
                      chirped.chirp[2 * i], chirped.chirp[2 * i + 1]);
        store(a + i * W, x.re);
        store(b + i * W, x.im);
    }
    run_fft<T, W, Last::keep>(inner, a, b, W, nullptr, nullptr);
    for (ptrdiff_t k = 0; k < m; ++k) {  // exchanging re and im turns the next transform around
        ptrdiff_t at = ptrdiff_t(inner.place[k]) * W;
        Complex<V> x = times(Complex<V>{load<V>(a + at), load<V>(b + at)}, chirped.response[2 * k],
                             chirped.response[2 * k + 1]);
        store(c + k * W, x.im);
        store(d + k * W, x.re);
    }
    run_fft<T, W, Last::keep>(inner, c, d, W, nullptr, nullptr);
    for (ptrdiff_t k = 0; k < length; ++k) {
        ptrdiff_t at = ptrdiff_t(inner.place[k]) * W;
        Complex<V> x = times(Complex<V>{load<V>(d + at), load<V>(c + at)}, chirped.chirp[2 * k],
                             chirped.chirp[2 * k + 1]);
        store(re + k * step, x.re);
        store(im + k * step, x.im);
    }
}

template <class T, int W>
MELGRAM_INLINE void transform_row(const Tables<T>& t, T* re, T* im, ptrdiff_t step, T* power,
                                  const int32_t* bin, T* space) {
    if (t.chirp) {
        run_bluestein<T, W>(t.bluestein, t.row_fft.length, re, im, step, space);
        if (bin) store_power<T, W>(t.row_fft.length, re, im, step, power, bin);
    } else if (bin) {
        run_fft<T, W, Last::power>(t.row_fft, re, im, step, power, bin);
    } else {
        run_fft<T, W, Last::keep>(t.row_fft, re, im, step, power, bin);
    }
}

// Column transforms, in place but for rows 0 and R/2, which go to `packed`: as one real sequence of
// 2 * columns, or as pairs (row 0, row R/2) when R and columns are coprime and twiddles are one.
template <class T, int W, int R, bool coprime>
__attribute__((noinline)) void transform_columns(const Tables<T>& t, T* __restrict work,
                                                 T* __restrict packed) {
    using V = Vector<T, W>;
    const ptrdiff_t pitch = ptrdiff_t(t.pitch) * W;
    const T* w = t.first_twiddle;
    for (ptrdiff_t j = 0; j < t.columns; ++j) {
        V x[R], y[R];
        T* column = work + j * W;
        unroll<R>([&](auto q) MELGRAM_LAMBDA { x[q] = load<V>(column + q * pitch); });
        if constexpr (R == 4) real4<T>(x, y);
        if constexpr (R == 8) real8<T>(x, y);
        if constexpr (R == 16) real16<T>(x, y);
        if constexpr (coprime) {
            store(packed + 2 * j * W, y[0] + y[1]);
            store(packed + (2 * j + 1) * W, y[0] - y[1]);
        } else {
            store(packed + j * W, y[0]);
            store(packed + (j + t.columns) * W, y[1]);
        }
        unroll<R / 2 - 1>([&](auto k) MELGRAM_LAMBDA {
            Complex<V> z{y[2 * k + 2], y[2 * k + 3]};
            if constexpr (!coprime) z = times(z, w[2 * k], w[2 * k + 1]);
            store(column + (2 * k + 2) * pitch, z.re);
            store(column + (2 * k + 3) * pitch, z.im);
        });
        w += R - 2;
    }
}

// Power of the bins of rows 0 and radix / 2 from the transform z of the packed pairs. Frequencies k
// and n - k of z carry the transforms of both members of the pairs, even and odd.
template <class T, int W>
__attribute__((noinline)) void split_packed(const Tables<T>& t, const T* __restrict packed,
                                            T* __restrict power) {
    using V = Vector<T, W>;
    const int n = t.columns;
    const int32_t* bin = t.split_bin;
    auto value = [&](int k) MELGRAM_LAMBDA {
        const T* at = packed + ptrdiff_t(t.chirp ? k : t.row_fft.place[k]) * 2 * W;
        return Complex<V>{load<V>(at), load<V>(at + W)};
    };
    Complex<V> z = value(0);
    V first = t.coprime ? z.re : z.re + z.im, second = t.coprime ? z.im : z.re - z.im;
    store(power + bin[0], first * first);
    store(power + bin[1], second * second);
    for (int k = 1; 2 * k < n; ++k) {
        Complex<V> a = value(k), b = value(n - k);
        Complex<V> even{a.re + b.re, a.im - b.im}, odd{a.im + b.im, b.re - a.re};  // twice
        if (!t.coprime) {
            odd = times(odd, t.split_twiddle[2 * k], t.split_twiddle[2 * k + 1]);
            Complex<V> low = even + odd;
            odd = even - odd, even = low;
        }
        store(power + bin[2 * k], (even.re * even.re + even.im * even.im) * T(0.25));
        store(power + bin[2 * k + 1], (odd.re * odd.re + odd.im * odd.im) * T(0.25));
    }
    if (n % 2 == 0) {
        z = value(n / 2);
        store(power + bin[n], z.re * z.re + z.im * z.im);
    }
}

template <class T, int W, int R>
MELGRAM_INLINE void choose_columns(const Tables<T>& t, T* work, T* packed) {
    if (t.coprime) transform_columns<T, W, R, true>(t, work, packed);
    else transform_columns<T, W, R, false>(t, work, packed);
}

template <class T, int W>
MELGRAM_INLINE void power_spectrum(const Tables<T>& t, T* work, T* packed, T* power, T* space) {
    const ptrdiff_t pitch = ptrdiff_t(t.pitch) * W;
    if (t.radix == 1) {  // odd length: the imaginary parts are zero
        transform_row<T, W>(t, packed, packed + W, 2 * W, power, t.bin, space);
        return;
    }
    if (t.radix == 4) choose_columns<T, W, 4>(t, work, packed);
    if (t.radix == 8) choose_columns<T, W, 8>(t, work, packed);
    if (t.radix == 16) choose_columns<T, W, 16>(t, work, packed);
    for (int k = 1; k < t.radix / 2; ++k)
        transform_row<T, W>(t, work + 2 * k * pitch, work + (2 * k + 1) * pitch, W, power,
                            t.bin + ptrdiff_t(k - 1) * t.columns, space);
    transform_row<T, W>(t, packed, packed + W, 2 * W, power, nullptr, space);
    split_packed<T, W>(t, packed, power);
}

}  // namespace
