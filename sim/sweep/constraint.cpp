#include "sim/sweep/constraint.hpp"

#include <fmt/format.h>

#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/sweep/sweep_spec.hpp"

namespace metronome::sweep {
namespace {

constexpr const char* kArea = "machine_area_mm2";

/// What a side is at a point, as text; nothing where the point has no such key.
std::optional<std::string> value_at(const config::Node& point, std::string_view path) {
  const config::Node* node = &point;
  while (node != nullptr && !path.empty()) {
    const std::size_t dot = path.find('.');
    node = node->find(path.substr(0, dot));
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  if (node == nullptr || node->kind != config::Node::Kind::scalar) {
    return std::nullopt;
  }
  return node->scalar;
}

/// A key of a point, whether there is one of that name or not.
bool is_key(std::string_view text) {
  return text.starts_with("accelerator.") || text.starts_with("trace.");
}

/// `text_allowed`: what is no number, no area and no key stands for itself.
std::string side(const std::string& text, const PointSpec& point, bool text_allowed) {
  if (read_number<long double>(text, kAnyReal).value) {
    return text;
  }
  if (text == kArea) {
    return number_text(experiment::machine_area(point.accelerator).total());
  }
  const auto value = value_at(config::schema_of<PointSpec>().write(point), text);
  if (!value && text_allowed && !is_key(text)) {
    return text;
  }
  if (!value) {
    throw UserError(
        Diagnostic{{},
                   0,
                   0,
                   "constraints",
                   fmt::format("`{}` is no number and no key of a point with one value", text),
                   "a number, machine_area_mm2, or a key such as accelerator.array.rows"});
  }
  return *value;
}

bool holds(long double left, Relation relation, long double right) {
  switch (relation) {
    case Relation::less:
      return left < right;
    case Relation::at_most:
      return left <= right;
    case Relation::equal:
      return left == right;
    case Relation::at_least:
      return left >= right;
    case Relation::greater:
      return left > right;
  }
  fail_no_enumerator(relation);
}

}  // namespace

std::string violation(const Constraint& constraint, const PointSpec& point) {
  const bool equal = constraint.is == Relation::equal;
  const std::string left = side(constraint.left, point, equal && is_key(constraint.right));
  const std::string right = side(constraint.right, point, equal && is_key(constraint.left));
  const auto x = read_number<long double>(left, kAnyReal).value;
  const auto y = read_number<long double>(right, kAnyReal).value;
  if ((!x || !y) && !equal) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "constraints",
                               fmt::format("`{}` has no size to be compared with `{}`",
                                           x ? right : left, x ? left : right),
                               "texts may be asked to be equal: `is: =`"});
  }
  if (x && y ? holds(*x, constraint.is, *y) : left == right) {
    return "";
  }
  return fmt::format("constraint {} {} {} does not hold: {} against {}", constraint.left,
                     enum_name(constraint.is), constraint.right, left, right);
}

}  // namespace metronome::sweep

namespace metronome::config {

template <>
const StructSchema<sweep::Constraint>& schema_of<sweep::Constraint>() {
  using S = sweep::Constraint;
  static const auto schema =
      StructSchema<S>("what must hold of a sweep's point before it is simulated")
          .field(
              "left", &S::left,
              {.doc =
                   "a number, a key of the point, or machine_area_mm2, as `metronome area` adds it",
               .required = true})
          .field("is", &S::is, {.doc = "how the sides compare; `>` in quotes", .required = true})
          .field("right", &S::right, {.doc = "likewise", .required = true});
  return schema;
}

}  // namespace metronome::config
