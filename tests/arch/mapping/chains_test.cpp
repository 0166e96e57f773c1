// Chains of operations that take the batch part by part. What the memory is spared is worked out
// here from the step that layers run alone: tensors whose every reader is inside the chain.
#include "arch/mapping/chains.hpp"

#include <gtest/gtest.h>

#include "arch/mapping/step_index.hpp"
#include "chain_cases.hpp"

namespace metronome::mapping {
namespace chains_test {

using namespace chain_cases;

/// Bits of the streams of all operations by role, in all their runs, as if operands were loaded
/// once.
struct Moved {
  EnumArray<Role, std::int64_t> read{}, written{};
};
void add(EnumArray<Role, std::int64_t>& sums, const std::vector<Stream>& streams,
         std::int64_t times) {
  for (const Stream& s : streams) {
    sums[s.role] += s.held ? 0 : times * static_cast<std::int64_t>(s.elements * s.bits);
  }
}
void add(Moved& sum, const MachineOperation& one, const trace::Step& step,
         const arch::AcceleratorSpec& machine) {
  const auto times = static_cast<std::int64_t>(one.runs);
  const Job job = resolve(one, step, trace::Precision{}, machine);
  if (const auto* product = std::get_if<MatrixJob>(&job)) {
    add(sum.read, {product->a, product->b}, times);
    for (const auto* made : {&product->a_made, &product->b_made}) {
      if (*made) {
        add(sum.read, (*made)->beside, times);
      }
    }
    add(sum.read, product->epilogue.inputs, times);
    add(sum.written, product->epilogue.outputs, times);
    add(sum.written, {product->c}, times);
  } else if (const auto* pass = std::get_if<VectorJob>(&job)) {
    add(sum.read, pass->inputs, times);
    add(sum.written, pass->outputs, times);
  }
}

std::int64_t bits_of(const trace::Step& step, const std::string& name,
                     const arch::AcceleratorSpec& machine) {
  const trace::Tensor& tensor = step.tensor(name);
  const unsigned bits = arch::stored_bits(machine.storage, tensor.role, tensor.format,
                                          trace::code_bits(tensor.role, {}));
  return static_cast<std::int64_t>(tensor.elements() * bits);
}

/// What the memory moves if chains spare exactly what they should.
Moved expected(const MachineStep& layers, const MachineStep& chained,
               const arch::AcceleratorSpec& machine) {
  const StepIndex uses(layers.operations);
  const TensorIndex tensors(layers.tensors);
  Moved sum;
  for (const MachineOperation& one : layers.operations) {
    add(sum, one, layers.tensors, machine);
  }
  const auto parts = parts_of(chained);
  for (const auto& [number, names] : chains_of(chained)) {
    const auto inside = [&](std::size_t i) {
      return names.contains(layers.operations[i].operation.name);
    };
    for (std::size_t i = 0; i < layers.operations.size(); ++i) {
      const MachineOperation& one = layers.operations[i];
      if (!inside(i)) {
        continue;
      }
      const auto more = static_cast<std::int64_t>(parts.at(one.operation.name)) - 1;
      for (const std::string& name : tensors_read(one)) {
        const Role role = tensors.at(name).role;
        // Of a product of weights' gradients only operands are read for every part.
        const bool sums =
            is_matrix(one) && tensors.at(one.operation.outputs.front()).role == Role::gradient;
        if (!of_batch(role) && !sums) {
          sum.read[role] += more * bits_of(layers.tensors, name, machine);
        }
        if (of_batch(role) && uses.writers(name).size() == 1 && inside(uses.writers(name)[0]) &&
            uses.writers(name)[0] < i) {
          sum.read[role] -= bits_of(layers.tensors, name, machine);
        }
      }
      for (const std::string& name : tensors_written(one)) {
        const auto& readers = uses.readers(name);
        if (of_batch(tensors.at(name).role) && !readers.empty() &&
            std::all_of(readers.begin(), readers.end(), inside)) {
          sum.written[tensors.at(name).role] -= bits_of(layers.tensors, name, machine);
        }
      }
    }
  }
  for (const MachineOperation& one : chained.operations) {
    const bool again = base_name(one.operation.name) != one.operation.name && one.chain == 0;
    if (again) {  // reads all that it reads once more
      MachineOperation reads = one;
      std::erase_if(reads.operation.outputs, [&](const std::string&) { return is_vector(one); });
      reads.fused.outputs.clear();
      add(sum, reads, layers.tensors, machine);
    }
  }
  return sum;
}

struct Case {
  const char* model;
  std::uint64_t batch;
  std::uint64_t part;
};

/// Calls `use` with (case text, layers, chains, machine) of many steps.
template <class Use>
void for_steps(const Use& use) {
  for (const Case& one : {Case{"resnet-20", 8, 0}, Case{"resnet-8", 8, 2}, Case{"lstm-2", 2, 0}}) {
    const trace::Trace trace = trace_of(one.model, one.batch, one.part);
    for (const std::string& file : kMachines) {
      for (const auto range : {arch::RangeMethod::two_pass, arch::RangeMethod::delayed}) {
        for (const auto stash : {arch::Stash::keep, arch::Stash::recompute}) {
          for (const Execution execution : {Execution::fused_blocks, Execution::depth_first}) {
            for (const std::uint64_t resident : {std::uint64_t{1} << 17, std::uint64_t{1} << 22}) {
              if (std::string(one.model) == "lstm-2" &&
                  (stash == arch::Stash::recompute || resident > std::uint64_t{1} << 17)) {
                continue;  // nothing of a convolution's, and nothing further
              }
              arch::AcceleratorSpec machine = machine_of(file, resident, execution, range);
              machine.training.stash = stash;
              arch::AcceleratorSpec plain = machine;
              plain.training.execution = Execution::layer;
              plain.training.resident_bytes = 0;
              use(fmt::format("{} batch {} part {} on {} {} {} {} {}", one.model, one.batch,
                              one.part, file, enum_name(range), enum_name(stash),
                              enum_name(execution), resident),
                  machine_step(trace.step(), plain), machine_step(trace.step(), machine), machine);
            }
          }
        }
      }
    }
  }
}

TEST(chains, bytes_saved_are_tensors_whose_every_reader_is_inside_the_chain) {
  std::size_t chains = 0, again = 0;
  for_steps([&](const std::string& text, const MachineStep& layers, const MachineStep& chained,
                const arch::AcceleratorSpec& machine) {
    // Tensors that stay without chains, too, are another test's (residency_test.cpp).
    MachineStep only = chained;
    const StepIndex uses(layers.operations);
    for (MachineOperation& one : only.operations) {
      if (one.chain == 0 && !(one.held_inputs.empty() && one.held_outputs.empty())) {
        for (const MachineOperation& plain : layers.operations) {
          if (plain.operation.name == one.operation.name) {
            one = plain;
          }
        }
      }
      again += one.chain == 0 && one.operation.name != base_name(one.operation.name) ? 1 : 0;
    }
    const Moved wanted = expected(layers, only, machine);
    Moved found;
    for (const MachineOperation& one : only.operations) {
      add(found, one, only.tensors, machine);
    }
    for (const auto& [role, name] : kEnumRows<Role>) {
      EXPECT_EQ(found.read[role], wanted.read[role]) << text << ": read " << name;
      EXPECT_EQ(found.written[role], wanted.written[role]) << text << ": written " << name;
    }
    chains += chains_of(chained).size();
  });
  EXPECT_GT(chains, 100u);
  EXPECT_GT(again, 10u);
}

/// The tensors whose statistics or ranges an operation of the trace needs before it works on them.
struct Needs {
  std::set<std::string> sums, ranges;
};
Needs needs_of(const trace::Step& step) {
  Needs needs;
  for (const trace::Operation& one : step.operations) {
    if (one.name.ends_with(".statistics") || one.name.ends_with(".backward_reduce")) {
      needs.sums.insert(one.inputs.front());
    }
    if (one.cls == OperationClass::quantize && !one.outputs.empty() &&
        of_batch(step.tensor(one.inputs.front()).role)) {
      needs.ranges.insert(one.inputs.front());
    }
  }
  return needs;
}

TEST(chains, end_at_each_statistic_and_range_of_the_whole_batch) {
  for (const std::uint64_t part : {0u, 4u}) {
    const trace::Trace trace = trace_of("resnet-20", 8, part);
    const Needs needs = needs_of(trace.step());
    for (const std::string& file : kMachines) {
      for (const auto range : {arch::RangeMethod::two_pass, arch::RangeMethod::delayed}) {
        const arch::AcceleratorSpec machine =
            machine_of(file, std::uint64_t{1} << 18, Execution::depth_first, range);
        const MachineStep step = machine_step(trace.step(), machine);
        std::set<std::string> runs_before;
        std::map<std::uint64_t, std::map<std::string, std::string>> written;  // by chain
        std::size_t crossed = 0;
        for (const MachineOperation& one : step.operations) {
          if (one.chain == 0) {
            runs_before.insert(one.operation.name);
            continue;
          }
          const bool whole_parts =
              one.parts == 1 || (part > 0 && trace.step().batch / one.parts % part == 0);
          std::vector<std::string> reads = tensors_read(one);
          reads.insert(reads.end(), one.held_inputs.begin(), one.held_inputs.end());
          for (const std::string& name : reads) {
            const auto writer = written[one.chain].find(name);
            const bool finds = one.operation.name.ends_with("statistics") ||
                               base_name(one.operation.name).ends_with("backward_reduce") ||
                               (one.operation.cls == OperationClass::quantize &&
                                one.operation.outputs.empty() && one.held_outputs.empty());
            if (writer == written[one.chain].end() || finds ||
                runs_before.contains(writer->second + ".for_statistics")) {
              continue;
            }
            crossed += needs.sums.contains(name) && one.parts > 1 ? 1 : 0;
            EXPECT_TRUE(whole_parts || !needs.sums.contains(name))
                << one.operation.name << " needs the sums of " << name;
            EXPECT_TRUE(range == arch::RangeMethod::delayed || one.parts == 1 ||
                        !needs.ranges.contains(name))
                << one.operation.name << " needs the range of " << name;
          }
          for (const auto* names : {&one.held_outputs, &one.copied_outputs, &one.operation.outputs,
                                    &one.fused.outputs}) {
            for (const std::string& name : *names) {
              written[one.chain].emplace(name, base_name(one.operation.name));
            }
          }
        }
        if (range == arch::RangeMethod::delayed) {
          EXPECT_EQ(crossed > 0, part > 0) << file;
        }
      }
    }
  }
}

TEST(chains, parts_are_the_largest_with_which_all_that_stays_fits) {
  std::size_t cut = 0;
  for_steps([&](const std::string& text, const MachineStep& layers, const MachineStep& chained,
                const arch::AcceleratorSpec& machine) {
    const StepIndex uses(layers.operations);
    const TensorIndex tensors(layers.tensors);
    const std::uint64_t batch = layers.tensors.batch;
    for (const auto& [number, names] : chains_of(chained)) {
      std::vector<std::size_t> members;
      for (std::size_t i = 0; i < layers.operations.size(); ++i) {
        if (names.contains(layers.operations[i].operation.name)) {
          members.push_back(i);
        }
      }
      const auto inside = [&](std::size_t i) {
        return std::find(members.begin(), members.end(), i) != members.end();
      };
      const auto need = [&](std::uint64_t parts) {
        std::uint64_t most = 0;
        for (const std::size_t at : members) {
          std::uint64_t live = 0;
          for (const trace::Tensor& tensor : layers.tensors.tensors) {
            const auto& writers = uses.writers(tensor.name);
            const auto bits =
                static_cast<std::uint64_t>(bits_of(layers.tensors, tensor.name, machine));
            const bool gradient = tensor.role == Role::gradient;
            bool written = writers.size() == 1 && inside(writers[0]);
            if (gradient && writers.empty()) {  // taken as it leaves
              for (const std::size_t i : members) {
                written = written || layers.operations[i].operation.outputs ==
                                         std::vector<std::string>{tensor.name};
              }
            }
            if (!written) {
              continue;
            }
            if (gradient) {
              live += parts > 1 ? bits / 8 : 0;
              continue;
            }
            const auto& readers = uses.readers(tensor.name);
            std::size_t last = writers[0];
            for (const std::size_t reader : readers) {
              last = inside(reader) && readers.front() > writers[0] ? reader : last;
            }
            if (of_batch(tensor.role) && last > writers[0] && writers[0] <= at && at <= last) {
              live += ceil_div<std::uint64_t>(ceil_div(bits, parts), 8);
            }
          }
          most = std::max(most, live);
        }
        return most;
      };
      const std::uint64_t parts = parts_of(chained).at(*names.begin());
      cut += parts > 1 ? 1 : 0;
      EXPECT_LE(need(parts), machine.training.resident_bytes) << text << " chain " << number;
      const bool by_parts = layers.tensors.statistics_part > 0;
      for (std::uint64_t fewer = parts - 1; fewer > 0 && !by_parts; --fewer) {
        if (batch % fewer == 0) {
          EXPECT_GT(need(fewer), machine.training.resident_bytes) << text << " chain " << number;
        }
      }
    }
  });
  EXPECT_GT(cut, 20u);
}

}  // namespace chains_test
}  // namespace metronome::mapping
