#include "workloads/quant/affine.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "sim/base/error.hpp"

namespace metronome::quant {
namespace {

/// Rounds 0 <= x < 2^22 to the nearest integer, ties to even, by an addition that leaves no
/// fraction bits; unlike a call of rint this is vector code for every processor.
template <class T>
T round_half_even(T x) {
  constexpr T kMagic = std::is_same_v<T, float> ? T(12582912.0) : T(6755399441055744.0);
  return (x + kMagic) - kMagic;
}

template <class T>
T clamp_code(T x, T top) {
  const T low = x > T(0) ? x : T(0);
  return low < top ? low : top;
}

/// Uniform in [-1/2, 1/2), as fine as T allows, so that no noise rounds to 1/2.
template <class T>
T noise_of(std::uint64_t bits) {
  constexpr int kDigits = std::is_same_v<T, float> ? 24 : 53;
  constexpr T kStep = std::is_same_v<T, float> ? T(0x1.0p-24) : T(0x1.0p-53);
  return static_cast<T>(static_cast<std::int64_t>(bits >> (64 - kDigits))) * kStep - T(0.5);
}

}  // namespace

template <class T>
Range<T> range_of(const T* values, std::size_t n) {
  // Independent lanes, branch-free: the compiler keeps them in vector registers.
  constexpr std::size_t kLanes = 256 / sizeof(T);
  std::array<T, kLanes> low;
  std::array<T, kLanes> high;
  low.fill(Range<T>{}.low);
  high.fill(Range<T>{}.high);
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const T value = values[i + lane];
      low[lane] = value < low[lane] ? value : low[lane];
      high[lane] = value > high[lane] ? value : high[lane];
    }
  }
  Range<T> range;
  for (; i < n; ++i) {
    range.merge({values[i], values[i]});
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    range.merge({low[lane], high[lane]});
  }
  return range;
}

template <class T>
Grid<T> grid_of(T zero_point, double range, int bits) {
  METRONOME_ASSERT(bits >= 1 && bits <= kMaxBits, "a quantizer has 1 to 16 bits");
  const double top = (1 << bits) - 1;
  const double scale = std::max(range / top, 1e-8);
  // Far from zero T cannot hold the nearest code; any code that it can hold will do.
  const T zero_code = static_cast<T>(std::rint(-static_cast<double>(zero_point) / scale));
  const double rest = static_cast<double>(zero_point) + scale * static_cast<double>(zero_code);
  return {static_cast<T>(scale), zero_point, static_cast<T>(top), zero_code, static_cast<T>(rest)};
}

namespace {

/// write(i, q) with the code q of element i, as a T; `noise(i)` is added before it is clamped.
template <class T, class Noise, class Write>
void for_each_code(const T* x, std::size_t n, const Grid<T>& grid, T factor, const Noise& noise,
                   const Write& write) {
  const T scale = grid.scale;
  const T top = grid.top;
  const T offset = grid.zero_point / scale;
  for (std::size_t i = 0; i < n; ++i) {
    write(i, round_half_even(clamp_code(x[i] * factor / scale - offset + noise(i), top)));
  }
}

template <class T>
auto values_to(const Grid<T>& grid, T* out) {
  return [zero_code = grid.zero_code, scale = grid.scale, rest = grid.rest, out](
             std::size_t i, T code) { out[i] = (code - zero_code) * scale + rest; };
}

template <class T>
auto bytes_to(std::uint8_t* out) {
  return
      [out](std::size_t i, T code) { out[i] = static_cast<std::uint8_t>(static_cast<int>(code)); };
}

/// Adding a zero that is no noise changes no code: -0 and 0 are clamped alike.
template <class T>
auto no_noise() {
  return [](std::size_t) { return T(0); };
}

template <class T>
auto noise_from(const RandomStream& stream, std::uint64_t first) {
  return [stream, first](std::size_t i) { return noise_of<T>(stream.bits(first + i)); };
}

}  // namespace

template <class T>
void quantize(const T* x, std::size_t n, const Grid<T>& grid, T* out, T factor) {
  for_each_code(x, n, grid, factor, no_noise<T>(), values_to(grid, out));
}

template <class T>
void quantize_stochastic(const T* x, std::size_t n, const Grid<T>& grid, const RandomStream& noise,
                         std::uint64_t first, T* out, T factor) {
  for_each_code(x, n, grid, factor, noise_from<T>(noise, first), values_to(grid, out));
}

template <class T>
void quantize_to_codes(const T* x, std::size_t n, const Grid<T>& grid, T* codes, T factor) {
  for_each_code(x, n, grid, factor, no_noise<T>(),
                [codes](std::size_t i, T code) { codes[i] = code; });
}

template <class T>
void quantize_to_codes_stochastic(const T* x, std::size_t n, const Grid<T>& grid,
                                  const RandomStream& noise, std::uint64_t first, T* codes,
                                  T factor) {
  for_each_code(x, n, grid, factor, noise_from<T>(noise, first),
                [codes](std::size_t i, T code) { codes[i] = code; });
}

template <class T>
void quantize_to_bytes(const T* x, std::size_t n, const Grid<T>& grid, std::uint8_t* codes,
                       T factor) {
  METRONOME_ASSERT(grid.top <= T(255), "a code of more than 8 bits is no byte");
  for_each_code(x, n, grid, factor, no_noise<T>(), bytes_to<T>(codes));
}

template <class T>
void quantize_stochastic_to_bytes(const T* x, std::size_t n, const Grid<T>& grid,
                                  const RandomStream& noise, std::uint64_t first,
                                  std::uint8_t* codes, T factor) {
  METRONOME_ASSERT(grid.top <= T(255), "a code of more than 8 bits is no byte");
  for_each_code(x, n, grid, factor, noise_from<T>(noise, first), bytes_to<T>(codes));
}

#define METRONOME_INSTANTIATE(T)                                                                   \
  template Range<T> range_of<T>(const T*, std::size_t);                                            \
  template Grid<T> grid_of<T>(T, double, int);                                                     \
  template void quantize<T>(const T*, std::size_t, const Grid<T>&, T*, T);                         \
  template void quantize_stochastic<T>(const T*, std::size_t, const Grid<T>&, const RandomStream&, \
                                       std::uint64_t, T*, T);                                      \
  template void quantize_to_codes<T>(const T*, std::size_t, const Grid<T>&, T*, T);                \
  template void quantize_to_codes_stochastic<T>(const T*, std::size_t, const Grid<T>&,             \
                                                const RandomStream&, std::uint64_t, T*, T);        \
  template void quantize_to_bytes<T>(const T*, std::size_t, const Grid<T>&, std::uint8_t*, T);     \
  template void quantize_stochastic_to_bytes<T>(const T*, std::size_t, const Grid<T>&,             \
                                                const RandomStream&, std::uint64_t, std::uint8_t*, \
                                                T);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::quant
