// Arithmetic, element by element, of which shape arithmetic is made.
#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

/// Where the element of a broadcast input lies that belongs to a position of the output.
std::size_t broadcast_place(const Extents& input, const std::vector<std::size_t>& steps,
                            const std::vector<std::int64_t>& position) {
  const std::size_t skipped = position.size() - input.size();
  std::size_t place = 0;
  for (std::size_t axis = 0; axis < input.size(); ++axis) {
    if (input[axis] != 1) {
      place += static_cast<std::size_t>(position[skipped + axis]) * steps[axis];
    }
  }
  return place;
}

/// The values of an input, repeated to the shape of the output.
Values spread(const NodeScope& node, std::size_t input) {
  const Extents& from = node.extents(input);
  const Extents& to = node.given(0);
  if (from == to) {
    return node.known(input);
  }
  const std::vector<std::size_t> steps = steps_of(from);
  const std::vector<std::size_t> to_steps = steps_of(to);
  const auto count = static_cast<std::size_t>(*element_count(to));
  return std::visit(
      [&](const auto& values) -> Values {
        std::decay_t<decltype(values)> all;
        std::vector<std::int64_t> position(to.size());
        for (std::size_t i = 0; i < count; ++i) {
          for (std::size_t axis = 0; axis < to.size(); ++axis) {
            position[axis] = static_cast<std::int64_t>(i / to_steps[axis]) % to[axis];
          }
          all.push_back(values.at(broadcast_place(from, steps, position)));
        }
        return all;
      },
      node.known(input));
}

template <class T>
std::vector<T> spread_as(const NodeScope& node, std::size_t input) {
  Values values = spread(node, input);
  auto* all = std::get_if<std::vector<T>>(&values);
  if (all == nullptr) {
    node.fail(fmt::format("input {} has another kind of numbers than the first", input));
  }
  return std::move(*all);
}

template <class T, class Apply>
void keep_pairs(NodeScope& node, const Apply& apply) {
  const std::vector<T> a = spread_as<T>(node, 0);
  const std::vector<T> b = spread_as<T>(node, 1);
  std::vector<std::decay_t<decltype(apply(a[0], b[0]))>> results;
  results.reserve(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    results.push_back(apply(a[i], b[i]));
  }
  node.keep(0, std::move(results));
}

bool is_real(const NodeScope& node) { return std::holds_alternative<Reals>(node.known(0)); }

/// The same of integers and of reals.
template <class OfIntegers, class OfReals>
void fold_pairs(NodeScope& node, const OfIntegers& of_integers, const OfReals& of_reals) {
  if (is_real(node)) {
    keep_pairs<double>(node, of_reals);
  } else {
    keep_pairs<std::int64_t>(node, of_integers);
  }
}

void fold_add(NodeScope& node) {
  fold_pairs(
      node, [&](std::int64_t a, std::int64_t b) { return node.sum(a, b); }, std::plus<double>());
}

void fold_sub(NodeScope& node) {
  fold_pairs(
      node,
      [&](std::int64_t a, std::int64_t b) {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(a, b, &difference)) {
          node.fail(fmt::format("{} minus {} is beyond 64 bits", a, b));
        }
        return difference;
      },
      std::minus<double>());
}

void fold_mul(NodeScope& node) {
  fold_pairs(
      node, [&](std::int64_t a, std::int64_t b) { return node.product(a, b); },
      std::multiplies<double>());
}

void require_divisor(const NodeScope& node, std::int64_t a, std::int64_t b) {
  if (b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min())) {
    node.fail(fmt::format("divides {} by {}", a, b));
  }
}

void fold_div(NodeScope& node) {
  fold_pairs(
      node,
      [&](std::int64_t a, std::int64_t b) {
        require_divisor(node, a, b);
        return a / b;
      },
      std::divides<double>());
}

/// The sign of the divisor; with `fmod` that of the dividend.
void fold_mod(NodeScope& node) {
  const bool of_dividend = node.integer("fmod", 0) != 0;
  fold_pairs(
      node,
      [&](std::int64_t a, std::int64_t b) {
        require_divisor(node, a, b);
        const std::int64_t rest = a % b;
        return !of_dividend && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
      },
      [](double a, double b) { return std::fmod(a, b); });
}

template <class Choose>
void fold_chosen(NodeScope& node, const Choose& choose) {
  if (node.inputs() != 2) {
    return;  // of three and more no shape is made
  }
  fold_pairs(node, choose, choose);
}

