#include "sim/chips/pipeline_cut.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <set>

#include "sim/base/error.hpp"

namespace metronome::chips {
namespace {

using trace::Operation;
using trace::OperationClass;
using trace::Role;

bool is_parameter(Role role) {
  switch (role) {
    case Role::weight:
    case Role::gradient:
    case Role::master:
    case Role::optimizer_state:
    case Role::feedback:
      return true;
    case Role::activation:
    case Role::error:
    case Role::stash:
    case Role::partial_sum:
      return false;
  }
  fail_no_enumerator(role);
}

}  // namespace

/// A run of the forward pass, where it may be cut, and what is where then.
class PipelineCuts::Line {
 public:
  Line(const trace::Step& step, std::uint64_t stages)
      : step_(step), stages_(stages), backward_(first_backward(step)) {
    for (const trace::Tensor& tensor : step.tensors) {
      roles_.emplace(tensor.name, tensor.role);
    }
    join_sharing_layers();
    find_line();
    find_legal();
  }

  [[nodiscard]] std::size_t places() const { return legal_.size(); }

  /// `numbers`: of places, ascending.
  [[nodiscard]] PipelineCut cut(const std::vector<std::size_t>& numbers) {
    PipelineCut out;
    out.stages = stages_;
    out.first_backward = backward_;
    std::vector<std::size_t> cuts;
    for (const std::size_t number : numbers) {
      cuts.push_back(legal_.at(number));
    }
    assign(cuts, out);
    return out;
  }

  void require_places() const {
    if (legal_.size() + 1 < stages_) {
      throw UserError(
          fmt::format("system.chips: a pipeline of {} stages, but {} can be cut in {} places only",
                      stages_, step_.model, legal_.size()),
          fmt::format("at most {} chips; layers that share weights stay together",
                      legal_.size() + 1));
    }
  }

  [[nodiscard]] std::vector<std::size_t> balanced(const std::vector<std::vector<double>>& weights,
                                                  double slack) {
    require_places();
    std::vector<std::vector<double>> until;  // of each kind of machine, by place
    for (const std::vector<double>& one : weights) {
      const std::vector<double> work = work_of(one);
      until.emplace_back(work.size() + 1, 0);
      std::partial_sum(work.begin(), work.end(), until.back().begin() + 1);
    }
    using Places = std::vector<std::size_t>;
    const auto work = [&](std::uint64_t stage, const Places& places, std::size_t begin,
                          std::size_t end) {
      const std::vector<double>& own = until[until.size() == 1 ? 0 : stage];
      return own[places[end]] - own[places[begin]];
    };
    const auto longest = best(work, [](double a, double b) { return std::max(a, b); });
    const double most = (1 + slack) * longest.first;
    const auto bytes = [&](std::uint64_t stage, const Places& places, std::size_t begin,
                           std::size_t end) {
      if (work(stage, places, begin, end) > most) {
        return std::numeric_limits<double>::infinity();
      }
      return begin == 0 ? 0 : bytes_[begin - 1];
    };
    return best(bytes, std::plus<>()).second;
  }

  [[nodiscard]] std::vector<std::size_t> named(const std::vector<std::string>& layers) const {
    std::vector<std::string> known;
    for (const std::size_t place : legal_) {
      known.push_back(first_layer(place));
    }
    const auto refuse = [](std::string what, std::string hint) {
      throw UserError(Diagnostic{
          {}, 0, 0, "system.parallel.pipeline.stages", std::move(what), std::move(hint)});
    };
    std::vector<std::size_t> numbers;
    for (const std::string& layer : layers) {
      const auto found = std::find(known.begin(), known.end(), layer);
      if (found == known.end()) {
        refuse("no stage can begin with `" + layer + "`", name_hint(layer, known));
      }
      const auto number = static_cast<std::size_t>(found - known.begin());
      if (!numbers.empty() && number <= numbers.back()) {
        refuse("`" + layer + "` does not come behind the one before it",
               "layers in the order of the forward pass");
      }
      numbers.push_back(number);
    }
    return numbers;
  }

 private:
  /// Sets of layers that must stay together.
  class Groups {
   public:
    std::size_t of(const std::string& layer) {
      const auto [at, fresh] = numbers_.try_emplace(layer, parents_.size());
      if (fresh) {
        parents_.push_back(parents_.size());
      }
      return root(at->second);
    }
    void join(const std::string& a, const std::string& b) { parents_[of(a)] = of(b); }

   private:
    std::size_t root(std::size_t i) const {
      while (parents_[i] != i) {
        i = parents_[i];
      }
      return i;
    }
    std::map<std::string, std::size_t> numbers_;
    std::vector<std::size_t> parents_;
  };

  [[nodiscard]] const Operation& at(std::size_t place) const {
    return step_.operations[line_[place]];
  }
  /// Its place may be on another chip than its layer: codes of activations are made where they are
  /// fewest.
  [[nodiscard]] static bool is_free(const Operation& operation) {
    return operation.cls == OperationClass::quantize;
  }

