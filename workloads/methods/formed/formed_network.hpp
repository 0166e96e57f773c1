#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workloads/methods/formed/layer_input.hpp"
#include "workloads/methods/weights/any_form.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::methods {

/// A network whose quantized convolutions and linear layers have their weights in a form, but for
/// those that keep bits of their own (model::takes_form); it knows the interface of forms only.
/// Products are of FP32 numbers that lie on the grids of the form, and errors stay FP32. Outputs of
/// clips between 0 and a bound lie on the grid of as many bits (weights/form/activation_grid.hpp),
/// straight through; other activations stay as they are.
///
/// Weights of the forms `blended`, and `binary_planes` with clipped activations, have a form of the
/// inputs of their layers, too (layer_input.hpp), whose ranges are trained; clips stay as they are
/// then, and so do the passes of the trainer that quantize inputs.
///
/// Each of `modes` (bits) has a batch norm of its own: scales, shifts and running statistics, and
/// running ranges of activations; without modes there is one for all bits. The passes of a step add
/// their gradients up.
template <class T>
class FormedNetwork {
 public:
  using Tensor = tensor::Tensor<T>;

  /// Forms are made of the weights that the network has now; all modes begin with its batch norms.
  /// The network must outlive this object and is run by it only. UserError as make_form, naming
  /// the layer, and where the network has attention or recurrent layers that are quantized, or none
  /// that takes a form.
  FormedNetwork(nn::Network<T>& network, const weights::FormSpec& spec,
                std::vector<int> modes = {});
  FormedNetwork(const FormedNetwork&) = delete;
  FormedNetwork& operator=(const FormedNetwork&) = delete;
  /// Leaves the network with the weights of the last forward(), and the batch norms of its mode.
  ~FormedNetwork();

  /// Logits {classes, batch, 1, 1}, valid until the next call, at a width, with the batch norms of
  /// mode `norm_of` (else of the width itself). UserError where a form has no such width or there
  /// is no such mode.
  const Tensor& forward(const Tensor& input, const nn::Pass<T>& pass, int bits,
                        std::optional<int> norm_of = {});
  /// The same under an assignment of a training: forms at the weight bits of their layers, and
  /// around them what these layers do with other weights [fu2021code]: inputs at the activation
  /// bits with a range of the tensor, errors and gradients at theirs (nn/convolution.hpp; without
  /// scales of weights the input gradient is segmented). Clips stay as they are. The mode is that
  /// of the assignment's weight bits for all layers, unless `norm_of` names one.
  const Tensor& forward(const Tensor& input, const nn::Pass<T>& pass,
                        const trace::Assignment& assignment, std::optional<int> norm_of = {});
  void clear_gradients();
  /// Adds the gradients of the last training forward().
  void backward(const Tensor& logits_gradient, const nn::Pass<T>& pass);

  /// What an optimizer moves: "LAYER.PART" of forms, "LAYER.weight" and "LAYER.bias" of others, and
  /// of batch norms of modes "LAYER.weight@BITS".
  [[nodiscard]] std::vector<weights::Trained<T>> trained();
  /// Of forms, by their own rules.
  void update(const weights::UpdateSettings& settings);
  /// UserError as the forms', naming the layer.
  void end_epoch();
  /// What a checkpoint keeps, running statistics included.
  [[nodiscard]] std::vector<weights::KeptState<T>> state();

  /// The batch norms of a mode, running statistics included, become those of another.
  void copy_norms(int from_bits, int to_bits);

  /// UserError where a layer's form cannot have the bits of an assignment, naming the layer.
  void check(const trace::Assignment& assignment) const;
  /// What the layers' own products run at in the last forward(): without weight bits.
  [[nodiscard]] const trace::Assignment& products() const { return assignment_; }
  /// As WeightForm::state_fault, naming the layer; empty: no form complains.
  [[nodiscard]] std::string state_fault() const;

