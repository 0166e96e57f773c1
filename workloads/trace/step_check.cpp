#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include "sim/base/overload.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/step_file.hpp"

namespace metronome::trace {
namespace {

using Extents = std::vector<std::uint64_t>;

/// Of codes anywhere.
constexpr std::uint64_t kMostStoredBits = 16;

/// Whether work of this kind is of such a class.
bool goes_with(const MatrixWork&, OperationClass cls) {
  return cls == OperationClass::forward || cls == OperationClass::input_gradient ||
         cls == OperationClass::weight_gradient;
}
bool goes_with(const VectorWork&, OperationClass cls) {
  return cls == OperationClass::vector || cls == OperationClass::quantize ||
         cls == OperationClass::update || cls == OperationClass::load;
}
bool goes_with(const HostWork&, OperationClass cls) { return cls == OperationClass::host; }

std::string_view name_of(const Operation& operation) {
  return std::visit([](const auto& work) { return work.kSchemaName; }, operation.work);
}

/// Shapes of a, b and c.
std::vector<Extents> operand_shapes(const Convolution& c, OperationClass cls) {
  const Extents input{c.batch, c.in_height, c.in_width, c.in_channels};
  const Extents output{c.batch, c.out_height(), c.out_width(), c.out_channels};
  const Extents weight = weight_shape(c);
  switch (cls) {
    case OperationClass::forward:
      return {input, weight, output};
    case OperationClass::input_gradient:
      return {output, weight, input};
    case OperationClass::weight_gradient:
      return {output, input, weight};
    case OperationClass::vector:
    case OperationClass::quantize:
    case OperationClass::update:
    case OperationClass::host:
    case OperationClass::load:
      throw InternalError("vector, quantize, update, host and load operations have no GEMM");
  }
  fail_no_enumerator(cls);
}

std::uint64_t elements_of(const Extents& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
}

/// Products of attention, a group for each head of a sample, read tensors of samples and tokens:
/// where there are groups, the numbers of elements must do.
bool agree(const Extents& stated, const Extents& wanted, bool grouped) {
  return stated == wanted || (grouped && elements_of(stated) == elements_of(wanted));
}

/// The extents of a tensor's numbers, without those of their bits.
Extents of_numbers(const TensorEntry& tensor) {
  return is_bitwise(tensor.format) && !tensor.shape.empty()
             ? Extents(tensor.shape.begin() + 1, tensor.shape.end())
             : tensor.shape;
}

class StepCheck {
 public:
  StepCheck(const StepFile& file, const config::Node& root, config::Reader& reader)
      : file_(file), root_(root), reader_(reader) {}

  void run() {
    tensors();
    for (std::size_t i = 0; i < file_.operations.size(); ++i) {
      operation(i);
    }
    if (all_names_known_) {  // else what follows from the operations is not known either
      usage();
    }
    forward_macs();
  }

 private:
  /// Where a key of an item of a list of the file stands: the closest position that is known.
  void complain(const std::string& list, std::size_t item, const std::string& key, std::string what,
                std::string hint = {}) {
    const config::Node* at = root_.find(list);
    if (at != nullptr && item < at->items.size()) {
      at = &at->items[item];
      const config::Node* value = at->find(key);
      at = value == nullptr ? at : value;
    }
    reader_.error(at == nullptr ? root_.mark : at->mark, fmt::format("{}[{}].{}", list, item, key),
                  std::move(what), std::move(hint));
  }

  void tensors() {
    for (std::size_t i = 0; i < file_.tensors.size(); ++i) {
      const std::string& name = file_.tensors[i].name;
      names_.push_back(name);
      const TensorEntry& tensor = file_.tensors[i];
      if (tensor.format == Format::generated && tensor.role != Role::feedback) {
        complain("tensors", i, "format", fmt::format("`{}` cannot be generated", name),
                 "what is generated is feedback");
      }
      stored_bits(i);
      if (!index_.emplace(name, i).second) {
        complain("tensors", i, "name", fmt::format("there are two tensors `{}`", name),
                 "names are unique");
      }
    }
    written_.resize(file_.tensors.size());
    read_.resize(file_.tensors.size());
    for (const Operation& op : file_.operations) {
      ever_written_.insert(op.outputs.begin(), op.outputs.end());
    }
  }

