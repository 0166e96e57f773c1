#include "workloads/model/taken_names.hpp"

#include <fmt/format.h>

namespace metronome::model {
namespace {

constexpr const char* kLoss = "loss";
constexpr const char* kAllLayers = "*";

std::string without_dot(std::string name, std::size_t dot) {
  name[dot] = '_';
  return name;
}

}  // namespace

TakenNames::TakenNames() : names_{kLoss} {}

std::optional<std::size_t> TakenNames::dot_behind_taken(const std::string& name) const {
  for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
    if (names_.contains(name.substr(0, dot))) {
      return dot;
    }
  }
  return std::nullopt;
}

std::string TakenNames::behind(const std::string& name) const {
  const auto next = names_.lower_bound(name + ".");
  return next != names_.end() && next->starts_with(name + ".") ? *next : "";
}

std::optional<NameFault> TakenNames::fault(const std::string& name) const {
  if (name == kAllLayers) {
    return NameFault{"stands for all layers in tables of bits", "a name of its own, `star`"};
  }
  if (name == kLoss) {
    return NameFault{"is what the loss is called in traces and results",
                     "another name, `loss_layer`"};
  }
  if (names_.contains(name)) {
    return NameFault{"is the name of an earlier layer or input", "names are unique"};
  }
  if (const auto dot = dot_behind_taken(name)) {
    return NameFault{fmt::format("begins with `{}.`, as what belongs to `{}` does",
                                 name.substr(0, *dot), name.substr(0, *dot)),
                     fmt::format("call it `{}`", without_dot(name, *dot))};
  }
  if (const std::string other = behind(name); !other.empty()) {
    return NameFault{
        fmt::format("what belongs to `{}` begins with `{}.`, and so does the earlier `{}`", name,
                    name, other),
        fmt::format("call that one `{}`, here and in `from`", without_dot(other, name.size()))};
  }
  return std::nullopt;
}

}  // namespace metronome::model
