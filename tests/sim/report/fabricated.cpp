#include "tests/sim/report/fabricated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "sim/energy/memories.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::report::testing {
namespace {

using trace::OperationClass;
using trace::Role;

struct Layer {
  const char* name;
  double macs;  ///< of one iteration's forward pass
  double activations;
  double weights;
};
constexpr std::array<Layer, 7> kLayers{{{"stem", 14e6, 1.6e6, 144},
                                        {"stage1.conv1", 231e6, 1.6e6, 2304},
                                        {"stage1.conv2", 231e6, 1.6e6, 2304},
                                        {"stage2.conv1", 115e6, 0.8e6, 4608},
                                        {"stage2.conv2", 231e6, 0.8e6, 9216},
                                        {"stage3.conv1", 115e6, 0.4e6, 18432},
                                        {"stage3.conv2", 231e6, 0.4e6, 36864}}};
constexpr double kUnits = 512;
constexpr double kBytesPerCycle = 19.2;
constexpr double kLanes = 32;
constexpr double kBanks = 24;

int composed(int bits) { return bits <= 2 ? 2 : bits <= 4 ? 4 : 8; }

/// Cycles of one multiply-accumulate on one unit, by the ideal law of the family.
double cycles_per_mac(const std::string& kind, int a, int b) {
  if (kind == "spatial_fusion") {
    return composed(a) * composed(b) / 64.0;
  }
  if (kind == "operand_serial") {
    return std::min(a, b) / 8.0;
  }
  return kind == "dual_serial" ? a * b / 64.0 : 1.0;
}

std::uint64_t whole(double value) { return static_cast<std::uint64_t>(value); }

void count_array(Measure& m, const std::string& kind, double macs, int a, int b) {
  const auto count = [&](const char* action, double n, int wide = 0, int narrow = 0) {
    m.count(Component::array, action, whole(n), wide, narrow);
  };
  if (kind == "systolic") {
    count("systolic.mac", macs, 8, 8);
  } else if (kind == "spatial_fusion") {
    count("spatial_fusion.mac", macs, composed(a), composed(b));
  } else if (kind == "operand_serial") {
    count("operand_serial.step", macs * std::min(a, b));
  } else {
    count("dual_serial.bit_product", macs * a * b);
    count("dual_serial.held_bit", macs * std::max(a, b));
  }
  count("side_adder.add", macs / 60);
}

/// Commands and standby of a memory that is busy for so many bytes in so many cycles.
void count_memory(Measure& m) {
  const Traffic bytes = m.total_traffic();
  const auto reads = bytes.read.count() / 64;
  const auto writes = bytes.write.count() / 64;
  m.count(Component::dram, "RD", reads);
  m.count(Component::dram, "WR", writes);
  m.count(Component::dram, "ACT", (reads + writes) / 20);
  m.count(Component::dram, "PRE", (reads + writes) / 20);
  m.count(Component::dram, "read_bit", bytes.read.count() * 8);
  m.count(Component::dram, "write_bit", bytes.write.count() * 8);
  m.count(Component::dram, "refresh_clock", m.cycles.total().count() / 7800);
  m.count(Component::dram, "background_active", m.cycles.total().count() * 6 / 5);
}

void count_leakage(Measure& m, const std::string& kind) {
  const double cycles = static_cast<double>(m.cycles.total().count());
  m.count(Component::leakage, kind + ".leakage", whole(cycles * kUnits));
  m.count(Component::leakage, "sram_8KiB_32B.leakage", whole(cycles * kBanks));
  m.count(Component::leakage, "vector.leakage", whole(cycles * kLanes));
}

void count_buffers(Measure& m, double input_bits, double weight_bits, double output_bits) {
  m.count(Component::input_buffer, "sram_8KiB_32B.read_bit", whole(input_bits * 9));
  m.count(Component::input_buffer, "sram_8KiB_32B.write_bit", whole(input_bits));
  m.count(Component::weight_buffer, "sram_8KiB_32B.read_bit", whole(weight_bits * 40));
  m.count(Component::weight_buffer, "sram_8KiB_32B.write_bit", whole(weight_bits));
  m.count(Component::output_buffer, "sram_8KiB_32B.read_bit", whole(output_bits));
  m.count(Component::output_buffer, "sram_8KiB_32B.write_bit", whole(output_bits * 2));
}

void finish(Measure& m, const std::string& kind) {
  count_memory(m);
  count_leakage(m, kind);
}

OperationResult matrix(const Layer& layer, const std::string& kind, OperationClass cls,
                       const trace::Precision& bits) {
  const bool forward = cls == OperationClass::forward;
  const bool weight_gradient = cls == OperationClass::weight_gradient;
  OperationResult out;
  out.layer = layer.name;
  out.cls = cls;
  out.operation = fmt::format("{}.{}", layer.name,
                              forward           ? "forward"
                              : weight_gradient ? "dw"
                                                : "dx");
  out.a_bits = forward ? bits.weight_bits : bits.error_bits;
  out.b_bits = bits.weight_bits;
  out.peak_macs_per_cycle = kUnits / cycles_per_mac(kind, out.a_bits, out.b_bits);
  out.mapping = "weight stationary, tile 16x32x784";
  Measure& m = out.measure;
  const double busy = layer.macs * cycles_per_mac(kind, out.a_bits, out.b_bits) / kUnits;
  m.traffic(weight_gradient ? Role::stash
            : forward       ? Role::activation
                            : Role::error)
      .read = Bytes(whole(layer.activations * out.a_bits / 8));
  m.traffic(Role::weight).read = Bytes(whole(layer.weights * out.b_bits / 8));
  const Role result = forward ? Role::activation : weight_gradient ? Role::gradient : Role::error;
  m.traffic(result).write =
      Bytes(whole((weight_gradient ? layer.weights * 4 : layer.activations * 2)));
  const double memory =
      static_cast<double>((m.total_traffic().read + m.total_traffic().write).count()) /
      kBytesPerCycle;
  const double stall = std::max(0.0, memory - busy);
  m.cycles[Bin::busy] = whole(busy);
  m.cycles[Bin::fill_drain] = whole(busy * 0.06);
  m.cycles[Bin::stall_activations] = whole(stall * 0.6);
  m.cycles[Bin::stall_store] = whole(stall * 0.34);
  m.cycles[Bin::stall_weights] = whole(stall * 0.06);
  m.cycles[Bin::stall_port] = kind == "dual_serial" ? whole(busy * 0.03) : 0;
  m.macs = Macs(whole(layer.macs));
  m.bit_operations_executed =
      BitOperations(whole(layer.macs) * static_cast<std::uint64_t>(out.a_bits * out.b_bits));
  count_array(m, kind, layer.macs, out.a_bits, out.b_bits);
  count_buffers(m, layer.activations * out.a_bits, layer.weights * out.b_bits * 128,
                layer.activations * 32);
  finish(m, kind);
  return out;
}

OperationResult elementwise(const Layer& layer, const std::string& kind, OperationClass cls,
                            const char* what) {
  OperationResult out;
  out.layer = layer.name;
  out.cls = cls;
  out.operation = fmt::format("{}.{}", layer.name, what);
  Measure& m = out.measure;
  const bool update = cls == OperationClass::update;
  const double elements = update ? layer.weights : layer.activations;
  const double share = cls == OperationClass::quantize ? 0.35 : 1.0;
  const Bin bin = update                            ? Bin::idle_update
                  : cls == OperationClass::quantize ? Bin::idle_quantize
                                                    : Bin::idle_vector;
  m.cycles[bin] = whole(elements * share * 3 / kLanes) + 40;
  m.traffic(update ? Role::master : Role::activation).read = Bytes(whole(elements * 2 * share));
  m.traffic(update ? Role::optimizer_state : Role::stash).write =
      Bytes(whole(elements * 2 * share));
  m.count(Component::vector, "vector.add_fp32", whole(elements * 4 * share));
  m.count(Component::vector, "vector.multiply_fp32", whole(elements * 3 * share));
  finish(m, kind);
  return out;
}

void add_level(RunResult& run, const std::string& kind, trace::Precision bits,
               std::uint64_t iterations) {
  LevelResult out;
  out.assignment.all = bits;
  out.iterations = iterations;
  std::vector<OperationResult> operations;
  double macs = 0;
  for (const Layer& layer : kLayers) {
    macs += layer.macs;
    operations.push_back(matrix(layer, kind, OperationClass::forward, bits));
    operations.push_back(elementwise(layer, kind, OperationClass::vector, "batch_norm"));
    operations.push_back(elementwise(layer, kind, OperationClass::quantize, "quantize"));
    operations.push_back(matrix(layer, kind, OperationClass::input_gradient, bits));
    operations.push_back(matrix(layer, kind, OperationClass::weight_gradient, bits));
    operations.push_back(elementwise(layer, kind, OperationClass::update, "update"));
  }
  const int f = bits.weight_bits;
  const int g = bits.error_bits;
  out.bit_operations_paper =
      BitOperations(whole(macs) * static_cast<std::uint64_t>(f * f + 2 * f * g));
  run.add_level(out, std::move(operations));
}

RunResult named(const std::string& kind, std::string schedule, std::uint64_t iterations) {
  RunResult run;
  run.accelerator = kind + "_512";
  run.array_kind = kind;
  run.trace = std::move(schedule);
  run.memory = "DDR4-2400 8Gb x8, 1 channel";
  run.training = {{"model", "resnet-8"},     {"dataset", "cifar-10"},
                  {"batch", "128"},          {"iterations", fmt::format("{}", iterations)},
                  {"optimizer", "momentum"}, {"dx_scale", "prescale_requantize"}};
  return run;
}

EnergyRow device_row(const char* action, double pj) {
  EnergyRow row;
  row.component = Component::dram;
  row.action = action;
  row.value = pj;
  row.technology_nm = 20;
  row.voltage_v = 1.2;
  row.source = "currents of a DDR4-2400 data sheet";
  row.provenance = Provenance::scaled;
  row.how = "current above standby x supply x time";
  return row;
}

}  // namespace