  /// Codes of several precisions are weights of at most so many bits as any code.
  void stored_bits(std::size_t i) {
    const TensorEntry& tensor = file_.tensors[i];
    if (!is_bitwise(tensor.format)) {
      return;
    }
    if (tensor.role != Role::weight) {
      complain("tensors", i, "format",
               fmt::format("`{}` is no weight and has {}", tensor.name, enum_name(tensor.format)),
               "stored codes of several precisions are weights");
    } else if (tensor.shape.size() < 2 || tensor.shape.front() > kMostStoredBits) {
      complain("tensors", i, "shape",
               fmt::format("`{}` says not how many bits its codes have", tensor.name),
               fmt::format("[bits, ...] with at most {} bits", kMostStoredBits));
    }
  }

  void operation(std::size_t i) {
    const Operation& op = file_.operations[i];
    if (!operations_.insert(op.name).second) {
      complain("operations", i, "name", fmt::format("there are two operations `{}`", op.name),
               "names are unique");
    }
    if (op.layer == "*") {
      complain("operations", i, "layer", "`*` stands for all layers in tables of bits",
               "the layer's name");
    }
    const bool inputs_known = known_names(i, "inputs", op.inputs);
    const bool outputs_known = known_names(i, "outputs", op.outputs);  // complains of both
    const bool known = inputs_known && outputs_known;
    if (!std::visit([&](const auto& work) { return goes_with(work, op.cls); }, op.work)) {
      complain("operations", i, "class",
               fmt::format("class {} does not go with {} work", enum_name(op.cls), name_of(op)),
               "matrix work is forward, input_gradient or weight_gradient; vector work is vector, "
               "quantize, update or load; host work is host");
    } else if (known) {
      std::visit(Overload{[&](const MatrixWork&) {
                            operands(i);
                            samples(i);
                          },
                          [&](const VectorWork&) {
                            elements(i);
                            rebuilds(i);
                          },
                          [](const HostWork&) { /* may read and write any tensors, or none */ }},
                 op.work);
    }
    if (known) {
      flow(i);
      feedback(i);
    }
  }

  bool known_names(std::size_t i, const std::string& key, const std::vector<std::string>& names) {
    bool known = true;
    for (const std::string& name : names) {
      if (!index_.contains(name)) {
        complain("operations", i, key, fmt::format("there is no tensor `{}`", name),
                 tensor_hint(name));
        known = false;
        all_names_known_ = false;
      }
    }
    return known;
  }

  /// Searched for only where it is shown: there may be very many names.
  [[nodiscard]] std::string tensor_hint(const std::string& name) const {
    const std::string near = reader_.full() ? "" : nearest_name(name, names_);
    return near.empty() ? "a name of the list tensors" : fmt::format("did you mean `{}`?", near);
  }

  void operands(std::size_t i) {
    const Operation& op = file_.operations[i];
    if (op.inputs.size() < 2 || op.inputs.size() > 3 || op.outputs.size() != 1) {
      complain("operations", i, op.outputs.size() == 1 ? "inputs" : "outputs",
               fmt::format("a matrix product of {} inputs and {} outputs", op.inputs.size(),
                           op.outputs.size()),
               "inputs a and b, perhaps a correction; one output");
      return;
    }
    const Convolution& convolution = std::get<MatrixWork>(op.work).convolution;
    const bool grouped = convolution.groups != 1;
    const auto shapes = operand_shapes(convolution, op.cls);
    const std::vector<std::string> names{op.inputs[0], op.inputs[1], op.outputs[0]};
    for (std::size_t operand = 0; operand < names.size(); ++operand) {
      const TensorEntry& tensor = file_.tensors[index_.at(names[operand])];
      if (!agree(of_numbers(tensor), shapes[operand], grouped)) {
        complain("operations", i, operand < 2 ? "inputs" : "outputs",
                 fmt::format("`{}` has shape [{}], which is not that of operand {} of {}",
                             tensor.name, fmt::join(tensor.shape, ", "), "abc"[operand], op.name),
                 fmt::format("[{}]", fmt::join(shapes[operand], ", ")));
      }
    }
  }

