// Self-tests of one run beside its numbers: NaN is named, limits, scratch, and refusals.
#include "selftest.hpp"

namespace {

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
    }
}

// A silent stretch beside a loud one, long enough for many blocks: the limit is that of a plain loop
// over the features, in either layout, whatever the threads.
void limits_are_plain() {
    const FrontEnd front_end(shapes[0]);
    const Plan plan(front_end, MELGRAM_ISA_AUTO, MELGRAM_FLOAT32);
    const int64_t n_frames = 14000, n = 160 * n_frames + 240;
    Buffer<float> x(n), plain(80 * n_frames), limited(80 * n_frames);
    for (int64_t i = 0; i < n; ++i) x.data[i] = i / 300000 % 2 ? 0 : float(noise());
    for (int major = 0; major < 2; ++major) {
        melgram_run run = run_of(x.data, 0, n, n_frames, plain.data);
        if (major) run.feature_stride = 1, run.frame_stride = 80;
        const float top = execute(plan, run).maximum;
        run.out = limited.data, run.after_scale = 0.25f, run.after_offset = 1, run.limit_range = 3;
        for (int kind = 1; kind < 3; ++kind) {
            run.threads = 1 + kind, run.limit = kind, run.limit_top = 4;
            expect(execute(plan, run).maximum == top, "the limit reached the maximum");
            const float floor = (kind == MELGRAM_LIMIT_FIXED ? 4 : top) - 3.0f;
            bool same = true;
            for (int64_t i = 0; i < plain.size; ++i) {
                const float y = plain.data[i] > floor ? plain.data[i] : floor;
                same = same && limited.data[i] == y * 0.25f + 1;
            }
            expect(same, "limit %d is not max(y, floor) * scale + offset", kind);
        }
    }
}

// Finite samples whose power is not: what comes of NaN is the floor.
void limit_meets_nan() {
    const FrontEnd front_end({16, 16, 16, 0, 0, 0, 0, 0});
    const Plan plan(front_end, MELGRAM_ISA_AUTO, MELGRAM_FLOAT32);
    Buffer<float> x(64), y(9 * 4);
    for (int i = 0; i < 16; ++i) x.data[i] = i % 2 ? 3e38f : -3e38f, x.data[16 + i] = float(noise());
    melgram_run run = run_of(x.data, 0, 64, 4, y.data);
    run.limit_top = 1, run.after_scale = 1;
    run.refuse_nonfinite = 1;
    run.limit = MELGRAM_LIMIT_NONE;
    execute(plan, run);
    bool strange = false;
    for (int64_t i = 0; i < y.size; ++i) strange = strange || y.data[i] != y.data[i];
    expect(strange, "no NaN to test the limit with");
    run.limit = MELGRAM_LIMIT_FIXED;
    execute(plan, run);
    for (int64_t i = 0; i < y.size; ++i) expect(y.data[i] >= 1, "a NaN slipped through the limit");
}

// Wherever it is and however many there are, the first one is named, and nobody else is blamed.
void nonfinite_is_named() {
    const FrontEnd front_end({64, 64, 100, 5, 0, 0, 0, 0});  // no frame sees samples between frames
    const int64_t n_frames = 20000, n = 100 * n_frames + 50;
    Buffer<float> x(n), y(5 * n_frames);
    Buffer<double> twice(n);
    const int64_t places[] = {0, 30, 64, 99, 1600, n / 2 + 77, n - 120, n - 1};
    for (int isa = 0; isa < MELGRAM_ISA_COUNT; ++isa) {
        if (!melgram_isa_supported(isa)) continue;
        const Plan plan(front_end, isa, MELGRAM_FLOAT32);
        for (int64_t at : places)
            for (int kind = 0; kind < 4; ++kind) {
                x.data[at] = NAN, x.data[n - 1] = INFINITY, twice.data[at] = -INFINITY;
                melgram_run run = run_of(x.data, 0, n, kind == 3 ? 0 : n_frames, y.data);
                if (kind == 1) run.dtype = MELGRAM_FLOAT64, run.samples = twice.data;
                if (kind == 2) run.samples = x.data + n - 1, run.stride = -1;
                run.threads = 1 + kind, run.refuse_nonfinite = 1, run.first_start = -50;
                melgram_result result;
                const int status = melgram_plan_run(plan.value, &run, &result);
                const int64_t first = kind == 2 ? 0 : at;
                expect(status == MELGRAM_ERROR_NONFINITE && result.first_nonfinite == first,
                       "sample %d: status %d, named %d", int(at), status,
                       int(result.first_nonfinite));
                run.refuse_nonfinite = 0;
                expect(melgram_plan_run(plan.value, &run, nullptr) == MELGRAM_OK, "not asked for");
                x.data[at] = x.data[n - 1] = 0, twice.data[at] = 0;
            }
    }
}

// The widest group of frames that fits: a long transform takes fewer lanes, and keeps its bits.
void scratch_is_bounded() {
    const int sizes[] = {400, 2048, 8192, 16384, 20000, 32768, 44100, 65536};
    for (int n_fft : sizes)
        for (int precision = 0; precision < 2; ++precision) {
            const FrontEnd front_end({n_fft, n_fft, n_fft / 2, 128, 0, 0, 1, 1});
            const Plan plan(front_end, MELGRAM_ISA_AUTO, precision);
            const Plan scalar(front_end, MELGRAM_ISA_SCALAR, precision);
            expect(melgram_plan_scratch(plan.value) <= 2 << 20, "n_fft=%d takes %lld bytes", n_fft,
                   (long long)melgram_plan_scratch(plan.value));
            Buffer<float> x(n_fft * 2), a(128 * 5), b(128 * 5);
            for (int64_t i = 0; i < x.size; ++i) x.data[i] = float(noise());
            melgram_run run = run_of(x.data, 0, x.size, 5, a.data);
            run.first_start = -n_fft / 2, run.pad = MELGRAM_PAD_REFLECT;
            execute(plan, run);
            run.out = b.data;
            execute(scalar, run);
            expect(a.same(b), "n_fft=%d: lanes change the bits", n_fft);
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
    run.threads = 1, run.n_samples = 1, run.limit = MELGRAM_LIMIT_FIXED, run.after_scale = 0;
    expect(melgram_plan_run(plan.value, &run, nullptr) == MELGRAM_ERROR_ARGUMENT,
           "a limit that scales by zero was taken");
}

}  // namespace

void runs_keep_their_promises() {
    sweeps_without_a_plan();
    limits_are_plain();
    limit_meets_nan();
    nonfinite_is_named();
    scratch_is_bounded();
    refuses_nonsense();
}
