#include "arch/mapping/near_update.hpp"

#include <algorithm>
#include <cmath>

namespace metronome::mapping {

bool works_near(const trace::Operation& operation, const trace::Step& step,
                const arch::AcceleratorSpec& machine) {
  if (machine.training.update != arch::Update::near_data) {
    return false;
  }
  return operation.cls == trace::OperationClass::update ||
         (operation.cls == trace::OperationClass::quantize && !operation.inputs.empty() &&
          std::all_of(operation.inputs.begin(), operation.inputs.end(),
                      [&](const std::string& name) {
                        return step.tensor(name).role == trace::Role::master;
                      }));
}

VectorJob near_update(VectorJob pass, std::vector<Stream> tensors) {
  NearMemory near;
  if (!pass.outputs.empty()) {
    near = {std::move(pass.inputs), std::move(pass.outputs), std::move(tensors)};
  }
  pass.inputs.clear();
  pass.outputs.clear();
  pass.near = std::move(near);
  return pass;
}

std::uint64_t near_update_cycles(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  if (job.near->reads.empty()) {
    return 0;
  }
  std::uint64_t sent = 0;
  for (const Stream& s : job.near->reads) {
    sent += s.role == trace::Role::gradient ? s.bytes().count() : 0;
  }
  const auto transfer = static_cast<std::uint64_t>(
      std::floor(static_cast<double>(sent) / machine.peak_bytes_per_cycle()));
  const std::uint64_t work =
      ceil_div(job.elements, machine.training.update_engine_weights_per_cycle);
  return work > transfer ? work - transfer : 0;
}

dram::Counts near_update_commands(const VectorJob& job, const arch::AcceleratorSpec& machine) {
  const dram::DeviceSpec& device = machine.memory.device;
  const std::uint64_t burst = device.bytes_per_burst().count();
  const auto bursts = [&](const Stream& s) { return ceil_div(s.bytes().count(), burst); };
  dram::Counts counts;
  for (const Stream& s : job.near->reads) {
    counts.reads += bursts(s);
  }
  for (const Stream& s : job.near->writes) {
    counts.writes += bursts(s);
  }
  for (const Stream& s : job.near->tensors) {
    counts.activates += ceil_div<std::uint64_t>(bursts(s), device.bursts_per_row());
  }
  counts.banks_precharged = counts.activates;
  counts.read_bytes = counts.reads * burst;
  counts.write_bytes = counts.writes * burst;
  return counts;
}

}  // namespace metronome::mapping
