#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/methods/reach/deployed.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/train/constrained/constrained_checkpoint.hpp"
#include "workloads/train/trained_network.hpp"

namespace metronome::cli {
namespace {

using Json = nlohmann::ordered_json;
using reach::Vector;

constexpr NumberRange kBound{-1e30, 1e30};
constexpr NumberRange kDimensions{1, 1000000};
constexpr NumberRange kPrograms{1, 1000000000};
constexpr NumberRange kOperations{1, 1000000000000000000};
constexpr NumberRange kSamples{1, 100000000};

/// One bound of a box; what is wrong with it as a complaint about the option.
double read_bound(const std::string& option, std::string_view text,
                  std::vector<Diagnostic>& wrong) {
  const NumberResult<double> number = read_number<double>(text, kBound);
  if (!number.value) {
    wrong.push_back({{}, 0, 0, option, number.what, number.hint});
  }
  return number.value.value_or(0);
}

/// Takes "xN" off the end of a pair of bounds: how often it stands. 1 without it.
std::uint64_t read_times(const std::string& option, std::string_view& part,
                         std::vector<Diagnostic>& wrong) {
  const std::size_t at = part.find('x');
  if (at == std::string_view::npos) {
    return 1;
  }
  const NumberResult<std::uint64_t> times =
      read_number<std::uint64_t>(part.substr(at + 1), kDimensions);
  if (!times.value) {
    wrong.push_back({{}, 0, 0, option, times.what, times.hint});
  }
  part = part.substr(0, at);
  return times.value.value_or(1);
}

/// "lo:hi,lo:hi", or "lo:hix2", as a box. UserError with every complaint.
reach::Box parse_box(const std::string& option, std::string_view text) {
  std::vector<double> low;
  std::vector<double> high;
  std::vector<Diagnostic> wrong;
  const auto complain = [&](const std::string& what, const std::string& hint) {
    wrong.push_back({{}, 0, 0, option, what, hint});
  };
  for (bool more = true; more && wrong.size() < 20;) {
    const std::size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    more = comma != std::string_view::npos;
    text.remove_prefix(more ? comma + 1 : text.size());
    const std::uint64_t times = read_times(option, part, wrong);
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) {
      complain(fmt::format("`{}` is no pair of bounds", part), "lo:hi, such as -1:1");
      continue;
    }
    low.push_back(read_bound(option, part.substr(0, colon), wrong));
    high.push_back(read_bound(option, part.substr(colon + 1), wrong));
    if (low.back() > high.back()) {
      complain(fmt::format("`{}` is empty", part), "the lower bound first");
    }
    if (low.size() + times - 1 > static_cast<std::uint64_t>(kDimensions.max)) {
      complain("has too many dimensions",
               fmt::format("at most {:g}", static_cast<double>(kDimensions.max)));
      break;
    }
    low.resize(low.size() + times - 1, low.back());
    high.resize(high.size() + times - 1, high.back());
  }
  if (!wrong.empty()) {
    throw UserError(wrong);
  }
  const auto vector = [](const std::vector<double>& numbers) {
    return Vector(
        Eigen::Map<const Vector>(numbers.data(), static_cast<Eigen::Index>(numbers.size())));
  };
  return {vector(low), vector(high)};
}

Json numbers_json(const Vector& numbers) {
  return Json(std::vector<double>(numbers.begin(), numbers.end()));
}

void print_json(const reach::Verification& found) {
  Json levels = Json::array();
  for (const reach::LevelVerdict& level : found.levels) {
    const auto& bound = level.certificate.bound;
    const trace::Precision& bits = level.assignment.all;
    levels.push_back({{"weight_bits", bits.weight_bits},
                      {"activation_bits", bits.activation_bits},
                      {"verdict", enum_name(level.certificate.verdict)},
                      {"v_lower_bound", bound ? Json(*bound) : Json(nullptr)}});
    if (bits.formats.any()) {
      levels.back()["preset"] = bits.formats.text();
    }
  }
  Json counterexample = nullptr;
  if (found.counterexample) {
    counterexample = Json{{"input", numbers_json(found.counterexample->input)},
                          {"output", numbers_json(found.counterexample->output)}};
  }
  const Json json{{"verdict", enum_name(found.verdict)},
                  {"reason", found.reason},
                  {"levels", levels},
                  {"counterexample", counterexample}};
  print("{}\n", json.dump(2));
}

std::string numbers_text(const Vector& numbers) {
  std::string text;
  for (const double x : numbers) {
    text += (text.empty() ? "" : ", ") + fmt::format("{:.9g}", x);
  }
  return "(" + text + ")";
}

void print_text_form(const reach::Verification& found) {
  report::TextTable table{
      .rows = {{"bits", "verdict", "v at least", "pieces", "programs", "pivots", "reason"}},
      .left_columns = 2};
  for (const reach::LevelVerdict& level : found.levels) {
    const reach::Certificate& c = level.certificate;
    table.rows.push_back(
        {trace::forward_text(level.assignment.all), std::string(enum_name(c.verdict)),
         c.bound ? fmt::format("{:.6f}", *c.bound) : "", std::to_string(c.pieces),
         std::to_string(c.cost.programs), std::to_string(c.cost.pivots), c.reason});
  }
  print("{}{}: {}\n", table.text(), enum_name(found.verdict), found.reason);
  if (found.counterexample) {
    print("input {} has output {}\n", numbers_text(found.counterexample->input),
          numbers_text(found.counterexample->output));
  }
}

/// What `metronome train` has left, of either kind: of a training under a constraint that was not
/// finished the checkpoint tells network and schedule.
train::TrainedNetwork load(const train::TrainedSource& source) {
  const std::filesystem::path file = train::trained_file(source.path);
  const std::string bytes = read_file(file);
  if (!reach::is_constrained_checkpoint(bytes)) {
    return train::load_trained(source);
  }
  const auto checkpoint = reach::parse_constrained_checkpoint(bytes, file.string());
  config::Reader reader(std::vector<config::Override>{});
  model::NetworkFile network;
  config::schema_of<model::NetworkFile>().read(
      network, config::parse_yaml(checkpoint.network, file.string()), reader, "");
  reader.finish();
  return train::load_trained(source,
                             {.file = file,
                              .tensors = train::parse_weights(checkpoint.weights, file.string()),
                              .workload = {},
                              .graph = model::graph_of(network, std::nullopt),
                              .schedule = checkpoint.schedule});
}

void declare(Options& options) {
  options.add()("input-box", po::value<std::string>(),
                "lo:hi of each input, separated by commas; lo:hix100 is a hundred of them")(
      "unsafe-box", po::value<std::string>(), "lo:hi of each output")(
      "network", po::value<std::string>(),
      "network file, where the checkpoint is of one that lies elsewhere")(
      "schedule", po::value<std::string>(), "levels to verify at, instead of the training's")(
      "json", po::bool_switch(), "print JSON");
  options.add_whole("programs", reach::CertificateLimits{}.programs, kPrograms,
                    "linear programs of a level, beyond which the verdict is unknown");
  options.add_whole("operations", reach::CertificateLimits{}.operations, kOperations,
                    "operations of the host for a level, likewise");
  options.add_whole("samples", reach::VerifyOptions{}.samples, kSamples,
                    "inputs of a level that are evaluated");
  options.positional("CHECKPOINT", 1, 1);
}

}  // namespace

