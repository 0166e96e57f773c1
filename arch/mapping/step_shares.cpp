#include "arch/mapping/step_shares.hpp"

#include <set>

#include "arch/mapping/step_index.hpp"
#include "workloads/trace/costs.hpp"

namespace metronome::mapping {
namespace {

using trace::Format;
using trace::OperationClass;
using trace::Role;

class ShareFinder {
 public:
  explicit ShareFinder(MachineStep& step)
      : all_(step.operations), uses_(step.operations), tensors_(step.tensors) {
    trains_ = std::any_of(step.tensors.tensors.begin(), step.tensors.tensors.end(),
                          [](const trace::Tensor& tensor) { return tensor.role == Role::error; });
    for (const MachineOperation& one : step.operations) {
      if (one.operation.cls == OperationClass::quantize && one.operation.outputs.empty()) {
        ranged_layers_.insert(one.operation.layer);
      }
    }
  }

  void run() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (const auto* work = vector_work(all_[i])) {
        all_[i].shares = shares_of(i, *work);
      }
    }
  }

 private:
  [[nodiscard]] UnitShares shares_of(std::size_t i, const trace::VectorWork& work) const {
    const trace::Operation& pass = all_[i].operation;
    if (pass.cls == OperationClass::quantize) {
      return pass.outputs.empty()
                 ? UnitShares{{1, work.adds_per_element, work.multiplies_per_element}, {}, 0}
                 : quantization(pass, work);
    }
    return pass.cls == OperationClass::vector && trains_ ? ranges(i, work) : UnitShares{};
  }

  [[nodiscard]] UnitShares quantization(const trace::Operation& pass,
                                        const trace::VectorWork& work) const {
    UnitShares shares;
    double corrections = 0;
    for (const std::string& name : pass.outputs) {
      const trace::Tensor& tensor = tensors_.at(name);
      corrections = tensor.role == Role::partial_sum ? 1 : corrections;
      if (tensor.format == Format::codes && tensor.elements() == work.elements) {
        shares.quantizer.passages += 1;
        shares.random += tensor.role == Role::error || tensor.role == Role::gradient ? 1 : 0;
      }
    }
    shares.quantizer.adds = std::max(work.adds_per_element - corrections, 0.0);
    shares.quantizer.multiplies = std::max(work.multiplies_per_element - corrections, 0.0);
    return shares;
  }

  [[nodiscard]] UnitShares ranges(std::size_t i, const trace::VectorWork& work) const {
    UnitShares shares;
    for (const std::string& name : all_[i].operation.outputs) {
      const double each = static_cast<double>(tensors_.at(name).elements()) /
                          static_cast<double>(std::max<std::uint64_t>(work.elements, 1));
      const double adds = trace::costs::kRange.adds * each;
      if (finds_range(name, i) && shares.range.adds + adds <= work.adds_per_element) {
        shares.range += {each, adds, 0};
      }
    }
    return shares;
  }

  /// Whether pass `i` finds the range of what it writes.
  [[nodiscard]] bool finds_range(const std::string& name, std::size_t i) const {
    bool rounded = false;
    for (const std::size_t reader : uses_.readers_of(name, i)) {
      const trace::Operation& pass = all_[reader].operation;
      if (pass.cls != OperationClass::quantize || pass.inputs.size() != 1) {
        continue;
      }
      if (pass.outputs.empty()) {
        return false;  // a pass of its own does
      }
      rounded = rounded || rounds_by_range(pass);
    }
    return rounded;
  }

  /// Whether a quantization needs the range of its whole tensor before. Number formats whose blocks
  /// find their scales by themselves, or whose scales are of steps before, need none: their layers
  /// have no pass for the range of the weights either.
  [[nodiscard]] bool rounds_by_range(const trace::Operation& pass) const {
    const bool formats =
        std::any_of(pass.outputs.begin(), pass.outputs.end(),
                    [&](const std::string& name) { return tensors_.at(name).operand.has_value(); });
    return !formats || ranged_layers_.contains(pass.layer);
  }

  std::vector<MachineOperation>& all_;
  StepIndex uses_;
  TensorIndex tensors_;
  std::set<std::string> ranged_layers_;  ///< that have passes which find a range alone
  bool trains_ = false;
};

}  // namespace

void find_unit_shares(MachineStep& step) { ShareFinder(step).run(); }

}  // namespace metronome::mapping
