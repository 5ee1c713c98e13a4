// Creating, describing and destroying plans: every rule a descriptor must keep is checked here.
#include "plan.hpp"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

namespace {

struct Report {
    int32_t* status;
    char* message;
    size_t size;
};

__attribute__((format(printf, 3, 4))) bool refuse(const Report& report, int status,
                                                  const char* format, ...) {
    if (report.status) *report.status = status;
    if (report.message && report.size) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(report.message, report.size, format, arguments);
        va_end(arguments);
    }
    return false;
}

bool is_finite(double x) { return x - x == 0; }

#define REQUIRE(condition, ...) \
    if (!(condition)) return refuse(report, MELGRAM_ERROR_ARGUMENT, __VA_ARGS__)

bool check_framing(const melgram_front_end* f, const Report& report) {
    REQUIRE(f->n_fft >= 2 && f->n_fft <= 65536, "n_fft=%d must be in 2..65536.", f->n_fft);
    REQUIRE(f->span >= 1 && f->span <= f->n_fft, "span=%d must be in 1..n_fft=%d.", f->span,
            f->n_fft);
    REQUIRE(f->hop >= 1, "hop=%d must be at least 1.", f->hop);
    REQUIRE(f->window, "window must hold span=%d values; got NULL.", f->span);
    for (int i = 0; i < f->span; ++i)
        REQUIRE(is_finite(f->window[i]), "window[%d] must be finite.", i);
    REQUIRE(is_finite(f->gain) && is_finite(f->spectrum_scale),
            "gain=%g and spectrum_scale=%g must be finite.", f->gain, f->spectrum_scale);
    REQUIRE(f->n_ops >= 0 && f->n_ops <= max_sweeps, "n_ops=%d must be in 0..%d.", f->n_ops,
            max_sweeps);
    REQUIRE(!f->n_ops || f->ops, "ops must hold n_ops=%d operations; got NULL.", f->n_ops);
    for (int i = 0; i < f->n_ops; ++i) {
        REQUIRE(f->ops[i].op >= MELGRAM_OP_REMOVE_MEAN && f->ops[i].op <= MELGRAM_OP_SCALE,
                "ops[%d].op=%d is not a frame operation.", i, f->ops[i].op);
        REQUIRE(is_finite(f->ops[i].value), "ops[%d].value must be finite.", i);
    }
    return true;
}

bool check_features(const melgram_front_end* f, const Report& report) {
    const int n_bins = f->n_fft / 2 + 1;
    REQUIRE(f->spectrum == MELGRAM_POWER || f->spectrum == MELGRAM_MAGNITUDE,
            "spectrum=%d must be POWER or MAGNITUDE.", f->spectrum);
    REQUIRE(f->power_add >= 0 && f->power_floor >= 0 && is_finite(f->power_add + f->power_floor),
            "power_add=%g and power_floor=%g must be finite and not negative.", f->power_add,
            f->power_floor);
    REQUIRE(f->compression >= MELGRAM_COMPRESS_NONE && f->compression <= MELGRAM_COMPRESS_LOG1P,
            "compression=%d is not a compression.", f->compression);
    REQUIRE(
        f->floor_mode >= MELGRAM_FLOOR_NONE && f->floor_mode <= MELGRAM_FLOOR_REPLACE_NONPOSITIVE,
        "floor_mode=%d is not a floor mode.", f->floor_mode);
    REQUIRE(is_finite(f->floor) && is_finite(f->log_gain) && is_finite(f->multiplier),
            "floor=%g, log_gain=%g and multiplier=%g must be finite.", f->floor, f->log_gain,
            f->multiplier);
    REQUIRE(f->n_bands >= 0 && f->n_bands <= 65536, "n_bands=%d must be in 0..65536.", f->n_bands);
    if (f->n_bands == 0) {
        REQUIRE(f->first_bin >= 0 && f->first_bin <= f->last_bin && f->last_bin < n_bins,
                "bins %d..%d must be in order and within 0..%d.", f->first_bin, f->last_bin,
                n_bins - 1);
        return true;
    }
    REQUIRE(f->band_start && f->band_count && f->band_weights,
            "band_start, band_count and band_weights must not be NULL.");
    for (int b = 0; b < f->n_bands; ++b)
        REQUIRE(f->band_start[b] >= 0 && f->band_count[b] >= 0 &&
                    int64_t(f->band_start[b]) + f->band_count[b] <= n_bins,
                "band %d (start %d, count %d) must lie within the %d bins.", b, f->band_start[b],
                f->band_count[b], n_bins);
    return true;
}

bool check(const melgram_front_end* f, int isa, int precision, const Report& report) {
    REQUIRE(f, "front_end must not be NULL.");
    REQUIRE(f->structure_size == sizeof *f, "structure_size=%u must be %zu; rebuild the caller.",
            f->structure_size, sizeof *f);
    REQUIRE(precision == MELGRAM_FLOAT32 || precision == MELGRAM_FLOAT64,
            "precision=%d must be FLOAT32 or FLOAT64.", precision);
    if (!melgram_isa_supported(isa))
        return refuse(report, MELGRAM_ERROR_ISA, "isa=%s is not available here; the best is %s.",
                      melgram_isa_name(isa), melgram_isa_name(melgram_isa_best()));
    return check_framing(f, report) && check_features(f, report);
}

