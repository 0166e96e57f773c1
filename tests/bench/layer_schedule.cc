// Writes a schedule in which every iteration has an assignment of its own: the forward bits of each
// layer are 3 to 8 by a seed, errors have 8.
//   layer_schedule MODEL DATASET ITERATIONS SEED > schedule.csv
#include "tests/bench/layer_schedule.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"

namespace metronome {
namespace {

std::uint64_t whole(const char* text) {
  const auto number = read_number<std::uint64_t>(text, {1, 1e6L});
  if (!number.value) {
    throw UserError(number.what, number.hint);
  }
  return *number.value;
}

int run(int count, char** arguments) {
  if (count != 5) {
    fmt::print(stderr, "layer_schedule MODEL DATASET ITERATIONS SEED\n");
    return 2;
  }
  const std::string text =
      bench::layer_schedule({arguments[1], arguments[2], whole(arguments[3]), whole(arguments[4])});
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 3;
}

}  // namespace
}  // namespace metronome

int main(int count, char** arguments) {
  try {
    return metronome::run(count, arguments);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
