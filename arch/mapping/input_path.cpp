#include "arch/mapping/input_path.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "arch/mapping/step_index.hpp"
#include "workloads/trace/costs.hpp"

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::OperationClass;
using trace::Role;

/// "bn1" and "normalize" of "bn1.normalize"; of a part of a batch "bn1@2" and
/// "normalize" of "bn1.normalize@2".
struct PassName {
  std::string owner;
  std::string what;
};
PassName split_name(const std::string& name) {
  const std::size_t part = name.rfind('@');
  const std::string whole = name.substr(0, part);
  const std::size_t dot = whole.rfind('.');
  if (dot == std::string::npos) {
    return {whole, {}};
  }
  const std::string suffix = part == std::string::npos ? std::string() : name.substr(part);
  return {whole.substr(0, dot) + suffix, whole.substr(dot + 1)};
}

/// An activation's mask, made again: scale and shift, and the comparison with
/// zero.
constexpr trace::Cost kMask{.adds = trace::costs::kNormalize.adds + trace::costs::kRelu.adds,
                            .multiplies = trace::costs::kNormalize.multiplies};

void erase(std::vector<std::string>& names, const std::string& name) {
  names.erase(std::remove(names.begin(), names.end(), name), names.end());
}

class LoadFuser {
 public:
  LoadFuser(MachineStep& step, const arch::TrainingSpec& training, const NormPasses& norms)
      : all_(step.operations),
        tensors_(step.tensors),
        training_(training),
        norms_(norms),
        gone_(step.operations.size(), false) {
    const StepIndex uses(all_);
    for (const trace::Tensor& tensor : step.tensors.tensors) {
      readers_[tensor.name] = uses.readers(tensor.name);
      writers_[tensor.name] = uses.writers(tensor.name);
    }
  }

  void run() {
    for (std::size_t i = all_.size(); i-- > 0;) {
      if (const auto range = is_vector(all_[i]) ? range_of(i) : std::nullopt;
          range && moves_into_loads(i)) {
        find_range(i, *range);
        move(i, *range);
      }
    }
    remove_marked(all_, gone_);
  }

 private:
  /// Who finds the range of what a pass writes once the pass is gone.
  enum class RangeFinder { nobody, statistics, first_load, every_load };

  [[nodiscard]] const trace::Tensor& tensor(const std::string& name) const {
    return tensors_.at(name);
  }
  [[nodiscard]] bool normalizes(std::size_t i) const {
    return norms_.normalize.contains(all_[i].operation.name);
  }

  /// Nothing where the range must be known before the pass's results are
  /// rounded.
  [[nodiscard]] std::optional<RangeFinder> range_of(std::size_t i) const {
    if (all_[i].shares.range.passages == 0) {
      return RangeFinder::nobody;
    }
    const bool follows = normalizes(i) && all_[i].operation.inputs.size() == 1 &&
                         statistics_of(all_[i].operation.inputs.front()).has_value();
    switch (training_.range_method) {
      case arch::RangeMethod::two_pass:
        return follows ? std::optional(RangeFinder::statistics) : std::nullopt;
      case arch::RangeMethod::delayed:
        return follows ? RangeFinder::statistics : RangeFinder::first_load;
      case arch::RangeMethod::block_local:
        return RangeFinder::every_load;
    }
    fail_no_enumerator(training_.range_method);
  }

  /// The operation that takes the statistics of a tensor: a pass of its own, or
  /// the product that writes it, as its results leave.
  [[nodiscard]] std::optional<std::size_t> statistics_of(const std::string& name) const {
    for (const std::size_t reader : readers_.at(name)) {
      const trace::Operation& pass = all_[reader].operation;
      if (pass.outputs.empty() && pass.cls == OperationClass::vector && pass.inputs.size() == 1) {
        return reader;
      }
    }
    const std::vector<std::size_t>& writers = writers_.at(name);
    const bool leaves = training_.output_path != arch::OutputPath::none && writers.size() == 1 &&
                        is_matrix(all_[writers.front()]) &&
                        all_[writers.front()].fused.adds_per_result > 0;
    return leaves ? std::optional(writers.front()) : std::nullopt;
  }

  /// Whether the pass works element by element and all that it writes can be
  /// made on the way in.
  [[nodiscard]] bool moves_into_loads(std::size_t i) const {
    const trace::Operation& pass = all_[i].operation;
    const std::uint64_t elements = std::get<trace::VectorWork>(pass.work).elements;
    const bool kind = normalizes(i) || norms_.backward.contains(pass.name) || quantizes(i);
    if (!kind || !std::all_of(pass.inputs.begin(), pass.inputs.end(), [&](const auto& name) {
          return tensor(name).elements() == elements && stays_readable(name, i);
        })) {
      return false;
    }
    bool operand = false;
    for (const std::string& name : pass.outputs) {
      if (is_operand(name, elements, i)) {
        operand = true;
      } else if (!can_drop(name, i)) {
        return false;
      }
    }
    return operand;
  }

