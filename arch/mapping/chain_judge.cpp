#include "arch/mapping/chain_judge.hpp"

#include <algorithm>
#include <utility>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "sim/base/overload.hpp"

namespace metronome::mapping {

ChainJudge::ChainJudge(const trace::Step& tensors, const arch::AcceleratorSpec& machine,
                       const StepUse& use)
    : tensors_(tensors), machine_(machine), use_(use) {
  std::set<trace::Precision> all;
  std::map<std::string, std::set<trace::Precision>> own;
  for (const trace::Assignment* assignment : use.assignments) {
    all.insert(assignment->all);
    const auto& layers = assignment->layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      own[layers.names()[i]].insert(layers.at(i));
    }
  }
  if (all.empty()) {
    all.insert(trace::Precision{});
  }
  all_.assign(all.begin(), all.end());
  for (auto& [layer, precisions] : own) {
    precisions.insert(all.begin(), all.end());  // of assignments without an exception for it
    own_[layer].assign(precisions.begin(), precisions.end());
  }
}

const std::vector<trace::Precision>& ChainJudge::precisions_of(const std::string& layer) {
  const auto at = own_.find(layer);
  return at == own_.end() ? all_ : at->second;
}

std::vector<std::uint64_t> ChainJudge::bytes_of(const MachineOperation& one) {
  std::vector<std::uint64_t> bytes;
  for (const trace::Precision& precision : precisions_of(one.operation.layer)) {
    Job job = resolve(one, tensors_, precision, machine_);
    if (auto* matrix = std::get_if<MatrixJob>(&job);
        matrix != nullptr && matrix->executor == Executor::array && use_.with_terms) {
      *matrix = use_.with_terms(std::move(*matrix), one.operation, precision);
    }
    bytes.push_back(one.runs * bytes_of(job));
  }
  return bytes;
}

std::uint64_t ChainJudge::bytes_of(const Job& job) {
  const auto [at, fresh] = known_.try_emplace(job_key(job), 0);
  if (fresh) {
    const AnalyticCost cost =
        std::visit(Overload{[&](const MatrixJob& matrix) {
                              return analytic_cost(
                                  matrix, best_mapping(matrix, machine_, use_.weights), machine_);
                            },
                            [&](const auto& other) { return analytic_cost(other, machine_); }},
                   job);
    at->second = cost.read_bytes + cost.write_bytes;
  }
  return at->second;
}

std::uint64_t ChainJudge::bits_of(const trace::Tensor& tensor, const std::string& layer,
                                  std::uint64_t parts) {
  std::uint64_t bits = 0;
  for (const trace::Precision& precision : precisions_of(layer)) {
    const unsigned each = arch::stored_bits(machine_.storage, tensor.role, tensor.format,
                                            operand_bits(tensor, precision));
    bits = std::max(bits, stored_elements(tensor, parts, precision) * each);
  }
  return bits;
}

}  // namespace metronome::mapping
