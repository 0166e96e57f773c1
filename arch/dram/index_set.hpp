#pragma once

#include <bit>
#include <cstdint>

namespace metronome::dram {

/// A set of indices below 64, one bit each. `Tag` tells sets of banks from sets of slots.
template <class Tag>
class IndexSet {
 public:
  /// Visits the members in ascending order. A set that is changed meanwhile is visited as it was.
  class Iterator {
   public:
    constexpr explicit Iterator(std::uint64_t left) : left_(left) {}
    constexpr unsigned operator*() const { return static_cast<unsigned>(std::countr_zero(left_)); }
    constexpr Iterator& operator++() {
      left_ &= left_ - 1;
      return *this;
    }
    constexpr bool operator==(const Iterator&) const = default;

   private:
    std::uint64_t left_;
  };

  constexpr IndexSet() = default;
  /// {index}.
  [[nodiscard]] static constexpr IndexSet of(unsigned index) {
    return IndexSet(std::uint64_t{1} << index);
  }
  /// {0, ..., count - 1}; count is 1 to 64.
  [[nodiscard]] static constexpr IndexSet below(unsigned count) {
    return IndexSet(~std::uint64_t{0} >> (64 - count));
  }

  [[nodiscard]] constexpr bool contains(unsigned index) const { return (bits_ >> index & 1) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr unsigned size() const {
    return static_cast<unsigned>(std::popcount(bits_));
  }
  [[nodiscard]] constexpr bool has_one() const { return std::has_single_bit(bits_); }
  /// The lowest member; 64 if there is none.
  [[nodiscard]] constexpr unsigned front() const {
    return static_cast<unsigned>(std::countr_zero(bits_));
  }
  /// The lowest index that is not a member; 64 if all are.
  [[nodiscard]] constexpr unsigned front_absent() const {
    return static_cast<unsigned>(std::countr_one(bits_));
  }

  constexpr void insert(unsigned index) { bits_ |= std::uint64_t{1} << index; }
  constexpr void erase(unsigned index) { bits_ &= ~(std::uint64_t{1} << index); }
  constexpr void assign(unsigned index, bool member) {
    bits_ = (bits_ & ~(std::uint64_t{1} << index)) | std::uint64_t{member} << index;
  }

  friend constexpr IndexSet operator|(IndexSet a, IndexSet b) {
    return IndexSet(a.bits_ | b.bits_);
  }
  friend constexpr IndexSet operator&(IndexSet a, IndexSet b) {
    return IndexSet(a.bits_ & b.bits_);
  }
  /// What is in a and not in b.
  friend constexpr IndexSet operator-(IndexSet a, IndexSet b) {
    return IndexSet(a.bits_ & ~b.bits_);
  }
  constexpr IndexSet& operator|=(IndexSet other) { return *this = *this | other; }
  constexpr IndexSet& operator-=(IndexSet other) { return *this = *this - other; }
  constexpr bool operator==(const IndexSet&) const = default;

  /// Every index becomes `distance` higher.
  [[nodiscard]] constexpr IndexSet shifted(unsigned distance) const {
    return IndexSet(bits_ << distance);
  }
  /// Bit i: i is a member; for hashes and dumps.
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }

  [[nodiscard]] constexpr Iterator begin() const { return Iterator(bits_); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(0); }

 private:
  constexpr explicit IndexSet(std::uint64_t bits) : bits_(bits) {}
  std::uint64_t bits_ = 0;
};

/// Banks of all ranks of a channel, numbered (rank * bank groups + group) * banks per group + bank.
using BankSet = IndexSet<struct BankTag>;

}  // namespace metronome::dram