  /// A quantization of activations or errors. What a product rounds as it
  /// leaves stays codes.
  [[nodiscard]] bool quantizes(std::size_t i) const {
    const trace::Operation& pass = all_[i].operation;
    if (pass.cls != OperationClass::quantize || pass.outputs.empty() || pass.inputs.size() != 1) {
      return false;
    }
    const trace::Tensor& real = tensor(pass.inputs.front());
    return real.format == Format::real &&
           (real.role == Role::activation || real.role == Role::error || real.role == Role::stash);
  }

  /// Written at most once, before pass `i`: whoever reads it later reads the
  /// same.
  [[nodiscard]] bool stays_readable(const std::string& name, std::size_t i) const {
    const std::vector<std::size_t>& writers = writers_.at(name);
    return writers.empty() || (writers.size() == 1 && writers.front() < i);
  }

  /// Whether products alone read the tensor, as operands of as many elements.
  [[nodiscard]] bool is_operand(const std::string& name, std::uint64_t elements,
                                std::size_t i) const {
    const std::vector<std::size_t>& readers = readers_.at(name);
    return tensor(name).format != Format::mask && tensor(name).elements() == elements &&
           writers_.at(name).size() == 1 && !readers.empty() &&
           std::all_of(readers.begin(), readers.end(), [&](std::size_t reader) {
             return reader > i && is_matrix(all_[reader]) && reads_as_operand(all_[reader], name);
           });
  }

  [[nodiscard]] static bool reads_as_operand(const MachineOperation& one, const std::string& name) {
    const std::vector<std::string>& inputs = one.operation.inputs;
    const bool beside = contains(one.fused.inputs, name) || contains(one.loads[0].beside, name) ||
                        contains(one.loads[1].beside, name) ||
                        std::find(inputs.begin() + 2, inputs.end(), name) != inputs.end();
    return !beside && (inputs[0] == name) != (inputs[1] == name);
  }

  /// A mask whose readers can make it again, or a correction of the pass's own
  /// codes.
  [[nodiscard]] bool can_drop(const std::string& name, std::size_t i) const {
    const trace::Operation& pass = all_[i].operation;
    const std::vector<std::size_t>& readers = readers_.at(name);
    if (tensor(name).format == Format::mask) {
      return readers.empty() ||
             (normalizes(i) && pass.inputs.size() == 1 &&
              std::all_of(readers.begin(), readers.end(), [&](std::size_t reader) {
                return reads(all_[reader], pass.inputs.front());
              }));
    }
    return tensor(name).role == Role::partial_sum &&
           std::all_of(readers.begin(), readers.end(), [&](std::size_t reader) {
             const std::vector<std::string>& inputs = all_[reader].operation.inputs;
             return is_matrix(all_[reader]) && inputs.size() > 2 && inputs[2] == name &&
                    contains(pass.outputs, inputs[0]);
           });
  }

  [[nodiscard]] static bool reads(const MachineOperation& one, const std::string& name) {
    return contains(one.operation.inputs, name) || contains(one.fused.inputs, name) ||
           contains(one.loads[0].beside, name) || contains(one.loads[1].beside, name);
  }

  /// Gives the search for the range to the statistics.
  void find_range(std::size_t i, RangeFinder finder) {
    const UnitShare range = all_[i].shares.range;
    if (finder != RangeFinder::statistics) {
      return;
    }
    MachineOperation& one = all_[statistics_of(all_[i].operation.inputs.front()).value()];
    if (auto* work = vector_work(one)) {
      work->adds_per_element += range.adds;
      one.shares.range += range;
    } else {
      one.fused.adds_per_result += range.adds;
      one.fused.shares.range += range;
    }
  }

  [[nodiscard]] bool is_made(const std::string& name) const {
    return tensor(name).format != Format::mask && tensor(name).role != Role::partial_sum;
  }

  /// Of the products that read what the pass writes.
  [[nodiscard]] std::size_t first_reader(const MachineOperation& pass) const {
    std::size_t first = all_.size();
    for (const std::string& name : pass.operation.outputs) {
      for (const std::size_t reader : readers_.at(name)) {
        first = is_made(name) ? std::min(first, reader) : first;
      }
    }
    return first;
  }

  void move(std::size_t i, RangeFinder finder) {
    const MachineOperation pass = all_[i];
    const std::size_t first = first_reader(pass);
    for (const std::string& name : pass.operation.outputs) {
      const std::vector<std::size_t> readers = readers_.at(name);
      for (const std::size_t reader : readers) {
        if (is_made(name)) {
          const bool ranges = finder == RangeFinder::every_load ||
                              (finder == RangeFinder::first_load && reader == first);
          load(all_[reader], name, pass, ranges);
          add_readers(pass.operation.inputs, reader);
        } else if (tensor(name).format == Format::mask) {
          make_mask_again(all_[reader], name);
        } else {
          erase(all_[reader].operation.inputs, name);
        }
      }
      readers_[name].clear();
    }
    for (const std::string& name : pass.operation.inputs) {
      auto& readers = readers_.at(name);
      readers.erase(std::remove(readers.begin(), readers.end(), i), readers.end());
    }
    gone_[i] = true;
  }

