#include "sim/engine/compatible.hpp"

#include <fmt/format.h>

#include "arch/array/bitfusion.hpp"
#include "arch/array/scalesim.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"

namespace metronome::sim {
namespace {

using array::BitFusionCost;
using mapping::MatrixJob;

const array::SystolicSpec* scalesim_array(const arch::AcceleratorSpec& machine) {
  const auto* systolic = std::get_if<array::SystolicSpec>(&machine.array);
  return systolic != nullptr && systolic->scalesim_counting ? systolic : nullptr;
}

const array::SpatialFusionSpec* bitfusion_array(const arch::AcceleratorSpec& machine) {
  const auto* fusion = std::get_if<array::SpatialFusionSpec>(&machine.array);
  return fusion != nullptr && fusion->bitfusion_counting ? fusion : nullptr;
}

CompatibleResult scalesim_result(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                 const array::SystolicSpec& spec) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  OperationOutcome outcome;
  outcome.use = array::scalesim_use(spec, job.operands, {gemm.m, gemm.n, gemm.k});
  outcome.cycles[Bin::busy] = outcome.use.busy_cycles;
  outcome.cycles[Bin::fill_drain] = outcome.use.fill_drain_cycles;
  return {"scalesim", "whole GEMM", measure_of(job, machine, outcome)};
}

array::BitFusionLayer bitfusion_layer(const MatrixJob& job) {
  const trace::Convolution& c = job.convolution;
  const bool square = c.out_height() == c.out_width() && c.kernel.height == c.kernel.width &&
                      c.stride.height == c.stride.width && c.dilation == model::PerAxis{};
  if (job.cls != trace::OperationClass::forward || job.transposed || c.groups != 1 || !square) {
    throw UserError("BitFusion's simulator knows forward layers with square outputs only",
                    "array.bitfusion_counting=false runs any other operation");
  }
  return {.batch = c.batch,
          .in_channels = c.in_channels,
          .out_channels = c.out_channels,
          .kernel = c.kernel.height,
          .stride = c.stride.height,
          .output = c.out_height(),
          .a_bits = job.operands.a_bits,
          .b_bits = job.operands.b_bits};
}

/// Stalls by what is waited for, in proportion to the bits that are moved; the remainder of the
/// division goes to the activations.
Attribution bitfusion_cycles(const BitFusionCost& cost) {
  Attribution cycles;
  cycles[Bin::busy] = cost.compute_cycles;
  cycles[Bin::stall_store] = cost.store_latency;
  const auto share = [](std::uint64_t stall, std::uint64_t part, std::uint64_t all) {
    return all == 0
               ? 0
               : static_cast<std::uint64_t>(static_cast<double>(stall) * static_cast<double>(part) /
                                            static_cast<double>(all));
  };
  const std::uint64_t first = cost.input.resident + cost.weight.resident + cost.output.resident;
  const std::uint64_t sums = cost.output.total - cost.output.resident;
  const std::uint64_t weights = cost.weight.total - cost.weight.resident;
  const std::uint64_t rest = cost.input.total - cost.input.resident + weights + 2 * sums;
  cycles[Bin::stall_weights] = share(cost.load_latency, cost.weight.resident, first) +
                               share(cost.memory_stall, weights, rest);
  cycles[Bin::stall_partial_sums] =
      share(cost.load_latency, cost.output.resident, first) + share(cost.memory_stall, sums, rest);
  cycles[Bin::stall_store] += share(cost.memory_stall, sums, rest);
  cycles[Bin::stall_activations] = cost.cycles() - cycles.total().count();
  return cycles;
}

Measure bitfusion_measure(const BitFusionCost& cost, const MatrixJob& job,
                          const arch::AcceleratorSpec& machine,
                          const array::SpatialFusionSpec& spec) {
  Measure measure;
  measure.cycles = bitfusion_cycles(cost);
  measure.macs = Macs(trace::gemm_of(job.convolution, job.cls).macs());
  const auto buffer = [&](Component component, const arch::BufferSpec& b, std::uint64_t read,
                          std::uint64_t write) {
    measure.count(component, arch::bank_name(b) + ".read_bit", read);
    measure.count(component, arch::bank_name(b) + ".write_bit", write);
  };
  measure.count(Component::array, "fusion_unit.cycle",
                cost.compute_cycles * spec.rows * spec.columns);
  buffer(Component::input_buffer, machine.input_buffer, cost.input_read_bits, cost.input.total);
  buffer(Component::weight_buffer, machine.weight_buffer, cost.weight_read_bits, cost.weight.total);
  const std::uint64_t output_bits = cost.output_access_bits + cost.output.total;
  buffer(Component::output_buffer, machine.output_buffer, output_bits, output_bits);
  measure.count(Component::dram, "flat.bit",
                cost.input.total + cost.weight.total + 2 * cost.output.total);
  measure.traffic(job.a.role).read += bytes_for(Bits(cost.input.total));
  measure.traffic(job.b.role).read += bytes_for(Bits(cost.weight.total));
  const Bytes sums = bytes_for(Bits(cost.output.total));
  measure.traffic(trace::Role::partial_sum) = {sums, sums};
  return measure;
}

CompatibleResult bitfusion_result(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                  const array::SpatialFusionSpec& spec, const EnergyTable& table) {
  const array::BitFusionMemory memory{.input_bits = machine.input_buffer.capacity().count() * 8,
                                      .weight_bits = machine.weight_buffer.capacity().count() * 8,
                                      .output_bits = machine.output_buffer.capacity().count() * 8,
                                      .dram_bits_per_cycle = spec.dram_bits_per_cycle};
  const auto energy = [&](const BitFusionCost& cost) {
    return price(bitfusion_measure(cost, job, machine, spec), table, machine.clock_hz)
        .total()
        .count();
  };
  const array::BitFusionResult best =
      array::bitfusion_search(spec, memory, bitfusion_layer(job), energy);
  return {"bitfusion", array::tiling_text(best.tiling),
          bitfusion_measure(best.cost, job, machine, spec)};
}

}  // namespace

std::optional<CompatibleResult> compatible_result(const MatrixJob& job,
                                                  const arch::AcceleratorSpec& machine,
                                                  const EnergyTable& table) {
  if (const array::SystolicSpec* spec = scalesim_array(machine)) {
    return scalesim_result(job, machine, *spec);
  }
  if (const array::SpatialFusionSpec* spec = bitfusion_array(machine)) {
    return bitfusion_result(job, machine, *spec, table);
  }
  return std::nullopt;
}

trace::Convolution compatible_convolution(const trace::Convolution& c, trace::OperationClass cls,
                                          const arch::AcceleratorSpec& machine) {
  if (scalesim_array(machine) == nullptr || cls != trace::OperationClass::forward || c.transposed) {
    return c;
  }
  const auto out = [](std::uint64_t in, const model::WindowAxis& axis) {
    return array::scalesim_output(in + axis.before + axis.after, axis.span(), axis.stride);
  };
  return mapping::convolution_of_gemm(
      {c.batch * out(c.in_height, c.rows()) * out(c.in_width, c.columns()), c.out_channels,
       c.in_channels * c.taps()});
}

}  // namespace metronome::sim