void fold_min(NodeScope& node) {
  fold_chosen(node, [](auto a, auto b) { return std::min(a, b); });
}

void fold_max(NodeScope& node) {
  fold_chosen(node, [](auto a, auto b) { return std::max(a, b); });
}

template <class Compare>
void fold_compared(NodeScope& node, const Compare& compare) {
  const auto apply = [&](auto a, auto b) { return std::int64_t{compare(a, b) ? 1 : 0}; };
  fold_pairs(node, apply, apply);
}

void fold_equal(NodeScope& node) { fold_compared(node, std::equal_to<>()); }
void fold_less(NodeScope& node) { fold_compared(node, std::less<>()); }
void fold_less_equal(NodeScope& node) { fold_compared(node, std::less_equal<>()); }
void fold_greater(NodeScope& node) { fold_compared(node, std::greater<>()); }
void fold_greater_equal(NodeScope& node) { fold_compared(node, std::greater_equal<>()); }
void fold_and(NodeScope& node) { fold_compared(node, std::logical_and<>()); }
void fold_or(NodeScope& node) { fold_compared(node, std::logical_or<>()); }
void fold_xor(NodeScope& node) {
  fold_compared(node, [](auto a, auto b) { return (a != 0) != (b != 0); });
}

template <class Apply>
void fold_each(NodeScope& node, const Apply& apply) {
  std::visit(
      [&](auto values) {
        for (auto& value : values) {
          value = apply(value);
        }
        node.keep(0, std::move(values));
      },
      node.known(0));
}

/// Of real numbers only: of integers no operator here makes others.
template <class Apply>
void fold_real(NodeScope& node, const Apply& apply) {
  if (!is_real(node)) {
    return;
  }
  Reals values = node.reals(0);
  for (double& value : values) {
    value = apply(value);
  }
  node.keep(0, std::move(values));
}

void fold_floor(NodeScope& node) {
  fold_real(node, [](double x) { return std::floor(x); });
}
void fold_ceil(NodeScope& node) {
  fold_real(node, [](double x) { return std::ceil(x); });
}
/// Ties to even, which is the way of rounding that programs start with.
void fold_round(NodeScope& node) {
  fold_real(node, [](double x) { return std::nearbyint(x); });
}
void fold_sqrt(NodeScope& node) {
  fold_real(node, [](double x) { return std::sqrt(x); });
}
void fold_reciprocal(NodeScope& node) {
  fold_real(node, [](double x) { return 1 / x; });
}
void fold_not(NodeScope& node) {
  fold_each(node, [](auto x) { return decltype(x)(x == 0 ? 1 : 0); });
}
void fold_sign(NodeScope& node) {
  fold_each(node, [](auto x) { return decltype(x)((x > 0) - (x < 0)); });
}
void fold_relu(NodeScope& node) {
  fold_each(node, [](auto x) { return std::max<decltype(x)>(x, 0); });
}

std::int64_t negated(const NodeScope& node, std::int64_t x) { return node.product(x, -1); }

void fold_neg(NodeScope& node) {
  fold_each(node, [&](auto x) {
    if constexpr (std::is_same_v<decltype(x), double>) {
      return -x;
    } else {
      return negated(node, x);
    }
  });
}

void fold_abs(NodeScope& node) {
  fold_each(node, [&](auto x) {
    if constexpr (std::is_same_v<decltype(x), double>) {
      return std::abs(x);
    } else {
      return x < 0 ? negated(node, x) : x;
    }
  });
}

/// A power of whole numbers is a whole number where it is one.
void fold_pow(NodeScope& node) {
  if (is_real(node) && std::holds_alternative<Reals>(node.known(1))) {
    keep_pairs<double>(node, [](double a, double b) { return std::pow(a, b); });
  }
}

void fold_identity(NodeScope& node) { node.keep(0, node.known(0)); }

/// Numbers of the element types of a Cast (TensorProto.DataType).
ElementType type_of_number(const NodeScope& node, std::int64_t number) {
  switch (number) {
    case 1:   // FLOAT
    case 10:  // FLOAT16
    case 11:  // DOUBLE
    case 16:  // BFLOAT16
      return ElementType::real;
    case 9:  // BOOL
      return ElementType::boolean;
    case 2:   // UINT8
    case 3:   // INT8
    case 4:   // UINT16
    case 5:   // INT16
    case 6:   // INT32
    case 7:   // INT64
    case 12:  // UINT32
    case 13:  // UINT64
      return ElementType::integer;
    default:
      node.fail(fmt::format("casts to type {}, which is no type of numbers", number));
  }
}

