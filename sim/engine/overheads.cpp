#include "sim/engine/overheads.hpp"

#include <fmt/format.h>

#include <cmath>

namespace metronome::sim {
namespace {

using mapping::MatrixJob;
using trace::OperationClass;

/// Two operands and a result of a lane, FP32.
constexpr double kRegisterBits = 3 * 32;
/// Of a random number (vector::UnitWork): the bias of a stochastic rounding is then below 2^-16 of
/// a step.
constexpr std::uint64_t kRandomBits = 16;

std::uint64_t whole(double count) { return static_cast<std::uint64_t>(std::llround(count)); }

/// Bits that are read from a buffer and turned into bit planes on the way.
std::uint64_t plane_bits(const arch::BufferSpec& buffer, std::uint64_t read_bits) {
  return buffer.transposed_elements_per_cycle > 0 ? read_bits : 0;
}

/// Bits of the operands that come in with rows and columns exchanged: those
/// that have no copy, as what is made on the way in.
std::uint64_t exchanged_bits(const MatrixJob& job, const OperationOutcome& outcome, bool copies) {
  const OperationClass cls = job.operation_class();
  const WrittenBits bits = written_bits(outcome, job);
  const std::uint64_t a = copies && !job.a_made ? 0 : bits.a;
  const std::uint64_t b = copies && !job.b_made ? 0 : bits.b;
  if (cls == OperationClass::weight_gradient) {
    const bool both =
        job.a.role == job.b.role && !job.a_made && !job.b_made && !job.a.held && !job.b.held;
    return both ? a : a + b;  // the traffic of a role is that of both
  }
  return cls == OperationClass::input_gradient ? b : 0;
}

/// Bytes of a role that are read for epilogues, and for operands that are made
/// on the way in.
std::uint64_t other_bytes(const OperationOutcome& outcome, const MatrixJob& job, trace::Role role) {
  std::uint64_t bytes = 0;
  for (const mapping::Stream& s : job.epilogue.inputs) {
    bytes += s.role == role && !s.held ? s.bytes().count() : 0;
  }
  const auto add = [&](const mapping::Stream& base, const std::optional<mapping::MadeOperand>& made,
                       std::uint64_t loaded) {
    if (!made) {
      return;
    }
    const auto moved = [&](const mapping::Stream& s, std::uint64_t streams) {
      const bool counts = s.role == role && !s.held;
      const std::uint64_t each = made->by_tiles ? 0 : loaded * s.bits / 8 * streams;
      bytes += counts ? each : 0;
    };
    moved(base, made->planes);
    for (const mapping::Stream& s : made->beside) {
      moved(s, 1);
    }
  };
  add(job.a, job.a_made, outcome.a_loaded);
  add(job.b, job.b_made, outcome.b_loaded);
  return bytes;
}

}  // namespace

WrittenBits written_bits(const OperationOutcome& outcome, const MatrixJob& job) {
  const auto bits = [&](const mapping::Stream& operand,
                        const std::optional<mapping::MadeOperand>& made, std::uint64_t loaded) {
    if (made && loaded > 0) {
      return loaded * made->held_bits;
    }
    if (operand.held) {
      return loaded * operand.bits;
    }
    const std::uint64_t bytes = outcome.traffic[operand.role].read.count();
    const std::uint64_t all =
        8 * (bytes - std::min(bytes, other_bytes(outcome, job, operand.role)));
    // Of packed codes the leading bits go in.
    const bool leading = made && made->planes == 1 && made->held_bits < operand.bits;
    return leading ? all * made->held_bits / operand.bits : all;
  };
  return {bits(job.a, job.a_made, outcome.a_loaded), bits(job.b, job.b_made, outcome.b_loaded)};
}

std::uint64_t copied_bits(const OperationOutcome& outcome, const MatrixJob& job) {
  const auto bits = [](const mapping::Stream& operand,
                       const std::optional<mapping::MadeOperand>& made, std::uint64_t loaded) {
    std::uint64_t each = operand.held && operand.role != trace::Role::weight ? operand.bits : 0;
    if (made) {
      for (const mapping::Stream& s : made->beside) {
        each += s.held ? s.bits : 0;
      }
    }
    return loaded * each;
  };
  return bits(job.a, job.a_made, outcome.a_loaded) + bits(job.b, job.b_made, outcome.b_loaded);
}

std::uint64_t kept_bits_read(const OperationOutcome& outcome, const MatrixJob& job) {
  const bool stays = job.b.held && job.b.role == trace::Role::weight && job.b_made.has_value();
  return stays ? outcome.b_loaded * job.b.bits * job.b_made->planes : 0;
}

void count_load_engine(Measure& measure, std::uint64_t elements,
                       const std::optional<mapping::MadeOperand>& made) {
  if (!made || !made->engine) {
    return;
  }
  const std::uint64_t actions = whole(static_cast<double>(elements) * made->engine->actions);
  switch (made->engine->engine) {
    case mapping::LoadEngine::assembler:
      measure.count(Component::vector, std::string(kPlaneAssembler) + ".bit", actions);
      return;
    case mapping::LoadEngine::rebuild:
      measure.count(Component::vector, std::string(kRebuildEngine) + ".shift_add", actions);
      return;
  }
  fail_no_enumerator(made->engine->engine);
}

void count_lanes(Measure& measure, const arch::AcceleratorSpec& machine, const LaneWork& work) {
  const char* const add = work.quantizes ? "quantizer.step" : "vector.add_fp32";
  measure.count(Component::vector, add, whole(work.adds));
  if (work.transform_adds > 0) {
    measure.count(Component::vector, "vector.add_fp32", whole(work.transform_adds));
  }
  measure.count(Component::vector, "vector.multiply_fp32", whole(work.multiplies));
  const double operations = work.adds + work.transform_adds + work.multiplies;
  measure.count(Component::vector, "vector_registers.bit", whole(operations * kRegisterBits));
  measure.count(Component::vector, "instruction.vector",
                static_cast<std::uint64_t>(
                    std::ceil(operations / static_cast<double>(machine.vector.lanes))));
}

void count_units(Measure& measure, std::uint64_t elements, const vector::UnitWork& units) {
  const auto count = [&](const char* action, double each) {
    measure.count(Component::vector, action, whole(static_cast<double>(elements) * each));
  };
  count("range_unit.element", units.ranged);
  count("quantizer_unit.element", units.quantized);
  count("random_bits.bit", units.random * static_cast<double>(kRandomBits));
  count("feedback_adder.add_fp32", units.signed_adds);
  count("vector_registers.bit", units.signed_adds * kRegisterBits);
  count("feedback_bits.bit", units.generated);
}

void count_loading(Measure& measure, const arch::AcceleratorSpec& machine, std::uint64_t elements,
                   const mapping::ElementCost& cost) {
  const auto all = static_cast<double>(elements);
  count_lanes(measure, machine, {all * cost.adds, all * cost.multiplies});
  count_units(measure, elements, cost.units);
}

std::map<std::string, std::uint64_t> vector_parts(const vector::VectorSpec& vector) {
  std::map<std::string, std::uint64_t> parts{{"vector", vector.lanes},
                                             {"vector_registers", vector.lanes}};
  const auto add = [&](const char* part, double per_lane_cycle) {
    if (per_lane_cycle > 0) {
      parts[part] =
          static_cast<std::uint64_t>(std::ceil(static_cast<double>(vector.lanes) * per_lane_cycle));
    }
  };
  add("range_unit", vector.range_elements_per_lane_cycle);
  add("quantizer_unit", vector.quantizer_elements_per_lane_cycle);
  add("random_unit", vector.random_numbers_per_lane_cycle);
  add("transposer_unit", vector.transposer_elements_per_lane_cycle);
  add("feedback_adder", vector.feedback_adds_per_lane_cycle);
  add("feedback_generator", vector.feedback_bits_per_lane_cycle);
  if (!parts.contains("range_unit") || !parts.contains("quantizer_unit")) {
    parts["quantizer"] = vector.lanes;
  }
  // Each place that makes codes packs one a cycle.
  const auto units = parts.find("quantizer_unit");
  parts["packer"] = units == parts.end() ? vector.lanes : units->second;
  return parts;
}

void count_codes(Measure& measure, const mapping::VectorJob& job) {
  if (job.cls != OperationClass::quantize) {
    return;
  }
  std::vector<mapping::Stream> written = job.outputs;
  written.insert(written.end(), job.held_outputs.begin(), job.held_outputs.end());
  for (const mapping::Stream& codes : written) {
    if (codes.elements == job.elements) {  // not the exponents of groups
      measure.count(Component::vector, "packer.bit", codes.elements * codes.bits);
    }
  }
}

void count_array_ways(Measure& measure, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                      const OperationOutcome& outcome) {
  if (job.executor != mapping::Executor::array) {
    return;
  }
  measure.count(Component::array, array::hardware_name(machine.array) + ".clock",
                array::mac_units(machine.array) * outcome.cycles.total().count());
  const array::ArrayUse& use = outcome.use;
  const std::string feed = feed_name(machine.array);
  const auto way = [&](bool multicast, std::uint64_t bits) {
    measure.count(Component::interconnect, feed + (multicast ? ".multicast_bit" : ".bit"), bits);
  };
  way(machine.input_buffer.multicast, use.input_read_bits);
  way(machine.weight_buffer.multicast, use.weight_read_bits);
  way(false, use.output_read_bits + use.output_write_bits);
  if (job.all_rows > 0) {
    measure.count(Component::interconnect, std::string(kRowSelector) + ".bit", use.input_read_bits);
  }
  const bool copies = machine.training.transposed_reads == arch::TransposedReads::dual_copy;
  measure.count(Component::vector, "transposer.bit",
                exchanged_bits(job, outcome, copies) +
                    plane_bits(machine.input_buffer, use.input_read_bits) +
                    plane_bits(machine.weight_buffer, use.weight_read_bits));
}

void count_memory_ways(Measure& measure, const arch::AcceleratorSpec& machine,
                       const OperationOutcome& outcome) {
  std::uint64_t bytes = 0;
  for (const Traffic& t : outcome.traffic) {
    bytes += t.read.count() + t.write.count();
  }
  const std::uint64_t pins = 8 * (outcome.dram.read_bytes + outcome.dram.write_bytes);
  measure.count(Component::interconnect, "dma.bit", bytes * 8);
  measure.count(Component::interconnect, "memory_controller.bit", pins);
  measure.count(Component::interconnect, phy_name(machine.memory) + ".bit", pins);
}

std::string feed_name(const array::ArraySpec& array) {
  return fmt::format("feed_{}x{}", array::mac_units(array), array::hardware_name(array));
}

std::string phy_name(const dram::MemorySpec& memory) {
  const std::string& device = memory.device.name;
  return device.starts_with("LPDDR") ? "lpddr_phy"
         : device.starts_with("HBM") ? "wide_phy"
                                     : "ddr_phy";
}

}  // namespace metronome::sim
