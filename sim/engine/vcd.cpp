#include "sim/engine/vcd.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::sim {

std::size_t Vcd::declare(const std::string& scope, const std::string& name, unsigned bits) {
  METRONOME_ASSERT(!begun_ && bits >= 1 && bits <= 64, "signals of 1 to 64 bits, declared first");
  signals_.push_back({scope, name, bits, 0, false});
  return signals_.size() - 1;
}

/// Printable characters from `!` to `~`, as many as needed.
std::string Vcd::identifier(std::size_t signal) {
  std::string id;
  do {
    id += static_cast<char>('!' + signal % 94);
    signal /= 94;
  } while (signal > 0);
  return id;
}

void Vcd::set(std::uint64_t picoseconds, std::size_t index, std::int64_t value) {
  Signal& signal = signals_.at(index);
  if (signal.known && signal.value == value) {
    return;
  }
  METRONOME_ASSERT(!begun_ || picoseconds >= time_, "changes come in order of time");
  if (!begun_ || picoseconds > time_) {
    changes_ += fmt::format("#{}\n", picoseconds);
  }
  begun_ = true;
  time_ = picoseconds;
  signal.known = true;
  signal.value = value;
  if (signal.bits == 1) {
    changes_ += fmt::format("{}{}\n", value & 1, identifier(index));
    return;
  }
  auto bits = static_cast<std::uint64_t>(value);
  if (signal.bits < 64) {
    bits &= (std::uint64_t{1} << signal.bits) - 1;
  }
  changes_ += fmt::format("b{:b} {}\n", bits, identifier(index));
}

std::string Vcd::header() const {
  std::string text = "$version metronome $end\n$timescale 1 ps $end\n";
  std::string open;
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    const Signal& signal = signals_[i];
    if (signal.scope != open) {
      text += open.empty() ? "" : "$upscope $end\n";
      text += fmt::format("$scope module {} $end\n", signal.scope);
      open = signal.scope;
    }
    const std::string range = signal.bits > 1 ? fmt::format(" [{}:0]", signal.bits - 1) : "";
    text +=
        fmt::format("$var wire {} {} {}{} $end\n", signal.bits, identifier(i), signal.name, range);
  }
  return text + (open.empty() ? "" : "$upscope $end\n") + "$enddefinitions $end\n";
}

std::string Vcd::text(std::uint64_t end_picoseconds) const {
  std::string text = header() + changes_;
  if (end_picoseconds > time_) {
    text += fmt::format("#{}\n", end_picoseconds);
  }
  return text;
}

}  // namespace metronome::sim
