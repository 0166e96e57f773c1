#include "workloads/trace/names.hpp"

namespace metronome::config {

using trace::DxScale;
using trace::Format;
using trace::Operand;
using trace::OperationClass;
using trace::Role;
using trace::UpdateRule;

const std::vector<std::pair<Role, std::string>>& EnumNames<Role>::all() {
  static const std::vector<std::pair<Role, std::string>> names{
      {Role::weight, "weight"},
      {Role::activation, "activation"},
      {Role::error, "error"},
      {Role::gradient, "gradient"},
      {Role::stash, "stash"},
      {Role::master, "master"},
      {Role::optimizer_state, "optimizer_state"},
      {Role::partial_sum, "partial_sum"}};
  return names;
}

const std::vector<std::pair<Format, std::string>>& EnumNames<Format>::all() {
  static const std::vector<std::pair<Format, std::string>> names{
      {Format::codes, "codes"}, {Format::real, "real"}, {Format::mask, "mask"}};
  return names;
}

const std::vector<std::pair<OperationClass, std::string>>& EnumNames<OperationClass>::all() {
  static const std::vector<std::pair<OperationClass, std::string>> names{
      {OperationClass::forward, "forward"},
      {OperationClass::input_gradient, "input_gradient"},
      {OperationClass::weight_gradient, "weight_gradient"},
      {OperationClass::vector, "vector"},
      {OperationClass::quantize, "quantize"},
      {OperationClass::update, "update"}};
  return names;
}

const std::vector<std::pair<DxScale, std::string>>& EnumNames<DxScale>::all() {
  static const std::vector<std::pair<DxScale, std::string>> names{
      {DxScale::segmented, "segmented"},
      {DxScale::prescale_requantize, "prescale_requantize"},
      {DxScale::per_tensor, "per_tensor"}};
  return names;
}

const std::vector<std::pair<Operand, std::string>>& EnumNames<Operand>::all() {
  static const std::vector<std::pair<Operand, std::string>> names{
      {Operand::forward_a, "forward_a"},
      {Operand::forward_b, "forward_b"},
      {Operand::weight_gradient_a, "weight_gradient_a"},
      {Operand::input_gradient_a, "input_gradient_a"},
      {Operand::input_gradient_b, "input_gradient_b"}};
  return names;
}

const std::vector<std::pair<UpdateRule, std::string>>& EnumNames<UpdateRule>::all() {
  static const std::vector<std::pair<UpdateRule, std::string>> names{
      {UpdateRule::sgd, "sgd"}, {UpdateRule::momentum, "momentum"}, {UpdateRule::adam, "adam"}};
  return names;
}

}  // namespace metronome::config
