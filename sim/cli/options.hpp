#pragma once

#include <boost/program_options.hpp>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/number.hpp"
#include "sim/cli/command.hpp"
#include "sim/config/reader.hpp"

namespace metronome::cli {

namespace po = boost::program_options;

/// What a subcommand declares, for pages and shells.
struct Synopsis {
  struct Option {
    std::string name;       ///< long, without dashes
    std::string parameter;  ///< "arg", "N (=64)"; empty: a switch
    std::string doc;
  };
  std::string usage;  ///< behind "metronome "
  std::string about;
  std::vector<Option> options;
  bool takes_arguments = false;  ///< without a name
};

/// The same on any computer: without the default of --jobs. The command does no work.
[[nodiscard]] Synopsis synopsis_of(const Command& command);

/// The options of one subcommand: declared with Boost.Program_options, `--help` included; wrong
/// ones are UserErrors with the nearest name.
class Options {
 public:
  /// `usage`: the line behind "usage: metronome "; `about`: a sentence or two.
  Options(std::string usage, std::string about);

  /// Texts and switches: options.add()("out", po::value<std::string>(), "...")("json",
  /// po::bool_switch(), "..."). Numbers are not declared here, because Boost takes -1 for an
  /// unsigned one.
  po::options_description_easy_init add() { return description_.add_options(); }
  /// An option that is a number of `range`; without a `fallback` it may be absent (has()).
  void add_whole(const std::string& name, std::optional<std::uint64_t> fallback,
                 const NumberRange& range, const std::string& doc);
  void add_real(const std::string& name, std::optional<double> fallback, const NumberRange& range,
                const std::string& doc);
  /// Adds `--jobs`, by default the machine's processors; `doc` says what they are.
  void add_jobs(const std::string& doc);
  /// Arguments without a name, at least `least` of them and at most `most`.
  void positional(const std::string& name, std::size_t least, std::size_t most);
  /// Adds `--set key.path=value`, repeatable.
  void add_set();
  /// Adds `--allow-unlike`.
  void add_allow_unlike();

  /// Adds `--no-figures`.
  void add_no_figures();

  /// Adds `--restart`, and `--resume`, which asks for what is done anyway.
  void add_restart();

  /// False: help was asked for and printed, or synopsis_of() asked.
  [[nodiscard]] bool parse(const Arguments& arguments);

  /// As parse(), where nobody is there to whom help could be printed: asked for, it is an error.
  void require(const Arguments& arguments);

  /// Whether the user has given it, be it with its default value.
  [[nodiscard]] bool given(const std::string& name) const {
    return has(name) && !values_[name].defaulted();
  }
  [[nodiscard]] bool has(const std::string& name) const { return values_.count(name) > 0; }
  [[nodiscard]] std::string text(const std::string& name) const {
    return values_[name].as<std::string>();
  }
  /// Of an option that may be given several times.
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const {
    return has(name) ? values_[name].as<std::vector<std::string>>() : std::vector<std::string>{};
  }
  [[nodiscard]] bool flag(const std::string& name) const { return values_[name].as<bool>(); }
  /// Of an option that add_whole has added and that has a value.
  [[nodiscard]] std::uint64_t whole(const std::string& name) const {
    return std::get<std::uint64_t>(numbers_.at(name));
  }
  [[nodiscard]] double real(const std::string& name) const {
    return std::get<double>(numbers_.at(name));
  }
  [[nodiscard]] unsigned jobs() const { return static_cast<unsigned>(whole("jobs")); }
  /// The value of an option that must be given.
  [[nodiscard]] std::string required(const std::string& name) const;
  [[nodiscard]] const std::vector<std::string>& arguments() const { return positional_values_; }
  [[nodiscard]] std::vector<config::Override> overrides() const;
  /// UserError where --set gives a key, or one below it, whose value comes from elsewhere: from
  /// `source`, such as an option.
  void refuse_set(const std::string& key, const std::string& source) const;
  /// UserError where both of add_restart() are given.
  [[nodiscard]] bool restart() const;
  [[nodiscard]] bool allow_unlike() const { return has("allow-unlike"); }
  [[nodiscard]] bool figures() const { return !flag("no-figures"); }
  /// Of what decides a result and stands in no file of inputs, as OutputRequest::inputs has it.
  [[nodiscard]] std::string decisive_text() const {
    return allow_unlike() ? "allow_unlike: true\n" : "";
  }

 private:
  /// What add_whole and add_real were told.
  struct Number {
    std::string name;
    NumberRange range;
    bool whole = true;
  };

  [[nodiscard]] Synopsis synopsis() const;
  void add_number(Number number, const std::optional<std::string>& fallback,
                  const std::string& doc);
  void store(const Arguments& arguments);
  void read_values();
  void read_numbers();
  [[noreturn]] void fail(const std::string& what, const std::string& hint) const;

  std::string usage_;
  std::string about_;
  po::options_description description_;
  po::variables_map values_;
  std::vector<Number> declared_;
  std::map<std::string, std::variant<std::uint64_t, double>> numbers_;
  std::string positional_name_;
  std::size_t least_ = 0;
  std::size_t most_ = 0;
  std::vector<std::string> positional_values_;
};

/// Processes or threads that `--jobs` may ask for.
inline constexpr NumberRange kJobs{1, 1024};

/// Processors of this machine, within kJobs: the default of --jobs.
[[nodiscard]] unsigned default_jobs();

}  // namespace metronome::cli
