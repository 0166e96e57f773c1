#include "workloads/train/coefficient_step.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/trace/costs.hpp"

namespace metronome::train {
namespace {

using trace::Format;
using trace::Operation;
using trace::OperationClass;
using trace::Role;
using trace::Step;
using trace::Tensor;
using trace::VectorWork;
using trace::costs::operator+;
using weights::StreamKind;

std::uint64_t count_of(const std::vector<weights::FormWork>& work, weights::Action action) {
  std::uint64_t count = 0;
  for (const weights::FormWork& one : work) {
    count += one.action == action ? one.count : 0;
  }
  return count;
}

/// The operations of one layer.
class LayerStep {
 public:
  LayerStep(Step& step, const FormFacts& facts)
      : step_(step), facts_(facts), layer_(facts.layer), weight_(layer_ + ".weight") {
    elements_ = step_.tensor(weight_ + ".master").elements();
    for (const weights::StoredStream& stream : facts.kept.streams) {
      if (stream.kind == StreamKind::master) {
        reals_.push_back(stream.bits().count() / 32);
      }
    }
    METRONOME_ASSERT(!reals_.empty() && reals_.size() <= 2,
                     "coefficients keep real bases, and perhaps real coefficients");
    switches_ = reals_.size() == 1;
    masked_ = switches_ ? count_of(facts.training, weights::Action::count) : reals_[1];
  }

  void rewrite() {
    declare();
    std::vector<Operation> made;
    for (Operation& operation : step_.operations) {
      if (operation.name == layer_ + ".range_weight") {
        continue;
      }
      if (operation.name == layer_ + ".quantize_weight") {
        rebuild(operation, made);
      } else if (operation.name == layer_ + ".update") {
        update(operation, made);
      } else {
        const bool gradient = operation.cls == OperationClass::weight_gradient &&
                              operation.outputs.front() == weight_ + ".gradient";
        made.push_back(std::move(operation));
        if (gradient) {
          project(made);
        }
      }
    }
    step_.operations = std::move(made);
  }

 private:
  void tensor(const std::string& name, Role role, Format format,
              std::vector<std::uint64_t> shape) const {
    step_.tensors.push_back({name, role, format, std::move(shape)});
  }
  [[nodiscard]] std::string named(const char* what) const { return layer_ + what; }

  void declare() {
    // Where counters move them the stored coefficients are the only ones.
    const Role role = switches_ ? Role::master : Role::weight;
    tensor(named(".row_map"), role, Format::mask,
           {facts_.stored.bits(StreamKind::row_map).count()});
    tensor(named(".coefficients"), role, Format::mask,
           {facts_.stored.bits(StreamKind::coefficients).count()});
    tensor(named(".basis.master"), Role::master, Format::real, {reals_[0]});
    tensor(named(".basis.gradient"), Role::gradient, Format::real, {reals_[0]});
    tensor(named(".coefficients.gradient"), Role::gradient, Format::real, {masked_});
    if (!switches_) {
      tensor(named(".coefficients.master"), Role::master, Format::real, {masked_});
      return;
    }
    tensor(named(".counters"), Role::optimizer_state, Format::mask,
           {facts_.kept.bits(StreamKind::counters).count()});
    if (facts_.kept.bits(StreamKind::momentum) > Bits(0)) {
      tensor(named(".coefficients.momentum"), Role::optimizer_state, Format::real, {masked_});
    }
  }

  [[nodiscard]] Operation vector_work(const std::string& what, OperationClass cls,
                                      std::uint64_t elements, const trace::Cost& cost,
                                      std::vector<std::string> inputs,
                                      std::vector<std::string> outputs) const {
    return {layer_ + "." + what,
            layer_,
            cls,
            VectorWork{elements, cost.adds, cost.multiplies},
            std::move(inputs),
            std::move(outputs)};
  }

  [[nodiscard]] double per_weight(std::uint64_t count) const {
    return static_cast<double>(count) / static_cast<double>(elements_);
  }

