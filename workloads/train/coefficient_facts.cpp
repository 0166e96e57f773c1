#include "workloads/train/coefficient_facts.hpp"

#include <cmath>
#include <string>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/coefficients/block_layout.hpp"
#include "workloads/methods/weights/coefficients/bucket_switch.hpp"
#include "workloads/methods/weights/coefficients/row_groups.hpp"
#include "workloads/methods/weights/coefficients/stored_coefficients.hpp"

namespace metronome::train {
namespace {

using weights::Action;
using weights::StreamKind;

constexpr const char* kCodes = ".weight.codes";
constexpr std::uint64_t kRealBits = 32;

FormFacts facts_of_layer(const std::string& layer, const weights::WeightShape& shape,
                         const weights::CoefficientSpec& spec, double density,
                         int coefficient_bits) {
  const weights::BlockLayout layout(shape);
  const std::uint64_t columns = layout.columns();
  std::vector<weights::BlockCounts> blocks;
  std::uint64_t kept = 0;
  for (const weights::Block& block : layout.blocks()) {
    const auto rows =
        static_cast<std::uint64_t>(std::ceil(density * static_cast<double>(block.rows) - 1e-9));
    blocks.push_back({block.rows, rows, columns, rows * columns, coefficient_bits});
    kept += rows;
  }
  const std::uint64_t nonzeros = kept * columns;
  const weights::StreamBits streams = weights::container_bits(blocks, spec.basis_width);
  FormFacts facts{.layer = layer, .stored = {}, .kept = {}, .forward = {}, .training = {}};
  facts.stored = {{{StreamKind::row_map, Bits(streams.row_map), 1},
                   {StreamKind::coefficients, Bits(streams.coefficients), 1},
                   {StreamKind::basis, Bits(streams.basis), 1}},
                  weights::row_groups_of_pruned(layout, kept / shape.outputs)};
  const auto counter =
      static_cast<std::uint64_t>(weights::BucketSwitch<float>(spec.switching, 1).counter_bits());
  facts.kept = {{{StreamKind::master, Bits(kRealBits * layout.basis_entries()), 1},
                 {StreamKind::counters, Bits(counter * nonzeros), 1}}};
  if (spec.switching.momentum > 0) {
    facts.kept.streams.push_back({StreamKind::momentum, Bits(kRealBits * nonzeros), 1});
  }
  facts.forward = {{Action::rebuild, kept},
                   {Action::shift_add, nonzeros * columns},
                   {Action::quantize, shape.elements()}};
  facts.training = facts.forward;
  facts.training.push_back({Action::project, 2 * layout.coefficients() * columns});
  facts.training.push_back({Action::count, nonzeros});
  return facts;
}

}  // namespace

std::vector<FormFacts> facts_of_density(const trace::Step& step,
                                        const weights::CoefficientSpec& spec, double density,
                                        int coefficient_bits) {
  METRONOME_ASSERT(density > 0 && density <= 1, "some rows have coefficients");
  std::vector<FormFacts> all;
  for (const trace::Tensor& tensor : step.tensors) {
    const bool codes = tensor.role == trace::Role::weight && tensor.name.ends_with(kCodes) &&
                       tensor.format == trace::Format::codes && tensor.shape.size() == 4;
    if (codes) {
      const std::string layer =
          tensor.name.substr(0, tensor.name.size() - std::string(kCodes).size());
      all.push_back(facts_of_layer(
          layer, {tensor.shape[0], tensor.shape[3], tensor.shape[1], tensor.shape[2]}, spec,
          density, coefficient_bits));
    }
  }
  return all;
}

}  // namespace metronome::train
