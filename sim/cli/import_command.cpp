#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/base/files.hpp"
#include "sim/base/overload.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "workloads/importers/import_file.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::cli {
namespace {

using importers::ImportedNetwork;
using importers::PrecisionLog;

void add_import_options(Options& options) {
  options.positional("FILE", 1, 1);
  options.add()("dim", po::value<std::vector<std::string>>()->value_name("NAME=N"),
                "size of a dimension that the network leaves open, by its name or INPUT.AXIS; "
                "repeatable")(
      "round", po::value<std::string>(),
      "up (as SCALE-Sim does) or down: outputs of a convolution whose last window does not fit")(
      "out", po::value<std::string>(),
      "write the network as layers here, .yaml, or the schedule of a precision log, CSV")(
      "json", po::bool_switch(), "print JSON");
  options.add_whole("batch", {}, trace::kExtents, "samples; without it those of the file");
  options.add_whole("iterations-per-epoch", {}, trace::kIterations,
                    "of a precision log that counts epochs");
}

/// "NAME=N": names may hold `=` themselves.
void add_dim(const std::string& text, importers::InputSizes& sizes) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) {
    throw UserError("--dim: `" + text + "` is not of the form NAME=N");
  }
  const std::string name = text.substr(0, equals);
  const auto number = read_number<std::uint64_t>(text.substr(equals + 1), trace::kExtents);
  if (!number.value) {
    throw UserError("--dim: `" + text + "`: " + number.what, number.hint);
  }
  if (!sizes.dims.emplace(name, *number.value).second) {
    throw UserError("--dim: `" + name + "` is given twice", "keep one of them");
  }
}

importers::ImportOptions import_options(const Options& options) {
  importers::ImportOptions result;
  if (options.has("batch")) {
    result.sizes.batch = options.whole("batch");
  }
  if (options.has("iterations-per-epoch")) {
    result.iterations_per_epoch = options.whole("iterations-per-epoch");
  }
  for (const std::string& dim : options.texts("dim")) {
    add_dim(dim, result.sizes);
  }
  if (options.has("round")) {
    const std::string name = options.text("round");
    result.rounding = enum_from_name<importers::Rounding>(name);
    if (!result.rounding) {
      throw UserError("--round: `" + name + "` is no way of rounding",
                      name_hint(name, enum_name_list<importers::Rounding>()));
    }
  }
  return result;
}

std::string ports_text(const std::vector<importers::Port>& ports) {
  std::vector<std::string> texts;
  for (const importers::Port& port : ports) {
    texts.push_back(port.name + " " + importers::extents_text(port.extents));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

void print_text(const ImportedNetwork& network) {
  print("{} ({})\n", network.name, enum_name(network.kind));
  if (!network.inputs.empty()) {
    print("inputs       {}\noutputs      {}\n", ports_text(network.inputs),
          ports_text(network.outputs));
  }
  print(
      "batch        {}\nlayers       {}\nparameters   {}\nproducts     {}, {} "
      "multiply-accumulates\n",
      network.batch, network.layers, network.parameters, network.products.size(), network.macs);
  for (const importers::Product& product : network.products) {
    print("  {:<14} m={} n={} k={} groups={} macs={}  {}\n", product.op, product.m, product.n,
          product.k, product.groups, product.macs, product.node);
  }
}

void print_text(const PrecisionLog& log) {
  print("{} changes of precision, the last at iteration {}\n", log.changes.size(),
        log.changes.back().first);
}

/// What `--out` writes.
std::string file_content(const importers::Imported& imported, const std::string& source,
                         const std::string& out) {
  if (const auto* log = std::get_if<PrecisionLog>(&imported)) {
    return importers::schedule_csv(*log);
  }
  if (!model::is_network_file(out) || model::is_onnx_file(out)) {
    throw UserError("--out: `" + out + "` is no name of a network file", "one that ends in .yaml");
  }
  return importers::network_yaml(*std::get<ImportedNetwork>(imported).file, source);
}

}  // namespace

void run_import(const Arguments& arguments) {
  Options options(
      "import FILE [--batch N] [--dim NAME=N]... [--round up|down] [--iterations-per-epoch N] "
      "[--out FILE] [--json]",
      "Reads a network of another program: ONNX (operator sets 9 to 17), a topology of SCALE-Sim, "
      "a\nlist of GEMMs (m,n,k,batch,count,bits); or the precision log of a training (epoch,bits). "
      "Prints\nits matrix products. --out NET.yaml writes the network for `trace --model NET.yaml` "
      "and `model:`\nof workloads; --out S.csv the log as a schedule `csv:S.csv`. Nothing else is "
      "written.");
  add_import_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const std::filesystem::path file = options.arguments()[0];
  importers::ImportOptions wanted = import_options(options);
  wanted.with_layers = options.has("out");
  if (options.has("out")) {
    require_output_files({options.text("out")}, {file});
  }
  const importers::Imported imported = importers::import_file(file, wanted);
  if (options.has("out")) {
    write_file_durably(options.text("out"),
                       file_content(imported, path_text(file), options.text("out")));
  }
  std::visit(
      [&](const auto& result) {
        if (options.flag("json")) {
          print("{}\n", importers::to_json(result));
        } else {
          print_text(result);
        }
      },
      imported);
  if (options.has("out") && !options.flag("json")) {
    print("Written: {}\n", path_text(options.text("out")));
  }
}

}  // namespace metronome::cli
