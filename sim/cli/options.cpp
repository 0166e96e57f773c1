#include "sim/cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/print.hpp"

namespace metronome::cli {
namespace {

constexpr const char* kPositional = "arguments without a name";

/// Where the next command that parses its arguments is to say what it declares, instead.
std::optional<Synopsis>* asked = nullptr;

}  // namespace

Synopsis synopsis_of(const Command& command) {
  std::optional<Synopsis> said;
  asked = &said;
  try {
    command.run({});
  } catch (...) {
    asked = nullptr;
    throw;
  }
  asked = nullptr;
  METRONOME_ASSERT(said.has_value(), "a command parses its arguments before it does anything");
  return *said;
}

Synopsis Options::synopsis() const {
  Synopsis out{.usage = usage_, .about = about_, .options = {}, .takes_arguments = most_ > 0};
  for (const auto& option : description_.options()) {
    std::string parameter =
        option->semantic()->max_tokens() == 0 ? std::string() : option->format_parameter();
    if (option->long_name() == "jobs") {
      parameter = "N";
    }
    out.options.push_back({option->long_name(), parameter, option->description()});
  }
  return out;
}

Options::Options(std::string usage, std::string about)
    : usage_(std::move(usage)), about_(std::move(about)), description_("options", 100) {
  add()("help,h", "this text");
}

void Options::positional(const std::string& name, std::size_t least, std::size_t most) {
  positional_name_ = name;
  least_ = least;
  most_ = most;
}

void Options::add_set() {
  add()("set", po::value<std::vector<std::string>>()->value_name("KEY.PATH=VALUE"),
        "override a configuration key; repeatable");
}

void Options::add_number(Number number, const std::optional<std::string>& fallback,
                         const std::string& doc) {
  auto* value = po::value<std::string>()->value_name("N");
  if (fallback) {
    value->default_value(*fallback);
  }
  add()(number.name.c_str(), value, fmt::format("{} ({})", doc, number.range.text()).c_str());
  declared_.push_back(std::move(number));
}

void Options::add_whole(const std::string& name, std::optional<std::uint64_t> fallback,
                        const NumberRange& range, const std::string& doc) {
  add_number({name, range, true},
             fallback ? std::optional(std::to_string(*fallback)) : std::nullopt, doc);
}

void Options::add_real(const std::string& name, std::optional<double> fallback,
                       const NumberRange& range, const std::string& doc) {
  add_number({name, range, false}, fallback ? std::optional(number_text(*fallback)) : std::nullopt,
             doc);
}

void Options::add_jobs(const std::string& doc) { add_whole("jobs", default_jobs(), kJobs, doc); }

void Options::read_numbers() {
  std::vector<Diagnostic> wrong;
  const auto read = [&](const Number& number, auto result) {
    if (result.value) {
      numbers_[number.name] = *result.value;
    } else {
      wrong.push_back({{}, 0, 0, "--" + number.name, result.what, result.hint});
    }
  };
  for (const Number& number : declared_) {
    if (!has(number.name)) {
      continue;
    }
    if (number.whole) {
      read(number, read_number<std::uint64_t>(text(number.name), number.range));
    } else {
      read(number, read_number<double>(text(number.name), number.range));
    }
  }
  if (!wrong.empty()) {
    throw UserError(wrong);
  }
}

void Options::add_restart() {
  add()("restart", po::bool_switch(), "begin anew, whatever an earlier run has left in --out")(
      "resume", po::bool_switch(), "go on from an interrupted run: what is done without it, too");
}

void Options::add_no_figures() {
  add()("no-figures", po::bool_switch(),
        "draw no figures; `metronome report` draws them later from the result");
}

void Options::add_allow_unlike() {
  add()(
      "allow-unlike",
      "compare runs that differ in model, data, batch, iterations, optimizer, arithmetic, mode or "
      "technology, too; titles then say so");
}

void Options::fail(const std::string& what, const std::string& hint) const {
  throw UserError({Diagnostic{{}, 0, 0, {}, what, hint},
                   Diagnostic{{}, 0, 0, {}, "usage: metronome " + usage_}});
}

void Options::store(const Arguments& arguments) {
  po::options_description all;
  all.add(description_);
  all.add_options()(kPositional, po::value<std::vector<std::string>>());
  po::positional_options_description positions;
  positions.add(kPositional, -1);
  try {
    const int style =
        po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
    po::store(
        po::command_line_parser(arguments).options(all).positional(positions).style(style).run(),
        values_);
  } catch (const po::unknown_option& error) {
    std::vector<std::string> names;
    for (const auto& option : description_.options()) {
      names.push_back("--" + option->long_name());
    }
    fail(error.what(), name_hint(error.get_option_name(), names));
  } catch (const po::error& error) {
    fail(error.what(), "");
  }
}

bool Options::parse(const Arguments& arguments) {
  if (asked != nullptr) {
    *asked = synopsis();
    return false;
  }
  store(arguments);
  if (has("help")) {
    std::ostringstream options;
    options << description_;
    print("usage: metronome {}\n\n{}\n\n{}", usage_, about_, options.str());
    return false;
  }
  read_values();
  return true;
}

void Options::require(const Arguments& arguments) {
  store(arguments);
  if (has("help")) {
    throw UserError("--help is asked for where nobody reads it", "on the command line");
  }
  read_values();
}

void Options::read_values() {
  read_numbers();
  if (has(kPositional)) {
    positional_values_ = values_[kPositional].as<std::vector<std::string>>();
  }
  if (positional_values_.size() < least_) {
    fail(positional_name_ + " is missing", "");
  }
  if (positional_values_.size() > most_) {
    fail("`" + positional_values_[most_] + "` is one argument too many", "");
  }
}

std::string Options::required(const std::string& name) const {
  if (!has(name)) {
    fail("--" + name + " is missing", "");
  }
  return text(name);
}

std::vector<config::Override> Options::overrides() const {
  return has("set") ? config::parse_overrides(values_["set"].as<std::vector<std::string>>())
                    : std::vector<config::Override>{};
}

void Options::refuse_set(const std::string& key, const std::string& source) const {
  for (const config::Override& one : overrides()) {
    if (one.path == key || one.path.starts_with(key + ".") || one.path.starts_with(key + "[")) {
      fail("--set " + one.path + " has no effect: " + source, "leave one of them out");
    }
  }
}

bool Options::restart() const {
  const bool anew = flag("restart");
  if (anew && flag("resume")) {
    fail("--restart and --resume exclude each other", "one of them");
  }
  return anew;
}

unsigned default_jobs() {
  return std::clamp(std::thread::hardware_concurrency(), static_cast<unsigned>(kJobs.min),
                    static_cast<unsigned>(kJobs.max));
}

}  // namespace metronome::cli
