#include "sim/report/json_fields.hpp"

#include <algorithm>

#include "workloads/precision/precision_csv.hpp"

namespace metronome::report {

Json parse_json(std::string_view text, const std::string& file) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::string_view before = text.substr(0, error.byte > 0 ? error.byte - 1 : 0);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t newline = before.rfind('\n');
    const std::size_t column =
        newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
    throw UserError(Diagnostic{file,
                               static_cast<int>(line),
                               static_cast<int>(column),
                               {},
                               "is not JSON",
                               "it was cut short or edited"});
  } catch (const Json::exception& error) {  // a number that no type holds, such as 1e400
    throw UserError(Diagnostic{file, 0, 0, {}, "is not JSON that can be read", error.what()});
  }
}

void append_precision(Json& out, const trace::Precision& precision) {
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    const int bits = precision.*field.bits;
    out[field.name] = bits == 0 ? Json(trace::bits_text(bits)) : Json(bits);
  }
  if (precision.formats.any()) {
    out[trace::kPresetColumn] = trace::preset_text(precision);
  }
}

JsonFields::JsonFields(const Json& value, std::string file, std::string path)
    : value_(value), file_(std::move(file)), path_(std::move(path)) {
  if (!value_.is_object()) {
    throw UserError(Diagnostic{file_, 0, 0, path_, "must be an object", {}});
  }
}

std::string JsonFields::path(const std::string& key) const {
  return path_.empty() ? key : path_ + "." + key;
}

void JsonFields::complain(const std::string& key, std::string what, std::string hint) const {
  throw UserError(Diagnostic{file_, 0, 0, path(key), std::move(what), std::move(hint)});
}

const Json& JsonFields::at(const std::string& key) const {
  const auto found = value_.find(key);
  if (found == value_.end()) {
    complain(key, "is missing");
  }
  return *found;
}

JsonFields JsonFields::object(const std::string& key) const {
  return JsonFields(at(key), file_, path(key));
}

const Json& JsonFields::list(const std::string& key) const {
  const Json& value = at(key);
  if (!value.is_array()) {
    complain(key, "must be a list");
  }
  return value;
}

std::vector<JsonFields> JsonFields::objects(const std::string& key) const {
  const Json& values = list(key);
  std::vector<JsonFields> items;
  for (std::size_t i = 0; i < values.size(); ++i) {
    items.emplace_back(values[i], file_, fmt::format("{}[{}]", path(key), i));
  }
  return items;
}

std::uint64_t JsonFields::whole(const std::string& key, const NumberRange& range) const {
  const Json& found = at(key);
  if (!found.is_number_unsigned()) {
    complain(key, "must be a whole number of at least 0");
  }
  return within(key, found.get<std::uint64_t>(), range);
}

int JsonFields::small(const std::string& key) const {
  return static_cast<int>(whole(key, {0, 1e6L}));
}

trace::Precision JsonFields::precision() const {
  trace::Precision precision;
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    const Json& value = at(field.name);
    const bool real = value.is_string() && value.get<std::string>() == trace::bits_text(0);
    precision.*field.bits = real ? 0 : static_cast<int>(whole(field.name, {0, 32}));
  }
  if (!has(trace::kPresetColumn)) {
    return precision;
  }
  const auto formatted = trace::read_preset(text(trace::kPresetColumn));
  if (!formatted.value) {
    complain(trace::kPresetColumn, formatted.what, formatted.hint);
  }
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    if ((*formatted.value).*field.bits != precision.*field.bits) {
      complain(field.name, "is not what the preset says",
               trace::bits_text((*formatted.value).*field.bits));
    }
  }
  return *formatted.value;
}

double JsonFields::number(const std::string& key, const NumberRange& range) const {
  const Json& found = at(key);
  if (!found.is_number()) {
    complain(key, "must be a number");
  }
  return within(key, found.get<double>(), range);
}

std::string JsonFields::text(const std::string& key) const {
  const Json& found = at(key);
  if (!found.is_string()) {
    complain(key, "must be a text");
  }
  return found.get<std::string>();
}

bool JsonFields::truth(const std::string& key) const {
  const Json& found = at(key);
  if (!found.is_boolean()) {
    complain(key, "must be true or false");
  }
  return found.get<bool>();
}

std::size_t JsonFields::index(const std::string& key, const char* what, std::size_t end) const {
  const std::uint64_t number = whole(key);
  if (number >= end) {
    complain(key, fmt::format("{} names no {}; there are {}", number, what, end));
  }
  return static_cast<std::size_t>(number);
}

}  // namespace metronome::report