  /// Samples are images, tokens or groups of a product, so many for each of the batch.
  void samples(std::size_t i) {
    const Convolution& convolution = std::get<MatrixWork>(file_.operations[i].work).convolution;
    if (convolution.batch % file_.batch != 0 && convolution.groups % file_.batch != 0) {
      complain("operations", i, "work",
               fmt::format("a product of {} samples in a step of batch {}", convolution.batch,
                           file_.batch),
               fmt::format("a multiple of {}, or another batch of the step", file_.batch));
    }
  }

  /// A pass goes over one of its tensors, or over all its inputs.
  void elements(std::size_t i) {
    const Operation& op = file_.operations[i];
    const std::uint64_t stated = std::get<VectorWork>(op.work).elements;
    std::vector<std::uint64_t> possible;
    std::uint64_t inputs = 0;
    std::uint64_t outputs = 0;
    for (const std::string& name : op.inputs) {
      possible.push_back(elements_of(file_.tensors[index_.at(name)].shape));
      inputs += possible.back();
    }
    for (const std::string& name : op.outputs) {
      possible.push_back(elements_of(file_.tensors[index_.at(name)].shape));
      outputs += possible.back();
    }
    possible.push_back(inputs);
    if (op.outputs.size() > 1) {
      possible.push_back(outputs);
    }
    if (std::find(possible.begin(), possible.end(), stated) == possible.end()) {
      complain("operations", i, "work",
               fmt::format("{} elements are those of no tensor of {}", stated, op.name),
               fmt::format("one of {}", fmt::join(possible, ", ")));
    }
  }

  /// Rows and shift-and-adds belong to a pass that makes codes of weights of stored bits.
  void rebuilds(std::size_t i) {
    const Operation& op = file_.operations[i];
    const auto& work = std::get<VectorWork>(op.work);
    if (work.rebuilt_rows == 0 && work.shift_adds == 0 && work.filter_rows == 0 &&
        work.kept_rows.empty()) {
      return;
    }
    const auto entry = [&](const std::string& name) { return file_.tensors[index_.at(name)]; };
    const bool codes = op.outputs.size() == 1 && entry(op.outputs.front()).role == Role::weight &&
                       entry(op.outputs.front()).format == Format::codes;
    const bool stored = std::any_of(op.inputs.begin(), op.inputs.end(), [&](const auto& name) {
      return entry(name).format == Format::mask;
    });
    const bool counted = static_cast<double>(work.shift_adds) <=
                         1 + work.adds_per_element * static_cast<double>(work.elements);
    if (op.cls != OperationClass::quantize || !codes || !stored || !counted) {
      complain("operations", i, "work",
               fmt::format("{} rebuilds no codes of weights from stored coefficients", op.name),
               "rebuilt_rows and shift_adds (not more than the additions) of a quantization that "
               "writes codes of weights and reads masks; or leave them out");
    } else if (!counts_rows(work, entry(op.outputs.front()).shape.front())) {
      complain("operations", i, "work",
               fmt::format("rows of {} are kept by groups of filters as none can be", op.name),
               "kept_rows of groups of 1, 2, 4, ... and all filters: not more than filter_rows for "
               "each group, than rebuilt_rows, nor than those of smaller groups, and at least half "
               "as many as these; or leave both out");
    }
  }

  /// Whether rows that groups of filters keep are such as unions are.
  static bool counts_rows(const VectorWork& work, std::uint64_t filters) {
    const std::vector<std::uint64_t>& kept = work.kept_rows;
    if (kept.empty()) {
      return work.filter_rows == 0;
    }
    if (kept.size() != 1 + static_cast<std::size_t>(std::bit_width(filters - 1)) ||
        kept.front() > work.rebuilt_rows) {
      return false;
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const std::uint64_t groups = ceil_div(filters, std::uint64_t{1} << i);
      const bool more = i > 0 && (kept[i] > kept[i - 1] || 2 * kept[i] < kept[i - 1]);
      if (more || ceil_div(kept[i], groups) > work.filter_rows) {
        return false;
      }
    }
    return true;
  }

