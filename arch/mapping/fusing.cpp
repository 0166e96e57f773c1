#include "arch/mapping/fusing.hpp"

#include "arch/mapping/step_index.hpp"

namespace metronome::mapping {
namespace {

using trace::OperationClass;
using trace::Role;

/// Fuses passes into the products before them.
class ProductFuser {
 public:
  explicit ProductFuser(MachineStep& step, const NormPasses& norms)
      : all_(step.operations),
        norms_(norms),
        uses_(step.operations),
        tensors_(step.tensors),
        gone_(step.operations.size(), false) {}

  void results(const arch::TrainingSpec& training) {
    const bool elementwise = training.output_path == arch::OutputPath::elementwise;
    const bool known = training.range_method != arch::RangeMethod::two_pass;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const std::size_t product = product_of(i);
      if (product != i &&
          (only_reduces(i, product) || sums_errors(i, product) ||
           (elementwise && projects(i, product)) ||
           (elementwise && rounds_or_adds(i, product) && (known || !quantizes(i))))) {
        fuse(i, product);
      }
    }
    remove_marked(all_, gone_);
  }

  void updates() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const trace::Operation& update = all_[i].operation;
      if (update.cls != OperationClass::update) {
        continue;
      }
      for (const std::string& name : update.inputs) {
        const std::size_t writer = uses_.writer_before(name, i);
        const bool gradient = tensors_.at(name).role == Role::gradient && writer != i &&
                              is_matrix(all_[writer]) && uses_.readers(name).back() == i;
        // What an earlier update of the list writes must not be read in between.
        if (gradient && all_[writer].operation.outputs.front() == name) {
          fuse(i, writer);
          break;
        }
      }
    }
    remove_marked(all_, gone_);
  }

 private:
  /// The product that writes something that vector pass `i` reads; `i` where there is none.
  [[nodiscard]] std::size_t product_of(std::size_t i) const {
    if (!is_vector(all_[i])) {
      return i;
    }
    for (const std::string& name : all_[i].operation.inputs) {
      const auto fused = fused_into_.find(name);
      const std::size_t writer =
          fused != fused_into_.end() ? fused->second : uses_.writer_before(name, i);
      if (writer != i && is_matrix(all_[writer])) {
        return writer;
      }
    }
    return i;
  }

  [[nodiscard]] std::uint64_t results_of(std::size_t product) const {
    return tensors_.at(all_[product].operation.outputs.front()).elements();
  }
  [[nodiscard]] std::uint64_t elements_of(std::size_t i) const {
    return std::get<trace::VectorWork>(all_[i].operation.work).elements;
  }

  [[nodiscard]] bool only_reduces(std::size_t i, std::size_t product) const {
    const trace::Operation& pass = all_[i].operation;
    return pass.outputs.empty() && pass.inputs.size() == 1 && elements_of(i) == results_of(product);
  }

  [[nodiscard]] bool quantizes(std::size_t i) const {
    return all_[i].operation.cls == OperationClass::quantize;
  }

  /// The two sums of batch norm's backward pass: over results, which are errors, and what lies in
  /// memory for each of them. They leave as a gradient of two numbers a channel.
  [[nodiscard]] bool sums_errors(std::size_t i, std::size_t product) const {
    const trace::Operation& pass = all_[i].operation;
    const std::uint64_t results = results_of(product);
    return norms_.sums.contains(pass.name) &&
           pass.inputs.front() == all_[product].operation.outputs.front() &&
           elements_of(i) == results &&
           std::all_of(
               pass.outputs.begin(), pass.outputs.end(),
               [&](const std::string& name) { return tensors_.at(name).role == Role::gradient; }) &&
           std::all_of(pass.inputs.begin(), pass.inputs.end(), [&](const std::string& name) {
             return tensors_.at(name).elements() == results ||
                    tensors_.at(name).role == Role::gradient;
           });
  }

  /// A gradient of weights to those of what the weights are made of: a row of coefficients takes a
  /// row of results, and sums for a basis stay in registers from tile to tile (as do numbers of a
  /// row that reaches into the next tile). What lies in bits beside (maps, coefficients) comes
  /// along.
  [[nodiscard]] bool projects(std::size_t i, std::size_t product) const {
    const trace::Operation& pass = all_[i].operation;
    const trace::Operation& from = all_[product].operation;
    const auto is_gradient = [&](const std::string& name) {
      return tensors_.at(name).role == Role::gradient;
    };
    return pass.cls == OperationClass::vector && from.cls == OperationClass::weight_gradient &&
           pass.inputs.front() == from.outputs.front() && is_gradient(pass.inputs.front()) &&
           elements_of(i) == results_of(product) && !pass.outputs.empty() &&
           std::all_of(pass.outputs.begin(), pass.outputs.end(), is_gradient) &&
           std::any_of(pass.inputs.begin(), pass.inputs.end(), [&](const std::string& name) {
             return tensors_.at(name).format == trace::Format::mask;
           });
  }

  /// A bias or a quantization of one result at a time. Sums over channels (zero-point corrections)
  /// may lie in several tiles.
  [[nodiscard]] bool rounds_or_adds(std::size_t i, std::size_t product) const {
    const trace::Operation& pass = all_[i].operation;
    const bool kind =
        pass.cls == OperationClass::quantize || pass.name.find(".add_bias") != std::string::npos;
    if (!kind || elements_of(i) != results_of(product)) {
      return false;
    }
    for (const std::string& name : pass.outputs) {
      if (tensors_.at(name).elements() != results_of(product)) {
        return false;
      }
    }
    std::size_t results = 0;
    for (const std::string& name : pass.inputs) {
      const Role role = tensors_.at(name).role;
      results += role == Role::master ? 0 : 1;
    }
    return results == 1;
  }

  void fuse(std::size_t pass, std::size_t product) {
    MachineOperation& into = all_[product];
    const trace::Operation& from = all_[pass].operation;
    const auto& work = std::get<trace::VectorWork>(from.work);
    const double each =
        static_cast<double>(work.elements) / static_cast<double>(results_of(product));
    into.fused.adds_per_result += each * work.adds_per_element;
    into.fused.multiplies_per_result += each * work.multiplies_per_element;
    into.fused.shares += each * all_[pass].shares;
    for (const std::string& name : from.inputs) {
      if (into.operation.outputs.front() == name) {
        into.fused.keeps_product = into.fused.keeps_product && needed_after(name, pass);
      } else if (contains(into.fused.outputs, name)) {
        if (!needed_after(name, pass)) {
          auto& names = into.fused.outputs;
          names.erase(std::remove(names.begin(), names.end(), name), names.end());
        }
      } else {
        into.fused.inputs.push_back(name);
      }
    }
    for (const std::string& name : from.outputs) {
      into.fused.outputs.push_back(name);
      fused_into_[name] = product;
    }
    gone_[pass] = true;
  }

  /// Whether an operation besides those that are fused reads the tensor, which no pass writes anew.
  [[nodiscard]] bool needed_after(const std::string& name, std::size_t pass) const {
    const auto readers = uses_.readers_of(name, uses_.writer_before(name, pass));
    return std::any_of(readers.begin(), readers.end(),
                       [&](std::size_t reader) { return reader != pass && !gone_[reader]; });
  }

  std::vector<MachineOperation>& all_;
  const NormPasses& norms_;
  StepIndex uses_;
  TensorIndex tensors_;
  std::vector<bool> gone_;
  std::unordered_map<std::string, std::size_t> fused_into_;  ///< tensor, to the product
};

}  // namespace

void fuse_into_products(MachineStep& step, const arch::TrainingSpec& training,
                        const NormPasses& norms) {
  ProductFuser(step, norms).results(training);
}

void update_with_gradients(MachineStep& step) { ProductFuser(step, {}).updates(); }

}  // namespace metronome::mapping