  void join_sharing_layers() {
    std::map<std::string, std::string> owner;  // of a parameter, the first layer that uses it
    for (const Operation& operation : step_.operations) {
      (void)groups_.of(operation.layer);
      for (const auto* names : {&operation.inputs, &operation.outputs}) {
        for (const std::string& name : *names) {
          if (is_parameter(roles_.at(name))) {
            const auto [first, fresh] = owner.try_emplace(name, operation.layer);
            groups_.join(operation.layer, first->second);
          }
        }
      }
    }
  }

  /// The forward operations on samples, in order.
  void find_line() {
    for (std::size_t i = 0; i < backward_; ++i) {
      if (!of_parameters(step_.operations[i], roles_)) {
        line_.push_back(i);
      }
    }
  }

  /// By place, of weights by operation: its own, and those of what belongs to its layer.
  [[nodiscard]] std::vector<double> work_of(const std::vector<double>& weights) {
    METRONOME_ASSERT(weights.size() == step_.operations.size(), "a weight for each operation");
    std::map<std::size_t, std::size_t> home;  // of a group, its first place
    for (std::size_t place = 0; place < line_.size(); ++place) {
      if (!is_free(at(place))) {
        home.try_emplace(groups_.of(at(place).layer), place);
      }
    }
    std::vector<double> work(line_.size(), 0);
    std::size_t last = 0;
    for (std::size_t i = 0; i < step_.operations.size(); ++i) {
      last = i == backward_ && !line_.empty() ? line_.size() - 1 : last;
      const auto own = std::lower_bound(line_.begin(), line_.end(), i);
      if (own != line_.end() && *own == i) {
        work[static_cast<std::size_t>(own - line_.begin())] += weights[i];
      } else if (!line_.empty()) {
        const auto found = home.find(groups_.of(step_.operations[i].layer));
        last = found == home.end() ? last : found->second;
        work[last] += weights[i];
      }
    }
    return work;
  }

  /// Places before which a stage may begin: no group of layers lies on both sides.
  void find_legal() {
    std::map<std::size_t, std::size_t> last;
    for (std::size_t place = 0; place < line_.size(); ++place) {
      if (!is_free(at(place))) {
        last[groups_.of(at(place).layer)] = place;
      }
    }
    std::size_t until = 0;  // the last place of the groups that have begun
    for (std::size_t place = 0; place < line_.size(); ++place) {
      if (place > 0 && until < place && any_work(0, place) && any_work(place, line_.size())) {
        legal_.push_back(place);
      }
      if (!is_free(at(place))) {
        until = std::max(until, last[groups_.of(at(place).layer)]);
      }
    }
    keep_one_for_each_layer();
  }

  /// Of places before which a stage begins with the same layer the one with fewest bytes, so that a
  /// stage is told by its first layer.
  void keep_one_for_each_layer() {
    std::vector<std::size_t> kept;
    for (const std::size_t place : legal_) {
      const double bits = crossing_bits(place);
      if (!kept.empty() && first_layer(kept.back()) == first_layer(place)) {
        if (bits < bytes_.back()) {
          kept.back() = place;
          bytes_.back() = bits;
        }
      } else {
        kept.push_back(place);
        bytes_.push_back(bits);
      }
    }
    legal_ = std::move(kept);
  }

  /// Whether a product, or anything but a quantization, is among these places.
  [[nodiscard]] bool any_work(std::size_t begin, std::size_t end) const {
    for (std::size_t place = begin; place < end; ++place) {
      if (!is_free(at(place))) {
        return true;
      }
    }
    return false;
  }

  /// Of what is written before a place and read behind it; codes count as 8 bits.
  [[nodiscard]] double crossing_bits(std::size_t place) const {
    std::set<std::string> written;
    for (std::size_t i = 0; i < place; ++i) {
      written.insert(at(i).outputs.begin(), at(i).outputs.end());
    }
    double bits = 0;
    for (std::size_t i = place; i < line_.size(); ++i) {
      for (const std::string& name : at(i).inputs) {
        if (written.erase(name) > 0) {
          const trace::Tensor& tensor = step_.tensor(name);
          const double each = tensor.format == trace::Format::codes  ? 8
                              : tensor.format == trace::Format::mask ? 1
                                                                     : 32;
          bits += each * static_cast<double>(tensor.elements());
        }
      }
    }
    return bits;
  }

