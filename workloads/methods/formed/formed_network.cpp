#include "workloads/methods/formed/formed_network.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/methods/formed/layer_form.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/model/ends.hpp"

namespace metronome::methods {
namespace {

template <class T>
void add_values(const tensor::Tensor<T>& from, std::vector<T>& to) {
  std::transform(to.begin(), to.end(), from.data(), to.begin(), std::plus<>());
}

template <class T>
weights::WeightShape shape_of(const tensor::Tensor<T>& weight) {
  const tensor::Dims& dims = weight.dims();
  return {dims[0], dims[1], dims[2], dims[3]};
}

const trace::Assignment kFp32{.all = {0, 0}, .layers = {}};

}  // namespace

template <class T>
FormedNetwork<T>::FormedNetwork(nn::Network<T>& network, const weights::FormSpec& spec,
                                std::vector<int> modes)
    : network_(network), one_for_all_(modes.empty()) {
  take_forms(spec);
  take_inputs(spec);
  take_norms(std::move(modes));
  take_plain();
  network_.change_outputs(
      [this](model::NodeIndex node, Tensor& output) { round_clip(node, output); });
}

template <class T>
FormedNetwork<T>::~FormedNetwork() {
  enter(last_mode_);
  network_.change_outputs({});
  for (const Formed& formed : formed_) {
    product(formed.node).set_input_form(nullptr);
  }
}

template <class T>
void FormedNetwork<T>::take_forms(const weights::FormSpec& spec) {
  const model::Graph& graph = network_.graph();
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const model::Node& node = graph.nodes[i];
    if (!model::takes_form(node.layer)) {
      if (model::multiplies_codes(node.layer)) {
        coded_.push_back(i);
      }
      continue;
    }
    if (!std::holds_alternative<model::Convolution>(node.layer) &&
        !std::holds_alternative<model::Linear>(node.layer)) {
      throw UserError(fmt::format("layer `{}` has no weights that take a form", node.name),
                      "networks of convolutions and linear layers");
    }
    nn::Convolution<T>& own_product = product(i);
    Tensor& weight = own_product.weight();
    try {
      formed_.push_back(
          {node.name, i, &weight, &own_product.gradient(),
           weights::make_form<T>(form_of_layer(spec, node), shape_of(weight), weight.values()),
           nullptr});
    } catch (const UserError& error) {
      throw UserError(fmt::format("layer `{}`: {}", node.name, error.diagnostics().front().what),
                      error.diagnostics().front().hint);
    }
  }
  if (formed_.empty()) {
    throw UserError(graph.name + ": no layer is quantized, so that none takes a form",
                    "quantized convolutions or linear layers");
  }
  check_named_layers(spec, graph, formed_layers());
}

template <class T>
nn::Convolution<T>& FormedNetwork<T>::product(model::NodeIndex node) {
  nn::NodeLayer<T>& layer = network_.layer(node);
  if (nn::Linear<T>* linear = std::get_if<nn::Linear<T>>(&layer)) {
    return linear->product();
  }
  return std::get<nn::Convolution<T>>(layer);
}

template <class T>
void FormedNetwork<T>::take_inputs(const weights::FormSpec& spec) {
  const auto* blended = std::get_if<weights::BlendedSpec>(&spec);
  const auto* binary = std::get_if<weights::BinarySpec>(&spec);
  const bool clipped =
      binary != nullptr && binary->activations == weights::BinaryActivations::clipped;
  if (blended == nullptr && !clipped) {
    return;
  }
  const model::Graph& graph = network_.graph();
  const std::vector<bool> negative = negative_outputs(graph);
  for (Formed& formed : formed_) {
    const bool is_signed = negative[graph.nodes[formed.node].inputs.front()];
    if (blended != nullptr) {
      formed.input = std::make_unique<LayerInput<T>>(weights::BlendedActivations<T>(
          *blended, static_cast<T>(blended->first_range), is_signed));
    } else {
      formed.input = std::make_unique<LayerInput<T>>(
          weights::ClippedActivations<T>(static_cast<T>(binary->first_range), is_signed));
    }
    product(formed.node).set_input_form(formed.input.get());
  }
}

template <class T>
void FormedNetwork<T>::set_input_bits(const std::function<int(const Formed&)>& bits_of) {
  for (Formed& formed : formed_) {
    if (formed.input) {
      formed.input->set_bits(bits_of(formed));
    }
  }
}

template <class T>
void FormedNetwork<T>::show_planes() {
  for (Formed& formed : formed_) {
    const auto* binary = std::get_if<weights::BinaryPlanes<T>>(&formed.form);
    if (formed.input && binary != nullptr) {
      formed.input->set_weights(binary->planes(formed.bits), binary->scale());
    }
  }
}

