#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace metronome::sim {

/// Text of a value change dump ([ieee2005verilog], clause 18): signals in scopes, changes in order
/// of time.
class Vcd {
 public:
  /// A signal of a scope, before the first change. Signals of one scope come one after the other.
  /// Returns its index.
  std::size_t declare(const std::string& scope, const std::string& name, unsigned bits);

  /// Values from this time on; only changes are written. Negative values in two's complement.
  void set(std::uint64_t picoseconds, std::size_t signal, std::int64_t value);

  /// The whole file. `end`: the time at which the dump ends.
  [[nodiscard]] std::string text(std::uint64_t end_picoseconds) const;
  [[nodiscard]] std::size_t size() const { return changes_.size(); }

 private:
  struct Signal {
    std::string scope, name;
    unsigned bits = 1;
    std::int64_t value = 0;
    bool known = false;
  };
  [[nodiscard]] static std::string identifier(std::size_t signal);
  [[nodiscard]] std::string header() const;

  std::vector<Signal> signals_;
  std::string changes_;
  std::uint64_t time_ = 0;
  bool begun_ = false;
};

}  // namespace metronome::sim
