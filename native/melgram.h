/* melgram native kernel: the C face.
 *
 * A plan is the ready-to-run form of one front end: tables filled, instruction set chosen, nothing
 * left to decide. It is immutable: any number of threads may run one plan at the same time.
 *
 * What is computed, for frame f and in this order:
 *
 *   x[i]   = sample (first_start + f * hop + i), 0 <= i < span     int16 counts as x / 32768
 *   x      = gain * x, then each frame operation in turn
 *   X[k]   = spectrum_scale * sum_i x[i] * window[i] * exp(-2 pi sqrt(-1) i k / n_fft)
 *   p[k]   = |X[k]|^2 + power_add, then max(p, power_floor), then sqrt when magnitude
 *   m[b]   = sum of weights[b][k] * p[k], k ascending               (no bands: m[b] = p[first_bin +
 * b]) z      = log_gain * m, floored y[b]   = feature_scale[b] * (multiplier * ln(z)) +
 * feature_offset[b]
 *
 * The result of a frame does not depend on its neighbours, on the number of threads, on how a
 * signal is cut into runs, or on the instruction set: the bits are the same.
 */
#ifndef MELGRAM_H
#define MELGRAM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define MELGRAM_API __attribute__((visibility("default")))
#else
#define MELGRAM_API
#endif

/* Changes when the layout of a structure or the meaning of an argument changes. */
#define MELGRAM_ABI 2

typedef struct melgram_plan melgram_plan;

typedef enum {
    MELGRAM_OK = 0,
    MELGRAM_ERROR_ARGUMENT = 1, /* an argument breaks its rule; nothing was written */
    MELGRAM_ERROR_MEMORY = 2,   /* no memory for tables or scratch */
    MELGRAM_ERROR_ISA = 3,    /* this instruction set is not compiled in, or not on this machine */
    MELGRAM_ERROR_PADDING = 4, /* no sample to repeat: only zeros can pad an empty signal */
    MELGRAM_ERROR_NONFINITE = 5 /* NaN or infinity among the samples; the output is unfinished */
} melgram_status;

typedef enum {
    MELGRAM_ISA_AUTO = -1,
    MELGRAM_ISA_SCALAR = 0, /* one lane; the plainest code, for comparison */
    MELGRAM_ISA_SSE4 = 1,   /* x86-64 with SSE4.1, 4 lanes */
    MELGRAM_ISA_AVX2 = 2,   /* 8 lanes */
    MELGRAM_ISA_AVX512 = 3, /* F, BW, DQ, VL; 16 lanes */
    MELGRAM_ISA_NEON = 4,   /* AArch64, 4 lanes */
    MELGRAM_ISA_COUNT = 5
} melgram_isa;

typedef enum { MELGRAM_FLOAT32 = 0, MELGRAM_FLOAT64 = 1, MELGRAM_INT16 = 2 } melgram_dtype;

/* What a frame sees outside the signal. Reflections bounce as often as they must. */
typedef enum {
    MELGRAM_PAD_ZERO = 0,
    MELGRAM_PAD_REFLECT = 1,   /* c b | a b c | b a : the edge sample is not repeated (numpy
                                  "reflect"; one sample repeats) */
    MELGRAM_PAD_SYMMETRIC = 2, /* b a | a b c | c b : the edge sample is repeated (Kaldi) */
    MELGRAM_PAD_EDGE = 3       /* a a | a b c | c c */
} melgram_pad;

typedef enum {
    MELGRAM_OP_REMOVE_MEAN = 0,   /* x[i] -= mean(x); value is not read */
    MELGRAM_OP_PREEMPH_KEEP = 1,  /* y[i] = x[i] - value * x[i-1], y[0] = x[0] */
    MELGRAM_OP_PREEMPH_SCALE = 2, /* the same, y[0] = x[0] - value * x[0] (Kaldi) */
    MELGRAM_OP_SCALE = 3          /* x[i] *= value (folded into the window) */
} melgram_op;

typedef struct {
    int32_t op; /* melgram_op */
    double value;
} melgram_frame_op;

typedef enum { MELGRAM_POWER = 0, MELGRAM_MAGNITUDE = 1 } melgram_spectrum;

typedef enum {
    MELGRAM_COMPRESS_NONE = 0, /* y = multiplier * (log_gain * m, floored) */
    MELGRAM_COMPRESS_LOG = 1,  /* y = multiplier * ln(log_gain * m, floored) */
    MELGRAM_COMPRESS_LOG1P = 2 /* y = multiplier * ln(1 + log_gain * m), exact for small m */
} melgram_compression;

typedef enum {
    MELGRAM_FLOOR_NONE = 0,
    MELGRAM_FLOOR_CLAMP = 1,              /* max(z, floor) */
    MELGRAM_FLOOR_ADD = 2,                /* z + floor */
    MELGRAM_FLOOR_REPLACE_NONPOSITIVE = 3 /* z > 0 ? z : floor */
} melgram_floor;

/* A floor that depends on more than one frame: y = max(y, top - range), in float32. */
typedef enum {
    MELGRAM_LIMIT_NONE = 0,
    MELGRAM_LIMIT_FIXED = 1,  /* top is limit_top */
    MELGRAM_LIMIT_DYNAMIC = 2 /* top is the largest y of the run */
} melgram_limit;

