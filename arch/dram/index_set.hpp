#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace metronome::dram {

/// A set of indices below 64, one bit each. `Tag` tells sets of banks from sets of slots.
template <class Tag>
class IndexSet {
 public:
  /// Indices are below it.
  static constexpr unsigned kCapacity = 64;

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

  /// Every index becomes `distance` higher; the distance is below 64.
  [[nodiscard]] constexpr IndexSet shifted(unsigned distance) const {
    return IndexSet(bits_ << distance);
  }
  /// Bit i: i is a member.
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  /// For hashes and dumps.
  [[nodiscard]] constexpr std::array<std::uint64_t, 1> words() const { return {bits_}; }

  [[nodiscard]] constexpr Iterator begin() const { return Iterator(bits_); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(0); }

 private:
  constexpr explicit IndexSet(std::uint64_t bits) : bits_(bits) {}
  std::uint64_t bits_ = 0;
};

/// The same of indices below 64 * kParts. Several machine words cost time in every operation: what
/// is below 64 is better kept in an IndexSet.
template <class Tag, unsigned kParts>
class WideIndexSet {
  using Part = IndexSet<Tag>;
  using Parts = std::array<Part, kParts>;

 public:
  static constexpr unsigned kCapacity = kParts * Part::kCapacity;

  class Iterator {
   public:
    constexpr Iterator(const Parts& left, unsigned part) : left_(left), part_(part) { skip(); }
    constexpr unsigned operator*() const { return part_ * Part::kCapacity + left_[part_].front(); }
    constexpr Iterator& operator++() {
      left_[part_].erase(left_[part_].front());
      skip();
      return *this;
    }
    /// Of iterators of one set: how much is left.
    constexpr bool operator==(const Iterator& other) const {
      return part_ == other.part_ && (part_ == kParts || left_[part_] == other.left_[part_]);
    }

   private:
    constexpr void skip() {
      while (part_ < kParts && left_[part_].empty()) {
        ++part_;
      }
    }
    Parts left_;
    unsigned part_;
  };

  constexpr WideIndexSet() = default;
  [[nodiscard]] static constexpr WideIndexSet of(unsigned index) {
    WideIndexSet set;
    set.insert(index);
    return set;
  }
  /// {0, ..., count - 1}; count is 1 to kCapacity.
  [[nodiscard]] static constexpr WideIndexSet below(unsigned count) {
    WideIndexSet set;
    for (unsigned part = 0; count > 0; ++part) {
      const unsigned here = count < Part::kCapacity ? count : Part::kCapacity;
      set.parts_[part] = Part::below(here);
      count -= here;
    }
    return set;
  }

  [[nodiscard]] constexpr bool contains(unsigned index) const {
    return parts_[index / Part::kCapacity].contains(index % Part::kCapacity);
  }
  [[nodiscard]] constexpr bool empty() const { return *this == WideIndexSet(); }
  [[nodiscard]] constexpr unsigned size() const {
    unsigned sum = 0;
    for (const Part part : parts_) {
      sum += part.size();
    }
    return sum;
  }
  [[nodiscard]] constexpr bool has_one() const { return size() == 1; }
  /// The lowest member; kCapacity if there is none.
  [[nodiscard]] constexpr unsigned front() const {
    for (unsigned part = 0; part < kParts; ++part) {
      if (!parts_[part].empty()) {
        return part * Part::kCapacity + parts_[part].front();
      }
    }
    return kCapacity;
  }

  constexpr void insert(unsigned index) {
    parts_[index / Part::kCapacity].insert(index % Part::kCapacity);
  }
  constexpr void erase(unsigned index) {
    parts_[index / Part::kCapacity].erase(index % Part::kCapacity);
  }
  constexpr void assign(unsigned index, bool member) {
    parts_[index / Part::kCapacity].assign(index % Part::kCapacity, member);
  }

  friend constexpr WideIndexSet operator|(const WideIndexSet& a, const WideIndexSet& b) {
    return by_part(a, b, [](Part x, Part y) { return x | y; });
  }
  friend constexpr WideIndexSet operator&(const WideIndexSet& a, const WideIndexSet& b) {
    return by_part(a, b, [](Part x, Part y) { return x & y; });
  }
  friend constexpr WideIndexSet operator-(const WideIndexSet& a, const WideIndexSet& b) {
    return by_part(a, b, [](Part x, Part y) { return x - y; });
  }
  constexpr WideIndexSet& operator|=(const WideIndexSet& other) { return *this = *this | other; }
  constexpr WideIndexSet& operator-=(const WideIndexSet& other) { return *this = *this - other; }
  constexpr bool operator==(const WideIndexSet&) const = default;

  /// Every index becomes `distance` higher; what reaches kCapacity is left out.
  [[nodiscard]] constexpr WideIndexSet shifted(unsigned distance) const {
    const unsigned parts = distance / Part::kCapacity;
    const unsigned bits = distance % Part::kCapacity;
    WideIndexSet out;
    for (unsigned part = parts; part < kParts; ++part) {
      out.parts_[part] = parts_[part - parts].shifted(bits);
      if (bits > 0 && part > parts) {
        for (const unsigned index : parts_[part - parts - 1]) {
          if (index + bits >= Part::kCapacity) {
            out.parts_[part].insert(index + bits - Part::kCapacity);
          }
        }
      }
    }
    return out;
  }
  /// Word i / 64, bit i % 64: i is a member.
  [[nodiscard]] constexpr std::array<std::uint64_t, kParts> words() const {
    std::array<std::uint64_t, kParts> out{};
    for (unsigned part = 0; part < kParts; ++part) {
      out[part] = parts_[part].bits();
    }
    return out;
  }

  [[nodiscard]] constexpr Iterator begin() const { return Iterator(parts_, 0); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(Parts{}, kParts); }

 private:
  template <class F>
  static constexpr WideIndexSet by_part(const WideIndexSet& a, const WideIndexSet& b, const F& f) {
    WideIndexSet out;
    for (unsigned part = 0; part < kParts; ++part) {
      out.parts_[part] = f(a.parts_[part], b.parts_[part]);
    }
    return out;
  }

  Parts parts_{};
};

/// Banks of all ranks of a channel, numbered (rank * bank groups + group) * banks per group + bank.
/// What depends on the number of banks is a template of one of these two, `Banks`: a channel of at
/// most 64 banks pays for no more than one machine word.
using BankSet = IndexSet<struct BankTag>;
using WideBankSet = WideIndexSet<struct BankTag, 4>;

}  // namespace metronome::dram
