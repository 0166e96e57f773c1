#pragma once

#include <array>
#include <map>
#include <string>
#include <tuple>

#include "tests/torture/trial.hpp"

namespace metronome::torture {

/// Kills and what they broke, by command and kind of kill.
class Table {
 public:
  void add(const std::string& job, const TrialResult& result);

  [[nodiscard]] std::size_t kills() const { return kills_; }
  [[nodiscard]] std::size_t losses() const { return losses_; }
  [[nodiscard]] std::string markdown() const;

 private:
  struct Row {
    std::size_t kills = 0;
    std::array<std::size_t, kLosses> losses{};
  };
  using Key = std::tuple<std::string, std::string, std::string, std::string>;

  std::map<Key, Row> rows_;
  std::size_t kills_ = 0;
  std::size_t losses_ = 0;
};

}  // namespace metronome::torture
