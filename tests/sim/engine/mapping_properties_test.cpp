// What chosen mappings promise: less of the same work is never slower, and a larger machine never.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "arch/array/families.hpp"
#include "arch/array/value_time.hpp"
#include "sim/base/random.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/operand_codes.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace mapping_properties_test {

using mapping::Job;
using mapping::MatrixJob;
using trace::OperationClass;

constexpr std::size_t kOperations = 300;

arch::AcceleratorSpec preset(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
                                             kind + "_512.yaml");
}

/// A layer of any class at any bits that are at least 2.
struct Layer {
  OperationClass cls = OperationClass::forward;
  trace::Convolution convolution;
  int a_bits = 8, b_bits = 8;

  [[nodiscard]] Job on(const arch::AcceleratorSpec& machine, int less_a = 0, int less_b = 0) const {
    MatrixJob job =
        mapping::matrix_job(cls, convolution, a_bits - less_a, b_bits - less_b, machine);
    if (array::depends_on_values(machine.array)) {
      mapping::set_terms(job, uniform_terms(machine, job.operands.a_bits),
                         uniform_terms(machine, job.operands.b_bits));
    }
    return job;
  }

 private:
  /// Of uniform random codes, the same for all operands of as many bits.
  static array::TermShares uniform_terms(const arch::AcceleratorSpec& machine, int bits) {
    return array::value_shares(machine.array, random_codes({64, 64}, bits, "uniform", {}));
  }
};

/// Convolutions and products of the sizes of small networks, channels in steps of eight and others.
std::vector<Layer> layers(const std::string& family) {
  const RandomStream random(16, "mapping properties " + family);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return random.below(draw++, n); };
  std::vector<Layer> all;
  while (all.size() < kOperations) {
    trace::Convolution c;
    const bool product = below(4) == 0;
    const std::uint64_t step = below(4) == 0 ? 1 : 8;
    c.in_channels = step * (1 + below(product ? 64 : 16));
    c.out_channels = step * (1 + below(product ? 64 : 16));
    c.batch = 1 + below(product ? 128 : 8);
    if (!product) {
      c.in_height = c.in_width = 4 + below(20);
      const std::uint64_t kernel = 1 + 2 * below(2);
      c.kernel = kernel;
      c.pad = kernel / 2;
      c.stride = 1 + below(2);
    }
    const auto cls = static_cast<OperationClass>(below(3));
    all.push_back({cls, c, static_cast<int>(2 + below(7)), static_cast<int>(2 + below(7))});
  }
  return all;
}

struct Took {
  std::uint64_t cycles = 0;
  double joules = 0;
  std::string mapping;
};

std::vector<Took> run(const std::vector<Job>& jobs, const arch::AcceleratorSpec& machine,
                      Mode mode) {
  const EnergyTable table = complete_table(machine);
  const auto results =
      execute(jobs, machine, {.mode = mode, .prices = &table, .jobs = 2, .progress = {}});
  std::vector<Took> took;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const Measure measure = measure_of(jobs[i], machine, results[i].outcome);
    took.push_back({measure.cycles.total().count(),
                    price(measure, table, machine.clock_hz).total().count(), results[i].mapping});
  }
  return took;
}

/// Collects what breaks a promise.
class Promises {
 public:
  /// `clocks_joules`: of 200 clocks in which the machine stands still.
  Promises(std::vector<Took> base, double clocks_joules)
      : base_(std::move(base)), clocks_joules_(clocks_joules) {}

  void not_slower(const std::string& what, const std::vector<Took>& other) {
    for (std::size_t i = 0; i < base_.size(); ++i) {
      const double limit = 1.01 * static_cast<double>(base_[i].cycles) + 200;
      add(static_cast<double>(other[i].cycles) > limit,
          fmt::format("{} {}: {} cycles by {}, before {} by {}", what, i, other[i].cycles,
                      other[i].mapping, base_[i].cycles, base_[i].mapping));
    }
  }
  void not_dearer(const std::string& what, const std::vector<Took>& other) {
    for (std::size_t i = 0; i < base_.size(); ++i) {
      add(other[i].joules > 1.01 * base_[i].joules + clocks_joules_,
          fmt::format("{} {}: {} J by {}, before {} J by {}", what, i, other[i].joules,
                      other[i].mapping, base_[i].joules, base_[i].mapping));
    }
  }
  [[nodiscard]] std::size_t checked() const { return checked_; }
  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

