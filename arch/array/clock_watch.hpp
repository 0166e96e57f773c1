#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace metronome::array {

/// What an array does in a clock.
enum class ClockKind { step, fill_drain, port_stall };

/// Looks on at the end of each clock of a stepped array.
class ClockWatch {
 public:
  virtual ~ClockWatch() = default;
  virtual void clock(ClockKind kind) = 0;
};

/// A register of a processing element, as a signal.
struct PeSignal {
  std::string name;
  unsigned bits = 1;
};

/// A stepped machine that can be looked at: its clock tells the watch, if there is one. Machines
/// offer besides
///   pe_signals()           the registers of a PE that are shown,
///   sample(row, column)    their values, in the same order.
class Watched {
 public:
  void watch(ClockWatch* watch) { watch_ = watch; }

 protected:
  ClockWatch* watch_ = nullptr;
};

/// Such a machine, whatever its type.
struct PeProbe {
  std::uint64_t rows = 1, columns = 1;  ///< of the grid
  std::vector<PeSignal> signals;
  std::function<std::vector<std::int64_t>(std::uint64_t row, std::uint64_t column)> sample;
  std::function<void(ClockWatch*)> watch;
};

}  // namespace metronome::array
