#pragma once

#include "sim/report/json_fields.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::report {

/// A recipe as part of a JSON file.
[[nodiscard]] Json recipe_fields(const Recipe& recipe);

}  // namespace metronome::report
