#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/base/quantity.hpp"

namespace metronome {

/// Where an array cycle went. Every cycle is in exactly one bin.
enum class Bin {
  busy,                   ///< multiplying, padding of ragged tiles included
  fill_drain,             ///< filling or draining the array, serial weight loads
  stall_weights,          ///< waiting for an operand of role weight
  stall_activations,      ///< waiting for an activation or error operand
  stall_partial_sums,     ///< waiting for partial sums
  stall_store,            ///< waiting for room in the output buffer, or for the last store
  stall_port,             ///< a buffer port is narrower than the array's demand
  stall_synchronisation,  ///< waiting for the slowest lane
  stall_rebuild,          ///< waiting for an engine in the weight-load path
  idle_vector,            ///< the vector unit works instead
  idle_quantize,          ///< likewise, on range and rounding
  idle_update,            ///< likewise, on the optimiser
  idle_host,              ///< likewise, by the host and its link
  idle_switch,            ///< changing the precision assignment, loading what a mode needs
};
constexpr auto enum_rows(Bin) {
  using enum Bin;
  return enum_list<Bin>({{busy, "busy"},
                         {fill_drain, "fill_drain"},
                         {stall_weights, "stall_weights"},
                         {stall_activations, "stall_activations"},
                         {stall_partial_sums, "stall_partial_sums"},
                         {stall_store, "stall_store"},
                         {stall_port, "stall_port"},
                         {stall_synchronisation, "stall_synchronisation"},
                         {stall_rebuild, "stall_rebuild"},
                         {idle_vector, "idle_vector"},
                         {idle_quantize, "idle_quantize"},
                         {idle_update, "idle_update"},
                         {idle_host, "idle_host"},
                         {idle_switch, "idle_switch"}});
}

/// Name as in reports; that of files is enum_name's: "busy", "fill_drain", "stall: weights", ...,
/// "idle: switch".
[[nodiscard]] std::string_view bin_name(Bin bin);

/// Cycles per bin. Additive.
class Attribution {
 public:
  [[nodiscard]] std::uint64_t& operator[](Bin bin) { return cycles_[bin]; }
  [[nodiscard]] std::uint64_t operator[](Bin bin) const { return cycles_[bin]; }
  [[nodiscard]] Cycles total() const;
  Attribution& operator+=(const Attribution& other);
  /// `times` repetitions.
  [[nodiscard]] Attribution scaled(std::uint64_t factor) const;
  bool operator==(const Attribution&) const = default;

 private:
  EnumArray<Bin, std::uint64_t> cycles_;
};

}  // namespace metronome
