#include <fmt/format.h>

#include "arch/mapping/job.hpp"

namespace metronome::mapping {
namespace {

void append(std::string& text, const Stream& s) {
  text += fmt::format(" {}:{}x{}{}", enum_name(s.role), s.elements, s.bits, s.held ? "h" : "");
}

/// Nothing where no unit has work, as on machines without.
void append(std::string& text, const char* what, const ElementCost& cost) {
  if (cost.any()) {
    text += fmt::format(" {}{}+{} range{} code{} random{} turn{}", what, cost.adds, cost.multiplies,
                        cost.units.ranged, cost.units.quantized, cost.units.random,
                        cost.units.transposed);
    if (cost.units.signed_adds > 0 || cost.units.generated > 0) {
      text += fmt::format(" signs{} made{}", cost.units.signed_adds, cost.units.generated);
    }
    text += cost.units.projected > 0 ? fmt::format(" grid{}", cost.units.projected) : "";
    text += cost.units.copied > 0 ? fmt::format(" copy{}", cost.units.copied) : "";
  }
}

void append(std::string& text, const std::vector<Stream>& inputs,
            const std::vector<Stream>& outputs) {
  for (const Stream& s : inputs) {
    append(text, s);
  }
  text += " ->";
  for (const Stream& s : outputs) {
    append(text, s);
  }
}

void append_held(std::string& text, const std::vector<Stream>& inputs,
                 const std::vector<Stream>& outputs) {
  if (!inputs.empty() || !outputs.empty()) {
    text += " held";
    append(text, inputs, outputs);
  }
}

void append_copied(std::string& text, const std::vector<Stream>& outputs) {
  if (!outputs.empty()) {
    text += " copied";
    append(text, {}, outputs);
  }
}

void append(std::string& text, const char* what, const std::optional<MadeOperand>& made) {
  if (made) {
    text += fmt::format(" {} made {} of {}", what, enum_name(made->role), made->held_bits);
    append(text, made->beside, {});
    text += made->planes > 1 ? fmt::format(" planes{}", made->planes) : "";
    text += made->by_tiles ? " by tiles" : "";
    if (made->engine) {
      text += fmt::format(" {} {} {}", enum_name(made->engine->engine), made->engine->passages,
                          made->engine->actions);
    }
  }
}

/// What most convolutions have not is left out.
std::string key_of(const trace::Convolution& c) {
  return fmt::format("n{} c{} h{} w{} o{} k{} s{} p{}{}{}", c.batch, c.in_channels, c.in_height,
                     c.in_width, c.out_channels, text_of(c.kernel), text_of(c.stride),
                     text_of(c.pad), c.groups != 1 ? fmt::format(" g{}", c.groups) : "",
                     c.dilation != model::PerAxis{} ? " d" + text_of(c.dilation) : "");
}

/// The same operands without formats and scales.
array::Operands integers_of(const array::Operands& operands) {
  return {operands.a_bits, operands.b_bits,  operands.a_role,
          operands.b_role, operands.a_terms, operands.b_terms};
}

std::string key_of(const MatrixJob& job) {
  std::string text = fmt::format(
      "matrix {}{} {} bits {}x{} roles {}x{} on{} seg{} block{} phases{} zero{} sum{} add{} mul{}",
      enum_name(job.cls), job.transposed ? " transposed" : "", key_of(job.convolution),
      job.operands.a_bits, job.operands.b_bits, static_cast<int>(job.operands.a_role),
      static_cast<int>(job.operands.b_role), static_cast<int>(job.executor), job.segmented ? 1 : 0,
      job.block_scaled ? 1 : 0, job.phases ? 1 : 0, job.zero_points ? 1 : 0, job.longest_sum,
      job.epilogue.adds_per_result, job.epilogue.multiplies_per_result);
  if (const array::Operands& o = job.operands; o != integers_of(o)) {
    text += fmt::format(" numbers {}x{} of {}x{} scales {}/{}{} run{}", enum_name(o.a_format),
                        enum_name(o.b_format), enum_name(o.a_source), enum_name(o.b_source),
                        o.scale_bits, o.scale_group, o.scales_multiply ? "m" : "", o.block_run);
  }
  text += job.fill > 0 ? fmt::format(" fill{}", job.fill) : "";
  for (const array::TermShares* shares : {&job.operands.a_terms, &job.operands.b_terms}) {
    for (const double share : *shares) {
      text += fmt::format(" t{}", share);
    }
    text += shares->empty() ? "" : ";";
  }
  for (const Stream& s : {job.a, job.b, job.c}) {
    append(text, s);
  }
  for (const auto& exponents : {job.a_exponents, job.b_exponents}) {
    if (exponents) {
      append(text, *exponents);
    }
  }
  append(text, job.epilogue.inputs, job.epilogue.outputs);
  append(text, "units", {0, 0, job.epilogue.units});
  append(text, "a", job.a_loading);
  append(text, "b", job.b_loading);
  append(text, "a", job.a_made);
  append(text, "b", job.b_made);
  append_held(text, {}, job.held_outputs);
  append_copied(text, job.copied_outputs);
  text += job.all_rows > 0 ? fmt::format(" rows {} of {}", job.kept_rows, job.all_rows) : "";
  return job.fixed_mapping.empty() ? text : text + " as " + job.fixed_mapping;
}

std::string key_of(const VectorJob& job) {
  std::string text = fmt::format("vector {} e{} add{} mul{}", enum_name(job.cls), job.elements,
                                 job.adds_per_element, job.multiplies_per_element);
  if (job.transform_adds_per_element > 0) {
    text += fmt::format(" transform{}", job.transform_adds_per_element);
  }
  append(text, job.inputs, job.outputs);
  append(text, "units", {0, 0, job.units});
  if (job.near) {
    text += " near";
    append(text, job.near->reads, job.near->writes);
    append(text, job.near->tensors, {});
  }
  append_held(text, job.held_inputs, job.held_outputs);
  append_copied(text, job.copied_outputs);
  text += job.counters ? " counters" : "";
  return text;
}

std::string key_of(const HostJob& job) {
  std::string text = fmt::format("host flops{} words{}", job.flops, job.words);
  append(text, job.inputs, job.outputs);
  return text;
}

}  // namespace

std::string job_key(const Job& job) {
  return std::visit([](const auto& one) { return key_of(one); }, job);
}

}  // namespace metronome::mapping