  void rebuild(const Operation& quantize, std::vector<Operation>& made) const {
    const std::vector<std::string> streams{named(".row_map"), named(".coefficients")};
    if (!switches_) {
      made.push_back(vector_work("round", OperationClass::quantize, masked_, {.adds = 2},
                                 {named(".coefficients.master")}, streams));
    }
    const bool rounds = count_of(facts_.forward, weights::Action::quantize) > 0;
    const trace::Cost cost =
        trace::Cost{.adds = per_weight(count_of(facts_.forward, weights::Action::shift_add))} +
        trace::costs::when(rounds, trace::costs::kQuantize);
    made.push_back(vector_work("rebuild", OperationClass::quantize, elements_, cost,
                               {streams[0], streams[1], named(".basis.master")},
                               {quantize.outputs.front()}));
    auto& work = std::get<VectorWork>(made.back().work);
    work.rebuilt_rows = count_of(facts_.forward, weights::Action::rebuild);
    work.shift_adds = count_of(facts_.forward, weights::Action::shift_add);
    work.filter_rows = facts_.stored.rows.filter_rows;
    work.kept_rows = facts_.stored.rows.kept;
  }

  void project(std::vector<Operation>& made) const {
    const double macs = per_weight(count_of(facts_.training, weights::Action::project));
    made.push_back(vector_work(
        "project", OperationClass::vector, elements_, {.adds = macs, .multiplies = macs},
        {weight_ + ".gradient", named(".row_map"), named(".coefficients"), named(".basis.master")},
        {named(".coefficients.gradient"), named(".basis.gradient")}));
  }

  void update(const Operation& update, std::vector<Operation>& made) const {
    made.push_back(optimizer("update_basis", ".basis", reals_[0], update));
    if (!switches_) {
      made.push_back(optimizer("update", ".coefficients", masked_, update));
      return;
    }
    std::vector<std::string> state{named(".row_map"), named(".coefficients"), named(".counters")};
    const bool momentum = facts_.kept.bits(StreamKind::momentum) > Bits(0);
    if (momentum) {
      state.push_back(named(".coefficients.momentum"));
    }
    std::vector<std::string> inputs = state;
    inputs.push_back(named(".coefficients.gradient"));
    // Decay; momentum; the sign to the counter, its comparison with the bar, the exponent.
    const trace::Cost cost = trace::Cost{.adds = 4, .multiplies = 1} +
                             trace::costs::when(momentum, {.adds = 1, .multiplies = 1});
    made.push_back(vector_work("switch", OperationClass::update, masked_, cost, std::move(inputs),
                               std::move(state)));
  }

  /// The update of the weights as one of other numbers, with as much state for each.
  [[nodiscard]] Operation optimizer(const std::string& what, const std::string& of,
                                    std::uint64_t elements, const Operation& update) const {
    std::vector<std::string> moved;
    for (const std::string& output : update.outputs) {
      const std::string kind = output.substr(output.rfind('.'));
      const std::string name = layer_ + of + kind;
      if (kind != ".master") {
        tensor(name, Role::optimizer_state, Format::real, {elements});
      }
      moved.push_back(name);
    }
    std::vector<std::string> inputs = moved;
    inputs.push_back(layer_ + of + ".gradient");
    const auto& work = std::get<VectorWork>(update.work);
    return vector_work(what, OperationClass::update, elements,
                       {.adds = work.adds_per_element, .multiplies = work.multiplies_per_element},
                       std::move(inputs), std::move(moved));
  }

  Step& step_;
  const FormFacts& facts_;
  std::string layer_, weight_;
  std::uint64_t elements_ = 0, masked_ = 0;
  std::vector<std::uint64_t> reals_;  ///< of bases, and of coefficients that the optimizer moves
  bool switches_ = false;
};

}  // namespace

trace::Step coefficient_step(trace::Step step, const std::vector<FormFacts>& facts) {
  for (const FormFacts& layer : facts) {
    LayerStep(step, layer).rewrite();
  }
  std::set<std::string> used;
  for (const Operation& operation : step.operations) {
    used.insert(operation.inputs.begin(), operation.inputs.end());
    used.insert(operation.outputs.begin(), operation.outputs.end());
  }
  std::erase_if(step.tensors, [&](const Tensor& tensor) { return !used.contains(tensor.name); });
  return step;
}

}  // namespace metronome::train
