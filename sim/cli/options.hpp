#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command.hpp"
#include "sim/config/reader.hpp"

namespace metronome::cli {

namespace po = boost::program_options;

/// The options of one subcommand: declared with Boost.Program_options, `--help` included; wrong
/// ones are UserErrors with the nearest name.
class Options {
 public:
  /// `usage`: the line behind "usage: metronome "; `about`: a sentence or two.
  Options(std::string usage, std::string about);

  /// Named options: options.add()("out", po::value<std::string>(), "...").
  po::options_description_easy_init add() { return description_.add_options(); }
  /// Arguments without a name, at least `least` of them and at most `most`.
  void positional(const std::string& name, std::size_t least, std::size_t most);
  /// Adds `--set key.path=value`, repeatable.
  void add_set();

  /// False: help was asked for and printed.
  [[nodiscard]] bool parse(const Arguments& arguments);

  [[nodiscard]] bool has(const std::string& name) const { return values_.count(name) > 0; }
  template <class T>
  [[nodiscard]] T get(const std::string& name) const {
    return values_[name].as<T>();
  }
  [[nodiscard]] std::string text(const std::string& name) const { return get<std::string>(name); }
  /// The value of an option that must be given.
  [[nodiscard]] std::string required(const std::string& name) const;
  [[nodiscard]] const std::vector<std::string>& arguments() const { return positional_values_; }
  [[nodiscard]] std::vector<config::Override> overrides() const;

 private:
  [[noreturn]] void fail(const std::string& what, const std::string& hint) const;

  std::string usage_;
  std::string about_;
  po::options_description description_;
  po::variables_map values_;
  std::string positional_name_;
  std::size_t least_ = 0;
  std::size_t most_ = 0;
  std::vector<std::string> positional_values_;
};

/// Processors of this machine, at least 1: the default of --jobs.
[[nodiscard]] unsigned default_jobs();

}  // namespace metronome::cli