  void add_readers(const std::vector<std::string>& names, std::size_t reader) {
    for (const std::string& name : names) {
      auto& readers = readers_.at(name);
      if (std::find(readers.begin(), readers.end(), reader) == readers.end()) {
        readers.push_back(reader);
      }
    }
  }

  /// The operand `name` of a product is made of what the pass reads.
  void load(MachineOperation& product, const std::string& name, const MachineOperation& pass,
            bool ranges) {
    std::vector<std::string>& inputs = product.operation.inputs;
    const std::size_t operand = inputs[0] == name ? 0 : 1;
    LoadedOperand& into = product.loads[operand];
    if (into.as.empty()) {
      into.as = name;
    }
    inputs[operand] = pass.operation.inputs.front();
    for (std::size_t i = 1; i < pass.operation.inputs.size(); ++i) {
      const std::string& beside = pass.operation.inputs[i];
      if (beside != inputs[operand] && !contains(into.beside, beside)) {
        into.beside.push_back(beside);
      }
    }
    const auto& work = std::get<trace::VectorWork>(pass.operation.work);
    const UnitShares shares = shares_for(name, pass, ranges);
    const double corrections = corrections_left_out(product, pass);
    into.adds_per_element += work.adds_per_element - corrections + shares.range.adds +
                             shares.quantizer.adds - pass.shares.range.adds -
                             pass.shares.quantizer.adds;
    into.multiplies_per_element += work.multiplies_per_element - corrections +
                                   shares.quantizer.multiplies - pass.shares.quantizer.multiplies;
    into.shares += shares;
  }

  /// The pass's shares: of its roundings those that make output `name`; its
  /// range where wanted.
  [[nodiscard]] UnitShares shares_for(const std::string& name, const MachineOperation& pass,
                                      bool ranges) const {
    UnitShares shares = pass.shares;
    if (!ranges) {
      shares.range = {};
    }
    if (const double codes = shares.quantizer.passages; codes > 0) {
      const double part = tensor(name).format == Format::codes ? 1 / codes : 0;
      shares.quantizer = (part * UnitShares{{}, shares.quantizer, 0}).quantizer;
      shares.random *= part;
    }
    return shares;
  }

  /// Of each element one multiplication and one addition less where the pass
  /// also sums corrections, and another product needs them.
  [[nodiscard]] double corrections_left_out(const MachineOperation& product,
                                            const MachineOperation& pass) const {
    const std::vector<std::string>& inputs = product.operation.inputs;
    for (const std::string& name : pass.operation.outputs) {
      if (tensor(name).role == Role::partial_sum) {
        return inputs.size() > 2 && inputs[2] == name ? 0 : 1;
      }
    }
    return 0;
  }

  static void make_mask_again(MachineOperation& one, const std::string& mask) {
    if (auto* work = vector_work(one)) {
      erase(one.operation.inputs, mask);
      work->adds_per_element += kMask.adds;
      work->multiplies_per_element += kMask.multiplies;
      return;
    }
    if (contains(one.fused.inputs, mask)) {
      erase(one.fused.inputs, mask);
      one.fused.adds_per_result += kMask.adds;
      one.fused.multiplies_per_result += kMask.multiplies;
    }
    for (LoadedOperand& load : one.loads) {
      if (contains(load.beside, mask)) {
        erase(load.beside, mask);
        load.adds_per_element += kMask.adds;
        load.multiplies_per_element += kMask.multiplies;
      }
    }
  }

  std::vector<MachineOperation>& all_;
  TensorIndex tensors_;
  const arch::TrainingSpec& training_;
  const NormPasses& norms_;
  std::vector<bool> gone_;
  std::unordered_map<std::string, std::vector<std::size_t>> readers_, writers_;
};

}  // namespace

NormPasses norm_passes(const MachineStep& step) {
  NormPasses norms;
  std::set<std::string> owners;
  for (const MachineOperation& one : step.operations) {
    const auto [owner, what] = split_name(one.operation.name);
    if (what == "backward_reduce") {
      norms.sums.insert(one.operation.name);
      owners.insert(owner);
    }
  }
  for (const MachineOperation& one : step.operations) {
    const auto [owner, what] = split_name(one.operation.name);
    if (what == "normalize") {
      norms.normalize.insert(one.operation.name);
    } else if (what == "backward" && owners.contains(owner)) {
      norms.backward.insert(one.operation.name);
    }
  }
  return norms;
}

void fuse_into_loads(MachineStep& step, const arch::TrainingSpec& training,
                     const NormPasses& norms) {
  LoadFuser(step, training, norms).run();
}

}  // namespace metronome::mapping
