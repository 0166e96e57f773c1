#pragma once

#include "sim/base/enumeration.hpp"

namespace metronome::trace {

/// What an optimiser keeps for each weight and computes with it: nothing (sgd), one number
/// (momentum), two (adam).
enum class UpdateRule { sgd, momentum, adam };
constexpr auto enum_rows(UpdateRule) {
  using enum UpdateRule;
  return enum_list<UpdateRule>({{sgd, "sgd"}, {momentum, "momentum"}, {adam, "adam"}});
}

}  // namespace metronome::trace