// The instruction set, or the widest one below it, whose group of frames fits: many lanes of a long
// transform would leave the caches. Which one it is changes no bit.
template <class T>
void choose_lanes(melgram_plan* plan, Tables<T>* t, const melgram_front_end* front_end, int isa) {
    for (int wanted = isa;; --wanted) {
        if (!melgram_kernels(wanted)) continue;
        plan->isa = wanted;
        plan->kernels = melgram_kernels(wanted);
        plan->lanes = sizeof(T) == 4 ? plan->kernels->lanes32 : plan->kernels->lanes64;
        plan->scratch = melgram_lay_out(t, front_end, plan->lanes);
        if (plan->scratch <= most_scratch || wanted == MELGRAM_ISA_SCALAR) return;
    }
}

template <class T>
bool build(melgram_plan* plan, Tables<T>* t, const melgram_front_end* front_end, int isa) {
    choose_lanes(plan, t, front_end, isa);
    plan->hop = front_end->hop;
    plan->cost = 40.0 + 8.0 * front_end->n_fft / plan->lanes;
    if (!melgram_build_tables(plan, t, front_end)) return false;
    const size_t row = sizeof(float) * size_t(t->n_features), hop = sizeof(float) * size_t(plan->hop);
    const size_t groups = most_stage / (row > hop ? row : hop) / plan->lanes;
    plan->block = int(groups ? groups : 1) * plan->lanes;
    plan->stage = row * plan->block <= most_stage ? row * plan->block : 0;
    return true;
}

}  // namespace

melgram_plan* melgram_plan_create(const melgram_front_end* front_end, int32_t isa,
                                  int32_t precision, int32_t* status, char* message,
                                  size_t message_size) {
    const Report report{status, message, message_size};
    if (status) *status = MELGRAM_OK;
    if (message && message_size) message[0] = 0;
    if (isa == MELGRAM_ISA_AUTO) isa = melgram_isa_best();
    if (!check(front_end, isa, precision, report)) return nullptr;

    melgram_plan* plan = (melgram_plan*)calloc(1, sizeof(melgram_plan));
    bool built = false;
    if (plan) {
        plan->precision = precision;
        built = precision == MELGRAM_FLOAT32 ? build(plan, &plan->tables32, front_end, isa)
                                             : build(plan, &plan->tables64, front_end, isa);
    }
    if (!built) {
        melgram_plan_destroy(plan);
        refuse(report, MELGRAM_ERROR_MEMORY, "no memory for the tables of a plan.");
        return nullptr;
    }
    return plan;
}

void melgram_plan_destroy(melgram_plan* plan) {
    if (!plan) return;
    for (int i = 0; i < plan->arena.n_blocks; ++i) free(plan->arena.blocks[i]);
    free(plan);
}

int32_t melgram_plan_n_features(const melgram_plan* plan) {
    return plan->precision == MELGRAM_FLOAT32 ? plan->tables32.n_features
                                              : plan->tables64.n_features;
}

int32_t melgram_plan_isa(const melgram_plan* plan) { return plan->isa; }

int64_t melgram_plan_scratch(const melgram_plan* plan) {
    return int64_t(plan->scratch + plan->stage);
}

namespace {

template <class T>
void explain_fft(const Tables<T>& t, char* text, size_t size) {
    const ComplexFft<T>& fft = t.chirp ? t.bluestein.inner : t.row_fft;
    size_t used =
        snprintf(text, size, "%s%d = real %d x ", t.chirp ? "chirp " : "", t.n_fft, t.radix);
    if (t.chirp) used += snprintf(text + used, size - used, "(%d by convolution of ", t.columns);
    for (int s = 0; s < fft.n_stages && used < size; ++s)
        used += snprintf(text + used, size - used, "%s%d", s ? "." : "", fft.stages[s].radix);
    if (t.chirp && used < size) snprintf(text + used, size - used, ")");
}

}  // namespace

size_t melgram_plan_explain(const melgram_plan* plan, char* text, size_t text_size) {
    char fft[200] = "";
    const bool single = plan->precision == MELGRAM_FLOAT32;
    if (single) explain_fft(plan->tables32, fft, sizeof fft);
    else explain_fft(plan->tables64, fft, sizeof fft);
    const int n = snprintf(text, text_size,
                           "%s, %s, %d frames at a time, fft %s, %d features, %zu KiB a thread",
                           melgram_isa_name(plan->isa), single ? "float32" : "float64", plan->lanes,
                           fft, melgram_plan_n_features(plan), size_t(melgram_plan_scratch(plan) + 1023) / 1024);
    return size_t(n);
}