 private:
  void add(bool broken, const std::string& text) {
    ++checked_;
    if (broken) {
      broken_.push_back(text);
    }
  }
  std::vector<Took> base_;
  double clocks_joules_;
  std::size_t checked_ = 0;
  std::vector<std::string> broken_;
};

std::vector<Job> jobs_of(const std::vector<Layer>& all, const arch::AcceleratorSpec& machine,
                         int less_a, int less_b) {
  std::vector<Job> jobs;
  for (const Layer& layer : all) {
    jobs.push_back(layer.on(machine, less_a, less_b));
  }
  return jobs;
}

/// tests/DEVIATIONS.md has the causes of the exceptions: at most one in a hundred.
void expect_promises(const std::string& family, Mode mode) {
  const arch::AcceleratorSpec machine = preset(family);
  const std::vector<Layer> all = layers(family);
  const double still = price(standing_still(machine, Bin::idle_switch, 200),
                             complete_table(machine), machine.clock_hz)
                           .total()
                           .count();
  Promises promises(run(jobs_of(all, machine, 0, 0), machine, mode), still);
  const auto fewer_a = run(jobs_of(all, machine, 1, 0), machine, mode);
  const auto fewer_b = run(jobs_of(all, machine, 0, 1), machine, mode);
  promises.not_slower("a bit less of a", fewer_a);
  promises.not_slower("a bit less of b", fewer_b);
  promises.not_dearer("a bit less of a", fewer_a);
  promises.not_dearer("a bit less of b", fewer_b);
  arch::AcceleratorSpec larger = machine;
  for (arch::BufferSpec* buffer :
       {&larger.input_buffer, &larger.weight_buffer, &larger.output_buffer}) {
    buffer->banks *= 2;
  }
  promises.not_slower("doubled buffers", run(jobs_of(all, larger, 0, 0), larger, mode));
  arch::AcceleratorSpec wider = machine;
  wider.memory.channels *= 2;
  promises.not_slower("doubled channels", run(jobs_of(all, wider, 0, 0), wider, mode));
  EXPECT_EQ(promises.checked(), 6 * kOperations);
  // Time is chosen first: a bit less may be quicker by more than 1 % with more joules.
  struct Missed {
    Mode mode;
    const char* family;
    std::size_t broken;
  };
  constexpr Missed kMissed[] = {{Mode::cycle, "systolic", 20},
                                {Mode::cycle, "operand_serial", 20},
                                {Mode::cycle, "chunked_bfp", 20},
                                {Mode::cycle, "two_in_one", 24},
                                {Mode::cycle, "chunked_fp", 20}};
  std::size_t most = promises.checked() / 100;
  for (const Missed& one : kMissed) {
    if (mode == one.mode && family == one.family) {
      most = one.broken;
    }
  }
  EXPECT_LE(promises.broken().size(), most) << family;
  for (const std::string& text : promises.broken()) {
    std::printf("%s: %s\n", family.c_str(), text.c_str());
  }
}

class mapping_properties : public ::testing::TestWithParam<std::string> {};

TEST_P(mapping_properties, hold_in_closed_form) { expect_promises(GetParam(), Mode::analytic); }
TEST_P(mapping_properties, hold_in_simulation) { expect_promises(GetParam(), Mode::cycle); }

INSTANTIATE_TEST_SUITE_P(families, mapping_properties, ::testing::ValuesIn(array::family_names()),
                         [](const auto& family) { return family.param; });

}  // namespace mapping_properties_test
}  // namespace metronome::sim
