#include "arch/host/host.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::host {
namespace {

/// Longer than any program means, and far from where picoseconds leave 64 bits.
constexpr long double kMostSeconds = 1e6L;

/// Array cycles in which so many pass at a rate per second.
std::uint64_t cycles_of(std::uint64_t count, double per_second, Hertz array_clock) {
  if (static_cast<long double>(count) / per_second > kMostSeconds) {
    throw UserError("an operation of the host would take more than 1e6 seconds",
                    "fewer flops and words in the step, or a quicker `host` of the accelerator");
  }
  // Multiplied first: whole numbers of cycles stay whole.
  const long double cycles = static_cast<long double>(count) * array_clock.count() / per_second;
  return static_cast<std::uint64_t>(std::ceil(cycles));
}

}  // namespace

std::uint64_t HostUnit::work_cycles(std::uint64_t flops, std::uint64_t words) const {
  const double clock = spec_.clock_hz.count();
  return std::max(cycles_of(flops, spec_.flops_per_cycle * clock, array_clock_),
                  cycles_of(words, spec_.words_per_cycle * clock, array_clock_));
}

std::uint64_t HostUnit::link_cycles(Bytes bytes) const {
  return cycles_of(bytes.count(), spec_.link_bytes_per_s, array_clock_);
}

}  // namespace metronome::host

namespace metronome::config {

template <>
const StructSchema<host::HostSpec>& schema_of<host::HostSpec>() {
  using S = host::HostSpec;
  static const auto schema =
      StructSchema<S>("the processor beside the accelerator, for host operations of a program")
          .field("clock_hz", &S::clock_hz,
                 {.unit = "Hz", .doc = "clock of the processor", .min = 1e6, .max = 1e11})
          .field("flops_per_cycle", &S::flops_per_cycle,
                 {.doc = "additions and multiplications of 64-bit real numbers that it sustains",
                  .min = 1e-3,
                  .max = 1e6})
          .field("words_per_cycle", &S::words_per_cycle,
                 {.doc = "words of 64 bits that its memory sustains", .min = 1e-3, .max = 1e6})
          .field("link_bytes_per_s", &S::link_bytes_per_s,
                 {.unit = "bytes per second",
                  .doc = "between it and the accelerator's memory, either way; the default is PCI "
                         "Express 5 x16",
                  .min = 1e6,
                  .max = 1e13});
  return schema;
}

}  // namespace metronome::config
