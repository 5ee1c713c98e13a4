// Proves the promises of melgram.h on this machine: run it plain, and under the sanitizers.
//
//   every instruction set and lane count gives the same bits      any cut and any thread count too
//   the numbers agree with a plain Fourier sum in long double     nothing outside the buffers is
//   touched other libraries' floating-point modes change nothing          powers scale exactly
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "melgram.h"

namespace {

int failures = 0, checks = 0;

__attribute__((format(printf, 2, 3))) void expect(bool truth, const char* format, ...) {
    ++checks;
    if (truth) return;
    ++failures;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

uint32_t seed = 1;
double noise() {  // uniform in -1 .. 1
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
            window.data[i] = 0.6 - 0.4 * cos(6.28 * i / s.span) + 0.01 * i / s.span;
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

melgram_run run_of(const void* samples, int dtype, int64_t n, int64_t n_frames, float* out) {
    melgram_run run{};
    run.structure_size = sizeof run;
    run.dtype = dtype, run.samples = samples, run.stride = 1, run.n_samples = n;
    run.threads = 1, run.n_frames = n_frames, run.out = out;
    run.feature_stride = n_frames, run.frame_stride = 1;
    return run;
}

void execute(const Plan& plan, const melgram_run& run, float* maximum = nullptr) {
    const int status = melgram_plan_run(plan.value, &run, maximum);
    expect(status == MELGRAM_OK, "run failed with status %d", status);
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

// Signals of awkward lengths, all paddings, all types: the scalar kernel is the yardstick.
void same_bits_everywhere(const Shape& shape, int precision) {
    const FrontEnd front_end(shape);
    const int64_t lengths[] = {2, shape.span / 2 + 2, shape.span + 3 * shape.hop + 1,
                               shape.span + 40 * shape.hop};
    for (int64_t n : lengths)
        for (int dtype = 0; dtype < 3; ++dtype) {
            Buffer<float> single(n);
            Buffer<double> twice(n);
            Buffer<int16_t> integer(n);
            for (int64_t i = 0; i < n; ++i) {
                integer.data[i] = int16_t(noise() * 20000);
                single.data[i] = float(twice.data[i] = integer.data[i] / 32768.0);
            }
            const void* samples[] = {single.data, twice.data, integer.data};
            const int64_t n_frames = n / shape.hop + 3;
            const Plan yardstick(front_end, MELGRAM_ISA_SCALAR, precision);
            const int64_t n_features = melgram_plan_n_features(yardstick.value);
            Buffer<float> expected(n_features * n_frames), got(n_features * n_frames);
            for (int pad = 0; pad < 4; ++pad) {
                melgram_run run = run_of(single.data, 0, n, n_frames, expected.data);
                run.pad = pad, run.first_start = -shape.span / 2 - shape.hop;
                float highest = 0, found = 0;
                execute(yardstick, run, &highest);
                for (int isa = 0; isa < MELGRAM_ISA_COUNT; ++isa) {
                    if (!melgram_isa_supported(isa)) continue;
                    const Plan plan(front_end, isa, precision);
                    run.dtype = dtype, run.samples = samples[dtype], run.out = got.data;
                    run.threads = 1 + pad;
                    execute(plan, run, &found);
                    expect(got.same(expected) && found == highest,
                           "n_fft=%d %s precision %d dtype %d pad %d length %d differs from scalar",
                           shape.n_fft, melgram_isa_name(isa), precision, dtype, pad, int(n));
                }
            }
        }
}

// One run, or many runs of a few frames; either layout; strided and reversed input.
void same_bits_however_cut(const Shape& shape, int precision) {
    const FrontEnd front_end(shape);
    const int64_t n_frames = 53, n = shape.span + (n_frames - 1) * shape.hop;
    Buffer<float> x(n), spread(3 * n);
    for (int64_t i = 0; i < n; ++i) spread.data[3 * (n - 1 - i)] = x.data[i] = float(noise());
    for (int isa = 0; isa < MELGRAM_ISA_COUNT; ++isa) {
        if (!melgram_isa_supported(isa)) continue;
        const Plan plan(front_end, isa, precision);
        const int64_t f = melgram_plan_n_features(plan.value);
        Buffer<float> whole(f * n_frames), pieces(f * n_frames), major(f * n_frames);
        melgram_run run = run_of(x.data, 0, n, n_frames, whole.data);
        execute(plan, run);

        for (int64_t at = 0, size = 1; at < n_frames; at += size, size = size * 2 + 1) {
            if (at + size > n_frames) size = n_frames - at;
            run.first_frame = at, run.n_frames = size, run.out = pieces.data + at;
            execute(plan, run);
        }
        expect(pieces.same(whole), "n_fft=%d: frames change when the signal is cut", shape.n_fft);

        run.first_frame = 0, run.n_frames = n_frames, run.out = pieces.data;
        run.samples = spread.data + 3 * (n - 1), run.stride = -3;
        execute(plan, run);
        expect(pieces.same(whole), "n_fft=%d: strided input differs", shape.n_fft);

        run.out = major.data, run.feature_stride = 1, run.frame_stride = f;
        execute(plan, run);
        bool same = true;
        for (int64_t i = 0; i < n_frames; ++i)
            for (int64_t b = 0; b < f; ++b)
                same =
                    same && memcmp(&major.data[i * f + b], &whole.data[b * n_frames + i], 4) == 0;
        expect(same, "n_fft=%d %s: frame-major differs", shape.n_fft, melgram_isa_name(isa));
    }
}

// Largest error of the power spectrum against the sum it stands for, relative to the frame's peak.
double error_of_power(int n_fft, int span, int precision) {
    const FrontEnd front_end({n_fft, span, 1, 0, 0, 0, 0, 0});
    const Plan plan(front_end, MELGRAM_ISA_AUTO, precision);
    Buffer<float> x(span), power(n_fft / 2 + 1);
    for (int i = 0; i < span; ++i) x.data[i] = float(noise());
    execute(plan, run_of(x.data, 0, span, 1, power.data));
    long double peak = 0, worst = 0;
    for (int k = 0; k <= n_fft / 2; ++k) {
        long double re = 0, im = 0;
        for (int i = 0; i < span; ++i) {
            const long double angle =
                2 * 3.14159265358979323846264338327950288L * (int64_t(i) * k % n_fft) / n_fft;
            re += x.data[i] * front_end.window.data[i] * cosl(angle);
            im += x.data[i] * front_end.window.data[i] * sinl(angle);
        }
        const long double p = re * re + im * im;
        peak = p > peak ? p : peak;
        worst = fmaxl(worst, fabsl(p - power.data[k]));
    }
    return double(worst / peak);
}

void accurate_everywhere() {
    for (int n = 2; n <= 140; ++n)
        for (int precision = 0; precision < 2; ++precision) {
            const double error = error_of_power(n, n > 5 ? n - n % 3 : n, precision);
            expect(error < (precision ? 6.1e-8 : 1e-6), "n_fft=%d precision %d error %g", n,
                   precision, error);
        }
    for (const Shape& s : shapes)
        for (int precision = 0; precision < 2; ++precision) {
            const double error = error_of_power(s.n_fft, s.span, precision);
            expect(error < (precision ? 6.1e-8 : 1e-6), "n_fft=%d precision %d error %g", s.n_fft,
                   precision, error);
        }
}

// Flush-to-zero, denormals-are-zero and rounding up, as other libraries leave them.
void modes_change_nothing() {
#if defined(__x86_64__)
    const FrontEnd front_end({512, 400, 160, 0, 0, 0, 0, 0});
    const int64_t n = 400 + 160 * 39, n_frames = 40;
    Buffer<float> x(n), plain(257 * n_frames), moded(257 * n_frames);
    for (int64_t i = 0; i < n; ++i) x.data[i] = float(noise() * 1e-20);
    const Plan plan(front_end, MELGRAM_ISA_AUTO, MELGRAM_FLOAT32);
    execute(plan, run_of(x.data, 0, n, n_frames, plain.data));
    const unsigned before = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before | 0x8040 | 0x4000);
    execute(plan, run_of(x.data, 0, n, n_frames, moded.data));
    const unsigned after = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before);
    expect(moded.same(plain), "the caller's floating-point mode reached the result");
    expect((after & 0xffc0) == ((before | 0x8040 | 0x4000) & 0xffc0), "the caller's mode was lost");
#endif
}

void powers_scale_exactly() {
    for (int precision = 0; precision < 2; ++precision) {
        const FrontEnd front_end({400, 400, 160, 80, 2, 0, 0, 0});
        const Plan plan(front_end, MELGRAM_ISA_AUTO, precision);
        Buffer<float> x(4000), y(4000), a(80 * 20), b(80 * 20);
        for (int i = 0; i < 4000; ++i) y.data[i] = (x.data[i] = float(noise())) * 1024;
        execute(plan, run_of(x.data, 0, 4000, 20, a.data));
        execute(plan, run_of(y.data, 0, 4000, 20, b.data));
        bool exact = true;
        for (int64_t i = 0; i < a.size; ++i) exact = exact && b.data[i] == a.data[i] * 1048576;
        expect(exact, "power of 1024 x is not 1024^2 power of x (precision %d)", precision);
    }
}

struct Crowd {
    const Plan* plan;
    const Buffer<float>* x;
    const Buffer<float>* expected;
    bool same;
};
void* crowd_member(void* argument) {
    Crowd* crowd = (Crowd*)argument;
    Buffer<float> got(crowd->expected->size);
    for (int i = 0; i < 20; ++i) {
        melgram_run run = run_of(crowd->x->data, 0, crowd->x->size, 500, got.data);
        run.threads = 1 + i % 3;
        melgram_plan_run(crowd->plan->value, &run, nullptr);
        crowd->same = crowd->same && got.same(*crowd->expected);
    }
    return nullptr;
}
void many_callers_one_plan() {
    const FrontEnd front_end(shapes[0]);
    const Plan plan(front_end, MELGRAM_ISA_AUTO, MELGRAM_FLOAT32);
    Buffer<float> x(400 + 160 * 499), expected(80 * 500);
    for (int64_t i = 0; i < x.size; ++i) x.data[i] = float(noise());
    execute(plan, run_of(x.data, 0, x.size, 500, expected.data));
    Crowd crowd[8];
    pthread_t threads[8];
    for (int i = 0; i < 8; ++i) {
        crowd[i] = {&plan, &x, &expected, true};
        pthread_create(&threads[i], nullptr, crowd_member, &crowd[i]);
    }
    for (int i = 0; i < 8; ++i) {
        pthread_join(threads[i], nullptr);
        expect(crowd[i].same, "caller %d of a shared plan got other numbers", i);
    }
}

void sweeps_without_a_plan() {
    const int64_t lengths[] = {0, 1, 15, 16, 127, 128, 1000};
    for (int64_t n : lengths) {
        Buffer<float> x(n);
        Buffer<double> y(n);
        expect(melgram_first_nonfinite(x.data, 0, 1, n) == -1, "zeros are finite");
        for (int64_t at = n - 1; at >= 0; at -= 1 + n / 9) {
            x.data[at] = at % 2 ? INFINITY : -NAN, y.data[at] = x.data[at];
            expect(melgram_first_nonfinite(x.data, 0, 1, n) == at, "float32 NaN at %d of %d",
                   int(at), int(n));
            expect(melgram_first_nonfinite(y.data, 1, 1, n) == at, "float64 NaN at %d of %d",
                   int(at), int(n));
            expect(melgram_first_nonfinite(x.data + n - 1, 0, -1, n) >= 0, "reversed NaN");
        }
        for (int64_t i = 0; i < n; ++i) x.data[i] = float(i) - 5.0f;
        melgram_clamp_affine(x.data, n, 2.0f, 0.25f, 1.0f);
        for (int64_t i = 0; i < n; ++i)
            expect(x.data[i] == (i - 5 > 2 ? i - 5 : 2) * 0.25f + 1.0f, "clamp_affine at %d",
                   int(i));
    }
}

void refuses_nonsense() {
    char message[200];
    int32_t status = 0;
    FrontEnd f(shapes[0]);
    f.value.n_fft = 1;
    expect(!melgram_plan_create(&f.value, -1, 0, &status, message, sizeof message) &&
               status == MELGRAM_ERROR_ARGUMENT && strstr(message, "n_fft=1"),
           "n_fft=1 was taken");
    f.value.n_fft = 400, f.count.data[3] = 500;
    expect(!melgram_plan_create(&f.value, -1, 0, &status, nullptr, 0),
           "a band beyond the bins was taken");
    expect(!melgram_plan_create(&f.value, 99, 0, &status, message, sizeof message) &&
               status == MELGRAM_ERROR_ISA,
           "isa=99 was taken");
    const FrontEnd good(shapes[0]);
    const Plan plan(good, -1, 0);
    float out[80], x = 1;
    melgram_run run = run_of(&x, 0, 0, 1, out);
    run.pad = MELGRAM_PAD_REFLECT;
    expect(melgram_plan_run(plan.value, &run, nullptr) == MELGRAM_ERROR_PADDING,
           "an empty signal was reflected");
    run.threads = 0;
    expect(melgram_plan_run(plan.value, &run, nullptr) == MELGRAM_ERROR_ARGUMENT,
           "threads=0 was taken");
}

}  // namespace

int main() {
    for (int precision = 0; precision < 2; ++precision)
        for (const Shape& shape : shapes) {
            same_bits_everywhere(shape, precision);
            same_bits_however_cut(shape, precision);
        }
    accurate_everywhere();
    modes_change_nothing();
    powers_scale_exactly();
    many_callers_one_plan();
    sweeps_without_a_plan();
    refuses_nonsense();
    printf("%d checks, %d failures, best instruction set %s\n", checks, failures,
           melgram_isa_name(melgram_isa_best()));
    return failures != 0;
}
