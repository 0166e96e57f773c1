#include "sim/cli/op_product.hpp"

#include <fmt/format.h>

#include "sim/cli/sizes.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::cli {
namespace {

using trace::kExtents;
using trace::kPads;

void require_fitting(const trace::Convolution& c, const char* option) {
  if (const auto fault = trace::fault_of(c)) {
    const std::string subject = fault->key == "batch" ? "" : "the " + fault->key + " ";
    throw UserError(Diagnostic{{}, 0, 0, option, subject + fault->what, fault->hint});
  }
}

std::uint64_t buffer_count(const Measure& measure, Component component, const std::string& end) {
  std::uint64_t sum = 0;
  for (const auto& [activity, n] : measure.counts) {
    sum += activity.component == component && activity.action.ends_with(end) ? n : 0;
  }
  return sum;
}

void add_cycles(std::vector<OpNumber>& out, const Attribution& cycles) {
  out.push_back({"cycles", cycles.total().count()});
  out.push_back({"busy_cycles", cycles[Bin::busy]});
  out.push_back({"fill_drain_cycles", cycles[Bin::fill_drain]});
  for (const auto& [prefix, key] :
       {std::pair<std::string_view, const char*>{"stall_", "stall_cycles."},
        {"idle_", "idle_cycles."}}) {
    for (const auto& [bin, name] : kEnumRows<Bin>) {
      if (name.starts_with(prefix)) {
        out.push_back({key + std::string(name.substr(prefix.size())), cycles[bin]});
      }
    }
  }
}

}  // namespace

trace::Convolution layer_of_sizes(const std::string& text) {
  const auto s = parse_sizes(
      "--conv", text,
      {{"n", kExtents, {}},        {"c", kExtents, {}},        {"h", kExtents, {}},
       {"w", kExtents, {}},        {"o", kExtents, {}},        {"k", kExtents, {}, true},
       {"kh", kExtents, {}, true}, {"kw", kExtents, {}, true}, {"stride", kExtents, 1},
       {"sh", kExtents, {}, true}, {"sw", kExtents, {}, true}, {"dilation", kExtents, 1},
       {"dh", kExtents, {}, true}, {"dw", kExtents, {}, true}, {"pad", kPads, 0},
       {"pt", kPads, {}, true},    {"pb", kPads, {}, true},    {"pl", kPads, {}, true},
       {"pr", kPads, {}, true},    {"groups", kExtents, 1},    {"transposed", {0, 1}, 0},
       {"oph", kPads, 0},          {"opw", kPads, 0}});
  const auto at = [&](const char* key, const char* all) {
    const auto own = s.find(key);
    return own != s.end() ? own->second : s.at(all);
  };
  if (!s.contains("k") && !(s.contains("kh") && s.contains("kw"))) {
    throw UserError(Diagnostic{{}, 0, 0, "--conv", "k is missing", "k=3, or kh=3,kw=5"});
  }
  trace::Convolution c;
  c.batch = s.at("n");
  c.in_channels = s.at("c");
  c.in_height = s.at("h");
  c.in_width = s.at("w");
  c.out_channels = s.at("o");
  c.kernel = {at("kh", "k"), at("kw", "k")};
  c.stride = {at("sh", "stride"), at("sw", "stride")};
  c.dilation = {at("dh", "dilation"), at("dw", "dilation")};
  c.pad = {at("pt", "pad"), at("pl", "pad"), at("pb", "pad"), at("pr", "pad")};
  c.groups = s.at("groups");
  c.transposed = s.at("transposed") == 1;
  c.output_pad = {s.at("oph"), s.at("opw")};
  require_fitting(c, "--conv");
  return c;
}

trace::Gemm gemm_of_sizes(const std::string& text) {
  const auto s =
      parse_sizes("--gemm", text, {{"m", kExtents, {}}, {"n", kExtents, {}}, {"k", kExtents, {}}});
  return {s.at("m"), s.at("n"), s.at("k")};
}