/* Plain data; set structure_size = sizeof(melgram_front_end). Pointers are read during creation
 * only. */
typedef struct {
    uint32_t structure_size;
    int32_t n_fft;        /* 2 .. 65536, any factors */
    int32_t span;         /* samples a frame sees, 1 .. n_fft */
    int32_t hop;          /* >= 1 */
    const double* window; /* span values; zeros at its ends cost nothing */
    double gain;
    const melgram_frame_op* ops;
    int32_t n_ops;    /* 0 .. 8 */
    int32_t spectrum; /* melgram_spectrum */
    double spectrum_scale;
    double power_add;   /* 0: none */
    double power_floor; /* 0: none */
    int32_t n_bands;    /* 0: linear bins first_bin .. last_bin */
    int32_t first_bin;
    int32_t last_bin;           /* inclusive */
    const int32_t* band_start;  /* n_bands first bins */
    const int32_t* band_count;  /* n_bands numbers of bins, 0 allowed (the band is 0) */
    const double* band_weights; /* the bands' weights, one band after the other */
    int32_t compression;        /* melgram_compression */
    int32_t floor_mode;         /* melgram_floor */
    double floor;
    double log_gain;
    double multiplier;
    const double* feature_scale;  /* n_features values, or NULL for 1 */
    const double* feature_offset; /* n_features values, or NULL for 0 */
} melgram_front_end;

/* One run: which samples, which frames, where to. */
typedef struct {
    uint32_t structure_size;
    int32_t dtype;       /* melgram_dtype of the samples */
    const void* samples; /* may be NULL when n_samples is 0 */
    int64_t stride;      /* elements between samples, any sign */
    int64_t n_samples;
    int32_t pad;         /* melgram_pad */
    int32_t threads;     /* >= 1; fewer are used when there is little to do */
    int64_t first_start; /* sample at which frame 0 starts; negative: before the signal */
    int64_t first_frame; /* frames first_frame .. first_frame + n_frames - 1 are computed */
    int64_t n_frames;
    float* out; /* value of feature b of the i-th computed frame goes to */
    int64_t
        feature_stride; /* out[b * feature_stride + i * frame_stride]; one of the two must be 1 */
    int64_t frame_stride;
    int32_t refuse_nonfinite; /* 1: NaN or infinity anywhere in the samples is an error */
    int32_t limit;            /* melgram_limit */
    float limit_top;
    float limit_range;
    float after_scale; /* with a limit: y = max(y, top - range) * after_scale + after_offset, */
    float after_offset; /* in float32, each step rounded; after_scale > 0 */
} melgram_run;

/* What a run found out. */
typedef struct {
    int64_t first_nonfinite; /* index of the first NaN or infinity, or -1 */
    float maximum;           /* largest y before the limit, NaN passed over; -inf: no frames */
} melgram_result;

MELGRAM_API int32_t melgram_abi(void);
MELGRAM_API const char* melgram_version(void);

/* 1 when this instruction set is compiled in and this machine has it (the system saves its
 * registers). */
MELGRAM_API int32_t melgram_isa_supported(int32_t isa);
MELGRAM_API const char* melgram_isa_name(int32_t isa);
/* The one AUTO takes. */
MELGRAM_API int32_t melgram_isa_best(void);

/* Computes inside in precision (MELGRAM_FLOAT32 or MELGRAM_FLOAT64); the result is float32 either
 * way. On failure returns NULL, sets *status and writes a sentence into message. */
MELGRAM_API melgram_plan* melgram_plan_create(const melgram_front_end* front_end, int32_t isa,
                                              int32_t precision, int32_t* status, char* message,
                                              size_t message_size);
MELGRAM_API void melgram_plan_destroy(melgram_plan* plan);
MELGRAM_API int32_t melgram_plan_n_features(const melgram_plan* plan);
MELGRAM_API int32_t melgram_plan_isa(const melgram_plan* plan);
/* Bytes of scratch one thread of one run takes. */
MELGRAM_API int64_t melgram_plan_scratch(const melgram_plan* plan);
/* One line for people: lanes, factorisation, scratch. Returns the length it needs. */
MELGRAM_API size_t melgram_plan_explain(const melgram_plan* plan, char* text, size_t text_size);

/* Runs the plan; result may be NULL. Thread-safe. Threads live as long as the call; a few blocks of
 * scratch, at most 4 MiB for the whole process, are kept for the next runs. */
MELGRAM_API int32_t melgram_plan_run(const melgram_plan* plan, const melgram_run* run,
                                     melgram_result* result);

/* A limit for frames that were computed without one: data[i] = max(data[i], floor) * scale + offset,
 * in float32, each step rounded. */
MELGRAM_API void melgram_clamp_affine(float* data, int64_t n, float floor, float scale,
                                      float offset);

/* Index of the first NaN or infinity, or -1. */
MELGRAM_API int64_t melgram_first_nonfinite(const void* samples, int32_t dtype, int64_t stride,
                                            int64_t n_samples);

#ifdef __cplusplus
}
#endif
#endif
