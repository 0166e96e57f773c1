#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/schema.hpp"

/// Several chips joined by links: what messages between them take.
namespace metronome::links {

/// One direction of a link between two chips, or a chip and a switch.
struct LinkSpec {
  static constexpr std::string_view kSchemaName = "link";
  double bandwidth_gb_per_s = 50;
  double latency_ns = 500;
  std::optional<double> pj_per_bit;  ///< absent: not priced
  std::string source;
  bool operator==(const LinkSpec&) const = default;
};

/// Units and rounding of the times of messages.
enum class Timing {
  exact,              ///< GB are 10^9 bytes; picoseconds, rounded up; switches cut through
  astra_sim_unaware,  ///< [astrasim2023repository]: GB are 2^30 bytes, whole nanoseconds rounded
                      ///< down, and each message has every link to itself
  astra_sim_aware     ///< the same, but links serve one message after the other, each stored whole
                      ///< before it goes on
};
constexpr auto enum_rows(Timing) {
  using enum Timing;
  return enum_list<Timing>({{exact, "exact"},
                            {astra_sim_unaware, "astra_sim_unaware"},
                            {astra_sim_aware, "astra_sim_aware"}});
}

/// What a link takes of messages.
class LinkClock {
 public:
  LinkClock(const LinkSpec& link, Timing timing) : link_(link), timing_(timing) {}

  [[nodiscard]] Timing timing() const { return timing_; }
  /// For how long a message occupies a link.
  [[nodiscard]] Picoseconds occupancy(Bytes message) const;
  /// From the first bit on a link until the last one has arrived: latency and occupancy.
  [[nodiscard]] Picoseconds crossing(Bytes message) const { return crossing(message, 1); }
  /// The same over so many links without others in the way, the message cutting through.
  [[nodiscard]] Picoseconds crossing(Bytes message, std::uint64_t hops) const;
  /// From the first bit on a link until it has arrived.
  [[nodiscard]] Picoseconds latency() const;

 private:
  [[nodiscard]] double bytes_per_ns() const;
  [[nodiscard]] Picoseconds rounded(double nanoseconds) const;

  LinkSpec link_;
  Timing timing_;
};

}  // namespace metronome::links

namespace metronome::config {
template <>
const StructSchema<links::LinkSpec>& schema_of<links::LinkSpec>();
}  // namespace metronome::config
