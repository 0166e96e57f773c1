#pragma once

#include <string>
#include <utility>

#include "sim/base/text.hpp"
#include "sim/config/schema.hpp"

namespace metronome::config {

/// Complains of a text, written at `node`, that breaks the rule.
bool check_text(const std::string& text, const Node& node, Reader& reader, const std::string& path,
                TextRule rule);

/// A rule of a struct: the text of one of its keys is a label or a name. (Every text of a
/// configuration keeps TextRule::line.)
template <class T>
[[nodiscard]] typename StructSchema<T>::Validate keeps(std::string key, std::string T::*member,
                                                       TextRule rule) {
  return [key = std::move(key), member, rule](const T& value,
                                              const typename StructSchema<T>::Complain& complain) {
    if (auto fault = text_fault(value.*member, rule)) {
      complain(key, std::move(fault->what), std::move(fault->hint));
    }
  };
}

}  // namespace metronome::config
