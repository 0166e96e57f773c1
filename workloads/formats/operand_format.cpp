#include "workloads/formats/operand_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "sim/base/overload.hpp"

namespace metronome::formats {
namespace {

constexpr NumberRange kMantissas{2, 24};
constexpr NumberRange kExtent{1, 65536};
constexpr NumberRange kRandomBits{1, 32};
constexpr std::string_view kRow = "row";

struct Base {
  std::string_view name;
  Format format;
};

/// In the order of `list formats`; the first name of a format is the canonical one.
const std::vector<Base>& bases() {
  static const std::vector<Base> all{{"fp32", Fp32{}},
                                     {"bf16", Half{Element::bf16}},
                                     {"fp16", Half{Element::fp16}},
                                     {"fp8_e4m3", Fp8{Element::e4m3}},
                                     {"fp8_e5m2", Fp8{Element::e5m2}},
                                     {"mxfp8_e4m3", Mx{Element::e4m3}},
                                     {"mxfp8_e5m2", Mx{Element::e5m2}},
                                     {"mxfp6_e3m2", Mx{Element::e3m2}},
                                     {"mxfp6_e2m3", Mx{Element::e2m3}},
                                     {"mxfp4_e2m1", Mx{Element::e2m1}},
                                     {"mxint8", Mx{Element::mxint8}},
                                     {"nvfp4", Nvfp4{}},
                                     {"fp8", Fp8{Element::e4m3}},
                                     {"mxfp8", Mx{Element::e4m3}},
                                     {"mxfp4", Mx{Element::e2m1}}};
  return all;
}

std::string shape_text(const BlockShape& block) {
  return block.columns == kWhole ? std::string(kRow)
                                 : fmt::format("{}x{}", block.rows, block.columns);
}

std::optional<BlockShape> read_shape(std::string_view text) {
  if (text == kRow) {
    return BlockShape{1, kWhole};
  }
  const std::size_t cross = text.find('x');
  if (cross == std::string_view::npos) {
    return std::nullopt;
  }
  const auto rows = read_number<std::size_t>(text.substr(0, cross), kExtent).value;
  const auto columns = read_number<std::size_t>(text.substr(cross + 1), kExtent).value;
  return rows && columns ? std::optional(BlockShape{*rows, *columns}) : std::nullopt;
}

/// Where a part sets something, that; null where the format has no such thing.
template <class F>
F* of(OperandFormat& operand) {
  return std::get_if<F>(&operand.format);
}

BlockShape* block_in(OperandFormat& operand) {
  return std::visit(
      Overload{[](Fp32&) -> BlockShape* { return nullptr; },
               [](Half&) -> BlockShape* { return nullptr; }, [](Mx& f) { return &f.block; },
               [](Nvfp4& f) { return &f.block; }, [](Fp8&) -> BlockShape* { return nullptr; },
               [](Bfp& f) { return &f.block; }},
      operand.format);
}

/// The number behind `key=`; none where the part is not of that key.
template <class T>
std::optional<NumberResult<T>> keyed(std::string_view part, std::string_view key,
                                     const NumberRange& range) {
  if (!part.starts_with(key)) {
    return std::nullopt;
  }
  return read_number<T>(part.substr(key.size()), range);
}

/// Reads the parts of one operand's text.
class OperandParts {
 public:
  explicit OperandParts(OperandFormat& operand) : operand_(operand) {}

  /// False with a reason, in what() and hint().
  bool read(std::string_view part) {
    return read_block(part) || read_rounding(part) || read_hadamard(part) || read_scale(part) ||
           read_number_part(part) || refuse(part, "is not a part of a format", kForms);
  }
  [[nodiscard]] bool failed() const { return !what_.empty(); }
  [[nodiscard]] const std::string& what() const { return what_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }

 private:
  static constexpr const char* kForms =
      "such as 1x32, 16x16, sr, sr8, rz, rht16, rceil, delayed, headroom=1.0625";

  /// Always true: the part was dealt with.
  bool refuse(std::string_view part, const std::string& what, std::string hint) {
    if (what_.empty()) {
      what_ = fmt::format("`{}` {}", part, what);
      hint_ = std::move(hint);
    }
    return true;
  }

  /// False where another part has said the same thing before.
  bool say(std::string_view part, const std::string& thing) {
    const auto [said, first] = said_.emplace(thing, part);
    if (!first) {
      refuse(part, fmt::format("comes behind `{}`, and both give the {}", said->second, thing),
             "one of them");
    }
    return first;
  }

  /// Sets a member of a kind of format; another kind has it not.
  template <class F, class Value>
  bool set(std::string_view part, Value F::*member, const Value& value, const char* kind) {
    F* format = of<F>(operand_);
    if (format == nullptr) {
      return refuse(part, "has no effect here", fmt::format("it belongs to {}", kind));
    }
    if (say(part, std::string(part.substr(0, part.find('='))))) {
      format->*member = value;
    }
    return true;
  }

