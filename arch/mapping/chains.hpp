#pragma once

#include "arch/mapping/chain_judge.hpp"
#include "arch/mapping/machine_step.hpp"

/// Chains of operations that run over a part of the batch after the other (training.execution),
/// as Stream and DeFiNES do for inference [symons2022stream]
/// [mei2023defines].
///
/// A chain is a run of operations of the batch, products and passes, each of which needs of the
/// others' results only what belongs to the same samples. What one of them writes and another one
/// reads stays on chip, in training.resident_bytes, from part to part: it is written to memory only
/// if something outside of the chain (the backward pass, most often) reads it too. So do the sums
/// of gradients, until the last part has been added, or the products that give them go behind the
/// chain and take the whole batch from memory, whichever is better. Operations that have nothing of
/// the batch (the quantization of weights, of gradients) go before the chain, or behind it where
/// they read what it writes.
///
///   ends       before an operation that needs a statistic of the whole batch that an operation of
///              the chain finds, or the range of a tensor that it writes (two_pass). Not where the
///              whole batch fits as one part; and not for statistics of parts
///              (trace::Step::statistics_part) where the chain's parts are whole ones of them. Also
///              before work of the host, updates, passes that cross links or were merged on chip,
///              what writes a tensor that something else writes too, products of fixed mappings;
///   again      with depth_first a chain may begin with an operation that finds a statistic in its
///              own results: it runs once for it (statistics_run), over the whole batch, storing
///              nothing, and again in the chain;
///   parts      are equal: the largest divisor of the batch with which everything that stays fits
///              at each operation, beside the sums of gradients;
///   is taken   if, at all precisions together, fewer bytes cross the pins than as layers, by the
///              mappings that the estimate chooses, weights read again for every part and all else
///              counted. From each operation on, the end that spares most is taken; depth_first
///              takes fused_blocks' chains where its own spare less.
namespace metronome::mapping {

/// Makes the step's chains, and keeps tensors of operations outside of them on chip as
/// keep_on_chip() does. `before`: the step's operations before any were fused.
void form_chains(MachineStep& step, const std::vector<MachineOperation>& before,
                 const arch::AcceleratorSpec& machine, const StepUse& use);

}  // namespace metronome::mapping
