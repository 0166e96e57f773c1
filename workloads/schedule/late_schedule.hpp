#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// Formats that change once, late in a run, and layers at both ends of a network that keep others:
/// what published recipes of pretraining do. `late:nvfp4,then=nvfp4+forward=bf16,from=0.82,
/// keep=bf16,first=2,last=8`: `then` holds from that part of the iterations on, `keep` throughout
/// in the first and last of the layers whose products take formats. Without the layers (bound())
/// all have the same.
struct LateSpec : KindDefaults {
  trace::Precision preset;
  std::optional<trace::Precision> then;
  double from = 1;  ///< part of the iterations, 0 to 1, neither of both; 1 without `then`
  std::optional<trace::Precision> keep;
  std::uint64_t first = 0, last = 0;  ///< layers that keep theirs
  std::vector<std::string> layers;    ///< of the network, in order

  bool operator==(const LateSpec&) const = default;

  /// The first iteration of `then`: at least one has each.
  [[nodiscard]] std::uint64_t switch_at(std::uint64_t iterations) const;
  [[nodiscard]] static LateSpec bound(const LateSpec& spec, const std::vector<std::string>& layers);
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"late"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static LateSpec parse(const std::string& text);

 private:
  [[nodiscard]] trace::Assignment assignment(bool late) const;
};

}  // namespace metronome::schedule
