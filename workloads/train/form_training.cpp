#include "workloads/train/form_training.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "workloads/methods/formed/mode_step.hpp"
#include "workloads/train/divergence.hpp"
#include "workloads/train/initial_weights.hpp"

namespace metronome::train {
namespace {

using weights::NestedSpec;
using weights::NestedTraining;

std::vector<NamedTensor> named(std::vector<weights::KeptState<float>> kept) {
  std::vector<NamedTensor> list;
  list.reserve(kept.size());
  for (weights::KeptState<float>& part : kept) {
    list.push_back(
        {std::move(part.name), {part.values.size()}, {part.values.begin(), part.values.end()}});
  }
  return list;
}

void copy_into(methods::FormedNetwork<float>& network, const std::vector<NamedTensor>& state) {
  const auto parts = network.state();
  METRONOME_ASSERT(parts.size() == state.size(), "a stored state is that of the same forms");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::copy(state[i].values.begin(), state[i].values.end(), parts[i].values.begin());
  }
}

}  // namespace

FormTraining::FormTraining(const WorkloadSpec& spec, const schedule::Schedule& schedule,
                           nn::Network<float>& network)
    : spec_(spec),
      network_(network),
      first_phase_(first_phase_iterations(spec.form, spec.iterations)),
      widest_(schedule.evaluation(spec.iterations)),
      formed_(network, spec.form, modes_of(spec.form)) {
  check_form_schedule(spec.form, schedule, spec.iterations);
  if (const NestedSpec* nested = with_modes(spec.form);
      nested != nullptr && nested->training == NestedTraining::joint_recursive &&
      network.graph().loss != model::Loss::cross_entropy) {
    throw UserError("`joint_recursive` learns probabilities, the network's loss has none",
                    "loss: cross_entropy, or training: joint_hard");
  }
  for (const trace::Assignment& assignment : assignments_of(schedule, spec.iterations)) {
    for (const bool second : {false, true}) {
      for (const FormPass& pass : form_passes(spec.form, assignment, second)) {
        formed_.check(pass.assignment);
      }
    }
  }
  if (const auto* blended = std::get_if<weights::BlendedSpec>(&spec.form)) {
    search_.emplace(*blended, spec.iterations, network.graph(), formed_);
  }
  make_optimiser();
}

bool FormTraining::frozen() {
  bool any = false;
  formed_.each_form(
      Overload{[&](weights::NestedPlanes<float>& form) { any = any || form.frozen(); },
               [](weights::AffineCodes<float>&) {}, [](weights::BlendedGrids<float>&) {},
               [](weights::BinaryPlanes<float>&) {}, [](weights::Coefficients<float>&) {}});
  return any;
}

std::vector<weights::Trained<float>> FormTraining::moving() {
  std::vector<weights::Trained<float>> all = formed_.trained();
  if (const NestedSpec* nested = with_modes(spec_.form); nested != nullptr && frozen()) {
    std::erase_if(all, [&](const weights::Trained<float>& part) {
      return !methods::moves_in_second_phase(part.name, nested->high_bits);
    });
  }
  std::erase_if(all, [](const weights::Trained<float>& part) {
    return WidthSearch::is_strength(part.name);  // of an optimizer of their own
  });
  return all;
}

void FormTraining::make_optimiser() {
  moved_.clear();
  std::vector<nn::Parameter<float>> parameters;
  for (const weights::Trained<float>& part : moving()) {
    const tensor::Dims dims{1, 1, 1, part.values.size()};
    moved_.push_back({part.name, std::make_unique<tensor::Tensor<float>>(dims),
                      std::make_unique<tensor::Tensor<float>>(dims)});
    parameters.push_back({part.name, moved_.back().value.get(), moved_.back().gradient.get()});
  }
  optimiser_.emplace(spec_, std::move(parameters));
}

trace::Assignment FormTraining::begin(std::uint64_t iteration, const trace::Assignment& scheduled) {
  const NestedSpec* nested = with_modes(spec_.form);
  if (nested != nullptr && iteration >= first_phase_ && !frozen()) {
    freeze(*nested);
  }
  return form_passes(spec_.form, scheduled, frozen()).front().assignment;
}

