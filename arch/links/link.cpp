#include "arch/links/link.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::links {
namespace {

constexpr double kMostNanoseconds = 1e12;  // so that sums of many fit into 64 bits of picoseconds

}  // namespace

double LinkClock::bytes_per_ns() const {
  switch (timing_) {
    case Timing::exact:
      return link_.bandwidth_gb_per_s;
    case Timing::astra_sim_unaware:
    case Timing::astra_sim_aware:
      return link_.bandwidth_gb_per_s * 1073741824.0 / 1e9;
  }
  fail_no_enumerator(timing_);
}

Picoseconds LinkClock::rounded(double nanoseconds) const {
  if (!(nanoseconds <= kMostNanoseconds)) {
    throw UserError(fmt::format("a message takes {:.3g} s on a link of {} GB/s", 1e-9 * nanoseconds,
                                link_.bandwidth_gb_per_s),
                    fmt::format("messages of at most {:g} s: fewer bytes, or a faster link",
                                1e-9 * kMostNanoseconds));
  }
  switch (timing_) {
    case Timing::exact:
      return Picoseconds(static_cast<std::uint64_t>(std::ceil(nanoseconds * 1000)));
    case Timing::astra_sim_unaware:
    case Timing::astra_sim_aware:
      return Picoseconds(static_cast<std::uint64_t>(std::floor(nanoseconds)) * 1000);
  }
  fail_no_enumerator(timing_);
}

Picoseconds LinkClock::occupancy(Bytes message) const {
  return rounded(static_cast<double>(message.count()) / bytes_per_ns());
}

Picoseconds LinkClock::crossing(Bytes message, std::uint64_t hops) const {
  return rounded(static_cast<double>(hops) * link_.latency_ns +
                 static_cast<double>(message.count()) / bytes_per_ns());
}

Picoseconds LinkClock::latency() const { return rounded(link_.latency_ns); }

}  // namespace metronome::links

namespace metronome::config {

using links::LinkSpec;

template <>
const StructSchema<LinkSpec>& schema_of<LinkSpec>() {
  static const auto schema =
      StructSchema<LinkSpec>("one direction of a link")
          .field("bandwidth_gb_per_s", &LinkSpec::bandwidth_gb_per_s,
                 {.unit = "GB/s",
                  .doc = "of each direction; GB are 10^9 bytes",
                  .min = 1e-3,
                  .max = 1e6})
          .field("latency_ns", &LinkSpec::latency_ns,
                 {.unit = "ns",
                  .doc = "from the first bit sent to the first received",
                  .min = 0,
                  .max = 1e9})
          .field("pj_per_bit", &LinkSpec::pj_per_bit,
                 {.unit = "pJ",
                  .doc = "of a bit over one link; without it links are not priced",
                  .min = 0,
                  .max = 1e6})
          .field("source", &LinkSpec::source, {.doc = "where the numbers are from"});
  return schema;
}

}  // namespace metronome::config