  bool read_block(std::string_view part) {
    const auto shape = read_shape(part);
    if (!shape) {
      return false;
    }
    BlockShape* block = block_in(operand_);
    if (block == nullptr) {
      return refuse(part, "has no effect here", "blocks belong to MX, NVFP4 and BFP");
    }
    if (shape->columns == kWhole && of<Bfp>(operand_) == nullptr) {
      return refuse(part, "is a block of BFP", "a block such as 1x32");
    }
    if (shape->rows != 1 && shape->rows != shape->columns) {
      return refuse(part, "is neither a row nor a square", "1x32, or 16x16");
    }
    if (say(part, "block")) {
      *block = *shape;
    }
    return true;
  }

  bool read_rounding(std::string_view part) {
    const bool to_zero = part == "rz";
    if (!to_zero && !part.starts_with("sr")) {
      return false;
    }
    if (!say(part, "rounding")) {
      return true;
    }
    if (to_zero) {
      operand_.rounding.mode = RoundingMode::toward_zero;
      return true;
    }
    operand_.rounding.mode = RoundingMode::stochastic;
    if (part.size() > 2) {
      const auto bits = read_number<int>(part.substr(2), kRandomBits);
      if (!bits.value) {
        return refuse(part, "has no number of random bits", "sr1 to sr32");
      }
      operand_.rounding.random_bits = *bits.value;
    }
    return true;
  }

  bool read_hadamard(std::string_view part) {
    if (!part.starts_with("rht")) {
      return false;
    }
    if (!say(part, "transform")) {
      return true;
    }
    part.remove_prefix(3);
    constexpr std::string_view kDrawn = "_drawn";
    operand_.hadamard_drawn = part.ends_with(kDrawn);
    part.remove_suffix(operand_.hadamard_drawn ? kDrawn.size() : 0);
    const auto tile = read_number<std::size_t>(part, {2, kMostHadamardTile}).value;
    if (!tile || !std::has_single_bit(*tile)) {
      return refuse(part, "is no tile of a Hadamard transform",
                    fmt::format("a power of two from 2 to {}", kMostHadamardTile));
    }
    operand_.hadamard_tile = *tile;
    return true;
  }

  bool read_scale(std::string_view part) {
    if (part == "rceil") {
      return set(part, &Mx::rule, ScaleRule::rceil, "MX");
    }
    if (part == "4over6") {
      return set(part, &Nvfp4::four_over_six, true, "NVFP4");
    }
    if (part == "ceil") {
      return set(part, &Bfp::boundary, BfpBoundary::ceil, "BFP");
    }
    if (part == "delayed") {
      if (!say(part, "delayed")) {
        return true;
      }
      operand_.delayed = true;
      return of<Fp8>(operand_) != nullptr ||
             refuse(part, "has no effect here", "it belongs to FP8");
    }
    return false;
  }

  bool read_number_part(std::string_view part) {
    if (const auto factor = keyed<double>(part, "factor=", {1.0L / 16, 16})) {
      return factor->value ? set(part, &Mx::factor, *factor->value, "MX")
                           : refuse(part, factor->what, factor->hint);
    }
    if (const auto headroom = keyed<float>(part, "headroom=", {1, 2})) {
      return headroom->value ? set(part, &Nvfp4::headroom, *headroom->value, "NVFP4")
                             : refuse(part, headroom->what, headroom->hint);
    }
    if (const auto scale = keyed<float>(part, "scale=", {1, 448})) {
      return scale->value ? set(part, &Nvfp4::largest_scale, *scale->value, "NVFP4")
                          : refuse(part, scale->what, scale->hint);
    }
    if (const auto margin = keyed<int>(part, "margin=", {0, 16})) {
      return margin->value ? set(part, &Fp8::margin, *margin->value, "FP8")
                           : refuse(part, margin->what, margin->hint);
    }
    if (const auto exponents = keyed<int>(part, "exponents=", {1, 8})) {
      return exponents->value ? set(part, &Bfp::exponent_bits, *exponents->value, "BFP")
                              : refuse(part, exponents->what, exponents->hint);
    }
    return false;
  }

