#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::train {

/// How gradients that are codes are added up over chips (workloads/quant/gradient_sums.hpp); the
/// names are those of a system's `gradients.sums`.
enum class ChipSums { shared_scale, each_hop, once };
constexpr auto enum_rows(ChipSums) {
  using enum ChipSums;
  return enum_list<ChipSums>(
      {{shared_scale, "shared_scale"}, {each_hop, "each_hop"}, {once, "once"}});
}
/// Over which samples batch norm takes its statistics in training; the names are those of a
/// system's `parallel.batch_norm`.
enum class ChipStatistics { local, synchronised };
constexpr auto enum_rows(ChipStatistics) {
  using enum ChipStatistics;
  return enum_list<ChipStatistics>({{local, "local"}, {synchronised, "synchronised"}});
}

/// Chips that share each batch of a training, simulated in one process (data_parallel.hpp).
struct ChipsSpec {
  static constexpr std::string_view kSchemaName = "chips";
  std::uint64_t count = 1;
  ChipSums sums = ChipSums::shared_scale;
  std::uint64_t block = 1024;  ///< codes of one scale; 0: those of a whole tensor
  ChipStatistics batch_norm = ChipStatistics::local;
  std::optional<std::uint64_t> arrival_seed;  ///< of the order in which chips come to each sum
  bool operator==(const ChipsSpec&) const = default;
};

}  // namespace metronome::train

namespace metronome::config {
template <>
const StructSchema<train::ChipsSpec>& schema_of<train::ChipsSpec>();
}  // namespace metronome::config
