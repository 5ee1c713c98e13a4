// Fills a plan's tables. All of it is computed in double and rounded once to the plan's precision.
#include <stdlib.h>

#include "plan.hpp"

namespace {

template <class T>
T* allocate(Arena* arena, size_t count) {
    void* block = nullptr;
    if (arena->n_blocks == int(sizeof arena->blocks / sizeof arena->blocks[0]) ||
        posix_memalign(&block, 64, (count ? count : 1) * sizeof(T) + 64) != 0) {
        arena->failed = true;
        return nullptr;
    }
    arena->blocks[arena->n_blocks++] = block;
    return (T*)block;
}

template <class T>
void put(T* at, UnitPoint p) {
    at[0] = T(p.re), at[1] = T(p.im);
}

int largest_prime(int n) {
    int largest = 1;
    for (int p = 2; p * p <= n; ++p)
        for (; n % p == 0; n /= p) largest = p;
    return n > largest ? n : largest;
}

// Radices: odd primes, large ones first, then powers of two in as few stages as 16 allows, the
// widest last: the last stage has no twiddles and stores half as much.
int factorise(int n, int* radices) {
    int twos = 0, count = 0;
    for (; n % 2 == 0; n /= 2) ++twos;
    int odd[max_stages], n_odd = 0;
    for (int p = 3; n > 1; p += 2)
        for (; n % p == 0; n /= p) odd[n_odd++] = p;
    while (n_odd) radices[count++] = odd[--n_odd];
    for (int stages = (twos + 3) / 4; stages > 0; --stages) {
        const int bits = twos / stages;
        radices[count++] = 1 << bits;
        twos -= bits;
    }
    return count;
}

template <class T>
bool build_fft(Arena* arena, ComplexFft<T>* fft, int n) {
    int radices[max_stages];
    fft->length = n;
    fft->n_stages = factorise(n, radices);
    int size = n;
    for (int s = 0; s < fft->n_stages; ++s) {
        const int r = radices[s], sub = size / r;
        T* twiddle = sub > 1 ? allocate<T>(arena, size_t(sub) * (r - 1) * 2) : nullptr;
        const bool generic = r != 2 && r != 3 && r != 4 && r != 5 && r != 8 && r != 16;
        T* circle = generic ? allocate<T>(arena, size_t(r) * 2) : nullptr;
        if (arena->failed) return false;
        for (int j = 0; j < sub && sub > 1; ++j)
            for (int q = 1; q < r; ++q)
                put(twiddle + 2 * (j * (r - 1) + q - 1), melgram_unit_point(-int64_t(j) * q, size));
        for (int j = 0; generic && j < r; ++j) put(circle + 2 * j, melgram_unit_point(-j, r));
        fft->stages[s] = {r, sub, twiddle, circle};
        size = sub;
    }
    int32_t* place = allocate<int32_t>(arena, n);
    if (!place) return false;
    for (int k = 0; k < n; ++k) {
        int rest = k, at = 0, span = n;
        for (int s = 0; s < fft->n_stages; ++s) {
            span /= radices[s];
            at += rest % radices[s] * span;
            rest /= radices[s];
        }
        place[k] = at;
    }
    fft->place = place;
    return true;
}

// Plain radix-2 transform in double, for the chirp's response.
void transform(UnitPoint* x, int n) {
    for (int i = 1, j = 0; i < n; ++i) {
        int bit = n >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j |= bit;
        if (i < j) {
            UnitPoint t = x[i];
            x[i] = x[j], x[j] = t;
        }
    }
    for (int half = 1; half < n; half *= 2)
        for (int j = 0; j < half; ++j) {
            const UnitPoint w = melgram_unit_point(-j, 2 * half);
            for (int i = j; i < n; i += 2 * half) {
                UnitPoint a = x[i], b = x[i + half];
                UnitPoint c = {b.re * w.re - b.im * w.im, b.re * w.im + b.im * w.re};
                x[i] = {a.re + c.re, a.im + c.im};
                x[i + half] = {a.re - c.re, a.im - c.im};
            }
        }
}

int convolution_length(int n) {
    int m = 1;
    while (m < 2 * n - 1) m *= 2;
    return m;
}

template <class T>
bool build_bluestein(Arena* arena, Bluestein<T>* b, int n) {
    const int m = convolution_length(n);
    if (!build_fft(arena, &b->inner, m)) return false;
    T* chirp = allocate<T>(arena, size_t(n) * 2);
    T* response = allocate<T>(arena, size_t(m) * 2);
    UnitPoint* x = (UnitPoint*)calloc(m, sizeof(UnitPoint));
    if (arena->failed || !x) {
        free(x);
        return false;
    }
    for (int j = 0; j < n; ++j) {
        const UnitPoint p = melgram_unit_point(-(int64_t(j) * j % (2 * n)), 2 * n);
        put(chirp + 2 * j, p);
        x[j] = {p.re / m, -p.im / m};
        if (j) x[m - j] = x[j];
    }
    transform(x, m);
    for (int k = 0; k < m; ++k) put(response + 2 * k, x[k]);
    free(x);
    b->chirp = chirp, b->response = response;
    return true;
}

// Frame operations are linear: scales move into the window, the rest become sweeps.
template <class T>
void build_sweeps(Tables<T>* t, const melgram_front_end* front_end) {
    t->n_sweeps = 0;
    for (int i = 0; i < front_end->n_ops; ++i) {
        const melgram_frame_op op = front_end->ops[i];
        if (op.op == MELGRAM_OP_SCALE) continue;
        const bool mean = op.op == MELGRAM_OP_REMOVE_MEAN;
        Sweep<T>* last = t->n_sweeps ? &t->sweeps[t->n_sweeps - 1] : nullptr;
        if (mean || !last || last->preemphasis != T(0)) {
            last = &t->sweeps[t->n_sweeps++];
            *last = {mean, false, T(0)};
        }
        if (!mean) {
            last->preemphasis = T(op.value);
            last->keep_first = op.op == MELGRAM_OP_PREEMPH_KEEP;
        }
    }
}

// The number that is k1 modulo r and k2 modulo c.
int by_remainders(int k1, int r, int k2, int c) {
    int k = k2;
    while (k % r != k1) k += c;
    return k;
}

// Where the samples of a frame lie in the work area, in vectors.
template <class T>
void place_samples(const Tables<T>& t, int32_t* place) {
    for (int a = 0; a < t.n_fft / t.columns; ++a)
        for (int b = 0; b < t.columns; ++b) {
            if (t.radix == 1) place[b] = 2 * b;
            else if (t.radix == 2) place[a * t.columns + b] = a * t.columns + b;
            else if (!t.coprime) place[a * t.columns + b] = a * t.pitch + b;
            else place[(a * t.columns + t.radix * b) % t.n_fft] = a * t.pitch + b;
        }
}

template <class T>
bool build_rows(Arena* arena, Tables<T>* t, const melgram_front_end* front_end, int lanes) {
    build_sweeps(t, front_end);
    int first = 0, end = front_end->span;
    if (t->n_sweeps == 0) {  // a time shift turns phases only: leading zeros need not be there
        while (end > 1 && front_end->window[end - 1] == 0) --end;
        while (first + 1 < end && front_end->window[first] == 0) ++first;
    }
    t->first = first;
    t->n_rows = end - first;
    t->mean_factor = T(1.0 / t->n_rows);
    double factor = front_end->gain * front_end->spectrum_scale;
    for (int i = 0; i < front_end->n_ops; ++i)
        if (front_end->ops[i].op == MELGRAM_OP_SCALE) factor *= front_end->ops[i].value;

    T* window = allocate<T>(arena, t->n_rows);
    int32_t* row = allocate<int32_t>(arena, t->n_rows);
    int32_t* zero_row = allocate<int32_t>(arena, size_t(2) * t->n_fft);
    int32_t* place = allocate<int32_t>(arena, t->n_fft);
    if (arena->failed) return false;
    place_samples(*t, place);
    t->n_zero_rows = 0;
    for (int i = 0; i < t->n_fft; ++i) {
        const int at = place[i];
        if (i < t->n_rows) {
            window[i] = T(front_end->window[first + i] * factor);
            row[i] = at * lanes;
        } else {
            zero_row[t->n_zero_rows++] = at * lanes;
        }
        if (t->radix == 1) zero_row[t->n_zero_rows++] = (at + 1) * lanes;
    }
    t->window = window, t->row = row, t->zero_row = zero_row;
    return true;
}

template <class T>
bool build_spectrum(Arena* arena, Tables<T>* t, int lanes) {
    const int n = t->n_fft, columns = t->columns, radix = t->radix;
    t->row_fft.length = columns;
    if (!(t->chirp ? build_bluestein(arena, &t->bluestein, columns)
                   : build_fft(arena, &t->row_fft, columns)))
        return false;

    const int rows = radix == 1 ? 1 : radix / 2 - 1;
    T* twiddle = allocate<T>(arena, t->coprime ? 0 : size_t(columns) * rows * 2);
    T* split = allocate<T>(arena, size_t(columns) + 2);
    int32_t* bin = allocate<int32_t>(arena, size_t(rows) * columns);
    int32_t* split_bin = allocate<int32_t>(arena, size_t(columns) + 2);
    if (arena->failed) return false;
    auto mirrored = [&](int k) { return (2 * k > n ? n - k : k) * lanes; };
    for (int j = 0; j < columns; ++j)
        for (int k = 1; k <= rows && radix > 2 && !t->coprime; ++k)
            put(twiddle + 2 * (j * rows + k - 1), melgram_unit_point(-int64_t(j) * k, n));
    for (int k = 1; k <= rows && radix != 2; ++k)
        for (int j = 0; j < columns; ++j) {
            const int at = t->chirp ? j : t->row_fft.place[j];
            int32_t* to = bin + (k - 1) * columns + at;
            if (radix == 1)
                *to = 2 * j > n ? t->n_bins * lanes : j * lanes;  // mirrors: read by nobody
            else *to = mirrored(t->coprime ? by_remainders(k, radix, j, columns) : k + radix * j);
        }
    for (int k = 0; 2 * k <= columns; ++k) {
        put(split + 2 * k, melgram_unit_point(-k, 2 * int64_t(columns)));
        split_bin[2 * k] =
            mirrored(t->coprime ? by_remainders(0, radix, k, columns) : k * radix / 2);
        split_bin[2 * k + 1] = mirrored(t->coprime ? by_remainders(radix / 2, radix, k, columns)
                                                   : (columns - k) * radix / 2);
    }
    t->first_twiddle = twiddle, t->split_twiddle = split, t->bin = bin, t->split_bin = split_bin;
    return true;
}

template <class T>
bool build_features(Arena* arena, Tables<T>* t, const melgram_front_end* front_end) {
    t->magnitude = front_end->spectrum == MELGRAM_MAGNITUDE;
    t->power_add = T(front_end->power_add);
    t->power_floor = T(front_end->power_floor);
    t->adjust_power = t->magnitude || t->power_add != T(0) || t->power_floor != T(0);
    const int bands = front_end->n_bands;
    t->n_features = bands ? bands : front_end->last_bin - front_end->first_bin + 1;
    t->first_bin = front_end->first_bin;
    t->compression = front_end->compression;
    t->floor_mode = front_end->floor_mode;
    t->floor = T(front_end->floor);
    t->log_gain = T(bands ? 1.0 : front_end->log_gain);
    const double smallest = sizeof(T) == 4 ? 0x1p-126 : 0x1p-1022;
    t->positive = t->floor_mode == MELGRAM_FLOOR_CLAMP && front_end->floor >= smallest;

    size_t n_weights = 0;
    for (int b = 0; b < bands; ++b) n_weights += front_end->band_count[b];
    int32_t* start = allocate<int32_t>(arena, bands);
    int32_t* count = allocate<int32_t>(arena, bands);
    T* weights = allocate<T>(arena, n_weights);
    T* scale = allocate<T>(arena, t->n_features);
    T* offset = allocate<T>(arena, t->n_features);
    if (arena->failed) return false;
    t->used_bin = bands ? t->n_bins : front_end->first_bin;
    t->last_used_bin = bands ? -1 : front_end->last_bin;
    for (int b = 0; b < bands; ++b) {
        start[b] = front_end->band_start[b], count[b] = front_end->band_count[b];
        if (!count[b]) continue;
        if (start[b] < t->used_bin) t->used_bin = start[b];
        if (start[b] + count[b] - 1 > t->last_used_bin) t->last_used_bin = start[b] + count[b] - 1;
    }
    for (size_t i = 0; i < n_weights; ++i)
        weights[i] = T(front_end->band_weights[i] * front_end->log_gain);
    for (int b = 0; b < t->n_features; ++b) {
        const double s = front_end->feature_scale ? front_end->feature_scale[b] : 1.0;
        scale[b] = T(s * front_end->multiplier);
        offset[b] = T(front_end->feature_offset ? front_end->feature_offset[b] : 0.0);
    }
    t->band_start = bands ? start : nullptr;
    t->band_count = count, t->weights = weights, t->scale = scale, t->offset = offset;
    return true;
}

}  // namespace

