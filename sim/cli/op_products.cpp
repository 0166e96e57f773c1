#include "sim/cli/op_products.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "arch/mapping/estimate.hpp"
#include "sim/base/csv_table.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/compatible.hpp"
#include "sim/engine/job_runner.hpp"
#include "sim/engine/stepped.hpp"
#include "sim/report/csv.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::cli {
namespace {

const std::vector<std::string>& product_columns() {
  static const std::vector<std::string> columns{"m", "n", "k", "a_bits", "b_bits"};
  return columns;
}

constexpr NumberRange kScaleGroups{0, 4096};

/// "e2m1": a number format of an operand, whose bits then follow from it; without one, bits. False
/// where the format is none, which says nothing of the bits.
bool read_operand(CsvTable& table, std::size_t row, const std::string& operand,
                  array::NumberFormat& format, int& bits) {
  const std::string name(table.text(row, operand + "_format"));
  const auto found = enum_from_name<array::NumberFormat>(name);
  if (!name.empty() && !found) {
    table.complain(row, operand + "_format", "`" + name + "` is not a number format",
                   "integer, e2m1, e2m3, e3m2, e4m3, e5m2, fp16 or bf16");
    return false;
  }
  format = found.value_or(array::NumberFormat::integer);
  if (format == array::NumberFormat::integer) {
    bits = static_cast<int>(table.whole(row, operand + "_bits", kOperandBits));
    return true;
  }
  bits = array::stored_bits(format, 0);
  if (!table.text(row, operand + "_bits").empty() &&
      table.whole(row, operand + "_bits", kOperandBits) != static_cast<std::uint64_t>(bits)) {
    table.complain(row, operand + "_bits", fmt::format("codes of {} have {} bits", name, bits),
                   "empty, or those");
  }
  return true;
}

array::Operands operands_of(const OpProduct& product) {
  constexpr std::uint64_t kScaleBits = 8;
  return {.a_bits = product.a_bits,
          .b_bits = product.b_bits,
          .a_format = product.a_format,
          .b_format = product.b_format,
          .scale_group = product.scale_group,
          .scale_bits = product.scale_group > 0 ? kScaleBits : 0};
}

/// The products of a table's rows, with a complaint about each field that is wrong.
std::vector<OpProduct> products_of(CsvTable& table) {
  std::vector<OpProduct> products(table.rows());
  for (std::size_t row = 0; row < products.size(); ++row) {
    OpProduct& product = products[row];
    product.gemm = {table.whole(row, "m", trace::kExtents), table.whole(row, "n", trace::kExtents),
                    table.whole(row, "k", trace::kExtents)};
    const bool a = read_operand(table, row, "a", product.a_format, product.a_bits);
    const bool b = read_operand(table, row, "b", product.b_format, product.b_bits);
    using array::NumberFormat;
    if (a && b &&
        (product.a_format == NumberFormat::integer) !=
            (product.b_format == NumberFormat::integer)) {
      table.complain(row, "b_format", "one operand has a number format and the other is an integer",
                     "both of numbers, or both integer");
    }
    if (!table.text(row, "scale_group").empty()) {
      product.scale_group = table.whole(row, "scale_group", kScaleGroups);
    }
    const std::string cls(table.text(row, "class"));
    try {
      product.cls = cls.empty() ? trace::OperationClass::forward : gemm_class(cls);
    } catch (const UserError& error) {
      table.complain(row, "class", error.diagnostics()[0].what, error.diagnostics()[0].hint);
    }
  }
  table.finish();
  return products;
}

/// What one product took, and its numbers.
struct ProductResult {
  std::string mode;
  std::string mapping;
  std::vector<OpNumber> numbers;
};

class ProductRunner {
 public:
  ProductRunner(const arch::AcceleratorSpec& machine, const ProductsOptions& options)
      : machine_(machine),
        options_(options),
        simulate_{.mode = Mode::analytic,
                  .memory = options.memory,
                  .prices = &options.table,
                  .progress = {}},
        runner_(machine, simulate_) {}

  [[nodiscard]] ProductResult run(const OpProduct& product) const {
    const mapping::MatrixJob job =
        mapping::matrix_job(product.cls,
                            sim::compatible_convolution(layer_of_gemm(product.gemm, product.cls),
                                                        product.cls, machine_),
                            operands_of(product), machine_);
    if (const auto compatible = sim::compatible_result(job, machine_, options_.table)) {
      return result_of(job, compatible->measure, compatible->mode, compatible->mapping);
    }
    if (array::depends_on_values(machine_.array)) {
      const auto timed = sim::execute_on_codes(
          job, machine_, Mode::analytic, {.codes = options_.codes, .memory = options_.memory});
      const auto codes = sim::operand_tensors(job, options_.codes);
      return result_of(
          job, sim::measure_of(sim::with_terms(job, machine_, codes), machine_, timed.outcome),
          "analytic", timed.mapping);
    }
    const sim::JobResult result = runner_.run(job);
    ProductResult out =
        result_of(job, sim::measure_of(job, machine_, result.outcome), "analytic", result.mapping);
    if (const std::uint64_t estimated = mapping::estimated_cycles(job, *result.chosen, machine_)) {
      out.numbers.push_back({"estimated_cycles", estimated});
    }
    return out;
  }

