#include "arch/mapping/load_engines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::OperationClass;

/// Whether products alone read the tensor, as operand b.
bool is_second_operand(const MachineStep& step, const StepIndex& uses, const std::string& name) {
  const std::vector<std::size_t>& readers = uses.readers(name);
  return !readers.empty() && std::all_of(readers.begin(), readers.end(), [&](std::size_t reader) {
    const MachineOperation& one = step.operations[reader];
    return is_matrix(one) && one.operation.inputs[1] == name && one.operation.inputs[0] != name &&
           one.loads[1].as.empty() && !contains(one.fused.inputs, name);
  });
}

/// The coefficients first, which are the largest; then what lies beside them.
std::vector<std::string> streams_of(const MachineStep& step, std::vector<std::string> inputs) {
  const TensorIndex tensors(step.tensors);
  const auto bits = [&](const std::string& name) {
    return tensors.at(name).format == Format::mask ? tensors.at(name).elements() : 0;
  };
  std::stable_sort(inputs.begin(), inputs.end(),
                   [&](const std::string& a, const std::string& b) { return bits(a) > bits(b); });
  return inputs;
}

bool multiplies(const MachineStep& step) {
  return std::any_of(step.operations.begin(), step.operations.end(), is_matrix);
}

std::uint64_t stored_bytes(const trace::Tensor& tensor, const arch::AcceleratorSpec& machine) {
  return bytes_for(Bits(tensor.elements() *
                        arch::stored_bits(machine.storage, tensor.role, tensor.format, 0)))
      .count();
}

/// Has the operation read nothing and do nothing.
void empty(MachineOperation& one) {
  one.operation.inputs.clear();
  std::get<trace::VectorWork>(one.operation.work).elements = 0;
}

/// Of an inference: codes of one precision are read from memory each time. Beside planes (of layers
/// that keep bits of their own) that is what they do; where nothing stays it is refused.
void refuse_codes(const MachineStep& step, const arch::AcceleratorSpec& machine) {
  const TensorIndex tensors(step.tensors);
  const StepIndex uses(step.operations);
  const trace::Tensor* alone = nullptr;
  for (const MachineOperation& one : step.operations) {
    if (!is_matrix(one) || one.operation.cls != OperationClass::forward) {
      continue;
    }
    const trace::Tensor& weights = tensors.at(one.operation.inputs[1]);
    if (weights.role == trace::Role::weight && trace::is_bitwise(weights.format)) {
      return;
    }
    if (alone == nullptr && weights.role == trace::Role::weight &&
        weights.format == Format::codes && uses.writers(weights.name).empty()) {
      alone = &weights;
    }
  }
  if (alone != nullptr) {
    throw UserError(
        fmt::format("load_path.resident_bytes of {} is {}, but `{}` does not stay on chip: it has "
                    "codes of one precision, not planes or packed codes of all",
                    machine.name, machine.load_path.resident_bytes, alone->name),
        "load_path.resident_bytes=0, or weights in planes with metronome trace --layout "
        "plane_major or packed");
  }
}

}  // namespace

void rebuild_on_loads(MachineStep& step, const arch::AcceleratorSpec& machine) {
  if (!machine.load_path.rebuilt_rows_per_cycle ||
      std::holds_alternative<array::ChunkedBfpSpec>(machine.array)) {
    return;
  }
  const StepIndex uses(step.operations);
  std::vector<bool> gone(step.operations.size(), false);
  for (std::size_t i = 0; i < step.operations.size(); ++i) {
    const trace::Operation rebuild = step.operations[i].operation;
    const auto* work = std::get_if<trace::VectorWork>(&rebuild.work);
    if (work == nullptr || (work->rebuilt_rows == 0 && work->shift_adds == 0) ||
        !is_second_operand(step, uses, rebuild.outputs.front())) {
      continue;
    }
    const std::vector<std::string> streams = streams_of(step, rebuild.inputs);
    for (const std::size_t reader : uses.readers(rebuild.outputs.front())) {
      MachineOperation& product = step.operations[reader];
      LoadedOperand& load = product.loads[1];
      load.as = rebuild.outputs.front();
      load.beside.assign(streams.begin() + 1, streams.end());
      load.rebuilt_rows = work->rebuilt_rows;
      load.shift_adds = work->shift_adds;
      load.filter_rows = work->filter_rows;
      load.kept_rows = work->kept_rows;
      load.rebuilt = true;
      product.operation.inputs[1] = streams.front();
    }
    gone[i] = true;
  }
  remove_marked(step.operations, gone);
}