template <class T>
void FormedNetwork<T>::take_norms(std::vector<int> modes) {
  const model::Graph& graph = network_.graph();
  if (modes.empty()) {
    modes.push_back(0);
  }
  ranges_ = network_.ranges();
  std::vector<std::string> names;
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    if (auto* norm = std::get_if<nn::BatchNorm<T>>(&network_.layer(i))) {
      norms_.push_back(norm);
      names.push_back(graph.nodes[i].name);
    }
  }
  for (const int bits : modes) {
    modes_.push_back({bits, {}, {}});
    for (const nn::NamedRange<T>& range : ranges_) {
      modes_.back().ranges.push_back({range.range->zero_point(), range.range->extent()});
    }
    for (std::size_t k = 0; k < norms_.size(); ++k) {
      nn::BatchNorm<T>& norm = *norms_[k];
      const std::vector<T> zeros(norm.weight().size());
      modes_.back().norms.push_back({names[k], norm.weight(), norm.bias(), norm.running_mean(),
                                     norm.running_variance(), zeros, zeros});
    }
  }
}

template <class T>
void FormedNetwork<T>::take_plain() {
  for (const nn::Parameter<T>& parameter : network_.parameters()) {
    const bool formed = std::any_of(formed_.begin(), formed_.end(),
                                    [&](const Formed& f) { return f.weight == parameter.value; });
    const bool norm = std::any_of(norms_.begin(), norms_.end(), [&](nn::BatchNorm<T>* of) {
      return &of->weight() == parameter.value || &of->bias() == parameter.value;
    });
    if (!formed && !norm) {
      plain_.push_back({parameter, std::vector<T>(parameter.value->size())});
    }
  }
}

template <class T>
std::size_t FormedNetwork<T>::mode_of(int bits) const {
  if (one_for_all_) {
    return 0;
  }
  const auto found = std::find_if(modes_.begin(), modes_.end(),
                                  [&](const Mode& mode) { return mode.bits == bits; });
  if (found == modes_.end()) {
    std::string all;
    for (const Mode& mode : modes_) {
      all += (all.empty() ? "" : ", ") + std::to_string(mode.bits);
    }
    throw UserError(fmt::format("there is no batch norm for {} bits", bits), "one of: " + all);
  }
  return static_cast<std::size_t>(found - modes_.begin());
}

template <class T>
void FormedNetwork<T>::exchange_norms(std::size_t mode) {
  for (std::size_t k = 0; k < norms_.size(); ++k) {
    Norm& norm = modes_[mode].norms[k];
    std::swap(norms_[k]->weight(), norm.weight);
    std::swap(norms_[k]->bias(), norm.bias);
    std::swap(norms_[k]->running_mean(), norm.mean);
    std::swap(norms_[k]->running_variance(), norm.variance);
  }
}

template <class T>
void FormedNetwork<T>::enter(std::size_t mode) {
  leave();
  exchange_norms(mode);
  for (std::size_t k = 0; k < ranges_.size(); ++k) {
    *ranges_[k].range = {modes_[mode].ranges[k][0], modes_[mode].ranges[k][1]};
  }
  entered_ = mode;
}

template <class T>
void FormedNetwork<T>::leave() {
  if (entered_) {
    exchange_norms(*entered_);
    for (std::size_t k = 0; k < ranges_.size(); ++k) {
      modes_[*entered_].ranges[k] = {ranges_[k].range->zero_point(), ranges_[k].range->extent()};
    }
    entered_.reset();
  }
}

template <class T>
const tensor::Tensor<T>& FormedNetwork<T>::forward(const Tensor& input, const nn::Pass<T>& pass,
                                                   int bits, std::optional<int> norm_of) {
  for (Formed& formed : formed_) {
    formed.bits = bits;
  }
  set_input_bits([bits](const Formed&) { return bits; });
  assignment_ = kFp32;
  clip_bits_ = formed_.front().input ? 0 : bits;
  return run(input, pass, mode_of(norm_of.value_or(bits)));
}