void run_verify(const Arguments& arguments) {
  Options options(
      "verify CHECKPOINT --input-box LO:HI,... --unsafe-box LO:HI,... [--json]",
      "Whether any input of a box can have an output in an unsafe box, for the network as it is\n"
      "evaluated at each level of its schedule: safe is proven, unsafe is shown by an input,\n"
      "unknown is neither. CHECKPOINT is a checkpoint, weights, or the folder of a training.");
  declare(options);
  if (!options.parse(arguments)) {
    return;
  }
  const reach::Box input = parse_box("--input-box", options.required("input-box"));
  const reach::Box unsafe = parse_box("--unsafe-box", options.required("unsafe-box"));
  train::TrainedSource source{.path = options.arguments()[0], .network = {}, .schedule = {}};
  if (options.has("network")) {
    source.network = options.text("network");
  }
  if (options.has("schedule")) {
    source.schedule = options.text("schedule");
  }
  const train::TrainedNetwork trained = load(source);
  reach::VerifyOptions how;
  how.kernels = trained.kernels;
  how.limits.programs = options.whole("programs");
  how.limits.operations = options.whole("operations");
  how.samples = options.whole("samples");
  ProgressLine line;
  how.progress = [&](std::size_t level, const reach::CertificateProgress& progress) {
    line.show("verifying at " + trace::forward_words(trained.levels[level].all) + ": of the limits",
              progress.share,
              fmt::format("{} pieces, {} linear programs", progress.pieces, progress.programs));
  };
  const reach::Verification found =
      reach::verify(*trained.network, trained.levels, input, unsafe, how);
  line.clear();
  if (options.flag("json")) {
    print_json(found);
  } else {
    print_text_form(found);
  }
}

}  // namespace metronome::cli