bool FormTraining::in_first_phase() {
  const NestedSpec* nested = with_modes(spec_.form);
  return nested != nullptr && nested->training == NestedTraining::two_phase && !frozen();
}

void FormTraining::freeze(const NestedSpec& nested) {
  formed_.each_form(
      Overload{[](weights::NestedPlanes<float>& form) { form.freeze(); },
               [](weights::AffineCodes<float>&) {}, [](weights::BlendedGrids<float>&) {},
               [](weights::BinaryPlanes<float>&) {}, [](weights::Coefficients<float>&) {}});
  formed_.copy_norms(nested.low_bits, nested.high_bits);
  make_optimiser();
}

nn::LossResult FormTraining::gradients(const Batch& batch, const nn::Pass<float>& pass,
                                       const trace::Assignment& scheduled, const Loss& loss) {
  if (search_) {
    search_->mix_for_weights(pass.seed, pass.iteration);
  }
  formed_.clear_gradients();
  nn::LossResult first;
  std::vector<float> teacher;
  tensor::Tensor<float> gradient;
  const std::vector<FormPass> passes = form_passes(spec_.form, scheduled, frozen());
  for (std::size_t i = 0; i < passes.size(); ++i) {
    nn::Pass<float> own = pass;
    own.seed += i;  // noise of its own
    const auto& logits = formed_.forward(batch.features, own, passes[i].assignment, passes[i].norm);
    const nn::LossResult result = passes[i].soft_labels
                                      ? methods::soft_loss(logits, teacher, batch.labels, gradient)
                                      : loss(logits, batch.labels, &gradient);
    if (!std::isfinite(result.loss)) {
      return result;
    }
    first = i == 0 ? result : first;
    teacher = methods::by_sample(logits);
    formed_.backward(gradient, own);
  }
  return first;
}

nn::LossResult FormTraining::search_step(const Batch& batch, const nn::Pass<float>& pass,
                                         const trace::Assignment& scheduled, const Loss& loss) {
  search_->mix_for_strengths(pass.seed, pass.iteration);
  formed_.clear_gradients();
  nn::Pass<float> own = pass;
  own.seed += 1;  // noise of its own
  const auto& logits = formed_.forward(batch.features, own, scheduled);
  tensor::Tensor<float> gradient;
  const nn::LossResult result = loss(logits, batch.labels, &gradient);
  if (std::isfinite(result.loss)) {
    formed_.backward(gradient, own);
    search_->step();
  }
  return result;
}

std::optional<FoundWidths> FormTraining::found_widths() {
  return search_ ? std::optional(search_->found()) : std::nullopt;
}

std::vector<NamedTensor> FormTraining::optimiser_state() {
  std::vector<NamedTensor> all = optimiser_->state();
  for (NamedTensor& strengths : search_ ? search_->state() : std::vector<NamedTensor>()) {
    all.push_back(std::move(strengths));
  }
  return all;
}

double FormTraining::gradient_norm() {
  const std::vector<weights::Trained<float>> parts = moving();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::copy(parts[i].gradient.begin(), parts[i].gradient.end(), moved_[i].gradient->data());
  }
  return optimiser_->gradient_norm();
}

void FormTraining::step(double learning_rate, double norm) {
  const std::vector<weights::Trained<float>> parts = moving();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::copy(parts[i].values.begin(), parts[i].values.end(), moved_[i].value->data());
  }
  optimiser_->step(learning_rate, norm);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::span<float> values = moved_[i].value->values();
    std::copy(values.begin(), values.end(), parts[i].values.begin());
  }
  formed_.update({learning_rate, spec_.momentum, spec_.weight_decay});
}

const tensor::Tensor<float>& FormTraining::forward(const tensor::Tensor<float>& features,
                                                   const nn::Pass<float>& pass,
                                                   const EvaluationMode& mode) {
  if (search_) {
    search_->mix_for_evaluation();
  }
  return formed_.forward(features, pass, mode.assignment, mode.norm);
}

std::string FormTraining::diverged_layer(const Batch& batch, const nn::Pass<float>& pass) {
  return train::diverged_layer(network_, batch.features, pass, formed_.products());
}

