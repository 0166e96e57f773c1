#include "arch/mapping/neighbours.hpp"

#include <algorithm>

namespace metronome::mapping {
namespace {

/// Of each neighbour, so many of the best: it may itself have been given the second by simulation.
constexpr std::size_t kOfEach = 2;
/// Codes are as wide as this at most.
constexpr int kMostBits = 16;

/// The mapping of another job or machine as one of this job: its walk by name.
std::optional<Mapping> translated(Mapping mapping, const std::vector<array::Unrolling>& walks,
                                  const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  const auto walk = std::find_if(walks.begin(), walks.end(), [&](const array::Unrolling& one) {
    return one.name == mapping.unrolling.name;
  });
  if (walk == walks.end()) {
    return std::nullopt;
  }
  mapping.unrolling = *walk;
  return why_illegal(job, mapping, machine).empty() ? std::optional(mapping) : std::nullopt;
}

}  // namespace

MatrixJob with_a_bit_more(const MatrixJob& job, bool of_a, const arch::AcceleratorSpec& machine) {
  MatrixJob wider = job;
  int& bits = of_a ? wider.operands.a_bits : wider.operands.b_bits;
  Stream& stream = of_a ? wider.a : wider.b;
  bits += 1;
  stream.bits = arch::stored_bits(machine.storage, stream.role, trace::Format::codes, bits);
  if (job.longest_sum > 0) {
    wider.longest_sum = longest_sum(wider.operands, machine.training);
  }
  return wider;
}

arch::AcceleratorSpec with_halved_buffers(const arch::AcceleratorSpec& machine) {
  arch::AcceleratorSpec smaller = machine;
  for (arch::BufferSpec* buffer :
       {&smaller.input_buffer, &smaller.weight_buffer, &smaller.output_buffer}) {
    if (buffer->banks % 2 == 0) {
      buffer->banks /= 2;
    } else {
      buffer->bank_bytes = Bytes(std::max<std::uint64_t>(buffer->bank_bytes.count() / 2, 1));
    }
  }
  return smaller;
}

std::vector<Mapping> neighbours_mappings(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                         const MappingWeights& weights) {
  std::vector<Mapping> found;
  if (!job.fixed_mapping.empty() || job.executor != Executor::array) {
    return found;
  }
  const std::vector<array::Unrolling> walks = unrollings(job, machine);
  const auto add = [&](const MatrixJob& other, const arch::AcceleratorSpec& on) {
    for (const Mapping& best : find_mappings(other, on, weights, kOfEach)) {
      const auto here = translated(best, walks, job, machine);
      if (here && std::find(found.begin(), found.end(), *here) == found.end()) {
        found.push_back(*here);
      }
    }
  };
  // Terms of operands are known at their own width only.
  if (!array::depends_on_values(machine.array)) {
    for (const bool of_a : {true, false}) {
      if ((of_a ? job.operands.a_bits : job.operands.b_bits) < kMostBits) {
        add(with_a_bit_more(job, of_a, machine), machine);
      }
    }
  }
  add(job, with_halved_buffers(machine));
  return found;
}

}  // namespace metronome::mapping
