#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "arch/spec/accelerator.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "sim/validation/rung.hpp"

namespace metronome::validation {
namespace three_models_rung {

using trace::OperationClass;

/// A layer with ragged edges in every direction on a family of arrays, at widths that it does not
/// take in whole.
struct Case {
  const char* family;
  OperationClass cls;
  int a_bits, b_bits;
};

constexpr Case kCases[] = {{"systolic", OperationClass::forward, 8, 8},
                           {"spatial_fusion", OperationClass::input_gradient, 8, 3},
                           {"operand_serial", OperationClass::weight_gradient, 8, 4},
                           {"dual_serial", OperationClass::forward, 5, 3},
                           {"binary_overlay", OperationClass::input_gradient, 4, 3},
                           {"term_serial", OperationClass::forward, 6, 5},
                           {"chunked_bfp", OperationClass::weight_gradient, 6, 4},
                           {"two_in_one", OperationClass::forward, 7, 5},
                           {"chunked_fp", OperationClass::input_gradient, 6, 3}};
static_assert(std::size(kCases) == std::variant_size_v<array::ArraySpec>, "a case of each family");

const trace::Convolution kLayer{.batch = 2,
                                .in_channels = 24,
                                .in_height = 9,
                                .in_width = 7,
                                .out_channels = 20,
                                .kernel = 3,
                                .stride = 2,
                                .pad = 1};

/// A machine with small buffers and narrow ports, so that a small layer has many tiles.
static arch::AcceleratorSpec machine_of(const Context& context, const char* family) {
  auto machine = config::load<arch::AcceleratorSpec>(context.configs / "arch" /
                                                     fmt::format("plain_{}_512.yaml", family));
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
    buffer->port_bits_per_cycle = 128;
  }
  machine.mapping.choose = arch::Choose::estimate;  // the same mapping in all models
  return machine;
}

/// The machine of the closed form and of the simulation; that of the stepped model stays.
static arch::AcceleratorSpec with_changes(const Context& context, arch::AcceleratorSpec machine) {
  const auto change = [&](const char* name, std::uint64_t& value) {
    value = context.of(name, value);
  };
  change("input_buffer.port_bits_per_cycle", machine.input_buffer.port_bits_per_cycle);
  change("weight_buffer.port_bits_per_cycle", machine.weight_buffer.port_bits_per_cycle);
  std::visit([&](auto& array) { change("array.columns", array.columns); }, machine.array);
  return machine;
}

static sim::SteppedOptions stepped_options(sim::MemoryMode memory) {
  return {.codes = {.seed = 5,
                    .is_signed = false,
                    .a_file = {},
                    .b_file = {},
                    .a_histogram = {},
                    .b_histogram = {}},
          .memory = memory};
}

/// What a model says of a case.
struct Said {
  std::string mapping;
  Attribution cycles;
  bool exact = true;
};

/// `model` in a process of its own: a process has one SystemC session.
static Said apart(const std::function<Said()>& model) {
  Said said;
  run_workers(
      1,
      [&](unsigned, const SendResult& send) {
        const Said own = model();
        nlohmann::json json{{"mapping", own.mapping}, {"exact", own.exact}};
        for (const auto& [bin, name] : kEnumRows<Bin>) {
          json["cycles"].push_back(own.cycles[bin]);
        }
        send(json.dump());
      },
      [&](unsigned, std::string_view bytes) {
        const auto json = nlohmann::json::parse(bytes);
        said.mapping = json.at("mapping");
        said.exact = json.at("exact");
        std::size_t i = 0;
        for (const Bin bin : kEnumValues<Bin>) {
          said.cycles[bin] = json.at("cycles").at(i++).get<std::uint64_t>();
        }
      });
  return said;
}

class Models {
 public:
  Models(const Context& context, const Case& c)
      : case_(c),
        machine_(machine_of(context, c.family)),
        changed_(with_changes(context, machine_)),
        job_(mapping::matrix_job(c.cls, kLayer, c.a_bits, c.b_bits, machine_)) {}

  [[nodiscard]] Said stepped(sim::MemoryMode memory) {
    const Said said = apart([&] {
      const sim::SteppedResult result =
          sim::execute_stepped(job_, machine_, stepped_options(memory));
      return Said{result.mapping, result.outcome.cycles, result.exact};
    });
    job_.fixed_mapping = said.mapping;  // what the others are to run
    return said;
  }

  [[nodiscard]] Said other(Mode mode, sim::MemoryMode memory) const {
    return apart([&] {
      if (array::depends_on_values(changed_.array)) {
        const auto timed = sim::execute_on_codes(job_, changed_, mode, stepped_options(memory));
        return Said{timed.mapping, timed.outcome.cycles};
      }
      const std::vector<mapping::Job> jobs{job_};
      const auto result =
          sim::execute(jobs, changed_, {.mode = mode, .memory = memory, .progress = {}}).front();
      return Said{result.mapping, result.outcome.cycles};
    });
  }

  [[nodiscard]] std::string name() const {
    return fmt::format("{} {} {}x{}", case_.family, enum_name(case_.cls), case_.a_bits,
                       case_.b_bits);
  }

 private:
  const Case& case_;
  arch::AcceleratorSpec machine_, changed_;
  mapping::MatrixJob job_;
};

constexpr const char* kSource = "each register at each clock, on operand codes";

static Claim cycles_claim(const std::string& of, const std::string& quantity, std::uint64_t ours,
                          std::uint64_t theirs) {
  return {.of = of,
          .quantity = quantity,
          .unit = "clocks",
          .ours = static_cast<double>(ours),
          .theirs = static_cast<double>(theirs),
          .tolerance_percent = 0,
          .source = kSource};
}

static void add_bins(const std::string& of, const std::string& model, const Said& ours,
                     const Said& theirs, std::vector<Claim>& claims) {
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    if (ours.cycles[bin] == 0 && theirs.cycles[bin] == 0) {
      continue;  // to agree on nothing says nothing
    }
    claims.push_back(
        cycles_claim(of, fmt::format("{}, {}", model, name), ours.cycles[bin], theirs.cycles[bin]));
  }
}

static std::vector<Claim> compare(const Context& context) {
  std::vector<Claim> claims;
  for (const Case& c : kCases) {
    Models models(context, c);
    const Said ideal = models.stepped(sim::MemoryMode::ideal);
    const std::string of = models.name() + ", ideal memory";
    claims.push_back({.of = of,
                      .quantity = "integer result of the stepped array is exact",
                      .unit = "1",
                      .ours = ideal.exact ? 1 : 0,
                      .theirs = 1,
                      .tolerance_percent = 0,
                      .source = "64-bit arithmetic on the same codes"});
    for (const auto& [mode, name] : kEnumRows<Mode>) {
      add_bins(of, std::string(name), models.other(mode, sim::MemoryMode::ideal), ideal, claims);
    }
    const Said real = models.stepped(sim::MemoryMode::real);
    add_bins(models.name() + ", DRAM", "cycle", models.other(Mode::cycle, sim::MemoryMode::real),
             real, claims);
  }
  return claims;
}

}  // namespace three_models_rung

Rung three_models() {
  return {
      .name = "three_models",
      .summary = "closed form and simulation, beside stepping every register",
      .page = "docs/stepped.md",
      .rows = 118,
      .constants = {{"array.columns", "columns of the array"},
                    {"weight_buffer.port_bits_per_cycle", "bits that the port gives in a cycle"},
                    {"input_buffer.port_bits_per_cycle", "bits that the port gives in a cycle"}},
      .compare = three_models_rung::compare};
}

}  // namespace metronome::validation
