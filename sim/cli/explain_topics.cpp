#include "sim/cli/explain_topics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/energy/energy_split.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/measure.hpp"
#include "sim/report/names.hpp"
#include "workloads/methods/catalogue/methods.hpp"

namespace metronome::cli {
namespace {

using ResultTerms = std::vector<ResultTerm>;

std::string doc_of(Bin bin) {
  using enum Bin;
  static constexpr auto kDocs = enum_table<Bin, const char*>(
      {{busy, "the array multiplies; padding of ragged tiles is among it"},
       {fill_drain,
        "the array is filled or drained, or its weights are shifted in one after the other"},
       {stall_weights, "the array waits for an operand of the role weight to be loaded"},
       {stall_activations, "the array waits for activations or errors to be loaded"},
       {stall_partial_sums, "the array waits for partial sums to come back from the memory"},
       {stall_store, "the array waits for room in the output buffer, or for the last store to end"},
       {stall_port, "a port of a buffer gives fewer bits in a cycle than the array asks for"},
       {stall_synchronisation, "lanes that are ready wait for the slowest one"},
       {stall_rebuild, "an engine in the weight-load path makes codes of what is stored"},
       {idle_vector, "the array is idle while the vector unit works on passes over tensors"},
       {idle_quantize, "the array is idle while ranges are found and codes are made"},
       {idle_update, "the array is idle while the optimiser updates weights"},
       {idle_host, "the array is idle while the host or its link works"},
       {idle_switch,
        "the array is idle while the precision is switched, and what a mode needs is loaded"}});
  return kDocs[bin];
}

std::string doc_of(Component component) {
  using enum Component;
  static constexpr auto kDocs = enum_table<Component, const char*>(
      {{array, "multipliers, adders and registers of the array"},
       {input_buffer, "the SRAM that the streamed operand is read from"},
       {weight_buffer, "the SRAM of the stationary operand"},
       {output_buffer, "the SRAM of results and partial sums"},
       {vector, "lanes, quantizers, packers and what else stands beside the array"},
       {interconnect, "ways into the array, DMA, memory controller and PHY"},
       {dram, "commands, pins, refresh and all states of the memory"},
       {host, "the processor beside the accelerator, and its link"},
       {leakage, "what units lose in every cycle, whether they work or not"}});
  return kDocs[component];
}

std::string doc_of(EnergyPart part) {
  using enum EnergyPart;
  static constexpr auto kDocs = enum_table<EnergyPart, const char*>(
      {{memory_idle,
        "the DRAM's states, refresh and exits over the whole time, and the static part of "
        "the PHY: it does not shrink with bits, only with time"},
       {memory_traffic,
        "commands, pins and termination of the DRAM, PHY and controller as data move"},
       {array, "products, sums beside the array, clock, and the array's leakage"},
       {buffers, "banks and wires of the SRAM, and their leakage"},
       {vector,
        "lanes, registers, instructions, quantizers, packers, transposers, and their leakage"},
       {other, "controller, ways into the array, DMA, host"}});
  return kDocs[part];
}

std::string doc_of(Provenance provenance) {
  switch (provenance) {
    case Provenance::measured:
      return "a price that was published for its node: silicon, synthesis or a model of circuits";
    case Provenance::scaled:
      return "a price computed from published values; its row names the factor";
    case Provenance::assumed:
      return "a price of ours; its row names the reason";
  }
  fail_no_enumerator(provenance);
}

std::string doc_of(trace::OperationClass cls) {
  using enum trace::OperationClass;
  static constexpr auto kDocs = enum_table<trace::OperationClass, const char*>(
      {{forward, "Y = X W: the products of the forward pass"},
       {input_gradient, "dX = dY Wᵀ: errors of the layer before"},
       {weight_gradient, "dW = dYᵀ X: gradients of the weights"},
       {vector, "batch norm, activation, pooling, sums, loss: passes over tensors"},
       {quantize, "ranges are found, codes are made"},
       {update, "the optimiser"},
       {host, "what a program leaves to the processor beside the accelerator"},
       {load, "stored tensors come on chip: what a mode needs of planes and tables"}});
  return kDocs[cls];
}

std::string doc_of(trace::Role role) {
  using enum trace::Role;
  static constexpr auto kDocs = enum_table<trace::Role, const char*>(
      {{weight, "parameters, as codes or real numbers"},
       {activation, "what a layer computes"},
       {error, "gradient of the loss with respect to a layer's output"},
       {gradient, "gradient of a weight"},
       {stash, "kept from the forward pass for the backward pass"},
       {master, "weights in FP32, which the optimiser updates"},
       {optimizer_state, "momentum and the like"},
       {partial_sum, "sums of a product that is not finished"},
       {feedback, "fixed matrices of direct feedback"}});
  return kDocs[role];
}

template <Enumeration E>
void append_enum(ResultTerms& topics, const std::string& kind) {
  for (const auto& [value, name] : kEnumRows<E>) {
    topics.push_back({kind, std::string(name), doc_of(value)});
  }
}

void append_rows(ResultTerms& topics, const std::string& kind,
                 const std::vector<std::pair<const char*, const char*>>& rows) {
  for (const auto& [name, doc] : rows) {
    topics.push_back({kind, name, doc});
  }
}

void append_work(ResultTerms& topics) {
  append_enum<trace::OperationClass>(topics, "class of work");
  append_enum<trace::Role>(topics, "role of a tensor");
  append_rows(
      topics, "pass",
      {{"micro_batches", "the step of a part of the batch, so many times; gradients accumulate"},
       {"range_method", "passes that only find a range vanish where the range is known beforehand"},
       {"batch_norm_passes", "passes over a tensor that fits on chip become one"},
       {"output_path",
        "reductions and elementwise work of a product are done as it leaves the array"},
       {"input_path", "passes that write nothing but a product's operands are done as these load"},
       {"stash", "outputs of convolutions are kept, or computed again before they are needed"},
       {"transposed_reads", "operands that are read transposed get a second copy"},
       {"update", "the optimiser takes each gradient as it leaves the array"},
       {"resident_bytes", "tensors that only the passes right behind read stay on chip"},
       {"execution", "chains of operations take the batch part by part"}});
}

void append_run_columns(ResultTerms& topics) {
  append_rows(
      topics, "column",
      {{"row",
        "place of an operation in operations.csv, which level_jobs.csv.gz names; in energy.csv "
        "the place of a price in its table"},
       {"step", "the step of the program: train, or another one"},
       {"level", "place of the level in levels.csv"},
       {"levels", "how many levels execute the operation"},
       {"phase", "place of the phase"},
       {"first_iteration", "iterations before it"},
       {"iterations", "how many iterations it has, or execute it, in the run"},
       {"operation", "name of the operation in the step"},
       {"layer", "the layer that it belongs to"},
       {"class",
        "forward, input_gradient, weight_gradient, vector, quantize, update, host or load"},
       {"a_bits", "bits of the left operand as stored; 0 for other work"},
       {"b_bits", "bits of the right operand as stored; 0 for other work"},
       {"weight_bits", "bits of weights; fp32: real numbers"},
       {"activation_bits", "bits of activations"},
       {"error_bits", "bits of errors"},
       {"gradient_bits", "bits of weights' gradients"},
       {"stash_bits", "bits of what is kept for the backward pass"},
       {"own_layers", "layers with bits of their own at the level"},
       {"cycles", "clock cycles of the array, idle ones included"},
       {"cycles_per_iteration", "of one iteration of the level"},
       {"time_s", "cycles over the clock; seconds"},
       {"energy_j", "joules, all components"},
       {"dram_read_bytes", "bytes from the DRAM"},
       {"dram_write_bytes", "bytes to the DRAM"},
       {"macs", "useful multiply-accumulates"},
       {"bit_operations_paper",
        "multiply-accumulates times the bits of both operands, by the CPT "
        "paper's formula: all layers of the model"},
       {"bit_operations_executed", "the same of what is executed on the array"},
       {"utilization", "useful bit products over the array's peak in these cycles"},
       {"mapping", "dataflow and tile of a product"},
       {"estimated_cycles", "what the search for the mapping took its cycles to be"},
       {"estimate_error", "the estimate against the cycles, as a fraction"},
       {"chain", "the chain that the operation belongs to; 0: none"},
       {"part_samples", "samples of a part of the batch in a chain"},
       {"runs", "parts that the chain takes the batch in"},
       {"footprint_bytes", "room of an iteration's tensors in the DRAM"},
       {"canonical_cycles", "of an iteration, each operation from a canonical state of the DRAM"},
       {"continuous_cycles", "the same, the state carried from one operation to the next"},
       {"canonical_start_cost", "the difference as a fraction"},
       {"trace", "run or baseline"},
       {"of_iteration", "this, or next: of the forward pass that is beside it"},
       {"executor", "array, projection_array, vector_unit, update_engine or host"},
       {"alone_cycles", "of an operation with memory and vector lanes to itself"},
       {"ready_cycle", "of the interval, when all that an operation needs is done"},
       {"begin_cycle", "of the interval, when its executor takes the operation"},
       {"end_cycle", "of the interval, when the operation has ended"},
       {"wait_cycles", "in which an operation is ready and another one has its executor"},
       {"own_cycles", "of the interval that count as the operation's; their sum is the interval"},
       {"critical", "1: on the chain of operations that ends last"},
       {"component", "of the machine"},
       {"action", "what is priced: a product, a bit read, a command"},
       {"count", "how often it happened in the run"},
       {"value", "of the price"},
       {"unit", "of the price: pj, pj_per_bit, uw, ..."},
       {"clock_hz", "of what is priced by time"},
       {"provenance", "measured, scaled or assumed"},
       {"source", "of the price, with keys of the bibliography"},
       {"how", "the factor of a scaled price, the reason of an assumed one"},
       {"low_factor", "the lower end of the price's interval, times the price"},
       {"high_factor", "the upper end"},
       {"reason", "of the interval"},
       {"training", "run or baseline"}});
}

void append_comparison_columns(ResultTerms& topics) {
  append_rows(
      topics, "column",
      {{"accelerator", "name of the machine"},
       {"array_kind", "family of its array"},
       {"ideal_saving", "1 - bit operations of the run over those of its baseline, as a fraction"},
       {"executed_bit_operation_saving", "the same of what is executed"},
       {"cycle_saving", "1 - cycles over cycles of the baseline"},
       {"energy_saving", "1 - joules over joules of the baseline"},
       {"energy_saving_p5", "one in twenty draws of the prices' intervals saves less"},
       {"energy_saving_p50", "the median of the draws"},
       {"energy_saving_p95", "one in twenty draws saves more"},
       {"area_mm2", "of arrays, buffers and vector unit"}});
  for (const auto& [name, what] :
       {std::pair("static", "the static baseline"), std::pair("cpt", "the run")}) {
    for (const auto& [column, doc] :
         {std::pair("time_s", "seconds of {}"), std::pair("energy_j", "joules of {}"),
          std::pair("energy_delay_js", "joules times seconds of {}"),
          std::pair("relative_time",
                    "seconds of {} over those of static training on the reference"),
          std::pair("relative_energy",
                    "joules of {} over those of static training on the reference"),
          std::pair("relative_energy_delay", "energy-delay of {} over that of the reference")}) {
      topics.push_back(
          {"column", fmt::format("{}_{}", name, column), fmt::format(fmt::runtime(doc), what)});
    }
    for (const auto& [part, part_name] : kEnumRows<EnergyPart>) {
      topics.push_back({"column", fmt::format("{}_split_{}_j", name, part_name),
                        fmt::format("joules of {} for: {}", what, doc_of(part))});
    }
  }
}

void append_derived_columns(ResultTerms& topics) {
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    topics.push_back({"column", fmt::format("{}_cycles", name), doc_of(bin) + "; cycles"});
  }
  for (const auto& [component, name] : kEnumRows<Component>) {
    topics.push_back({"column", fmt::format("energy_{}_j", name), doc_of(component) + "; joules"});
  }
  for (const auto& [part, name] : kEnumRows<EnergyPart>) {
    topics.push_back({"column", fmt::format("split_{}_j", name), doc_of(part) + "; joules"});
  }
  append_rows(topics, "column",
              {{"run_...",
                "what the row is of: model, data set, batch, seed, schedule, machine, memory, "
                "prices, system of chips, version and recipe"}});
}

void append_columns_of_other_tables(ResultTerms& topics) {
#define METRONOME_COLUMN(name, doc) topics.push_back({"column", name, doc});
#include "sim/cli/result_columns.def"
#undef METRONOME_COLUMN
}

/// A column of a table with several of its kind: "static_busy_cycles" is busy_cycles of the static
/// baseline.
std::vector<ResultTerm> prefixed_columns(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kPrefixes{
      {{"static_", "of the static baseline: "},
       {"cpt_", "of the run: "},
       {"baseline_", "of the baseline: "},
       {"iteration_", "of one iteration: "},
       {"confirmed_", "in cycle mode: "},
       {"reference_", "of the reference point: "}}};
  std::vector<ResultTerm> found;
  for (const auto& [prefix, of] : kPrefixes) {
    if (!word.starts_with(prefix)) {
      continue;
    }
    for (const ResultTerm& term : result_terms()) {
      if (term.kind == "column" && term.name == word.substr(prefix.size())) {
        found.push_back({term.kind, word, std::string(of) + term.doc});
      }
    }
  }
  return found;
}

ResultTerms all_result_terms() {
  ResultTerms topics;
  append_enum<Bin>(topics, "where cycles go");
  append_enum<Component>(topics, "component");
  append_enum<EnergyPart>(topics, "part of the energy");
  append_enum<Provenance>(topics, "provenance");
  append_work(topics);
  for (const methods::Method& method : methods::methods()) {
    topics.push_back(
        {"method", method.name, fmt::format("{} ({}; {})", method.doc, method.paper, method.page)});
  }
  append_run_columns(topics);
  append_comparison_columns(topics);
  append_derived_columns(topics);
  append_columns_of_other_tables(topics);
  return topics;
}

}  // namespace

const std::vector<ResultTerm>& result_terms() {
  static const ResultTerms kTerms = all_result_terms();
  return kTerms;
}

std::vector<ResultTerm> result_terms_of(const std::string& word) {
  std::vector<ResultTerm> found;
  for (const ResultTerm& topic : result_terms()) {
    const bool stamp = topic.name == "run_..." && word.starts_with("run_");
    if (topic.name == word || report::spoken(topic.name) == word || topic.kind == word ||
        topic.kind + "s" == word || topic.kind + "es" == word || stamp) {
      found.push_back(topic);
    }
  }
  return found.empty() ? prefixed_columns(word) : found;
}

}  // namespace metronome::cli
