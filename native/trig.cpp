// Points of the unit circle for twiddle tables, without libm: every machine gets the same tables.
#include "plan.hpp"

namespace {

// Taylor on [0, pi/4]: the first term left out is below 2^-60.
double sine(double x) {
    const double z = x * x;
    double p = -1.0 / 121645100408832000.0;
    p = p * z + 1.0 / 355687428096000.0;
    p = p * z - 1.0 / 1307674368000.0;
    p = p * z + 1.0 / 6227020800.0;
    p = p * z - 1.0 / 39916800.0;
    p = p * z + 1.0 / 362880.0;
    p = p * z - 1.0 / 5040.0;
    p = p * z + 1.0 / 120.0;
    p = p * z - 1.0 / 6.0;
    return x + x * z * p;
}

double cosine(double x) {
    const double z = x * x;
    double p = 1.0 / 2432902008176640000.0;
    p = p * z - 1.0 / 6402373705728000.0;
    p = p * z + 1.0 / 20922789888000.0;
    p = p * z - 1.0 / 87178291200.0;
    p = p * z + 1.0 / 479001600.0;
    p = p * z - 1.0 / 3628800.0;
    p = p * z + 1.0 / 40320.0;
    p = p * z - 1.0 / 720.0;
    p = p * z + 1.0 / 24.0;
    return 1.0 - (z * 0.5 - z * z * p);
}

}  // namespace

// The angle is reduced to an eighth of a turn in integers. What is left, pi/4 * r / d, is formed as
// a sum of an exact head (26 bits times 26 bits) and a small tail, so its error is far below an
// ulp.
UnitPoint melgram_unit_point(int64_t numerator, int64_t denominator) {
    int64_t a = numerator % denominator;
    if (a < 0) a += denominator;
    const int64_t octant = 8 * a / denominator;
    int64_t r = 8 * a - octant * denominator;
    if (octant & 1) r = denominator - r;

    const double pi4_head = 0x1.921fb5p-1, pi4_tail = 0x1.110b4611a6263p-27;
    const int64_t q = (r << 26) / denominator;
    const double head = double(q) * 0x1p-26;
    const double tail = double((r << 26) - q * denominator) / double(denominator) * 0x1p-26;
    const double high = pi4_head * head;
    const double low = pi4_head * tail + pi4_tail * (head + tail);
    const double angle = high + low;
    const double rest = (high - angle) + low;
    const double c0 = cosine(angle), s0 = sine(angle);
    const double c = c0 - rest * s0, s = s0 + rest * c0;

    switch (octant) {
    case 0: return {c, s};
    case 1: return {s, c};
    case 2: return {-s, c};
    case 3: return {-c, s};
    case 4: return {-c, -s};
    case 5: return {-s, -c};
    case 6: return {s, -c};
    default: return {c, -s};
    }
}