trace::Convolution layer_of_gemm(const trace::Gemm& gemm, trace::OperationClass cls) {
  // Of a layer of batch B, inputs I and outputs O the products are B x O x I forward, B x I x O for
  // the gradient of its inputs and O x I x B for that of its weights.
  const auto layer = [&]() -> trace::Convolution {
    switch (cls) {
      case trace::OperationClass::forward:
        return mapping::convolution_of_gemm(gemm);
      case trace::OperationClass::input_gradient:
        return mapping::convolution_of_gemm({gemm.m, gemm.k, gemm.n});
      case trace::OperationClass::weight_gradient:
        return mapping::convolution_of_gemm({gemm.k, gemm.m, gemm.n});
      case trace::OperationClass::vector:
      case trace::OperationClass::quantize:
      case trace::OperationClass::update:
      case trace::OperationClass::host:
      case trace::OperationClass::load:
        throw InternalError("a product is of a GEMM class");
    }
    fail_no_enumerator(cls);
  }();
  require_fitting(layer, "--gemm");
  return layer;
}

trace::OperationClass gemm_class(const std::string& name) {
  const auto cls = enum_from_name<trace::OperationClass>(name);
  if (!cls || *cls > trace::OperationClass::weight_gradient) {
    throw UserError("`" + name + "` is not a GEMM class",
                    "forward, input_gradient or weight_gradient");
  }
  return *cls;
}

std::vector<OpNumber> op_numbers(const Measure& measure, const EnergyReport& energy,
                                 double peak_macs) {
  std::vector<OpNumber> out;
  add_cycles(out, measure.cycles);
  out.push_back({"macs", measure.macs.count()});
  const auto cycles = static_cast<double>(measure.cycles.total().count());
  out.push_back(
      {"utilization",
       cycles == 0 ? 0.0 : static_cast<double>(measure.macs.count()) / (peak_macs * cycles)});
  for (const auto& [activity, n] : measure.counts) {
    if (parts_of_work(activity.action)) {
      out.push_back({"array_activity." + activity.action.substr(activity.action.find('.') + 1), n});
    }
  }
  out.push_back({"dram_bytes.read", measure.total_traffic().read.count()});
  out.push_back({"dram_bytes.write", measure.total_traffic().write.count()});
  const std::pair<Component, const char*> buffers[] = {{Component::input_buffer, "input"},
                                                       {Component::weight_buffer, "weight"},
                                                       {Component::output_buffer, "output"}};
  for (const auto& [component, name] : buffers) {
    for (const char* way : {"read", "write"}) {
      out.push_back({fmt::format("buffer_bits.{}_{}", name, way),
                     buffer_count(measure, component, fmt::format(".{}_bit", way))});
    }
  }
  for (const auto& [component, name] : kEnumRows<Component>) {
    out.push_back({fmt::format("energy_pj.{}", name), energy.of(component).count() * 1e12});
  }
  out.push_back({"energy_pj.total", energy.total().count() * 1e12});
  return out;
}

report::Json op_json(const std::vector<OpNumber>& numbers) {
  report::Json json;
  for (const OpNumber& number : numbers) {
    const std::size_t dot = number.path.find('.');
    report::Json& parent = dot == std::string::npos ? json : json[number.path.substr(0, dot)];
    report::Json& value = parent[number.path.substr(dot == std::string::npos ? 0 : dot + 1)];
    std::visit([&](const auto& plain) { value = plain; }, number.value);
  }
  return json;
}

std::string overflow_note(const mapping::MatrixJob& job, const arch::TrainingSpec& training) {
  const std::string risk = mapping::overflow_risk(job, training);
  if (risk.empty()) {
    return {};
  }
  const bool split = training.overflow == arch::Overflow::split;
  return fmt::format("{}: {}{}", split ? "note" : "warning", risk,
                     split ? "; it is cut into pieces that are added in FP32" : "");
}

}  // namespace metronome::cli