RunResult static_run(const std::string& kind, std::uint64_t iterations) {
  RunResult run = named(kind, "static:8,backward=8", iterations);
  add_level(run, kind, {8, 8}, iterations);
  run.phases = {{0, iterations, 0}};
  return run;
}

RunResult cpt_run(const std::string& kind, std::uint64_t iterations, std::uint64_t periods) {
  RunResult run = named(kind, fmt::format("cpt:3-8,periods={},backward=8", periods), iterations);
  for (int bits = 3; bits <= 8; ++bits) {
    add_level(run, kind, {bits, 8}, 0);
  }
  const auto period = static_cast<double>(iterations / periods);
  for (std::uint64_t t = 0; t < iterations; ++t) {
    const double angle = std::numbers::pi * std::fmod(static_cast<double>(t), period) / period;
    const auto index =
        static_cast<std::size_t>(std::nearbyint(3 + 2.5 * (1 - std::cos(angle)))) - 3;
    ++run.levels[index].iterations;
    if (run.phases.empty() || run.phases.back().level != index) {
      run.phases.push_back({t, 0, index});
    }
    ++run.phases.back().iterations;
  }
  run.switches.cycles[Bin::idle_switch] = 200 * (run.phases.size() - 1);
  count_leakage(run.switches, kind);
  return run;
}

