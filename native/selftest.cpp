// Proves the promises of melgram.h on this machine: run it plain, and under the sanitizers.
//
//   every instruction set and lane count gives the same bits      any cut and any thread count too
//   the numbers agree with a plain Fourier sum in long double     nothing outside the buffers is
//   touched other libraries' floating-point modes change nothing          powers scale exactly
#include "selftest.hpp"

int failures = 0, checks = 0;

namespace {

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
                run.refuse_nonfinite = 1, run.limit = pad % 3, run.limit_range = 8;
                run.after_scale = 0.25f, run.after_offset = -1;
                const melgram_result wanted = execute(yardstick, run);
                for (int isa = 0; isa < MELGRAM_ISA_COUNT; ++isa) {
                    if (!melgram_isa_supported(isa)) continue;
                    const Plan plan(front_end, isa, precision);
                    run.dtype = dtype, run.samples = samples[dtype], run.out = got.data;
                    run.threads = 1 + pad;
                    const melgram_result found = execute(plan, run);
                    expect(got.same(expected) && found.maximum == wanted.maximum,
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

// One number for the bits of everything: machines that print the same one compute the same.
uint64_t digest() {
    uint64_t hash = 0xcbf29ce484222325;
    for (int precision = 0; precision < 2; ++precision)
        for (const Shape& shape : shapes) {
            const FrontEnd front_end(shape);
            const Plan plan(front_end, MELGRAM_ISA_AUTO, precision);
            const int64_t n_frames = 37, n = shape.span + (n_frames - 3) * shape.hop;
            Buffer<float> x(n), y(melgram_plan_n_features(plan.value) * n_frames);
            for (int64_t i = 0; i < n; ++i) x.data[i] = float(noise());
            melgram_run run = run_of(x.data, 0, n, n_frames, y.data);
            run.first_start = -shape.hop, run.pad = MELGRAM_PAD_SYMMETRIC;
            execute(plan, run);
            for (int64_t i = 0; i < y.size * int64_t(sizeof(float)); ++i)
                hash = (hash ^ ((unsigned char*)y.data)[i]) * 0x100000001b3;
        }
    return hash;
}

}  // namespace

int main(int n_arguments, char** arguments) {
    const unsigned long long bits = digest();  // first: the noise begins with the program
    if (n_arguments > 1 && strcmp(arguments[1], "digest") == 0) {
        printf("%016llx\n", bits);
        return failures != 0;
    }
    for (int precision = 0; precision < 2; ++precision)
        for (const Shape& shape : shapes) {
            same_bits_everywhere(shape, precision);
            same_bits_however_cut(shape, precision);
        }
    accurate_everywhere();
    modes_change_nothing();
    powers_scale_exactly();
    many_callers_one_plan();
    runs_keep_their_promises();
    printf("%d checks, %d failures, best instruction set %s\n", checks, failures,
           melgram_isa_name(melgram_isa_best()));
    return failures != 0;
}
