#include "sim/sweep/point_line.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/number.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/names.hpp"

namespace metronome::sweep {
namespace {

using report::Json;
using report::JsonFields;

constexpr int kVersion = 7;
constexpr std::string_view kDigest = ",\"digest\":\"";  ///< before 16 digits and `"}`
constexpr std::size_t kDigits = 16;

/// The members of a LevelRow that are numbers.
const std::vector<std::pair<const char*, double LevelRow::*>>& level_numbers() {
  static const std::vector<std::pair<const char*, double LevelRow::*>> all{
      {"iterations", &LevelRow::iterations},
      {"time_s", &LevelRow::time_s},
      {"energy_j", &LevelRow::energy_j},
      {"bit_operations_paper", &LevelRow::bit_operations_paper},
      {"macs", &LevelRow::macs},
      {"dram_bytes", &LevelRow::dram_bytes},
      {"array_time_at_peak_s", &LevelRow::array_time_at_peak_s}};
  return all;
}

Json level_json(const LevelRow& level) {
  Json out{{"training", level.training}};
  report::append_precision(out, level.precision);
  for (const auto& [name, member] : level_numbers()) {
    out[name] = level.*member;
  }
  return out;
}

LevelRow read_level(const JsonFields& fields) {
  LevelRow level{.training = fields.text("training"), .precision = fields.precision()};
  for (const auto& [name, member] : level_numbers()) {
    level.*member = fields.number(name);
  }
  return level;
}

const std::vector<std::pair<const char*, double LayerRow::*>>& layer_numbers() {
  static const std::vector<std::pair<const char*, double LayerRow::*>> all{
      {"in_channels", &LayerRow::in_channels},
      {"layers", &LayerRow::layers},
      {"static_product_time_s", &LayerRow::static_product_time_s},
      {"cpt_product_time_s", &LayerRow::cpt_product_time_s},
      {"static_whole_time_s", &LayerRow::static_whole_time_s},
      {"cpt_whole_time_s", &LayerRow::cpt_whole_time_s},
      {"static_whole_energy_j", &LayerRow::static_whole_energy_j},
      {"cpt_whole_energy_j", &LayerRow::cpt_whole_energy_j},
      {"static_utilization", &LayerRow::static_utilization}};
  return all;
}

Json layer_json(const LayerRow& layer) {
  Json out{{"shape", layer.shape}};
  for (const auto& [name, member] : layer_numbers()) {
    out[name] = layer.*member;
  }
  return out;
}

LayerRow read_layer(const JsonFields& fields) {
  LayerRow layer;
  layer.shape = fields.text("shape");
  for (const auto& [name, member] : layer_numbers()) {
    layer.*member = fields.number(name);
  }
  return layer;
}

Json waterfall_json(const NamedWaterfall& named) {
  Json out{{"saving", named.saving},
           {"ideal", named.waterfall.ideal},
           {"steps", Json::array()},
           {"achieved", named.waterfall.achieved}};
  for (const report::WaterfallStep& step : named.waterfall.steps) {
    out["steps"].push_back({{"effect", step.effect}, {"change", step.change}});
  }
  return out;
}

NamedWaterfall read_waterfall(const JsonFields& fields) {
  NamedWaterfall named{fields.text("saving"),
                       {fields.number("ideal"), {}, fields.number("achieved")}};
  for (const JsonFields& step : fields.objects("steps")) {
    named.waterfall.steps.push_back({step.text("effect"), step.number("change")});
  }
  return named;
}

Json price_json(const PriceRow& row) {
  return {{"component", row.component},
          {"action", row.action},
          {"provenance", row.provenance},
          {"low_saving", row.low_saving},
          {"high_saving", row.high_saving}};
}

PriceRow read_price(const JsonFields& fields) {
  return {fields.text("component"), fields.text("action"), fields.text("provenance"),
          fields.number("low_saving"), fields.number("high_saving")};
}

Json progress_json(const report::ProgressPoint& point) {
  return {{"iterations", point.iterations},
          {"time_s", point.time_s},
          {"energy_j", point.energy_j},
          {"test_accuracy", point.test_accuracy},
          {"evaluation_bits", point.evaluation_bits}};
}

report::ProgressPoint read_progress(const JsonFields& fields) {
  return {fields.whole("iterations"), fields.number("time_s"), fields.number("energy_j"),
          fields.number("test_accuracy"), fields.text("evaluation_bits")};
}

void add_full(Json& out, const PointResult& result) {
  out["numbers"] = Json::object();
  for (const auto& [name, value] : result.numbers) {
    out["numbers"][name] = value;
  }
  const auto add_list = [&](const char* name, const auto& rows, const auto& json) {
    out[name] = Json::array();
    for (const auto& row : rows) {
      out[name].push_back(json(row));
    }
  };
  add_list("levels", result.levels, level_json);
  add_list("layers", result.layers, layer_json);
  add_list("waterfalls", result.waterfalls, waterfall_json);
  add_list("prices", result.prices, price_json);
  add_list("progress", result.progress, progress_json);
}

/// Names of numbers are those of this version, in order; of a training, how it ended.
void add_summary(Json& out, const PointLine& line) {
  out["training"] = line.training_key;
  out["run"] = Json::object();
  for (const auto& [name, value] : line.facts) {
    out["run"][name] = value;
  }
  out["values"] = Json::array();
  for (const auto& [name, value] : line.result.numbers) {
    out["values"].push_back(value);
  }
  if (!line.result.progress.empty()) {
    out["end"] = progress_json(line.result.progress.back());
  }
}

void read_full(PointResult& result, const JsonFields& fields) {
  if (result.status == PointStatus::done) {
    const JsonFields numbers = fields.object("numbers");
    for (const std::string& name : number_names()) {
      result.numbers.emplace_back(name, numbers.number(name));
    }
  }
  const auto read_list = [&](const char* name, auto& rows, const auto& read) {
    for (const JsonFields& row : fields.objects(name)) {
      rows.push_back(read(row));
    }
  };
  read_list("levels", result.levels, read_level);
  read_list("layers", result.layers, read_layer);
  read_list("waterfalls", result.waterfalls, read_waterfall);
  read_list("prices", result.prices, read_price);
  read_list("progress", result.progress, read_progress);
}

void read_summary(PointLine& line, const JsonFields& fields) {
  line.training_key = fields.text("training");
  for (const auto& [name, value] : fields.object("run").value().items()) {
    if (!value.is_string()) {
      fields.complain("run", "holds what is no text", "remove the line");
    }
    line.facts.push_back({name, value.get<std::string>()});
  }
  const Json& values = fields.list("values");
  const std::vector<std::string> names = number_names();
  if (line.result.status == PointStatus::done && values.size() != names.size()) {
    fields.complain("values", fmt::format("has {} of {} numbers", values.size(), names.size()),
                    "remove the line");
  }
  for (std::size_t i = 0; line.result.status == PointStatus::done && i < names.size(); ++i) {
    if (!values[i].is_number()) {
      fields.complain("values", "holds what is no number", "remove the line");
    }
    line.result.numbers.emplace_back(names[i], values[i].get<double>());
  }
  if (fields.has("end")) {
    line.result.progress.push_back(read_progress(fields.object("end")));
  }
}

/// Takes `text` away from the front of a line; false: it does not stand there.
bool skip(std::string_view& line, std::string_view text) {
  if (!line.starts_with(text)) {
    return false;
  }
  line.remove_prefix(text.size());
  return true;
}

/// Takes a text in quotes, which has none in it, from the front.
std::optional<std::string_view> take_word(std::string_view& line) {
  const std::size_t end = line.find('"', 1);
  if (!line.starts_with('"') || end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view word = line.substr(1, end - 1);
  line.remove_prefix(end + 1);
  return word;
}

std::string with_digest(std::string text) {
  text.pop_back();  // the brace
  return fmt::format("{}{}{}\"}}", text, kDigest, hex_digest(fnv1a(text)));
}

}  // namespace

std::string point_line(const PointLine& line, bool summary) {
  const PointResult& result = line.result;
  Json out{{"index", line.index},
           {"key", line.key},
           {"status", std::string(enum_name(result.status))},
           {"version", kVersion},
           {"reason", result.message},
           {"arithmetic", result.arithmetic},
           {"value_statistics", result.value_statistics},
           {"fp32_products", result.fp32_products}};
  if (summary) {
    add_summary(out, line);
  } else {
    add_full(out, result);
  }
  return with_digest(out.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

std::optional<LineHead> head_of(std::string_view line) {
  const std::size_t tail = kDigest.size() + kDigits + 2;
  if (line.size() < tail) {
    return std::nullopt;
  }
  const std::string_view text = line.substr(0, line.size() - tail);
  if (line.substr(text.size()) != fmt::format("{}{}\"}}", kDigest, hex_digest(fnv1a(text)))) {
    return std::nullopt;
  }
  LineHead head;
  std::string_view rest = text;
  if (!skip(rest, "{\"index\":")) {
    return std::nullopt;
  }
  const LeadingNumber index = leading_decimal(rest);
  if (index.digits == 0) {
    return std::nullopt;
  }
  head.index = index.value;
  rest.remove_prefix(index.digits);
  head.content = fnv1a(rest);
  const bool keyed = skip(rest, ",\"key\":");
  const auto key = keyed ? take_word(rest) : std::nullopt;
  const bool stated = key && skip(rest, ",\"status\":");
  const auto name = stated ? take_word(rest) : std::nullopt;
  const auto status = name ? enum_from_name<PointStatus>(*name) : std::nullopt;
  if (!status || !skip(rest, fmt::format(",\"version\":{},", kVersion))) {
    return std::nullopt;
  }
  head.key = fnv1a(*key);
  head.status = *status;
  return head;
}

PointLine parse_point_line(std::string_view text, const std::string& file) {
  if (!head_of(text)) {
    throw UserError(Diagnostic{file,
                               0,
                               0,
                               {},
                               "has a line that is damaged, or no point's",
                               "the point is run again by the command that made the sweep"});
  }
  const Json whole = report::parse_json(text, file);
  const JsonFields fields(whole, file);
  PointLine line{.index = fields.whole("index"), .key = fields.text("key"), .result = {}};
  line.result.status = *enum_from_name<PointStatus>(fields.text("status"));
  line.result.message = fields.text("reason");
  line.result.arithmetic = fields.text("arithmetic");
  line.result.value_statistics = fields.text("value_statistics");
  line.result.fp32_products = fields.text("fp32_products");
  if (fields.has("values")) {
    read_summary(line, fields);
  } else {
    read_full(line.result, fields);
  }
  return line;
}

}  // namespace metronome::sweep
