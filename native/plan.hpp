// The plan: every table the kernel reads, and the table of kernels. Plain data, no code.
//
// Tables exist in one precision (T) and for one lane count; offsets into lane-major scratch are
// stored in elements, already multiplied by the lane count.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "melgram.h"

#define MELGRAM_INTERNAL __attribute__((visibility("hidden")))

constexpr int max_stages = 20;
constexpr int max_sweeps = 8;
constexpr int largest_butterfly = 61;  // larger primes go through Bluestein's convolution

// One in-place pass of a decimation-in-frequency FFT: length radix * sub splits into radix parts of
// sub.
template <class T>
struct Stage {
    int radix;
    int sub;
    const T* twiddle;  // [sub][radix - 1][2]: exp(-2 pi i j q / (radix sub)); NULL when sub is 1
    const T* circle;   // generic radix: [radix][2], the radix-th roots of one; else NULL
};

template <class T>
struct ComplexFft {
    int length;
    int n_stages;
    Stage<T> stages[max_stages];
    const int32_t* place;  // place[k]: vector at which frequency k lies after the last stage
};

// Chirp convolution for lengths with a large prime factor; inner is a power of two.
template <class T>
struct Bluestein {
    ComplexFft<T> inner;
    const T* chirp;     // [length][2]: exp(-i pi j^2 / length)
    const T* response;  // [inner.length][2], already divided by inner.length
};

// A frame operation pair, always applied as ((x - mean) - c * previous): a missing half is zero.
template <class T>
struct Sweep {
    bool remove_mean;
    bool keep_first;  // y[0] = x[0]
    T preemphasis;
};

template <class T>
struct Tables {
    // frame -> rows
    int first;           // samples before the first nonzero of the window, skipped
    int n_rows;          // samples gathered
    const T* window;     // n_rows; gain, scales and spectrum_scale are inside
    const int32_t* row;  // n_rows offsets into the work area
    int n_sweeps;
    Sweep<T> sweeps[max_sweeps];
    T mean_factor;  // 1 / n_rows

    // rows -> spectrum
    int n_fft, n_bins;
    int radix;               // first radix: 1 (n_fft odd), 2, 4, 8 or 16
    int columns;             // n_fft / radix
    bool coprime;            // radix >= 4 and columns share no factor: no twiddles between them
    int pitch;               // vectors between rows of the work area
    const T* first_twiddle;  // [columns][radix / 2 - 1][2]
    ComplexFft<T> row_fft;
    bool chirp;  // row_fft.length has a large prime: bluestein does the rows
    Bluestein<T> bluestein;
    const int32_t* bin;      // [radix / 2 - 1][columns] (radix 1: [1][columns]) offsets into power
    const T* split_twiddle;  // [columns / 2 + 1][2]: exp(-i pi k / columns)
    const int32_t* split_bin;  // [columns / 2 + 1][2] offsets into power
    const int32_t* zero_row;   // offsets of rows beyond n_rows that must read as zero
    int n_zero_rows;

    // spectrum -> features
    bool adjust_power, magnitude;
    T power_add, power_floor;
    int n_features, first_bin;
    int used_bin, last_used_bin;  // no feature reads a bin outside these
    const int32_t* band_start;    // NULL: linear bins
    const int32_t* band_count;
    const T* weights;
    int compression, floor_mode;
    bool positive;      // the floor alone keeps the logarithm's argument normal
    T floor, log_gain;  // with bands, log_gain is in the weights and this is 1
    const T* scale;     // multiplier and feature_scale together
    const T* offset;

    // Scratch, in elements of T: the power spectrum, whose place copies of samples take before it
    // is there, then the rows, whose place the features take when they are gone.
    size_t power, work, packed, convolution, sums;
};

constexpr size_t most_stage = 128 << 10;               // bytes of a block of a large output
constexpr size_t most_scratch = (2 << 20) - most_stage;  // bytes a thread, unless one lane needs more

// Samples of each frame that are copied at a time where a group cannot be read in place.
constexpr int most_copied = 256;

// A block of a run's frames.
struct Task {
    const struct melgram_plan* plan;
    const melgram_run* run;
    int64_t begin, end;  // of the computed frames, counted from run->first_frame
    void* scratch;
    float highest, lowest;  // found: before the limit, and after what follows it (-inf if strange)
};

struct Kernels {
    int lanes32, lanes64;
    void (*run32)(Task* task);
    void (*run64)(Task* task);
    void (*raise_to)(float floor, float* data, int64_t n);
    void (*clamp_affine)(float* data, int64_t n, float floor, float scale, float offset);
    int64_t (*first_nonfinite32)(const float* samples, int64_t stride, int64_t n);
    int64_t (*first_nonfinite64)(const double* samples, int64_t stride, int64_t n);
};

struct Arena {
    void* blocks[64];
    int n_blocks;
    bool failed;
};

struct melgram_plan {
    int isa, precision, lanes, hop;
    int block;  // frames that a thread takes at a time: whole groups, in and out of cache together
    size_t scratch;
    size_t stage;  // bytes of a block of features; 0: too many to stage
    double cost;  // rough nanoseconds a frame, to decide how many threads are worth starting
    const Kernels* kernels;
    Tables<float> tables32;
    Tables<double> tables64;
    Arena arena;
};

extern const Kernels melgram_kernels_scalar MELGRAM_INTERNAL;
extern const Kernels melgram_kernels_sse4 MELGRAM_INTERNAL;
extern const Kernels melgram_kernels_avx2 MELGRAM_INTERNAL;
extern const Kernels melgram_kernels_avx512 MELGRAM_INTERNAL;
extern const Kernels melgram_kernels_neon MELGRAM_INTERNAL;

// cos and sin of 2 pi numerator / denominator, the same on every machine.
struct UnitPoint {
    double re, im;
};
MELGRAM_INTERNAL UnitPoint melgram_unit_point(int64_t numerator, int64_t denominator);

MELGRAM_INTERNAL const Kernels* melgram_kernels(int isa);
// Scratch, some of which is kept for the next run: fresh pages cost more than a short run.
MELGRAM_INTERNAL void* melgram_take_scratch(size_t size);
MELGRAM_INTERNAL void melgram_give_scratch(void* scratch, size_t size);

// Which sizes a transform takes apart into, and how many bytes of scratch that is.
template <class T>
MELGRAM_INTERNAL size_t melgram_lay_out(Tables<T>* t, const melgram_front_end* front_end,
                                        int lanes);
template <class T>
MELGRAM_INTERNAL bool melgram_build_tables(melgram_plan* plan, Tables<T>* t,
                                           const melgram_front_end* front_end);
