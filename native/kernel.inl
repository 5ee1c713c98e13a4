// One instruction set's kernel. Included by kernel_<isa>.cpp, which sets
//   MELGRAM_KERNELS        the name of the table this file defines
//   MELGRAM_VECTOR_BYTES   the width of its vectors
#include "features.hpp"
#include "frames.hpp"
#include "spectrum.hpp"

namespace {

template <class T>
void run_task(Task* task, const Tables<T>& t) {
    constexpr int W = lanes_of<T>;
    T* power = (T*)task->scratch;
    T* copies = power;  // done with before the first power is known
    T* work = power + t.power;
    T* packed = work + t.work;
    T* space = packed + t.packed;
    T* sums = work;  // all rows are power by then
    float* features = (float*)(sums + t.sums);
    const melgram_run& run = *task->run;

    using F = Vector<float, W>;
    const F infinity = splat<F>(__builtin_inff());
    Extremes<W> extremes{-infinity, infinity, F{}};
    for (int64_t frame = task->begin; frame < task->end; frame += W) {
        cut_group<T, W>(t, *task, frame, work, copies);
        clear_rows<T, W>(t, work);
        power_spectrum<T, W>(t, work, packed, power, space);
        const int64_t left = task->end - frame;
        features_of<T, W>(t, power, sums, features, run.out + frame * run.frame_stride, run,
                          left < W ? int(left) : W, extremes);
    }
    task->highest = -__builtin_inff(), task->lowest = __builtin_inff();
    for (int i = 0; i < W; ++i) {
        const float low = extremes.strange[i] == 0 ? extremes.lowest[i] : -__builtin_inff();
        if (extremes.highest[i] > task->highest) task->highest = extremes.highest[i];
        if (low < task->lowest) task->lowest = low;
    }
}

void run32(Task* task) { run_task<float>(task, task->plan->tables32); }
void run64(Task* task) { run_task<double>(task, task->plan->tables64); }

void raise_to(float floor, float* data, int64_t n) {
    constexpr int W = lanes_of<float>;
    using V = Vector<float, W>;
    int64_t i = 0;
    for (; i + W <= n; i += W)
        store(data + i, at_least(load<V>(data + i), splat<V>(floor)));
    for (; i < n; ++i) data[i] = data[i] > floor ? data[i] : floor;
}

void clamp_affine(float* data, int64_t n, float floor, float scale, float offset) {
    constexpr int W = lanes_of<float>;
    using V = Vector<float, W>;
    int64_t i = 0;
    for (; i + W <= n; i += W)
        store(data + i, at_least(load<V>(data + i), splat<V>(floor)) * scale + offset);
    for (; i < n; ++i) data[i] = (data[i] > floor ? data[i] : floor) * scale + offset;
}

// Index of the first NaN or infinity, or -1: its exponent bits are all ones.
template <class T>
int64_t first_nonfinite(const T* samples, int64_t stride, int64_t n) {
    constexpr int W = lanes_of<T>;
    using I = Integer<T>;
    using V = Vector<I, W>;
    constexpr I exponent = sizeof(T) == 4 ? I(0x7f800000) : I(0x7ff0000000000000LL);
    int64_t i = 0;
    for (; stride == 1 && i + 8 * W <= n; i += 8 * W) {
        V bad{};
        unroll<8>([&](auto j) MELGRAM_LAMBDA {
            bad |= (load<V>(samples + i + j * W) & exponent) == exponent;
        });
        I any = 0;
        for (int j = 0; j < W; ++j) any |= bad[j];
        if (any) break;
    }
    for (; i < n; ++i) {
        I bits;
        __builtin_memcpy(&bits, samples + i * stride, sizeof bits);
        if ((bits & exponent) == exponent) return i;
    }
    return -1;
}

}  // namespace

extern const Kernels MELGRAM_KERNELS = {
    lanes_of<float>,        lanes_of<double>, run32, run64, raise_to, clamp_affine,
    first_nonfinite<float>, first_nonfinite<double>,
};
