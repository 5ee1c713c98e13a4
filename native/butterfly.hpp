// Small discrete Fourier transforms on registers: complex of 2, 3, 4, 5, 8, 16 and any odd prime,
// real of 4, 8 and 16. Forward sign exp(-i), outputs in natural order.
#pragma once

#include "simd.hpp"

namespace {

template <class V>
struct Complex {
    V re, im;
};
template <class V>
MELGRAM_INLINE Complex<V> operator+(Complex<V> a, Complex<V> b) {
    return {a.re + b.re, a.im + b.im};
}
template <class V>
MELGRAM_INLINE Complex<V> operator-(Complex<V> a, Complex<V> b) {
    return {a.re - b.re, a.im - b.im};
}
template <class V, class T>
MELGRAM_INLINE Complex<V> scaled(Complex<V> a, T s) {
    return {a.re * s, a.im * s};
}
template <class V>
MELGRAM_INLINE Complex<V> add_i(Complex<V> a, Complex<V> b) {  // a + i b
    return {a.re - b.im, a.im + b.re};
}
template <class V>
MELGRAM_INLINE Complex<V> sub_i(Complex<V> a, Complex<V> b) {  // a - i b
    return {a.re + b.im, a.im - b.re};
}
template <class V, class T>
MELGRAM_INLINE Complex<V> times(Complex<V> a, T re, T im) {
    return {a.re * re - a.im * im, a.re * im + a.im * re};
}

constexpr double half_root = 0.70710678118654752440;   // cos(pi/4)
constexpr double cos_eighth = 0.92387953251128675613;  // cos(pi/8)
constexpr double sin_eighth = 0.38268343236508977173;  // sin(pi/8)
constexpr double root3_half = 0.86602540378443864676;
constexpr double root5_quarter = 0.55901699437494742410;
constexpr double sin_72 = 0.95105651629515357212;
constexpr double sin_144 = 0.58778525229247312917;

template <class V>
MELGRAM_INLINE void dft2(Complex<V>& a, Complex<V>& b) {
    Complex<V> s = a + b, d = a - b;
    a = s, b = d;
}

template <class V>
MELGRAM_INLINE void dft4(Complex<V>& x0, Complex<V>& x1, Complex<V>& x2, Complex<V>& x3) {
    Complex<V> a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
    x0 = a + c, x2 = a - c;
    x1 = sub_i(b, d), x3 = add_i(b, d);
}

template <class T, class V>
MELGRAM_INLINE void dft3(Complex<V>* x) {
    Complex<V> s = x[1] + x[2];
    Complex<V> d = scaled(x[1] - x[2], T(root3_half));
    Complex<V> m = x[0] - scaled(s, T(0.5));
    x[0] = x[0] + s;
    x[1] = sub_i(m, d), x[2] = add_i(m, d);
}

template <class T, class V>
MELGRAM_INLINE void dft5(Complex<V>* x) {
    Complex<V> s1 = x[1] + x[4], d1 = x[1] - x[4], s2 = x[2] + x[3], d2 = x[2] - x[3];
    Complex<V> s = s1 + s2;
    Complex<V> m = x[0] - scaled(s, T(0.25));
    Complex<V> e = scaled(s1 - s2, T(root5_quarter));
    Complex<V> r1 = m + e, r2 = m - e;
    Complex<V> i1 = scaled(d1, T(sin_72)) + scaled(d2, T(sin_144));
    Complex<V> i2 = scaled(d1, T(sin_144)) - scaled(d2, T(sin_72));
    x[0] = x[0] + s;
    x[1] = sub_i(r1, i1), x[4] = add_i(r1, i1);
    x[2] = sub_i(r2, i2), x[3] = add_i(r2, i2);
}

template <class T, class V>
MELGRAM_INLINE Complex<V> turn_eighth(Complex<V> a) {  // a exp(-i pi/4)
    return {(a.re + a.im) * T(half_root), (a.im - a.re) * T(half_root)};
}
template <class T, class V>
MELGRAM_INLINE Complex<V> turn_three_eighths(Complex<V> a) {  // a exp(-3 i pi/4)
    return {(a.im - a.re) * T(half_root), (a.re + a.im) * T(-half_root)};
}

template <class T, class V>
MELGRAM_INLINE void dft8(Complex<V>* x) {
    unroll<4>([&](auto j) MELGRAM_LAMBDA { dft2(x[j], x[j + 4]); });
    x[5] = turn_eighth<T>(x[5]);
    x[6] = Complex<V>{x[6].im, -x[6].re};
    x[7] = turn_three_eighths<T>(x[7]);
    dft4(x[0], x[1], x[2], x[3]);
    dft4(x[4], x[5], x[6], x[7]);
    Complex<V> t1 = x[1], t2 = x[2], t3 = x[3], t5 = x[5], t6 = x[6];
    x[1] = x[4], x[2] = t1, x[3] = t5, x[4] = t2, x[5] = t6, x[6] = t3;
}

template <class T, class V>
MELGRAM_INLINE void dft16(Complex<V>* x) {
    unroll<4>([&](auto j) MELGRAM_LAMBDA { dft4(x[j], x[j + 4], x[j + 8], x[j + 12]); });
    x[5] = times(x[5], T(cos_eighth), T(-sin_eighth));
    x[9] = turn_eighth<T>(x[9]);
    x[13] = times(x[13], T(sin_eighth), T(-cos_eighth));
    x[6] = turn_eighth<T>(x[6]);
    x[10] = Complex<V>{x[10].im, -x[10].re};
    x[14] = turn_three_eighths<T>(x[14]);
    x[7] = times(x[7], T(sin_eighth), T(-cos_eighth));
    x[11] = turn_three_eighths<T>(x[11]);
    x[15] = times(x[15], T(-cos_eighth), T(sin_eighth));
    unroll<4>([&](auto j)
                  MELGRAM_LAMBDA { dft4(x[4 * j], x[4 * j + 1], x[4 * j + 2], x[4 * j + 3]); });
    unroll<4>([&](auto i) MELGRAM_LAMBDA {
        unroll<4>([&](auto j) MELGRAM_LAMBDA {
            if constexpr (i < j) {
                Complex<V> t = x[4 * i + j];
                x[4 * i + j] = x[4 * j + i], x[4 * j + i] = t;
            }
        });
    });
}

template <class T, int R, class V>
MELGRAM_INLINE void dft(Complex<V>* x) {
    if constexpr (R == 2) dft2(x[0], x[1]);
    if constexpr (R == 3) dft3<T>(x);
    if constexpr (R == 4) dft4(x[0], x[1], x[2], x[3]);
    if constexpr (R == 5) dft5<T>(x);
    if constexpr (R == 8) dft8<T>(x);
    if constexpr (R == 16) dft16<T>(x);
}

// Any odd length: pairs (j, n - j) share their cosines and sines. O(n^2).
template <class T, class V>
void dft_odd(Complex<V>* x, int n, const T* circle) {
    Complex<V> sum[32], difference[32], y[64];
    int half = (n - 1) / 2;
    y[0] = x[0];
    for (int j = 1; j <= half; ++j) {
        sum[j] = x[j] + x[n - j], difference[j] = x[j] - x[n - j];
        y[0] = y[0] + sum[j];
    }
    for (int k = 1; k <= half; ++k) {
        Complex<V> even = x[0], odd = scaled(difference[1], circle[2 * k + 1]);
        for (int j = 1, m = 0; j <= half; ++j) {
            m = m + k < n ? m + k : m + k - n;
            even = even + scaled(sum[j], circle[2 * m]);
            if (j > 1) odd = odd + scaled(difference[j], circle[2 * m + 1]);
        }
        y[k] = add_i(even, odd);  // circle holds exp(-i): its sine part carries the sign
        y[n - k] = sub_i(even, odd);
    }
    for (int j = 0; j < n; ++j) x[j] = y[j];
}

// Rows of a real transform of length R: [0] and [1] are the sums of the even and of the odd samples
// (rows 0 and R/2 before their last butterfly), then re, im of rows 1 .. R/2 - 1.
template <class T, class V>
MELGRAM_INLINE void real4(const V* x, V* y) {
    y[0] = x[0] + x[2], y[1] = x[1] + x[3];
    y[2] = x[0] - x[2], y[3] = x[3] - x[1];
}

// Rows 1 and 3 of eight reals whose differences x[j] - x[j + 4] are d.
template <class T, class V>
MELGRAM_INLINE void real8_odd(const V* d, Complex<V>& row1, Complex<V>& row3) {
    V s = (d[1] + d[3]) * T(-half_root), t = (d[1] - d[3]) * T(half_root);
    row1 = {d[0] + t, s - d[2]};
    row3 = {d[0] - t, s + d[2]};
}

template <class T, class V>
MELGRAM_INLINE void real8(const V* x, V* y) {
    V c[4], d[4];
    unroll<4>([&](auto j) MELGRAM_LAMBDA { c[j] = x[j] + x[j + 4], d[j] = x[j] - x[j + 4]; });
    Complex<V> row1, row3;
    real8_odd<T>(d, row1, row3);
    real4<T>(c, y);
    V re = y[2], im = y[3];
    y[2] = row1.re, y[3] = row1.im, y[4] = re, y[5] = im, y[6] = row3.re, y[7] = row3.im;
}

template <class T, class V>
MELGRAM_INLINE void real16(const V* x, V* y) {
    V a[8], b[8];
    unroll<8>([&](auto j) MELGRAM_LAMBDA { a[j] = x[j] + x[j + 8], b[j] = x[j] - x[j + 8]; });

    V even[8];
    real8<T>(a, even);
    y[0] = even[0], y[1] = even[1];
    unroll<6>([&](auto i) MELGRAM_LAMBDA { y[4 * (i / 2 + 1) + i % 2] = even[2 + i]; });

    V p1 = b[1] - b[7], p2 = (b[2] - b[6]) * T(half_root), p3 = b[3] - b[5];
    V e0 = b[0] + p2, e1 = b[0] - p2;
    V f0 = p1 * T(cos_eighth) + p3 * T(sin_eighth), f1 = p1 * T(sin_eighth) - p3 * T(cos_eighth);
    y[2] = e0 + f0, y[14] = e0 - f0, y[6] = e1 + f1, y[10] = e1 - f1;

    V q1 = b[1] + b[7], q2 = (b[2] + b[6]) * T(half_root), q3 = b[3] + b[5];
    V g0 = q2 + b[4], g1 = q2 - b[4];
    V h0 = q1 * T(-sin_eighth) - q3 * T(cos_eighth), h1 = q3 * T(sin_eighth) - q1 * T(cos_eighth);
    y[3] = h0 - g0, y[15] = h0 + g0, y[7] = h1 - g1, y[11] = h1 + g1;
}

}  // namespace
