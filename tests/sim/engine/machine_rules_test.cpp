// The rules of docs/machines.md, computed for every machine whose name says that it follows them.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <map>
#include <set>

#include "arch/array/array.hpp"
#include "arch/array/families.hpp"
#include "arch/mapping/allocation.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/sweep/grid.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/form_trace.hpp"
#include "workloads/train/workload.hpp"

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

std::vector<std::filesystem::path> files_of(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kConfigs + folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  EXPECT_FALSE(files.empty()) << folder;
  return files;
}

/// Whether the name of a file says that it follows the rules.
bool is_balanced(const std::string& name) {
  return !name.starts_with("plain_") &&
         std::any_of(kSizes.begin(), kSizes.end(),
                     [&](const Size& size) { return name.ends_with('_' + size.name); });
}

// Of all files: a family without a skew (its array has no such key) has nothing to let overlap.
TEST(machine_rules, balanced_machines_have_lanes_by_rule_and_passes_without_gaps) {
  std::size_t balanced = 0;
  std::size_t with_skew = 0;
  for (const auto& file : files_of("arch")) {
    if (!is_balanced(file.stem().string())) {
      continue;
    }
    ++balanced;
    const auto machine = config::load<arch::AcceleratorSpec>(file);
    EXPECT_EQ(machine.vector.sizing, vector::Sizing::by_rule) << file;
    std::visit(
        [&](const auto& array) {
          if constexpr (requires { array.pipelined_passes; }) {
            ++with_skew;
            EXPECT_TRUE(array.pipelined_passes) << file;
          }
        },
        machine.array);
  }
  EXPECT_EQ(balanced, kFamilies.size() * kSizes.size());
  EXPECT_GE(with_skew, 5 * kSizes.size());
}

/// A training that is shipped, as far as its room follows from it.
struct Shipped {
  std::string file;
  train::WorkloadSpec training;
};

/// Of what a sweep trains, each once: every value of the axes that say something of it, beside the
/// first values of the others.
std::vector<Shipped> trainings_of_sweep(const std::filesystem::path& file) {
  const auto spec = config::load<sweep::SweepSpec>(file);
  const sweep::Grid grid(spec, {});
  std::vector<std::size_t> indices{0};
  std::size_t stride = grid.count();
  for (const sweep::Axis& axis : spec.axes) {
    stride /= axis.values.size();
    const bool trains = std::any_of(axis.values.begin(), axis.values.end(), [](const auto& value) {
      return std::any_of(value.set.begin(), value.set.end(),
                         [](const config::Override& one) { return one.path.starts_with("trace"); });
    });
    const std::vector<std::size_t> before = indices;
    for (std::size_t value = 1; trains && value < axis.values.size(); ++value) {
      for (const std::size_t index : before) {
        indices.push_back(index + value * stride);
      }
    }
  }
  std::vector<Shipped> found;
  std::set<std::string> known;
  for (const std::size_t index : indices) {
    const sweep::TraceSpec trace = grid.point(index).spec.trace;
    EXPECT_FALSE(trace.trained()) << file << " names a trace that has been trained";
    Shipped one{file.filename().string(), {}};
    one.training.model = trace.model;
    one.training.dataset = trace.dataset;
    one.training.vocabulary = trace.vocabulary;
    one.training.batch = trace.batch;
    one.training.momentum = trace.optimizer == trace::UpdateRule::sgd ? 0 : 0.9;
    one.training.optimizer = trace.optimizer == trace::UpdateRule::adam ? train::OptimizerKind::adam
                                                                        : train::OptimizerKind::sgd;
    if (known.insert(config::resolved_yaml(one.training)).second) {
      found.push_back(one);
    }
  }
  return found;
}

/// All of configs/workloads and configs/sweeps.
std::vector<Shipped> shipped() {
  std::vector<Shipped> all;
  for (const auto& file : files_of("workloads")) {
    all.push_back({file.filename().string(), config::load<train::WorkloadSpec>(file)});
  }
  for (const auto& file : files_of("sweeps")) {
    for (Shipped& one : trainings_of_sweep(file)) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

/// The room of the largest step of a training at 8 bits, whatever its schedule. No data are read.
std::uint64_t footprint_of(train::WorkloadSpec training, const arch::AcceleratorSpec& machine) {
  training.iterations = 1;
  training.dx_scale = trace::DxScale::prescale_requantize;
  const model::Graph network =
      model::with_ends(trace::requested_model({.model = training.model,
                                               .dataset = training.dataset,
                                               .vocabulary = training.vocabulary,
                                               .sequence_length = training.sequence_length}),
                       training.ends);
  const trace::Trace trace =
      train::training_trace(training, network, schedule::parse_schedule("static:8,backward=8"));
  std::uint64_t largest = 0;
  for (const trace::NamedStep& one : trace.steps) {
    const auto allocation =
        mapping::allocate(mapping::machine_step(one.step, machine), {{8, 8}, {}}, machine);
    largest = std::max(largest, allocation.footprint);
  }
  return largest;
}

/// By file, the room of the largest training that it has.
std::map<std::string, std::uint64_t> footprints() {
  const arch::AcceleratorSpec roomy = machine_of("plain_dual_serial_512");
  std::map<std::string, std::uint64_t> by_file;
  for (const Shipped& one : shipped()) {
    try {
      std::uint64_t& most = by_file[one.file];
      most = std::max(most, footprint_of(one.training, roomy));
    } catch (const UserError& error) {
      ADD_FAILURE() << one.file << ": " << error.what();
    }
  }
  return by_file;
}

std::pair<std::string, std::uint64_t> largest_training() {
  const auto by_file = footprints();
  return *std::max_element(by_file.begin(), by_file.end(), [](const auto& left, const auto& right) {
    return left.second < right.second;
  });
}

TEST(machine_rules, the_largest_training_of_all_that_are_shipped_is_the_one_that_the_page_names) {
  EXPECT_EQ(footprints().size(), files_of("workloads").size() + files_of("sweeps").size());
  std::set<std::string> models;
  for (const Shipped& one : shipped()) {
    models.insert(one.training.model);
  }
  EXPECT_GE(models.size(), 14u);
  const auto [file, bytes] = largest_training();
  EXPECT_EQ(file, "wikitext103_transformer_cpt.yaml");
  EXPECT_NEAR(static_cast<double>(bytes) / (1ull << 30), 12.5, 0.05);
}

TEST(machine_rules, memories_are_the_least_that_hold_the_largest_training_and_a_quarter_more) {
  const double least = 1.25 * static_cast<double>(largest_training().second);
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
  const double least = 1.25 * static_cast<double>(largest_training().second);
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