template <class T>
size_t melgram_lay_out(Tables<T>* t, const melgram_front_end* front_end, int lanes) {
    const int n = front_end->n_fft;
    t->n_fft = n;
    t->n_bins = n / 2 + 1;
    t->radix = n % 2 ? 1 : n % 4 ? 2 : n % 8 ? 4 : n % 16 ? 8 : 16;
    t->columns = t->radix == 1 ? n : n / t->radix;
    t->coprime = t->radix >= 4 && t->columns % 2;
    // Rows a power of two apart would fall on the same few cache sets.
    t->pitch = t->columns % 8 ? t->columns : t->columns + 1;
    t->chirp = largest_prime(t->columns) > largest_butterfly;

    const size_t copies = front_end->span < most_copied ? front_end->span : most_copied;
    const size_t n_features = front_end->n_bands ? front_end->n_bands
                                                 : front_end->last_bin - front_end->first_bin + 1;
    t->power = size_t(t->n_bins + 1) * lanes;
    if (t->power < copies * lanes) t->power = copies * lanes;
    t->work = t->radix >= 4 ? size_t(t->radix) * t->pitch * lanes : 0;
    t->packed = size_t(2) * t->columns * lanes;
    t->convolution = t->chirp ? size_t(4) * convolution_length(t->columns) * lanes : 0;
    t->sums = front_end->n_bands ? n_features * lanes : 0;
    const size_t rows = (t->work + t->packed + t->convolution) * sizeof(T);
    const size_t features = t->sums * sizeof(T) + n_features * lanes * sizeof(float);
    return t->power * sizeof(T) + (rows > features ? rows : features);
}

template <class T>
bool melgram_build_tables(melgram_plan* plan, Tables<T>* t, const melgram_front_end* front_end) {
    Arena* arena = &plan->arena;
    return build_rows(arena, t, front_end, plan->lanes) && build_spectrum(arena, t, plan->lanes) &&
           build_features(arena, t, front_end);
}

template size_t melgram_lay_out(Tables<float>*, const melgram_front_end*, int);
template size_t melgram_lay_out(Tables<double>*, const melgram_front_end*, int);
template bool melgram_build_tables(melgram_plan*, Tables<float>*, const melgram_front_end*);
template bool melgram_build_tables(melgram_plan*, Tables<double>*, const melgram_front_end*);