template <class T>
const tensor::Tensor<T>& FormedNetwork<T>::forward(const Tensor& input, const nn::Pass<T>& pass,
                                                   const trace::Assignment& assignment,
                                                   std::optional<int> norm_of) {
  for (Formed& formed : formed_) {
    formed.bits = nn::precision_of(network_.graph().nodes[formed.node], assignment).weight_bits;
  }
  set_input_bits([&](const Formed& formed) {
    return nn::precision_of(network_.graph().nodes[formed.node], assignment).activation_bits;
  });
  const auto around = [&](trace::Precision precision) {
    precision.weight_bits = 0;
    if (formed_.front().input) {
      precision.activation_bits = 0;
      precision.stash_bits = 0;
    }
    return precision;
  };
  assignment_ = assignment;
  assignment_.all = around(assignment.all);
  for (const std::string& layer : assignment.layers.names()) {
    assignment_.layers.set(layer, around(assignment.of(layer)));
  }
  for (const model::NodeIndex node : coded_) {
    const model::Node& own = network_.graph().nodes[node];
    assignment_.layers.set(own.name, nn::precision_of(own, assignment));
  }
  clip_bits_ = 0;
  return run(input, pass, mode_of(norm_of.value_or(assignment.all.weight_bits)));
}

template <class T>
const tensor::Tensor<T>& FormedNetwork<T>::run(const Tensor& input, const nn::Pass<T>& pass,
                                               std::size_t mode) {
  last_mode_ = mode;
  enter(mode);
  for (Formed& formed : formed_) {
    std::visit([&](auto& form) { form.forward(formed.bits, formed.weight->values()); },
               formed.form);
  }
  if (!pass.training) {
    show_planes();
  }
  return network_.forward(input, pass, assignment_);
}

template <class T>
void FormedNetwork<T>::check(const trace::Assignment& assignment) const {
  for (const Formed& formed : formed_) {
    const trace::Precision own = nn::precision_of(network_.graph().nodes[formed.node], assignment);
    try {
      std::visit([&](const auto& form) { form.check(own.weight_bits); }, formed.form);
      if (formed.input) {
        formed.input->set_bits(own.activation_bits);
      }
    } catch (const UserError& error) {
      throw UserError(fmt::format("layer `{}`: {}", formed.name, error.diagnostics().front().what),
                      error.diagnostics().front().hint);
    }
  }
}

template <class T>
std::string FormedNetwork<T>::state_fault() const {
  for (const Formed& formed : formed_) {
    const std::string fault =
        std::visit([](const auto& form) { return form.state_fault(); }, formed.form);
    if (!fault.empty()) {
      return fmt::format("{} in layer `{}`", fault, formed.name);
    }
  }
  return {};
}

template <class T>
void FormedNetwork<T>::round_clip(model::NodeIndex node, Tensor& output) const {
  const auto* clip = std::get_if<model::Clip>(&network_.graph().nodes[node].layer);
  if (clip == nullptr || clip_bits_ == 0 || clip->low != 0 || clip->high <= 0) {
    return;
  }
  const weights::ActivationGrid<T> grid(clip_bits_, static_cast<T>(clip->high));
  for (T& value : output.values()) {
    // What is not a number stays so, and shows in the loss.
    value = value >= T(0) ? grid.value(value) : value;
  }
}

template <class T>
void FormedNetwork<T>::clear_gradients() {
  for (Formed& formed : formed_) {
    std::visit([](auto& form) { form.clear_gradients(); }, formed.form);
    if (formed.input) {
      formed.input->clear_gradients();
    }
  }
  for (Plain& plain : plain_) {
    std::fill(plain.gradient.begin(), plain.gradient.end(), T(0));
  }
  for (Mode& mode : modes_) {
    for (Norm& norm : mode.norms) {
      std::fill(norm.weight_gradient.begin(), norm.weight_gradient.end(), T(0));
      std::fill(norm.bias_gradient.begin(), norm.bias_gradient.end(), T(0));
    }
  }
}

template <class T>
void FormedNetwork<T>::backward(const Tensor& logits_gradient, const nn::Pass<T>& pass) {
  METRONOME_ASSERT(entered_.has_value(), "a backward pass follows its forward pass");
  network_.backward(logits_gradient, pass, assignment_);
  for (Formed& formed : formed_) {
    std::visit([&](auto& form) { form.add_gradients(formed.bits, formed.gradient->values()); },
               formed.form);
  }
  for (Plain& plain : plain_) {
    add_values(*plain.parameter.gradient, plain.gradient);
  }
  for (std::size_t k = 0; k < norms_.size(); ++k) {
    Norm& norm = modes_[*entered_].norms[k];
    add_values(norms_[k]->weight_gradient(), norm.weight_gradient);
    add_values(norms_[k]->bias_gradient(), norm.bias_gradient);
  }
}

