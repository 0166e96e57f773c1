#pragma once

#include <array>
#include <string>
#include <vector>

#include "arch/mapping/unit_shares.hpp"
#include "arch/spec/accelerator.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::mapping {

struct StepUse;

/// What stands for the links of a chip among others: passes at the end of a pipeline's stage read
/// what has arrived from the one tensor, and write what leaves to the other. A message waits for
/// such a pass, or it for a message: it stays by itself.
inline constexpr const char* kArrivedTensor = "links.arrived";
inline constexpr const char* kSentTensor = "links.sent";
[[nodiscard]] bool crosses_links(const trace::Operation& operation);

/// Elementwise work on a product's results as they leave the array, instead of in passes over
/// memory of its own.
struct FusedWork {
  std::vector<std::string> inputs;   ///< tensors that are read along
  std::vector<std::string> outputs;  ///< tensors that are written along
  double adds_per_result = 0;
  double multiplies_per_result = 0;
  UnitShares shares;          ///< of both, for each result
  bool keeps_product = true;  ///< whether the product itself is written
  bool operator==(const FusedWork&) const = default;
};

/// An operand of a product that is made while it is loaded, of tensors that are
/// read element by element: the operation's own input and those beside it.
struct LoadedOperand {
  std::string as;  ///< the tensor that the array sees, which is not in memory;
                   ///< empty: the input
  std::vector<std::string> beside;
  double adds_per_element = 0;
  double multiplies_per_element = 0;
  UnitShares shares;  ///< of both, for each element
  /// Of codes that a rebuild engine makes of coefficients: of the whole operand.
  std::uint64_t rebuilt_rows = 0, shift_adds = 0;
  std::uint64_t filter_rows = 0;           ///< as trace::VectorWork
  std::vector<std::uint64_t> kept_rows{};  ///< likewise
  bool rebuilt = false;
  bool operator==(const LoadedOperand&) const = default;
};

/// An operation as a machine executes it.
struct MachineOperation {
  MachineOperation(trace::Operation what, FusedWork with = {})
      : operation(std::move(what)), fused(std::move(with)) {}
  trace::Operation operation;
  FusedWork fused;                     ///< of matrix work only
  std::array<LoadedOperand, 2> loads;  ///< likewise: of its first two inputs
  UnitShares shares;  ///< of vector work only; empty where the machine does not tell them apart
  /// Tensors that stay on chip (residency.hpp), besides those of `operation` and `fused`; a product
  /// that stays is not kept in memory.
  std::vector<std::string> held_inputs, held_outputs;
  /// Tensors that are stored and stay on chip as well, for readers inside the chain.
  std::vector<std::string> copied_outputs;
  /// Which chain the operation is part of (chains.hpp), counted from 1; 0: none.
  std::uint64_t chain = 0;
  /// The batch is cut into so many parts: `operation` is the work of one of them, and tensors of
  /// the batch that it reads and writes are such a part of the step's.
  std::uint64_t parts = 1;
  std::uint64_t first_part = 0;  ///< the first that it is done for, and for how many
  std::uint64_t runs = 1;
  bool whole_batch = false;  ///< passes merged on chip: the batch at once
  bool operator==(const MachineOperation&) const = default;
};

/// A training step as a machine executes it: `tensors` is the trace's step, with the tensors that
/// the machine needs and without operations of its own.
struct MachineStep {
  trace::Step tensors;
  std::vector<MachineOperation> operations;
};

/// Applies the machine's choices of training (arch::TrainingSpec) to a trace's step, in this order:
///   micro_batches       the step of a part of the batch, so many times; gradients accumulate
///   units               what of each pass units beside the lanes can take (step_shares.hpp)
///   range_method        passes that only find a range vanish, and quantization joins the pass that
///                       writes its input, where the range is known beforehand (not in steps that
///                       run in number formats with a current scale of whole tensors)
///   batch_norm_passes   passes over a tensor that fits on chip become one
///   output_path         reductions and elementwise work of a product are done as it leaves
///   input_path          passes that write nothing but products' operands are done as these load
///   load_path           weights are rebuilt from coefficients as they load; planes and tables of
///                       an inference stay on chip (load_engines.hpp)
///   stash               convolution outputs are kept, or computed again before they are needed
///   transposed_reads    operands that are read transposed get a second copy
///   update              the optimiser takes each gradient as it leaves the array (an engine at the
///                       memory changes no operation, only where it runs: resolve)
///   resident_bytes      tensors that only the passes right behind read stay on chip
///   execution           chains of operations take the batch part by part (chains.hpp)
/// Passes that cross links join no other one, and no chain.
/// UserError where micro_batches does not divide the batch, or cuts parts that have statistics of
/// their own. `use`: for which precisions (chain_judge.hpp); null: 8 bits.
[[nodiscard]] MachineStep machine_step(const trace::Step& step,
                                       const arch::AcceleratorSpec& machine,
                                       const StepUse* use = nullptr);

}  // namespace metronome::mapping
