// The rules of docs/machines.md, computed for every machine whose name says that it follows them.
#include <gtest/gtest.h>

#include <bit>
#include <filesystem>
#include <set>

#include "arch/array/array.hpp"
#include "arch/array/families.hpp"
#include "arch/mapping/allocation.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace machine_rules_test {

const std::string kConfigs = metronome::source_dir() + "/configs/";

const std::vector<std::string>& kFamilies = array::family_names();

/// A size of machine: `FAMILY_512` and so on.
struct Size {
  std::string name;
  double macs_per_cycle;
  std::uint64_t port_bits;  ///< grows with the root of the peak, in powers of two
};
const std::vector<Size> kSizes{{"512", 512, 2048}, {"edge", 2048, 4096}, {"server", 16384, 16384}};

arch::AcceleratorSpec machine_of(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(kConfigs + "arch/" + name + ".yaml");
}

template <class Check>
void for_each_machine(const Check& check) {
  for (const std::string& family : kFamilies) {
    for (const Size& size : kSizes) {
      check(machine_of(family + '_' + size.name), size);
    }
  }
}

TEST(machine_rules, every_family_has_a_machine_of_each_size_and_a_plain_one) {
  std::set<std::string> kinds;
  for_each_machine([&](const arch::AcceleratorSpec& machine, const Size& size) {
    kinds.insert(array::kind_name(machine.array));
    EXPECT_EQ(array::peak_macs_per_cycle(machine.array, {}), size.macs_per_cycle) << machine.name;
  });
  EXPECT_EQ(kinds.size(), std::variant_size_v<array::ArraySpec>);
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec plain = machine_of("plain_" + family + "_512");
    EXPECT_EQ(array::peak_macs_per_cycle(plain.array, {}), 512) << plain.name;
  }
}

TEST(machine_rules, buffers_have_a_kib_a_product_and_ports_follow_the_side_of_the_grid) {
  for_each_machine([](const arch::AcceleratorSpec& machine, const Size& size) {
    const std::uint64_t input = machine.input_buffer.capacity().count();
    EXPECT_EQ(machine.weight_buffer.capacity().count(), input) << machine.name;
    EXPECT_EQ(machine.output_buffer.capacity().count(), 2 * input) << machine.name;
    EXPECT_EQ(static_cast<double>(4 * input), 1024 * size.macs_per_cycle) << machine.name;
    for (const arch::BufferSpec* buffer :
         {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
      EXPECT_EQ(buffer->port_bits_per_cycle, size.port_bits) << machine.name;
    }
  });
}

// Machines of a size differ in their arrays and lanes, and in nothing else; and where the array
// multiplies real numbers, it does.
TEST(machine_rules, only_the_array_differs) {
  for (const Size& size : kSizes) {
    const arch::AcceleratorSpec first = machine_of(kFamilies.front() + '_' + size.name);
    for (const std::string& family : kFamilies) {
      arch::AcceleratorSpec machine = machine_of(family + '_' + size.name);
      machine.name = first.name;
      machine.source = first.source;
      machine.array = first.array;
      machine.vector.lanes = first.vector.lanes;
      if (array::takes_floats(machine_of(family + '_' + size.name).array)) {
        EXPECT_EQ(machine.training.fp32_products, arch::Fp32Products::array) << family;
        machine.training.fp32_products = first.training.fp32_products;
      }
      EXPECT_EQ(machine, first) << family << '_' << size.name;
    }
  }
}

/// What a training is that is shipped.
struct Shipped {
  const char* model;
  const char* dataset;
  std::uint64_t batch;
};
/// The largest ones of configs/workloads and configs/sweeps/paper_models.yaml.
constexpr Shipped kLargest[] = {{"transformer-base", "wikitext-103", 18},
                                {"resnet-50", "imagenet", 256},
                                {"resnet-34", "imagenet", 256}};

std::uint64_t largest_footprint() {
  const arch::AcceleratorSpec roomy = machine_of("plain_dual_serial_512");
  std::uint64_t largest = 0;
  for (const Shipped& one : kLargest) {
    const trace::Trace trace = trace::make_trace(one.model, one.dataset, one.batch,
                                                 schedule::parse_schedule("static:8,backward=8"), 1,
                                                 trace::DxScale::prescale_requantize);
    const auto allocation =
        mapping::allocate(mapping::machine_step(trace.step(), roomy), {{8, 8}, {}}, roomy);
    largest = std::max(largest, allocation.footprint);
  }
  return largest;
}

TEST(machine_rules, memories_are_the_least_that_hold_the_largest_training_and_a_quarter_more) {
  const double least = 1.25 * static_cast<double>(largest_footprint());
  for_each_machine([&](const arch::AcceleratorSpec& machine, const Size&) {
    const auto capacity = static_cast<double>(machine.memory.capacity_bytes().count());
    EXPECT_GE(capacity, least) << machine.name;
    EXPECT_LT(capacity / 2, least) << machine.name;
  });
}

double cycles_of(const arch::AcceleratorSpec& machine) {
  const std::vector<trace::Trace> traces{trace::make_trace(
      "resnet-20", "cifar-10", 128, schedule::parse_schedule("static:8,backward=8"), 1,
      trace::DxScale::prescale_requantize)};
  const auto runs = simulate(traces, machine, {.mode = Mode::cycle, .jobs = 2, .progress = {}});
  return static_cast<double>(runs.front().total().cycles.total().count());
}

/// Of the time, at least, that twice the channels must gain.
constexpr double kGain = 0.15;

TEST(machine_rules,
     twice_the_channels_gain_too_little_and_half_of_them_lose_too_much_or_hold_too_little) {
  const double least = 1.25 * static_cast<double>(largest_footprint());
  for (const Size& size : kSizes) {
    arch::AcceleratorSpec machine = machine_of("dual_serial_" + size.name);
    EXPECT_TRUE(std::has_single_bit(machine.memory.channels)) << machine.name;
    const double as_it_is = cycles_of(machine);
    const unsigned channels = machine.memory.channels;
    machine.memory.channels = 2 * channels;
    EXPECT_GT(cycles_of(machine), (1 - kGain) * as_it_is) << machine.name;
    machine.memory.channels = channels / 2;
    machine.memory.device.ranks *= size.name == "server" ? 1 : 2;  // a stack has no second rank
    const bool holds = static_cast<double>(machine.memory.capacity_bytes().count()) >= least;
    EXPECT_TRUE(!holds || as_it_is < (1 - kGain) * cycles_of(machine)) << machine.name;
  }
}

}  // namespace machine_rules_test
}  // namespace metronome::sim
