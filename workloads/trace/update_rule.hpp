#pragma once

namespace metronome::trace {

/// What an optimiser keeps for each weight and computes with it: nothing (sgd), one number
/// (momentum), two (adam).
enum class UpdateRule { sgd, momentum, adam };

}  // namespace metronome::trace