 private:
  [[nodiscard]] ProductResult result_of(const mapping::MatrixJob& job, const Measure& measure,
                                        std::string mode, std::string mapping) const {
    return {std::move(mode), std::move(mapping),
            op_numbers(measure, price(measure, options_.table, machine_.clock_hz),
                       array::peak_macs_per_cycle(machine_.array, job.operands))};
  }

  const arch::AcceleratorSpec& machine_;
  const ProductsOptions& options_;
  sim::SimulateOptions simulate_;
  sim::AnalyticRunner runner_;
};

/// Rows of an OpTable from the numbers of each product, whose paths need not be the same.
class TableMaker {
 public:
  OpTable::Row row_of(const OpProduct& product, ProductResult result) {
    OpTable::Row row{product, std::move(result.mode), std::move(result.mapping), {}};
    row.values.resize(table_.paths.size());
    for (OpNumber& number : result.numbers) {
      const auto [at, is_new] = places_.try_emplace(number.path, table_.paths.size());
      if (is_new) {
        table_.paths.push_back(number.path);
        row.values.emplace_back();
      }
      row.values[at->second] = number.value;
    }
    return row;
  }

  /// With the paths in an order that does not depend on which product was done first: every product
  /// has those outside of array_activity in one order, and the others are sorted.
  OpTable finish(std::vector<OpTable::Row> rows) {
    std::vector<std::string> paths = table_.paths;
    const auto activities = std::stable_partition(
        paths.begin(), paths.end(),
        [](const std::string& path) { return !path.starts_with("array_activity."); });
    std::sort(activities, paths.end());
    for (OpTable::Row& row : rows) {
      std::vector<OpValue> values;
      for (const std::string& path : paths) {
        const std::size_t at = places_.at(path);
        values.push_back(at < row.values.size() ? row.values[at] : OpValue{});
      }
      row.values = std::move(values);
    }
    const bool formats = std::any_of(rows.begin(), rows.end(), [](const OpTable::Row& row) {
      const array::Operands operands = operands_of(row.product);
      return !operands.are_integers() || operands.scale_group > 0;
    });
    return {std::move(paths), formats, std::move(rows)};
  }

 private:
  OpTable table_;
  std::map<std::string, std::size_t> places_;
};

/// Calls work(i) for each i below `count` in `threads` threads, and waits for them where an
/// interruption is seen. What no handler in `work` takes is thrown on, the first in time.
template <class Work>
void for_each_index(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::condition_variable ended;
  std::size_t running = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(count, 1));
  std::exception_ptr failure;
  std::vector<std::jthread> pool;
  const auto body = [&] {
    std::exception_ptr own;
    try {
      for (std::size_t i = next++; i < count && !stop; i = next++) {
        work(i);
      }
    } catch (...) {
      own = std::current_exception();
      stop = true;
    }
    const std::lock_guard lock(mutex);
    failure = failure ? failure : own;
    --running;
    ended.notify_one();
  };
  const std::size_t all = running;
  for (std::size_t i = 0; i < all; ++i) {
    pool.emplace_back(body);
  }
  std::unique_lock lock(mutex);
  try {
    while (!ended.wait_for(lock, std::chrono::milliseconds(50), [&] { return running == 0; })) {
      lock.unlock();
      stop_if_interrupted();
      lock.lock();
    }
  } catch (...) {
    stop = true;
    throw;
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace

std::string OpTable::csv() const {
  std::vector<std::string> columns = product_columns();
  if (formats) {
    columns.insert(columns.end(), {"a_format", "b_format", "scale_group"});
  }
  columns.insert(columns.end(), {"class", "mode", "mapping"});
  columns.insert(columns.end(), paths.begin(), paths.end());
  report::Csv out(columns);
  for (const Row& row : rows) {
    const OpProduct& product = row.product;
    out.add(product.gemm.m).add(product.gemm.n).add(product.gemm.k);
    out.add(product.a_bits).add(product.b_bits);
    if (formats) {
      out.add(enum_name(product.a_format)).add(enum_name(product.b_format));
      out.add(product.scale_group);
    }
    out.add(enum_name(product.cls));
    out.add(row.mode).add(row.mapping);
    for (const auto& value : row.values) {
      std::visit([&](const auto& plain) { out.add(plain); }, value);
    }
    out.end_row();
  }
  return out.text();
}

OpTable run_products(std::string text, const std::string& name,
                     const arch::AcceleratorSpec& machine, const ProductsOptions& options) {
  CsvTable table(std::move(text), name, product_columns(),
                 {"class", "a_format", "b_format", "scale_group"});
  const std::vector<OpProduct> products = products_of(table);
  const ProductRunner runner(machine, options);
  TableMaker maker;
  std::vector<OpTable::Row> rows(products.size());
  std::vector<std::pair<std::size_t, Diagnostic>> wrong;
  std::mutex mutex;  // of the three above
  for_each_index(products.size(), options.threads, [&](std::size_t i) {
    try {
      ProductResult result = runner.run(products[i]);
      const std::lock_guard lock(mutex);
      rows[i] = maker.row_of(products[i], std::move(result));
    } catch (const UserError& error) {
      const std::lock_guard lock(mutex);
      wrong.emplace_back(i, error.diagnostics()[0]);
    }
  });
  std::sort(wrong.begin(), wrong.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [row, diagnostic] : wrong) {
    table.complain(row, "m", diagnostic.what, diagnostic.hint);
  }
  table.finish();
  return maker.finish(std::move(rows));
}

}  // namespace metronome::cli
