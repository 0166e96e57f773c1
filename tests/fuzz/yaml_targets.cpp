#include <algorithm>

#include "arch/dram/replay.hpp"
#include "arch/links/collective_run.hpp"
#include "arch/spec/accelerator.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/study.hpp"
#include "sim/sweep/grid.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::fuzz {
namespace {

/// Where an input stands as far as it knows; files/ has what it may name.
const std::string kPlace = metronome::source_dir() + "/tests/fuzz/files/input.yaml";

/// Keys, their values' names and defaults, as the field table has them.
template <class T>
std::vector<std::string> words_of() {
  std::vector<std::string> words;
  const auto add = [&](const std::string& word) {
    if (!word.empty() && word.size() < 40 &&
        std::find(words.begin(), words.end(), word) == words.end()) {
      words.push_back(word);
    }
  };
  for (const config::FieldInfo& field : config::describe<T>()) {
    add(field.key.substr(field.key.find_last_of(".)") + 1) + ": ");
    add(field.default_value);
    if (field.type.starts_with("one of:")) {
      for (std::size_t at = 7; at < field.type.size();) {
        const std::size_t end = std::min(field.type.find(' ', at + 1), field.type.size());
        add(field.type.substr(at + 1, end - at - 1));
        at = end;
      }
    }
  }
  for (const char* word : {"device.yaml",
                           "energy.yaml",
                           "accelerator.yaml",
                           "workload.yaml",
                           "trace",
                           "kind: ",
                           "{",
                           "}",
                           "[",
                           "]",
                           ": ",
                           ", ",
                           "- ",
                           "&a ",
                           "*a",
                           "<<: ",
                           "|\n",
                           "? ",
                           "!!int ",
                           "--- ",
                           "...\n"}) {
    add(word);
  }
  return with_common_words(std::move(words));
}

template <class T>
T parse(std::string_view text, std::vector<config::Override> overrides = {}) {
  config::Reader reader(std::move(overrides));
  T value{};
  config::schema_of<T>().read(value, config::parse_yaml(text, kPlace), reader, "");
  reader.finish();
  return value;
}

/// What was read can be written, and is the same when it is read again.
template <class T>
T read(std::string_view text, std::vector<config::Override> overrides = {}) {
  T value = parse<T>(text, std::move(overrides));
  const std::string written = config::resolved_yaml(value);
  expect_again(written, [&] { return config::resolved_yaml(parse<T>(written)); });
  return value;
}

/// A device that was read can be built and serves requests.
void use(const dram::DeviceSpec& device) {
  const std::uint64_t bursts = device.capacity_bytes().count() / device.bytes_per_burst().count();
  std::vector<dram::Request> requests;
  for (std::uint64_t i = 0; i < 12; ++i) {
    requests.push_back({(i * 2654435761 % bursts) * device.bytes_per_burst().count(),
                        i % 3 == 0 ? dram::Direction::write : dram::Direction::read});
  }
  const auto result = dram::replay(device, requests, {.refresh = false});
  expect(result.counts.bursts == requests.size(), "every request is served");
}

}  // namespace

Target yaml_accelerator() {
  return {1024,
          [](std::string_view text) {
            return outcome_of([&] { (void)read<arch::AcceleratorSpec>(text); });
          },
          words_of<arch::AcceleratorSpec>()};
}

Target yaml_device() {
  return {
      512,
      [](std::string_view text) { return outcome_of([&] { use(read<dram::DeviceSpec>(text)); }); },
      words_of<dram::DeviceSpec>()};
}

Target yaml_energy() {
  return {1024,
          [](std::string_view text) {
            return outcome_of([&] {
              const auto table = read<EnergyTable>(text);
              for (const EnergyRow& row : table.rows) {
                expect(
                    table.find({row.component, row.action, 8, 8}).has_value() || !row.bits.empty(),
                    "a row for any widths is found");
              }
            });
          },
          words_of<EnergyTable>()};
}

Target yaml_workload() {
  return {512,
          [](std::string_view text) {
            return outcome_of([&] { (void)read<train::WorkloadSpec>(text); });
          },
          words_of<train::WorkloadSpec>()};
}

Target yaml_experiment() {
  return {512,
          [](std::string_view text) {
            return outcome_of([&] { (void)read<experiment::ExperimentSpec>(text); });
          },
          words_of<experiment::ExperimentSpec>()};
}

Target yaml_study() {
  return {512,
          [](std::string_view text) {
            return outcome_of([&] { (void)read<experiment::StudySpec>(text); });
          },
          words_of<experiment::StudySpec>()};
}

Target yaml_sweep() {
  return {512,
          [](std::string_view text) {
            return outcome_of([&] {
              const auto sweep = read<sweep::SweepSpec>(text);
              std::size_t points = 1;
              for (const sweep::Axis& axis : sweep.axes) {
                points *= axis.values.size();
              }
              if (points <= 4) {
                expect(sweep::grid_of(sweep, {}).size() == points, "every point is in the grid");
              }
            });
          },
          words_of<sweep::SweepSpec>()};
}

/// A system that was read runs a small sum over its chips.
Target yaml_system() {
  return {256,
          [](std::string_view text) {
            return outcome_of([&] {
              const links::SystemSpec system = read<links::SystemFile>(text).system;
              const links::Request request{links::Collective::all_reduce, Bytes(1000), {}};
              if (links::messages_of(request.collective, system) < 1000) {
                const auto times = links::run_collectives(system, {request});
                expect(times.carried() >= times.sent, "what is sent crosses a link");
              }
            });
          },
          words_of<links::SystemFile>()};
}

/// Each line is a `--set`, of a workload; after an empty line of an accelerator.
Target set_override() {
  return {
      256,
      [](std::string_view text) {
        return outcome_of([&] {
          std::vector<std::string> lines;
          while (!text.empty() && lines.size() < 8) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            lines.emplace_back(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
          }
          const bool machine = !lines.empty() && lines.front().empty();
          lines.erase(lines.begin(), lines.begin() + (machine ? 1 : 0));
          auto overrides = config::parse_overrides(lines);
          if (machine) {
            (void)read<arch::AcceleratorSpec>(
                "{name: a, array: {kind: systolic}, memory: {device: {name: d}}, energy: "
                "energy.yaml}",
                std::move(overrides));
          } else {
            (void)read<train::WorkloadSpec>("{}", std::move(overrides));
          }
        });
      },
      [] {
        auto words = words_of<train::WorkloadSpec>();
        for (std::string& word : words) {
          std::replace(word.begin(), word.end(), ':', '=');
        }
        for (const char* word : {"range_test.", "array.rows=", "memory.device.rows=", "[0]", "."}) {
          words.emplace_back(word);
        }
        return words;
      }()};
}

}  // namespace metronome::fuzz