void infer_cast(NodeScope& node) {
  node.give(0, node.extents(0), type_of_number(node, node.integer("to", 0)));
}

void infer_cast_like(NodeScope& node) { node.give(0, node.extents(0), node.type(1)); }

std::int64_t to_integer(const NodeScope& node, double x, bool boolean) {
  if (boolean) {
    return x != 0 ? 1 : 0;
  }
  if (!(std::abs(x) < 0x1p63)) {
    node.fail(fmt::format("casts {} to an integer", x));
  }
  return static_cast<std::int64_t>(x);
}

void fold_cast(NodeScope& node) {
  const ElementType to = node.given_type(0);
  std::visit(
      [&](const auto& values) {
        Integers whole;
        Reals real;
        for (const auto value : values) {
          if (to == ElementType::real) {
            real.push_back(static_cast<double>(value));
          } else if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>) {
            whole.push_back(to_integer(node, value, to == ElementType::boolean));
          } else {
            whole.push_back(to == ElementType::boolean ? (value != 0 ? 1 : 0) : value);
          }
        }
        if (to == ElementType::real) {
          node.keep(0, std::move(real));
        } else {
          node.keep(0, std::move(whole));
        }
      },
      node.known(0));
}

template <class T>
void keep_where(NodeScope& node) {
  const Integers condition = spread_as<std::int64_t>(node, 0);
  const std::vector<T> a = spread_as<T>(node, 1);
  std::vector<T> result = spread_as<T>(node, 2);
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = condition[i] != 0 ? a[i] : result[i];
  }
  node.keep(0, std::move(result));
}

void infer_where(NodeScope& node) { node.give(0, broadcast(node, 0, 3), node.type(1)); }

void fold_where(NodeScope& node) {
  if (std::holds_alternative<Reals>(node.known(1))) {
    keep_where<double>(node);
  } else {
    keep_where<std::int64_t>(node);
  }
}

void infer_of_one(NodeScope& node) { node.give(0, node.extents(0), node.type(0)); }

void infer_arithmetic(NodeScope& node) {
  if (node.inputs() == 0) {
    node.fail("has no inputs");
  }
  node.give(0, broadcast(node, 0, node.inputs()), node.type(0));
}

void infer_comparison(NodeScope& node) {
  node.give(0, broadcast(node, 0, 2), ElementType::boolean);
}

void fold_sum(NodeScope& node) {
  if (node.inputs() == 2) {
    fold_add(node);
  }
}

}  // namespace

std::span<const OperatorRule> value_rules() {
  static constexpr OperatorRule kRules[] = {
      {"Abs", infer_of_one, fold_abs},
      {"Add", infer_arithmetic, fold_add},
      {"And", infer_comparison, fold_and},
      {"Cast", infer_cast, fold_cast},
      {"CastLike", infer_cast_like, fold_cast},
      {"Ceil", infer_of_one, fold_ceil},
      {"Clip", infer_of_one},
      {"Div", infer_arithmetic, fold_div},
      {"Equal", infer_comparison, fold_equal},
      {"Floor", infer_of_one, fold_floor},
      {"Greater", infer_comparison, fold_greater},
      {"GreaterOrEqual", infer_comparison, fold_greater_equal},
      {"Identity", infer_of_one, fold_identity},
      {"Less", infer_comparison, fold_less},
      {"LessOrEqual", infer_comparison, fold_less_equal},
      {"Max", infer_arithmetic, fold_max},
      {"Min", infer_arithmetic, fold_min},
      {"Mod", infer_arithmetic, fold_mod},
      {"Mul", infer_arithmetic, fold_mul},
      {"Neg", infer_of_one, fold_neg},
      {"Not", infer_of_one, fold_not},
      {"Or", infer_comparison, fold_or},
      {"Pow", infer_arithmetic, fold_pow},
      {"Reciprocal", infer_of_one, fold_reciprocal},
      {"Relu", infer_of_one, fold_relu},
      {"Round", infer_of_one, fold_round},
      {"Sign", infer_of_one, fold_sign},
      {"Sqrt", infer_of_one, fold_sqrt},
      {"Sub", infer_arithmetic, fold_sub},
      {"Sum", infer_arithmetic, fold_sum},
      {"Where", infer_where, fold_where},
      {"Xor", infer_comparison, fold_xor}};
  return kRules;
}

}  // namespace metronome::importers
