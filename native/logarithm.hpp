// Natural logarithm on vectors, from polynomials only: the same bits on every machine.
#pragma once

#include "simd.hpp"

namespace {

// x = m 2^e with sqrt(1/2) <= m < sqrt(2). Subnormals are brought up first.
template <class T, bool normal, class V>
MELGRAM_INLINE void split_exponent(V x, V& m, V& e) {
    constexpr bool single = sizeof(T) == 4;
    constexpr int mantissa = single ? 23 : 52;
    using I = Integer<T>;
    constexpr int W = sizeof(V) / sizeof(T);
    using VI = Vector<I, W>;
    using U = typename UnsignedOf<I>::type;
    using VU = Vector<U, W>;  // where sums may wrap
    constexpr T smallest = single ? T(0x1p-126) : T(0x1p-1022);
    constexpr T lift = single ? T(0x1p23) : T(0x1p52);
    constexpr U root_bits = single ? U(0x3f3504f3) : U(0x3fe6a09e667f3bcdULL);  // sqrt(1/2)

    V y = x, lifted{};
    if constexpr (!normal) {
        auto tiny = x < splat<V>(smallest);
        y = tiny ? x * lift : x;
        lifted = tiny ? splat<V>(T(mantissa)) : V{};
    }
    VU bits = (VU)y;
    VI exponent = (VI)(bits - root_bits) >> mantissa;
    m = (V)(bits - ((VU)exponent << mantissa));
    e = convert<V>(exponent);
    if constexpr (!normal) e = e - lifted;
}

// ln(1 + f) - f + f^2/2, over f^3, minimax on [sqrt(1/2) - 1, sqrt(2) - 1] (Remez exchange,
// weighted so that the relative error of the logarithm is even): 2^-27.3. In pairs, for a short
// chain.
template <class V>
MELGRAM_INLINE V log_cubic(V f, V z) {
    V p = f * -0.0763449489f + 0.127615752f;
    p = p * z + (f * -0.131601821f + 0.142017583f);
    p = p * z + (f * -0.166233574f + 0.200012269f);
    return p * z + (f * -0.250008210f + 0.333333317f);
}

// (ln((1 + s) / (1 - s)) / s - 2) / s^2 in z = s^2, minimax for the same m: 2^-59.5.
template <class V>
MELGRAM_INLINE V log_odd(V z) {
    V w = z * z;
    V even = ((w * 0.1479610603266459207 + 0.1818356486948174501) * w + 0.2857142874247557809) * w +
             0.6666666666666734461;
    V odd = (w * 0.1531403577060761645 + 0.2222219856342408774) * w + 0.3999999999941431726;
    return odd * z + even;
}

// What the polynomial cannot say. A normal x is positive, not NaN, and may be infinite.
template <bool normal, class V, class T>
MELGRAM_INLINE V log_special(V x, V y, T) {
    V infinite = splat<V>(T(__builtin_inf()));
    y = x == infinite ? infinite : y;
    if constexpr (normal) return y;
    return x > V{} ? y : (x == V{} ? -infinite : splat<V>(T(__builtin_nan(""))));
}

template <bool normal, class V>
MELGRAM_INLINE V log_natural(V x, float) {
    V m, e;
    split_exponent<float, normal>(x, m, e);
    V f = m - 1.0f;
    V z = f * f;
    V y = log_cubic(f, z) * f * z + e * -2.12194440e-4f;
    y = y - z * 0.5f;
    y = f + y;
    y = y + e * 0.693359375f;  // e times a number of few bits: exact
    return log_special<normal>(x, y, 0.0f);
}

// With s = f / (2 + f): ln(1 + f) = f - s (f - z R) and f - s f = 2 s, so that the rounding of s
// touches small terms only: ln(1 + f) = f - (f^2/2 - s (f^2/2 + z R)).
template <bool normal, class V>
MELGRAM_INLINE V log_natural(V x, double) {
    V m, e;
    split_exponent<double, normal>(x, m, e);
    V f = m - 1.0;
    V s = f / (f + 2.0);
    V z = s * s;
    V half = f * f * 0.5;
    V y = e * 6.93147180369123816490e-01 -
          ((half - (s * (half + z * log_odd(z)) + e * 1.90821492927058770002e-10)) - f);
    return log_special<normal>(x, y, 0.0);
}

// ln(1 + x), x > -1: the rounding of 1 + x is put back to first order.
template <class V, class T>
MELGRAM_INLINE V log_one_plus(V x, T kind) {
    V u = x + T(1);
    V lost = x - (u - T(1));
    V y = log_natural<false>(u, kind);
    V fixed = y + lost / u;
    return u < splat<V>(T(0x1p60)) ? fixed : y;
}

}  // namespace