  OperandFormat& operand_;
  std::map<std::string, std::string_view> said_;  ///< by which part
  std::string what_, hint_;
};

std::optional<Format> base_format(std::string_view name) {
  for (const Base& base : bases()) {
    if (base.name == name) {
      return base.format;
    }
  }
  if (name.starts_with("bfp")) {
    if (const auto bits = read_number<int>(name.substr(3), kMantissas).value) {
      return Bfp{*bits};
    }
  }
  return std::nullopt;
}

/// Appends "/part" where `is` differs from the default.
void append(std::string& text, bool is, const std::string& part) {
  if (is) {
    text += "/" + part;
  }
}

std::string format_text(const Format& format) {
  std::string text;
  const auto name = [&](const Format& plain) {
    for (const Base& base : bases()) {
      if (base.format == plain) {
        return std::string(base.name);
      }
    }
    METRONOME_ASSERT(false, "every format without options has a name");
    return std::string();
  };
  std::visit(
      Overload{[&](const Fp32& f) { text = name(f); }, [&](const Half& f) { text = name(f); },
               [&](const Mx& f) {
                 text = name(Mx{f.element});
                 append(text, f.block != Mx{}.block, shape_text(f.block));
                 append(text, f.rule == ScaleRule::rceil, "rceil");
                 append(text, f.factor != 1, fmt::format("factor={}", f.factor));
               },
               [&](const Nvfp4& f) {
                 text = name(Nvfp4{});
                 append(text, f.block != Nvfp4{}.block, shape_text(f.block));
                 append(text, f.headroom != 1, fmt::format("headroom={}", f.headroom));
                 append(text, f.four_over_six, "4over6");
                 append(text, f.largest_scale != Nvfp4{}.largest_scale,
                        fmt::format("scale={}", f.largest_scale));
               },
               [&](const Fp8& f) {
                 text = name(Fp8{f.element});
                 append(text, f.margin != 0, fmt::format("margin={}", f.margin));
               },
               [&](const Bfp& f) {
                 text = fmt::format("bfp{}", f.bits);
                 append(text, f.block != Bfp{}.block, shape_text(f.block));
                 append(text, f.boundary == BfpBoundary::ceil, "ceil");
                 append(text, f.exponent_bits != 8, fmt::format("exponents={}", f.exponent_bits));
               }},
      format);
  return text;
}

}  // namespace

std::vector<std::string> operand_names() {
  std::vector<std::string> names;
  for (const Base& base : bases()) {
    names.emplace_back(base.name);
  }
  return names;
}

FormatResult<OperandFormat> read_operand_format(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('/'));
  const auto format = base_format(name);
  if (!format) {
    return {{},
            fmt::format("`{}` is not a format", name),
            "fp32, bf16, fp16, fp8 (E4M3), fp8_e5m2, mxfp8, mxfp6_e2m3, mxfp4, mxint8, nvfp4, or "
            "bfpB of B bits"};
  }
  OperandFormat operand{*format};
  OperandParts parts(operand);
  std::string_view rest = text.substr(name.size());
  while (!rest.empty() && !parts.failed()) {
    rest.remove_prefix(1);
    const std::string_view part = rest.substr(0, rest.find('/'));
    parts.read(part);
    rest.remove_prefix(part.size());
  }
  if (!parts.failed() && std::holds_alternative<Fp32>(operand.format) &&
      operand != OperandFormat{}) {
    return {{}, fmt::format("`{}`: FP32 is not rounded", text), "fp32"};
  }
  if (parts.failed()) {
    return {{}, parts.what(), parts.hint()};
  }
  return {operand, {}, {}};
}

std::string operand_text(const OperandFormat& operand) {
  std::string text = format_text(operand.format);
  switch (operand.rounding.mode) {
    case RoundingMode::nearest_even:
      break;
    case RoundingMode::stochastic:
      append(text, true,
             operand.rounding.random_bits == Rounding{}.random_bits
                 ? "sr"
                 : fmt::format("sr{}", operand.rounding.random_bits));
      break;
    case RoundingMode::toward_zero:
      append(text, true, "rz");
      break;
  }
  append(text, operand.hadamard_tile > 0,
         fmt::format("rht{}{}", operand.hadamard_tile, operand.hadamard_drawn ? "_drawn" : ""));
  append(text, operand.delayed, "delayed");
  return text;
}

int element_bits(const Format& format) {
  return std::visit(
      Overload{[](const Fp32&) { return 0; }, [](const Half& f) { return info(f.element).bits; },
               [](const Mx& f) { return info(f.element).bits; },
               [](const Nvfp4&) { return info(Element::e2m1).bits; },
               [](const Fp8& f) { return info(f.element).bits; },
               [](const Bfp& f) { return f.bits; }},
      format);
}

std::optional<BlockShape> block_of(const Format& format) {
  return std::visit(Overload{[](const Fp32&) -> std::optional<BlockShape> { return std::nullopt; },
                             [](const Half&) -> std::optional<BlockShape> { return std::nullopt; },
                             [](const Mx& f) -> std::optional<BlockShape> { return f.block; },
                             [](const Nvfp4& f) -> std::optional<BlockShape> { return f.block; },
                             [](const Fp8&) -> std::optional<BlockShape> { return std::nullopt; },
                             [](const Bfp& f) -> std::optional<BlockShape> { return f.block; }},
                    format);
}

bool has_tensor_scale(const Format& format) {
  return std::visit(
      Overload{[](const Fp32&) { return false; }, [](const Half&) { return false; },
               [](const Mx&) { return false; }, [](const Nvfp4&) { return true; },
               [](const Fp8&) { return true; }, [](const Bfp& f) { return f.exponent_bits < 8; }},
      format);
}

bool has_current_tensor_scale(const OperandFormat& operand) {
  return has_tensor_scale(operand.format) && !operand.delayed;
}

bool share_copy(const OperandFormat& one, const OperandFormat& other) {
  const auto block = block_of(one.format);
  return one == other && one.hadamard_tile == 0 && (!block || block->rows == block->columns);
}

}  // namespace metronome::formats
