#include "sim/engine/run_tiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "sim/base/error.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/engine/job_variants.hpp"
#include "sim/engine/value_terms.hpp"

namespace metronome::sim {
namespace {

/// Spans of one message to the parent.
constexpr std::size_t kSpansAtOnce = 4096;
/// The last message: whether these were all of them.
constexpr std::string_view kAll = "a";
constexpr std::string_view kMore = "m";

void send_spans(const std::vector<TileSpan>& spans, const SendResult& send) {
  for (std::size_t i = 0; i < spans.size(); i += kSpansAtOnce) {
    const std::size_t n = std::min(kSpansAtOnce, spans.size() - i);
    std::string bytes(n * sizeof(TileSpan), '\0');
    std::memcpy(bytes.data(), &spans[i], bytes.size());
    send(bytes);
  }
}

void take_spans(std::string_view bytes, std::vector<TileSpan>& spans) {
  const std::size_t before = spans.size();
  spans.resize(before + bytes.size() / sizeof(TileSpan));
  std::memcpy(spans.data() + before, bytes.data(), bytes.size());
}

std::string words_of(const Attribution& cycles) {
  std::string text;
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    if (cycles[bin] > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, cycles[bin]);
    }
  }
  return text;
}

[[noreturn]] void another_trace(const std::string& why) {
  throw UserError("the run was not made from this trace on this machine: " + why,
                  "the folder that `simulate` was given, or `trace` beside the machine's folder of "
                  "an experiment (`baseline_trace` for the baseline)");
}

}  // namespace

TileRecord tiles_of(const mapping::Job& job, const std::string& mapping,
                    const arch::AcceleratorSpec& machine, MemoryMode memory, std::uint64_t most) {
  std::optional<mapping::Mapping> chosen;
  if (const auto* matrix = std::get_if<mapping::MatrixJob>(&job)) {
    chosen = mapping::parse_mapping(mapping, *matrix, machine);
  }
  TileRecord record;
  run_workers(
      1,
      [&](unsigned, const SendResult& send) {
        TileRecord made;
        run_session(
            machine, memory, 1,
            [&](std::size_t) {
              OperationInput input = input_of(job, chosen, machine);
              input.observer = recorder(made, most);
              return input;
            },
            [](std::size_t, const OperationOutcome&) {});
        send_spans(made.spans, send);
        send(made.whole ? kAll : kMore);
      },
      [&](unsigned, std::string_view bytes) {
        if (bytes.size() == 1) {
          record.whole = bytes == kAll;
        } else {
          take_spans(bytes, record.spans);
        }
      });
  return record;
}

RunTiles::RunTiles(const trace::Trace& trace, const trace::Trace* statistics,
                   const arch::AcceleratorSpec& machine, const RunResult& run)
    : machine_(machine), run_(run) {
  if (run.mode != Mode::cycle) {
    throw UserError("the run is one in closed form, which does not walk over tiles",
                    "a run that was simulated with --mode cycle");
  }
  std::vector<ValueTerms> values;
  for (const trace::NamedStep& one : trace.steps) {
    const bool borrowed = statistics != nullptr;
    values.emplace_back(borrowed ? *statistics : trace, one.step, machine, borrowed);
  }
  planned_ = plan_trace(trace, machine, values, table_);
  if (planned_.operations.size() != run.operations.size()) {
    another_trace(fmt::format("{} distinct operations instead of {}", planned_.operations.size(),
                              run.operations.size()));
  }
  for (std::size_t i = 0; i < run.operations.size(); ++i) {
    const PlannedOperation& one = planned_.operations[i];
    const std::string& name = planned_.steps[one.step].operations[one.operation].operation.name;
    if (!run.operations[i].operation.starts_with(name)) {  // passes before it have a longer name
      another_trace("operation `" + name + "` instead of `" + run.operations[i].operation + "`");
    }
  }
}

const TileRecord* RunTiles::of(std::size_t operation, std::uint64_t most) {
  const OperationResult& result = run_.operations[operation];
  if (result.extrapolated) {
    return nullptr;
  }
  const std::size_t job = planned_.operations[operation].job;
  const auto [at, fresh] = records_.try_emplace(job);
  TileRecord& record = at->second;
  if (fresh) {
    record = tiles_of(table_.jobs()[job], result.mapping, machine_, MemoryMode::real, most);
  }
  const Attribution cycles = record.cycles().scaled(result.runs);
  if (record.whole && cycles != result.measure.cycles) {
    another_trace("`" + result.operation + "` takes other cycles (" + words_of(cycles) +
                  ") than the run has (" + words_of(result.measure.cycles) + ")");
  }
  return &record;
}

}  // namespace metronome::sim
