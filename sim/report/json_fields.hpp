#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "workloads/precision/precision.hpp"

namespace metronome::report {

using Json = nlohmann::ordered_json;

/// UserError with the place of a syntax error.
[[nodiscard]] Json parse_json(std::string_view text, const std::string& file);

/// Members weight_bits, ...: numbers, "fp32" where they are real numbers.
void append_precision(Json& out, const trace::Precision& precision);

/// A JSON object that is being read: every complaint names the file and the path of the key.
class JsonFields {
 public:
  JsonFields(const Json& value, std::string file, std::string path = {});

  [[nodiscard]] const Json& value() const { return value_; }
  [[nodiscard]] std::string path(const std::string& key) const;
  [[nodiscard]] bool has(const std::string& key) const { return value_.contains(key); }

  /// The member of that name, which must be there.
  [[nodiscard]] const Json& at(const std::string& key) const;
  [[nodiscard]] JsonFields object(const std::string& key) const;
  [[nodiscard]] const Json& list(const std::string& key) const;
  /// The items of a list of objects.
  [[nodiscard]] std::vector<JsonFields> objects(const std::string& key) const;

  /// Numbers are checked when they are read: finite and of `range`.
  [[nodiscard]] std::uint64_t whole(const std::string& key,
                                    const NumberRange& range = kAnyWhole) const;
  /// At most a million.
  [[nodiscard]] int small(const std::string& key) const;
  /// As append_precision() writes it.
  [[nodiscard]] trace::Precision precision() const;
  [[nodiscard]] double number(const std::string& key, const NumberRange& range = kAnyReal) const;
  [[nodiscard]] std::string text(const std::string& key) const;
  [[nodiscard]] bool truth(const std::string& key) const;
  /// The enumerator that a text names.
  template <Enumeration E>
  [[nodiscard]] E enumerator(const std::string& key) const {
    const std::string name = text(key);
    const auto value = enum_from_name<E>(name);
    if (!value) {
      complain(key, fmt::format("`{}` is not a known value", name),
               name_hint(name, enum_name_list<E>()));
    }
    return *value;
  }
  /// A whole number below `end`, of `what` there are so many.
  [[nodiscard]] std::size_t index(const std::string& key, const char* what, std::size_t end) const;

  [[noreturn]] void complain(const std::string& key, std::string what, std::string hint = {}) const;

 private:
  template <class T>
  [[nodiscard]] T within(const std::string& key, T value, const NumberRange& range) const {
    if (!range.contains(value)) {
      complain(key, fmt::format("{} is out of range", value), "allowed: " + range.text());
    }
    return value;
  }

  const Json& value_;
  std::string file_;
  std::string path_;
};

}  // namespace metronome::report