  /// Forms by the names of their layers, in order of execution.
  [[nodiscard]] std::vector<std::string> formed_layers() const;
  [[nodiscard]] weights::AnyForm<T>& form(const std::string& layer);
  /// Of the layer's inputs; null: the form of the weights has none.
  [[nodiscard]] LayerInput<T>* input_form(const std::string& layer);
  /// Of a layer with a form.
  [[nodiscard]] const model::Node& node(const std::string& layer) const;
  /// Calls visit(form) for each.
  template <class Visit>
  void each_form(const Visit& visit) {
    for (Formed& formed : formed_) {
      std::visit(visit, formed.form);
    }
  }

 private:
  struct Formed {
    std::string name;
    model::NodeIndex node = 0;
    Tensor* weight = nullptr;  ///< of the layer, which the form overwrites
    const Tensor* gradient = nullptr;
    weights::AnyForm<T> form;
    std::unique_ptr<LayerInput<T>> input;  ///< null: as the trainer quantizes it
    int bits = 0;                          ///< of the last forward()
  };
  struct Plain {
    nn::Parameter<T> parameter;
    std::vector<T> gradient;
  };
  /// The batch norm of one mode while another one is in the network.
  struct Norm {
    std::string name;
    Tensor weight, bias, mean, variance;
    std::vector<T> weight_gradient, bias_gradient;
  };
  struct Mode {
    int bits = 0;
    std::vector<Norm> norms;
    std::vector<std::array<T, 2>> ranges;  ///< zero point and extent
  };

  void take_forms(const weights::FormSpec& spec);
  void take_inputs(const weights::FormSpec& spec);
  [[nodiscard]] nn::Convolution<T>& product(model::NodeIndex node);
  void set_input_bits(const std::function<int(const Formed&)>& bits_of);
  /// Weights in planes for products of planes in an evaluation.
  void show_planes();
  [[nodiscard]] const Formed& formed(const std::string& layer) const;
  void take_norms(std::vector<int> modes);
  void take_plain();
  [[nodiscard]] std::size_t mode_of(int bits) const;
  /// Puts the batch norms of a mode into the network, or takes them out again.
  void exchange_norms(std::size_t mode);
  void enter(std::size_t mode);
  void leave();
  const Tensor& run(const Tensor& input, const nn::Pass<T>& pass, std::size_t mode);
  void round_clip(model::NodeIndex node, Tensor& output) const;

  nn::Network<T>& network_;
  std::vector<Formed> formed_;
  std::vector<model::NodeIndex> coded_;  ///< with bits of their own: plain codes
  std::vector<Plain> plain_;
  std::vector<nn::BatchNorm<T>*> norms_;
  std::vector<nn::NamedRange<T>> ranges_;
  std::vector<Mode> modes_;
  bool one_for_all_;
  std::optional<std::size_t> entered_;  ///< whose batch norms are in the network
  std::size_t last_mode_ = 0;           ///< of the last forward()
  trace::Assignment assignment_;        ///< of the last forward(), as the network sees it
  int clip_bits_ = 0;                   ///< of the last forward()
};

/// Plain stochastic gradient descent over what is trained: v = momentum v + g + weight_decay w;
/// w -= rate v. Velocities are by name: what comes and goes with the phases of a training begins
/// anew.
template <class T>
class FormOptimizer {
 public:
  explicit FormOptimizer(const weights::UpdateSettings& settings) : settings_(settings) {}
  /// Whether what goes by a name moves.
  using Moves = std::function<bool(const std::string&)>;

  /// One step of all that moves, the forms' own rules included.
  void step(FormedNetwork<T>& network, double rate, const Moves& moves = {});
  [[nodiscard]] std::map<std::string, std::vector<T>>& state() { return velocities_; }

 private:
  weights::UpdateSettings settings_;
  std::map<std::string, std::vector<T>> velocities_;
};

}  // namespace metronome::methods