void keep_stored_weights(MachineStep& step, const arch::AcceleratorSpec& machine) {
  const std::uint64_t room = machine.load_path.resident_bytes;
  const bool inference = multiplies(step);
  if (room > 0) {
    refuse_codes(step, machine);
  }
  const TensorIndex tensors(step.tensors);
  std::set<std::string> stay;
  for (MachineOperation& one : step.operations) {
    if (one.operation.cls == OperationClass::load) {
      if (inference) {
        stay.insert(one.operation.inputs.begin(), one.operation.inputs.end());
      }
      if (inference == (room > 0)) {
        empty(one);
      }
    } else if (is_matrix(one) && trace::is_bitwise(tensors.at(one.operation.inputs[1]).format)) {
      stay.insert(one.operation.inputs[1]);
      if (room > 0) {
        one.held_inputs.push_back(one.operation.inputs[1]);
      }
    }
  }
  std::uint64_t bytes = 0;
  for (const std::string& name : stay) {
    bytes += stored_bytes(tensors.at(name), machine);
  }
  if (room > 0 && bytes > room) {
    throw UserError(fmt::format("stored weights and tables of {} take {} bytes, and "
                                "load_path.resident_bytes of {} is {}",
                                step.tensors.model, bytes, machine.name, room),
                    fmt::format("load_path.resident_bytes={} and a weight_buffer that has more; or "
                                "none, which reads them from memory each time",
                                bytes));
  }
}

void take_stored_codes(MatrixJob& job, const trace::Tensor& stored, int bits,
                       const arch::AcceleratorSpec& machine) {
  const auto all = static_cast<int>(stored.shape.front());
  const std::string what = fmt::format("`{}` ({})", stored.name, enum_name(stored.format));
  if (bits == 0 || bits > all) {
    throw UserError(fmt::format("{} has codes of {} bits, of which no {} are read", what, all,
                                bits == 0 ? std::string("real numbers") : fmt::format("{}", bits)),
                    fmt::format("a schedule of at most {} bits", all));
  }
  if (std::holds_alternative<array::ChunkedBfpSpec>(machine.array)) {
    throw UserError(fmt::format("{}: the blocks of {} have exponents, stored codes have none", what,
                                machine.name),
                    "codes for each mode (metronome trace --layout separate), or another family");
  }
  const bool planes = stored.format == Format::planes;
  job.b.elements = stored.numbers();
  job.b.bits = planes ? 1 : static_cast<unsigned>(all);
  MadeOperand made{{}, static_cast<unsigned>(bits), stored.role};
  if (planes) {
    made.planes = static_cast<unsigned>(bits);
    if (!array::is_plane_serial(machine.array)) {
      if (!machine.load_path.assembled_bits_per_cycle) {
        throw UserError(
            fmt::format("{}: the array of {} takes codes, and no unit makes them of planes", what,
                        machine.name),
            "load_path.assembled_bits_per_cycle=N (docs/weights.md), metronome trace --layout "
            "packed, or an array that takes planes: operand_serial with serial: weight, "
            "dual_serial, binary_overlay");
      }
      made.engine =
          EngineWork{LoadEngine::assembler, static_cast<double>(bits), static_cast<double>(bits)};
    }
  }
  job.b_made = std::move(made);
}

void take_rebuilt(MatrixJob& job, const LoadedOperand& load) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const auto all = static_cast<double>(job.convolution.groups * gemm.k * gemm.n);
  job.b_made->by_tiles = true;
  job.b_made->engine = EngineWork{LoadEngine::rebuild, static_cast<double>(load.rebuilt_rows) / all,
                                  static_cast<double>(load.shift_adds) / all};
}

void take_counters(VectorJob& job, const trace::Operation& operation, const trace::Step& step,
                   const arch::AcceleratorSpec& machine) {
  const bool moves =
      operation.cls == OperationClass::update &&
      std::any_of(operation.inputs.begin(), operation.inputs.end(), [&](const auto& name) {
        const trace::Tensor& tensor = step.tensor(name);
        return tensor.role == trace::Role::optimizer_state && tensor.format == Format::mask;
      });
  if (moves && machine.load_path.counters_per_cycle) {
    job.counters = true;
    job.adds_per_element = 0;
    job.multiplies_per_element = 0;
    job.units = {};
  }
}

bool works_elsewhere(const VectorJob& job) {
  return job.counters || job.cls == OperationClass::load;
}

std::uint64_t cycles_elsewhere(const VectorJob& job, std::uint64_t elements,
                               const arch::LoadPathSpec& load_path) {
  return job.counters ? static_cast<std::uint64_t>(std::ceil(static_cast<double>(elements) /
                                                             load_path.counters_per_cycle.value()))
                      : 0;
}

}  // namespace metronome::mapping