template <class T>
std::vector<weights::Trained<T>> FormedNetwork<T>::trained() {
  leave();
  std::vector<weights::Trained<T>> all;
  for (Formed& formed : formed_) {
    for (weights::Trained<T> part : std::visit([](auto& f) { return f.trained(); }, formed.form)) {
      part.name = formed.name + "." + part.name;
      all.push_back(std::move(part));
    }
    for (weights::Trained<T> part :
         formed.input ? formed.input->trained() : std::vector<weights::Trained<T>>()) {
      part.name = formed.name + ".input." + part.name;
      all.push_back(std::move(part));
    }
  }
  for (Plain& plain : plain_) {
    all.push_back({plain.parameter.name, plain.parameter.value->values(), plain.gradient});
  }
  for (Mode& mode : modes_) {
    const std::string of = one_for_all_ ? "" : "@" + std::to_string(mode.bits);
    for (Norm& norm : mode.norms) {
      all.push_back({norm.name + ".weight" + of, norm.weight.values(), norm.weight_gradient});
      all.push_back({norm.name + ".bias" + of, norm.bias.values(), norm.bias_gradient});
    }
  }
  return all;
}

template <class T>
std::vector<weights::KeptState<T>> FormedNetwork<T>::state() {
  leave();
  std::vector<weights::KeptState<T>> all;
  for (Formed& formed : formed_) {
    for (weights::KeptState<T> part : std::visit([](auto& f) { return f.state(); }, formed.form)) {
      part.name = formed.name + "." + part.name;
      all.push_back(std::move(part));
    }
    for (weights::KeptState<T> part :
         formed.input ? formed.input->state() : std::vector<weights::KeptState<T>>()) {
      part.name = formed.name + ".input." + part.name;
      all.push_back(std::move(part));
    }
  }
  for (Plain& plain : plain_) {
    all.push_back({plain.parameter.name, plain.parameter.value->values()});
  }
  for (Mode& mode : modes_) {
    const std::string of = one_for_all_ ? "" : "@" + std::to_string(mode.bits);
    for (Norm& norm : mode.norms) {
      all.push_back({norm.name + ".weight" + of, norm.weight.values()});
      all.push_back({norm.name + ".bias" + of, norm.bias.values()});
      all.push_back({norm.name + ".running_mean" + of, norm.mean.values()});
      all.push_back({norm.name + ".running_variance" + of, norm.variance.values()});
    }
    for (std::size_t k = 0; k < ranges_.size(); ++k) {
      all.push_back({ranges_[k].name + of, mode.ranges[k]});
    }
  }
  return all;
}

template <class T>
void FormedNetwork<T>::update(const weights::UpdateSettings& settings) {
  for (Formed& formed : formed_) {
    std::visit([&](auto& form) { form.update(settings); }, formed.form);
  }
}

template <class T>
void FormedNetwork<T>::end_epoch() {
  for (Formed& formed : formed_) {
    try {
      std::visit([](auto& form) { form.end_epoch(); }, formed.form);
    } catch (const UserError& error) {
      throw UserError(fmt::format("layer `{}`: {}", formed.name, error.diagnostics().front().what),
                      error.diagnostics().front().hint);
    }
  }
}

template <class T>
std::vector<std::string> FormedNetwork<T>::formed_layers() const {
  std::vector<std::string> names;
  for (const Formed& formed : formed_) {
    names.push_back(formed.name);
  }
  return names;
}

template <class T>
const typename FormedNetwork<T>::Formed& FormedNetwork<T>::formed(const std::string& layer) const {
  const auto found = std::find_if(formed_.begin(), formed_.end(),
                                  [&](const Formed& formed) { return formed.name == layer; });
  if (found == formed_.end()) {
    throw UserError(fmt::format("no layer `{}` has weights in a form", layer),
                    name_hint(layer, formed_layers()));
  }
  return *found;
}

template <class T>
weights::AnyForm<T>& FormedNetwork<T>::form(const std::string& layer) {
  return formed_.at(static_cast<std::size_t>(&formed(layer) - formed_.data())).form;
}

template <class T>
LayerInput<T>* FormedNetwork<T>::input_form(const std::string& layer) {
  return formed(layer).input.get();
}

template <class T>
const model::Node& FormedNetwork<T>::node(const std::string& layer) const {
  return network_.graph().nodes[formed(layer).node];
}

template <class T>
void FormedNetwork<T>::copy_norms(int from_bits, int to_bits) {
  leave();
  const std::size_t from = mode_of(from_bits);
  const std::size_t to = mode_of(to_bits);
  for (std::size_t k = 0; k < norms_.size(); ++k) {
    const Norm& source = modes_[from].norms[k];
    Norm& target = modes_[to].norms[k];
    target.weight = source.weight;
    target.bias = source.bias;
    target.mean = source.mean;
    target.variance = source.variance;
  }
  modes_[to].ranges = modes_[from].ranges;
}

template class FormedNetwork<float>;
template class FormedNetwork<double>;

}  // namespace metronome::methods
