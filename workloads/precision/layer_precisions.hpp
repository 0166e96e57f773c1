#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "workloads/precision/precision.hpp"

namespace metronome::trace {

/// Precisions of layers that have their own, in the order of their names. A run may have a hundred
/// thousand assignments with exceptions for the same layers: those share the names, and a precision
/// takes a byte a number and two for its formats.
class LayerPrecisions {
 public:
  /// Walks over pairs of a name and a precision.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::pair<const std::string&, Precision>;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = value_type;

    Iterator(const LayerPrecisions& list, std::size_t at) : list_(&list), at_(at) {}
    value_type operator*() const { return {list_->names()[at_], list_->at(at_)}; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    const LayerPrecisions* list_;
    std::size_t at_;
  };

  LayerPrecisions() = default;
  LayerPrecisions(std::initializer_list<std::pair<const std::string, Precision>> precisions)
      : LayerPrecisions(std::map<std::string, Precision>(precisions)) {}
  /// Shares its names with `like` where both have the same.
  explicit LayerPrecisions(const std::map<std::string, Precision>& precisions,
                           const LayerPrecisions& like = {});

  [[nodiscard]] bool empty() const { return bits_.empty(); }
  [[nodiscard]] std::size_t size() const { return bits_.size(); }
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

  /// In order.
  [[nodiscard]] const std::vector<std::string>& names() const;
  [[nodiscard]] Precision at(std::size_t index) const;
  /// The index of a layer; size() where it has no precision of its own.
  [[nodiscard]] std::size_t index_of(const std::string& layer) const;
  [[nodiscard]] bool contains(const std::string& layer) const { return index_of(layer) < size(); }
  /// Lets this have the names of another one, where they are equal.
  void share_names(const LayerPrecisions& like);
  /// Whether both name the same layers without a look at them: as copies do, and what was made like
  /// one another.
  [[nodiscard]] bool shares_names(const LayerPrecisions& other) const {
    return names_ == other.names_;
  }

  void set(std::size_t index, const Precision& precision) { bits_.at(index) = packed(precision); }
  /// Gives a layer a precision of its own, or another one.
  void set(const std::string& layer, const Precision& precision);

  bool operator==(const LayerPrecisions& other) const;
  /// As sequences of pairs of a name and a precision.
  std::strong_ordering operator<=>(const LayerPrecisions& other) const;

 private:
  /// Bits, then the two bytes of the formats' number.
  using Packed = std::array<std::uint8_t, kPrecisionFields.size() + 2>;
  static Packed packed(const Precision& precision);

  std::shared_ptr<const std::vector<std::string>> names_;  ///< null: none
  std::vector<Packed> bits_;
};

}  // namespace metronome::trace