  /// By dynamic programming over places, whose numbers it returns; `cost` of a stage from one place
  /// to another is added up or its largest is taken, as `join` says.
  template <class Cost, class Join>
  [[nodiscard]] std::pair<double, std::vector<std::size_t>> best(const Cost& cost,
                                                                 const Join& join) const {
    constexpr double kNever = std::numeric_limits<double>::infinity();
    std::vector<std::size_t> places{0};
    places.insert(places.end(), legal_.begin(), legal_.end());
    places.push_back(line_.size());
    const std::size_t n = places.size();
    std::vector<std::vector<double>> least(stages_ + 1, std::vector<double>(n, kNever));
    std::vector<std::vector<std::size_t>> from(stages_ + 1, std::vector<std::size_t>(n, 0));
    least[0][0] = 0;
    for (std::uint64_t stage = 1; stage <= stages_; ++stage) {
      for (std::size_t end = 1; end < n; ++end) {
        for (std::size_t begin = 0; begin < end; ++begin) {
          if (least[stage - 1][begin] == kNever) {
            continue;
          }
          const double total = join(least[stage - 1][begin], cost(stage - 1, places, begin, end));
          if (total < least[stage][end]) {
            least[stage][end] = total;
            from[stage][end] = begin;
          }
        }
      }
    }
    std::vector<std::size_t> numbers;
    std::size_t end = n - 1;
    for (std::uint64_t stage = stages_; stage > 1; --stage) {
      end = from[stage][end];
      numbers.push_back(end - 1);
    }
    std::reverse(numbers.begin(), numbers.end());
    return {least[stages_][n - 1], numbers};
  }

  /// Of the first operation from a place on that is no quantization.
  [[nodiscard]] std::string first_layer(std::size_t place) const {
    while (place + 1 < line_.size() && is_free(at(place))) {
      ++place;
    }
    return at(place).layer;
  }

  void assign(const std::vector<std::size_t>& cuts, PipelineCut& out) {
    out.stage_of.assign(step_.operations.size(), 0);
    const auto stage_at = [&](std::size_t place) {
      return static_cast<std::uint32_t>(std::upper_bound(cuts.begin(), cuts.end(), place) -
                                        cuts.begin());
    };
    std::map<std::size_t, std::uint32_t> home;
    out.begins.push_back(first_layer(0));
    for (const std::size_t cut : cuts) {
      out.begins.push_back(first_layer(cut));
    }
    for (std::size_t place = 0; place < line_.size(); ++place) {
      out.stage_of[line_[place]] = stage_at(place);
      if (!is_free(at(place))) {
        home.try_emplace(groups_.of(at(place).layer), stage_at(place));
      }
    }
    std::uint32_t last = 0;  // the backward pass begins with the loss, on the last stage
    for (std::size_t i = 0; i < step_.operations.size(); ++i) {
      if (std::binary_search(line_.begin(), line_.end(), i)) {
        continue;
      }
      last = i == backward_ ? static_cast<std::uint32_t>(stages_ - 1) : last;
      const auto found = home.find(groups_.of(step_.operations[i].layer));
      last = found == home.end() ? last : found->second;
      out.stage_of[i] = last;
    }
  }

  const trace::Step& step_;
  std::uint64_t stages_;
  std::size_t backward_;
  std::map<std::string, Role> roles_;
  Groups groups_;
  std::vector<std::size_t> line_;   ///< operations, in order
  std::vector<std::size_t> legal_;  ///< places, ascending
  std::vector<double> bytes_;       ///< likewise: bits that go over a cut there
};

PipelineCuts::PipelineCuts(const trace::Step& step, std::uint64_t stages)
    : line_(std::make_unique<Line>(step, stages)) {}
PipelineCuts::~PipelineCuts() = default;

std::size_t PipelineCuts::places() const { return line_->places(); }

std::vector<std::size_t> PipelineCuts::balanced(const std::vector<std::vector<double>>& weights,
                                                double slack) const {
  return line_->balanced(weights, slack);
}

std::vector<std::size_t> PipelineCuts::named(const std::vector<std::string>& layers) const {
  return line_->named(layers);
}

PipelineCut PipelineCuts::at(const std::vector<std::size_t>& places) const {
  return line_->cut(places);
}

PipelineCut cut_at(const trace::Step& step, const std::vector<std::string>& layers) {
  const PipelineCuts cuts(step, layers.size() + 1);
  return cuts.at(cuts.named(layers));
}

std::size_t first_backward(const trace::Step& step) {
  std::set<std::string> errors;
  for (const trace::Tensor& tensor : step.tensors) {
    if (tensor.role == Role::error) {
      errors.insert(tensor.name);
    }
  }
  const auto found =
      std::find_if(step.operations.begin(), step.operations.end(), [&](const Operation& operation) {
        return std::any_of(operation.outputs.begin(), operation.outputs.end(),
                           [&](const std::string& name) { return errors.contains(name); });
      });
  return static_cast<std::size_t>(found - step.operations.begin());
}

bool of_parameters(const Operation& operation, const std::map<std::string, Role>& roles) {
  const auto all_are = [&](const std::vector<std::string>& names) {
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& name) { return is_parameter(roles.at(name)); });
  };
  return all_are(operation.inputs) && all_are(operation.outputs);
}

}  // namespace metronome::chips
