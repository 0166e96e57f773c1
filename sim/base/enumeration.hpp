#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Enumerations with one list: names, count, iteration, parsing and arrays all read what
/// `enum_rows`, declared beside the enumeration, returns:
///
///   enum class Flavour { sweet, sour };
///   constexpr auto enum_rows(Flavour) {
///     return enum_list<Flavour>({{Flavour::sweet, "sweet"}, {Flavour::sour, "sour"}});
///   }
///
/// The enumerators are 0, 1, 2, ...; the list has each of them once, in this order, with a name of
/// its own. Any other list does not compile where it is used, nor does an enumerator behind the
/// list's last one.
namespace metronome {

/// An enumerator and its name in files and messages.
template <class E>
struct EnumRow {
  E value;
  std::string_view name;
};

template <class E, std::size_t N>
[[nodiscard]] constexpr std::array<EnumRow<E>, N> enum_list(const EnumRow<E> (&rows)[N]) {
  return std::to_array(rows);
}

template <class E>
concept Enumeration = std::is_enum_v<E> && requires(E value) {
  enum_rows(value);
};

namespace enumeration_checks {

template <class E, std::size_t N>
constexpr bool in_order(const std::array<EnumRow<E>, N>& rows) {
  for (std::size_t i = 0; i < N; ++i) {
    if (static_cast<std::size_t>(rows[i].value) != i) {
      return false;
    }
  }
  return true;
}

template <class E, std::size_t N>
constexpr bool names_differ(const std::array<EnumRow<E>, N>& rows) {
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (rows[i].name == rows[j].name) {
        return false;
      }
    }
  }
  return true;
}

/// Whether an enumerator has this value: of others GCC and Clang print "(Role)8".
template <auto Value>
constexpr bool is_enumerator() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  constexpr std::string_view before = "Value = ";
  return text[text.find(before) + before.size()] != '(';
}

/// Of an enumeration that goes on behind its list, one may add several at once.
inline constexpr std::size_t kLookedBehind = 4;

template <class E, std::size_t... Offsets>
constexpr bool ends_at(std::index_sequence<Offsets...> /*looked behind*/) {
  constexpr std::size_t end = enum_rows(E{}).size();
  return (!is_enumerator<static_cast<E>(end + Offsets)>() && ...);
}

template <class E>
constexpr auto checked_rows() {
  constexpr auto rows = enum_rows(E{});
  static_assert(in_order(rows), "the rows of an enumeration are its values 0, 1, 2, ... in order");
  static_assert(names_differ(rows), "two rows of an enumeration have one name");
  static_assert(ends_at<E>(std::make_index_sequence<kLookedBehind>()),
                "an enumerator has no row: its enumeration's enum_rows ends before it");
  return rows;
}

}  // namespace enumeration_checks

/// Every enumerator with its name, in order.
template <Enumeration E>
inline constexpr auto kEnumRows = enumeration_checks::checked_rows<E>();

template <Enumeration E>
inline constexpr std::size_t kEnumCount = kEnumRows<E>.size();

/// Every enumerator, in order.
template <Enumeration E>
inline constexpr std::array<E, kEnumCount<E>> kEnumValues = [] {
  std::array<E, kEnumCount<E>> values{};
  std::transform(kEnumRows<E>.begin(), kEnumRows<E>.end(), values.begin(),
                 [](const EnumRow<E>& row) { return row.value; });
  return values;
}();

/// Throws InternalError: behind a switch over every enumerator stands no value of the enumeration.
[[noreturn]] void fail_no_enumerator(long long value);
template <class E>
requires std::is_enum_v<E>
[[noreturn]] void fail_no_enumerator(E value) { fail_no_enumerator(static_cast<long long>(value)); }

/// The place of an enumerator in the list.
template <Enumeration E>
[[nodiscard]] constexpr std::size_t enum_index(E value) {
  return static_cast<std::size_t>(value);
}

template <Enumeration E>
[[nodiscard]] constexpr std::string_view enum_name(E value) {
  if (enum_index(value) >= kEnumCount<E>) {
    fail_no_enumerator(value);
  }
  return kEnumRows<E>[enum_index(value)].name;
}

/// The names as candidates of a hint (name_hint in error.hpp).
template <Enumeration E>
[[nodiscard]] std::vector<std::string> enum_name_list() {
  std::vector<std::string> names;
  for (const EnumRow<E>& row : kEnumRows<E>) {
    names.emplace_back(row.name);
  }
  return names;
}

template <Enumeration E>
[[nodiscard]] constexpr std::optional<E> enum_from_name(std::string_view text) {
  for (const EnumRow<E>& row : kEnumRows<E>) {
    if (row.name == text) {
      return row.value;
    }
  }
  return std::nullopt;
}

/// One T for each enumerator, indexed by it.
template <Enumeration E, class T>
class EnumArray {
 public:
  [[nodiscard]] constexpr T& operator[](E value) { return items_[enum_index(value)]; }
  [[nodiscard]] constexpr const T& operator[](E value) const { return items_[enum_index(value)]; }

  [[nodiscard]] static constexpr std::size_t size() { return kEnumCount<E>; }
  void fill(const T& item) { items_.fill(item); }
  /// The items in the order of the list.
  [[nodiscard]] constexpr auto begin() { return items_.begin(); }
  [[nodiscard]] constexpr auto end() { return items_.end(); }
  [[nodiscard]] constexpr auto begin() const { return items_.begin(); }
  [[nodiscard]] constexpr auto end() const { return items_.end(); }

  bool operator==(const EnumArray&) const = default;

 private:
  std::array<T, kEnumCount<E>> items_{};
};

/// An array of what `item_of` gives for each enumerator.
template <Enumeration E, class F>
[[nodiscard]] constexpr auto enum_array(const F& item_of) {
  EnumArray<E, std::invoke_result_t<const F&, E>> array;
  for (const E value : kEnumValues<E>) {
    array[value] = item_of(value);
  }
  return array;
}

template <class E, class T>
struct EnumEntry {
  E value;
  T item;
};

/// A constant array, entry by entry: `enum_table<Flavour, int>({{Flavour::sweet, 1}, ...})`. Does
/// not compile unless each enumerator has one entry, in the order of the list.
template <Enumeration E, class T, std::size_t N>
[[nodiscard]] consteval EnumArray<E, T> enum_table(const EnumEntry<E, T> (&entries)[N]) {
  static_assert(N == kEnumCount<E>, "a table has one entry for each enumerator");
  EnumArray<E, T> table;
  for (std::size_t i = 0; i < N; ++i) {
    if (enum_index(entries[i].value) != i) {
      throw "the entries of a table stand in the order of the enumeration";
    }
    table[entries[i].value] = entries[i].item;
  }
  return table;
}

}  // namespace metronome
