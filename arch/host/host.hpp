#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/quantity.hpp"
#include "sim/config/schema.hpp"

namespace metronome::host {

/// The processor beside the accelerator and its link to the accelerator's memory. While it works
/// the array waits; link and arithmetic do not overlap.
struct HostSpec {
  static constexpr std::string_view kSchemaName = "host";
  Hertz clock_hz{3e9};
  double flops_per_cycle = 4;
  double words_per_cycle = 1;
  double link_bytes_per_s = 63e9;
  bool operator==(const HostSpec&) const = default;
};

/// How long the host takes, in cycles of the array's clock, rounded up for each piece. UserError
/// beyond 1e6 seconds.
class HostUnit {
 public:
  HostUnit(const HostSpec& spec, Hertz array_clock) : spec_(spec), array_clock_(array_clock) {}

  /// Arithmetic and its own memory work side by side: the slower one counts.
  [[nodiscard]] std::uint64_t work_cycles(std::uint64_t flops, std::uint64_t words) const;
  /// One piece over the link, either way.
  [[nodiscard]] std::uint64_t link_cycles(Bytes bytes) const;

 private:
  HostSpec spec_;
  Hertz array_clock_;
};

}  // namespace metronome::host

namespace metronome::config {
template <>
const StructSchema<host::HostSpec>& schema_of<host::HostSpec>();
}  // namespace metronome::config
