// The closed form of the projection array against one that is stepped clock by clock.
#include "arch/vector/projection_array.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace metronome::vector {
namespace projection_array_test {

struct Matrices {
  std::uint64_t samples = 1, numbers = 1, classes = 1;
  std::vector<int> errors;  ///< samples x classes
  std::vector<bool> plus;   ///< numbers x classes

  [[nodiscard]] int result(std::uint64_t sample, std::uint64_t number) const {
    int sum = 0;
    for (std::uint64_t c = 0; c < classes; ++c) {
      const int error = errors[sample * classes + c];
      sum += plus[number * classes + c] ? error : -error;
    }
    return sum;
  }
};

Matrices drawn(std::mt19937_64& random, std::uint64_t most) {
  const auto below = [&](std::uint64_t end) { return 1 + random() % end; };
  Matrices m{below(most), below(most), below(most), {}, {}};
  for (std::uint64_t i = 0; i < m.samples * m.classes; ++i) {
    m.errors.push_back(static_cast<int>(random() % 255) - 127);
  }
  for (std::uint64_t i = 0; i < m.numbers * m.classes; ++i) {
    m.plus.push_back(random() % 2 == 1);
  }
  return m;
}

/// Every adder at every clock: a row's error and a column's sign meet in it.
class SteppedGrid {
 public:
  SteppedGrid(const ProjectionArraySpec& spec, const Matrices& matrices)
      : spec_(spec), m_(matrices), results(m_.samples * m_.numbers) {
    for (std::uint64_t row = 0; row < m_.samples; row += spec.rows) {
      for (std::uint64_t column = 0; column < m_.numbers; column += spec.columns) {
        fill(row, column);
      }
    }
  }

 private:
  void fill(std::uint64_t first_sample, std::uint64_t first_number) {
    std::vector<int> sums(spec_.adders());
    for (std::uint64_t c = 0; c < m_.classes; ++c) {
      for (std::uint64_t adder = 0; adder < sums.size(); ++adder) {
        const std::uint64_t sample = first_sample + adder / spec_.columns;
        const std::uint64_t number = first_number + adder % spec_.columns;
        if (sample < m_.samples && number < m_.numbers) {
          const int error = m_.errors[sample * m_.classes + c];
          sums[adder] += m_.plus[number * m_.classes + c] ? error : -error;
          results[sample * m_.numbers + number] = sums[adder];
        }
      }
      ++clocks;
    }
  }

  const ProjectionArraySpec& spec_;
  const Matrices& m_;

 public:
  std::vector<int> results;
  std::uint64_t clocks = 0;
};

TEST(projection_array, closed_form_and_stepped_adders_agree) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 200; ++i) {
    const Matrices m = drawn(random, 40);
    const ProjectionArraySpec spec{1 + random() % 9, 1 + random() % 9};
    const SteppedGrid grid(spec, m);
    EXPECT_EQ(grid.clocks, spec.clocks(m.samples, m.numbers, m.classes));
    for (std::uint64_t s = 0; s < m.samples; ++s) {
      for (std::uint64_t n = 0; n < m.numbers; ++n) {
        ASSERT_EQ(grid.results[s * m.numbers + n], m.result(s, n));
      }
    }
  }
}

TEST(projection_array, whole_fillings_add_with_every_adder_in_every_clock) {
  const ProjectionArraySpec spec{16, 64};
  EXPECT_EQ(spec.clocks(128, 4096, 1000) * spec.adders(), 128u * 4096u * 1000u);
  EXPECT_EQ(spec.clocks(1, 1, 10), 10u);
  EXPECT_EQ(spec.row_passes(129), 9u);
}

}  // namespace projection_array_test
}  // namespace metronome::vector