std::string FormTraining::diverged_gradient() {
  std::string name;
  for (const weights::Trained<float>& part : moving()) {
    const bool finite = std::all_of(part.gradient.begin(), part.gradient.end(),
                                    [](float value) { return std::isfinite(value); });
    name = finite ? name : part.name;  // backward runs from the last layer to the first
  }
  return name;
}

namespace {

std::vector<FormFacts> facts_of(methods::FormedNetwork<float>& formed,
                                const trace::Assignment& widest) {
  std::vector<FormFacts> all;
  for (const std::string& layer : formed.formed_layers()) {
    const int bits = nn::precision_of(formed.node(layer), widest).weight_bits;
    all.push_back(std::visit(
        [&](const auto& form) -> FormFacts {
          return {layer,
                  {},
                  form.stored(bits),
                  form.training_state(),
                  form.forward_work(bits),
                  form.training_work(bits)};
        },
        formed.form(layer)));
  }
  return all;
}

}  // namespace

std::vector<FormFacts> FormTraining::facts() {
  std::vector<FormFacts> all = facts_of(formed_, widest_);
  const auto* coefficients = std::get_if<weights::CoefficientSpec>(&spec_.form);
  if (coefficients == nullptr || coefficients->cycled.bits == 0) {
    return all;
  }
  std::set<int> levels{widest_.all.weight_bits};
  for (const trace::Assignment& assignment :
       assignments_of(schedule::parse_schedule(spec_.schedule), spec_.iterations)) {
    if (const int bits = assignment.all.weight_bits; levels.insert(bits).second) {
      for (FormFacts& facts : facts_of(formed_, assignment)) {
        facts.level = bits;
        all.push_back(std::move(facts));
      }
    }
  }
  return all;
}

std::vector<FormFacts> stored_facts(const WorkloadSpec& spec, const model::Graph& graph,
                                    const std::vector<NamedTensor>& tensors,
                                    const std::filesystem::path& file) {
  nn::Network<float> network(graph, spec.dx_scale);
  network.initialise(spec.seed);
  methods::FormedNetwork<float> formed(network, spec.form, modes_of(spec.form));
  if (const std::string difference = restore_form(formed, tensors); !difference.empty()) {
    throw UserError(
        Diagnostic{file.string(), 0, 0, {}, difference, "the network that was trained"});
  }
  return facts_of(formed, schedule::parse_schedule(spec.schedule).evaluation(spec.iterations));
}

std::vector<FormFacts> facts_at_start(const WorkloadSpec& spec, const model::Graph& graph,
                                      const schedule::Schedule& schedule) {
  nn::Network<float> network(graph, spec.dx_scale);
  give_initial_weights(network, spec);
  return FormTraining(spec, schedule, network).facts();
}

std::vector<NamedTensor> FormTraining::state() { return named(formed_.state()); }

void FormTraining::put_back(const std::vector<NamedTensor>& state) { copy_into(formed_, state); }

std::string restore_form(methods::FormedNetwork<float>& network,
                         const std::vector<NamedTensor>& state) {
  std::string difference = different_tensors(state, named(network.state()));
  if (difference.empty()) {
    copy_into(network, state);
    difference = network.state_fault();
  }
  return difference;
}

std::string FormTraining::restore(const std::vector<NamedTensor>& state,
                                  const std::vector<NamedTensor>& optimiser,
                                  std::uint64_t iteration) {
  std::string difference = restore_form(formed_, state);
  // The planes freeze when the first iteration of the second phase begins.
  if (difference.empty() && frozen() != (iteration > first_phase_)) {
    difference = "is of another phase than its iteration";
  }
  if (!difference.empty()) {
    return difference;
  }
  make_optimiser();
  difference = different_tensors(optimiser, optimiser_state());
  if (!difference.empty()) {
    return difference;
  }
  const auto strengths =
      optimiser.begin() + static_cast<std::ptrdiff_t>(optimiser_->state().size());
  optimiser_->restore({optimiser.begin(), strengths},
                      frozen() ? iteration - first_phase_ : iteration);
  if (search_) {
    search_->restore({strengths, optimiser.end()}, iteration);
  }
  return {};
}

}  // namespace metronome::train