EnergyTable priced_table() {
  const EnergyTable table = with_memories(
      config::load<EnergyTable>(metronome::source_dir() + "/configs/energy/28nm.yaml"),
      {"sram_8KiB_32B"});
  return table.with({device_row("ACT", 1700), device_row("PRE", 900), device_row("RD", 1500),
                     device_row("WR", 1600), device_row("refresh_clock", 90000),
                     device_row("read_bit", 2.6), device_row("write_bit", 3.1),
                     device_row("background_active", 180)});
}

Metrics training_metrics(const RunResult& run, double final_accuracy) {
  Metrics metrics;
  for (const PhaseResult& phase : run.phases) {
    for (std::uint64_t i = 0; i < phase.iterations; ++i) {
      trace::Metric m;
      m.iteration = phase.first_iteration + i;
      const double t = static_cast<double>(m.iteration);
      m.loss = 0.45 + 1.9 * std::exp(-t / 60) + 0.06 * std::sin(t * 1.7);
      m.precision = run.levels[phase.level].assignment.all;
      m.learning_rate = 0.05;
      if ((m.iteration + 1) % 48 == 0) {
        m.test_accuracy = final_accuracy - 0.3 * std::exp(-t / 70);
        m.evaluation = trace::Precision(8, 0);
      }
      metrics.push_back(m);
    }
  }
  return metrics;
}

Manifest some_manifest() {
  return {
      .recipe = {.version = "0.1.0 (commit 0123456789ab)",
                 .command = "metronome run quickstart.yaml --set 'mode=cycle'",
                 .overrides = {"mode=cycle"},
                 .from = {},
                 .seed = 7,
                 .inputs = {{"trace", "a1b2c3d4e5f60718"}, {"energy_table", "0011223344556677"}}},
      .command = "metronome run quickstart.yaml --set 'mode=cycle' --out here",
      .host = "somewhere",
      .wall_seconds = 12.5};
}

}  // namespace metronome::report::testing
