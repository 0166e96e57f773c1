#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/config/codec.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/trace/update_rule.hpp"

/// The names of the trace's enumerations in files and output: the enumerators' own spellings.
namespace metronome::config {

template <>
struct EnumNames<trace::Role> {
  static const std::vector<std::pair<trace::Role, std::string>>& all();
};
template <>
struct EnumNames<trace::Format> {
  static const std::vector<std::pair<trace::Format, std::string>>& all();
};
template <>
struct EnumNames<trace::OperationClass> {
  static const std::vector<std::pair<trace::OperationClass, std::string>>& all();
};
template <>
struct EnumNames<trace::DxScale> {
  static const std::vector<std::pair<trace::DxScale, std::string>>& all();
};
template <>
struct EnumNames<trace::Operand> {
  static const std::vector<std::pair<trace::Operand, std::string>>& all();
};
template <>
struct EnumNames<trace::UpdateRule> {
  static const std::vector<std::pair<trace::UpdateRule, std::string>>& all();
};

}  // namespace metronome::config
