#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "arch/mapping/machine_step.hpp"

namespace metronome::mapping {

/// Which precision each layer of a step has, as numbers: a program may have a hundred thousand
/// assignments made of a handful of precisions, and what depends on the precision of one layer is
/// then found by index. Layers without a precision of their own anywhere are one.
class StepPrecisions {
 public:
  /// `own`: the layers with a precision of their own in any of the assignments.
  StepPrecisions(const MachineStep& step, const std::set<std::string>& own);

  /// How many there are, what stands for all layers without a precision of their own included.
  [[nodiscard]] std::size_t layers() const { return layers_.size(); }
  /// By operation of the step.
  [[nodiscard]] std::size_t layer_of(std::size_t operation) const {
    return layer_of_operation_[operation];
  }
  /// The number of each layer's precision; valid until the next call.
  [[nodiscard]] const std::vector<std::uint32_t>& numbers(const trace::Assignment& assignment);
  [[nodiscard]] const trace::Precision& precision(std::uint32_t number) const {
    return precisions_[number];
  }

 private:
  [[nodiscard]] std::uint32_t number_of(const trace::Precision& precision);
  void find_exceptions(const trace::LayerPrecisions& layers);

  std::vector<std::size_t> layer_of_operation_;
  std::vector<std::string> layers_;  ///< the first stands for all without a precision of their own
  trace::LayerPrecisions known_;     ///< whose names exceptions_ is of
  std::vector<std::size_t> exceptions_;  ///< by layer: its index among them
  std::map<trace::Precision, std::uint32_t> index_;
  std::vector<trace::Precision> precisions_;
  std::vector<std::uint32_t> numbers_;
};

/// Something for each item and number of a precision, made when it is first asked for.
template <class T>
class ByPrecision {
 public:
  explicit ByPrecision(std::size_t items) : made_(items) {}

  template <class Make>
  const T& get(std::size_t item, std::uint32_t number, const Make& make) {
    std::vector<Entry>& of_item = made_[item];
    if (number >= of_item.size()) {
      of_item.resize(number + 1);
    }
    Entry& entry = of_item[number];
    if (!entry.there) {
      entry.value = make();
      entry.there = true;
    }
    return entry.value;
  }

 private:
  struct Entry {
    T value{};
    bool there = false;
  };
  std::vector<std::vector<Entry>> made_;
};

}  // namespace metronome::mapping