  void flow(std::size_t i) {
    const Operation& op = file_.operations[i];
    for (const std::string& name : op.inputs) {
      const std::size_t t = index_.at(name);
      if (written_[t].empty() && !persists(file_.tensors[t])) {
        complain(
            "operations", i, "inputs", fmt::format("`{}` is read before it is written", name),
            "weights and masters that nothing writes, optimizer state, feedback and the images "
            "persist; all else is written first");
      }
      read_[t].push_back(op.name);
    }
    for (const std::string& name : op.outputs) {
      written_[index_.at(name)].push_back(op.name);
    }
  }

  /// Fixed matrices are read by passes alone: nothing writes them, no array multiplies by them.
  void feedback(std::size_t i) {
    const Operation& op = file_.operations[i];
    const auto refuse = [&](const std::string& key, const std::vector<std::string>& names,
                            const std::string& what) {
      for (const std::string& name : names) {
        if (is_feedback(name)) {
          complain("operations", i, key, fmt::format("`{}` is feedback, {}", name, what),
                   "passes of class vector read it");
        }
      }
    };
    refuse("outputs", op.outputs, "which is fixed");
    if (op.cls != OperationClass::vector) {
      refuse("inputs", op.inputs,
             fmt::format("which no operation of class {} reads", enum_name(op.cls)));
    }
  }

  [[nodiscard]] bool is_feedback(const std::string& name) const {
    return file_.tensors[index_.at(name)].role == Role::feedback;
  }

  [[nodiscard]] bool persists(const TensorEntry& tensor) const {
    const bool stored = file_.version >= kVersion && tensor.role == Role::weight &&
                        !ever_written_.contains(tensor.name);
    return stored || tensor.role == Role::master || tensor.role == Role::feedback ||
           tensor.role == Role::optimizer_state ||
           (tensor.role == Role::activation && tensor.format == Format::real &&
            !ever_written_.contains(tensor.name));
  }

  void usage() {
    for (std::size_t i = 0; i < file_.tensors.size(); ++i) {
      const TensorEntry& tensor = file_.tensors[i];
      if (written_[i].empty() && read_[i].empty()) {
        complain("tensors", i, "name", fmt::format("no operation uses `{}`", tensor.name),
                 "remove it");
        continue;
      }
      const bool given = written_[i].empty() && tensor.role == Role::activation;
      if (given && (tensor.shape.empty() || tensor.shape.front() != file_.batch)) {
        complain("tensors", i, "shape",
                 fmt::format("`{}` is given to a step of batch {} and has shape [{}]", tensor.name,
                             file_.batch, fmt::join(tensor.shape, ", ")),
                 fmt::format("{} samples", file_.batch));
      }
      links(i, "producers", tensor.producers, written_[i]);
      links(i, "consumers", tensor.consumers, read_[i]);
    }
  }

  /// The lists may be left out; where they stand they must be right.
  void links(std::size_t i, const std::string& key, const std::vector<std::string>& stated,
             const std::vector<std::string>& derived) {
    const config::Node* list = root_.find("tensors");
    const bool stands = i < list->items.size() && list->items[i].find(key) != nullptr;
    if (stands && stated != derived) {
      complain("tensors", i, key,
               fmt::format("[{}] does not follow from the operations", fmt::join(stated, ", ")),
               fmt::format("[{}], or leave it out", fmt::join(derived, ", ")));
    }
  }

  void forward_macs() {
    Macs total;  // UserError beyond 64 bits
    for (const Operation& op : file_.operations) {
      const auto* work = std::get_if<MatrixWork>(&op.work);
      total += work != nullptr && op.cls == OperationClass::forward ? useful_macs(*work) : Macs(0);
    }
    if (total != file_.forward_macs) {
      reader_.error(
          root_.find("forward_macs")->mark, "forward_macs",
          fmt::format("{} does not follow from the operations", file_.forward_macs.count()),
          fmt::format("{}", total.count()));
    }
  }

  const StepFile& file_;
  const config::Node& root_;
  config::Reader& reader_;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> index_;
  std::set<std::string> operations_;
  bool all_names_known_ = true;
  std::set<std::string> ever_written_;
  std::vector<std::vector<std::string>> written_;  ///< by tensor, so far: writers
  std::vector<std::vector<std::string>> read_;     ///< by tensor, so far: readers
};

}  // namespace

void check_step(const StepFile& file, const config::Node& root, config::Reader& reader) {
  StepCheck(file, root, reader).run();
}

}  // namespace metronome::trace
