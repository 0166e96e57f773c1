#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/chain_operations.hpp"
#include "arch/mapping/chains.hpp"
#include "machines.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

/// Machines and steps with chains, for the tests of chains.
namespace metronome::mapping::chain_cases {

using arch::Execution;
using trace::OperationClass;
using trace::Role;

inline trace::Trace trace_of(const std::string& model, std::uint64_t batch,
                             std::uint64_t part = 0) {
  const std::string data = model == "lstm-2" ? "ptb" : "cifar-10";
  trace::Trace trace =
      trace::make_trace(model, data, batch, schedule::parse_schedule("static:8,backward=8"), 1,
                        trace::DxScale::prescale_requantize);
  if (part > 0) {
    trace::take_statistics_of_parts(trace, part);
  }
  return trace;
}

/// A machine with passes of their own (plain), or with work on both ways (balanced).
inline arch::AcceleratorSpec machine_of(const std::string& file, std::uint64_t resident,
                                        Execution execution,
                                        arch::RangeMethod range = arch::RangeMethod::delayed) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" +
                                                     file + ".yaml");
  machine.output_buffer.banks = 2048;
  machine.training.resident_bytes = resident;
  machine.training.execution = execution;
  machine.training.range_method = range;
  return machine;
}

inline const std::vector<std::string> kMachines{"plain_systolic_512", "dual_serial_512"};

/// The operation that one of a chain is for.
inline std::string base_name(std::string name) {
  for (const std::string suffix : {".first_part", ".middle_parts", ".for_statistics"}) {
    if (name.ends_with(suffix)) {
      name.resize(name.size() - suffix.size());
    }
  }
  return name;
}

/// The chains of a step, by the operations that they are for.
inline std::map<std::uint64_t, std::set<std::string>> chains_of(const MachineStep& step) {
  std::map<std::uint64_t, std::set<std::string>> chains;
  for (const MachineOperation& one : step.operations) {
    if (one.chain > 0) {
      chains[one.chain].insert(base_name(one.operation.name));
    }
  }
  return chains;
}

inline std::map<std::string, std::uint64_t> parts_of(const MachineStep& step) {
  std::map<std::string, std::uint64_t> parts;
  for (const MachineOperation& one : step.operations) {
    std::uint64_t& of_base = parts[base_name(one.operation.name)];
    of_base = std::max(of_base, one.parts);
  }
  return parts;
}

/// Bytes of a step as the estimate maps it, at a precision.
inline std::uint64_t total_bytes(const MachineStep& step, const arch::AcceleratorSpec& machine,
                                 const trace::Precision& precision) {
  std::uint64_t sum = 0;
  for (const MachineOperation& one : step.operations) {
    const Job job = resolve(one, step.tensors, precision, machine);
    const AnalyticCost cost = std::visit(
        [&](const auto& work) {
          if constexpr (std::is_same_v<std::decay_t<decltype(work)>, MatrixJob>) {
            return analytic_cost(work, best_mapping(work, machine), machine);
          } else {
            return analytic_cost(work, machine);
          }
        },
        job);
    sum += one.runs * (cost.read_bytes + cost.write_bytes);
  }
  return sum;
}

/// Multiply-accumulates of all runs but those that are done again.
inline std::uint64_t total_macs(const MachineStep& step) {
  std::uint64_t sum = 0;
  for (const MachineOperation& one : step.operations) {
    const auto* matrix = std::get_if<trace::MatrixWork>(&one.operation.work);
    if (matrix != nullptr && !(one.chain == 0 && one.operation.name.ends_with(".for_statistics"))) {
      sum += one.runs * matrix->convolution.groups *
             trace::gemm_of(matrix->convolution, one.operation.cls).macs();
    }
  }
  return sum;
}

}  // namespace metronome::mapping::chain_cases
