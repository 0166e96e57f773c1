#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "arch/mapping/job.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/report/json_fields.hpp"

namespace metronome::cli {

/// 0 is FP32, which no operand of the array is.
inline constexpr NumberRange kOperandBits{1, 32};

/// "n=1,c=3,h=32,w=32,o=16,k=3" as a layer. A key of one axis or side goes before that of all.
/// UserError where its sizes do not fit together, or its products are beyond what a trace may hold.
[[nodiscard]] trace::Convolution layer_of_sizes(const std::string& text);

/// "m=64,n=64,k=64" as sizes; UserError as above.
[[nodiscard]] trace::Gemm gemm_of_sizes(const std::string& text);

/// The fully connected layer whose product of that class is this GEMM, as it is executed. UserError
/// where it is beyond what a trace may hold.
[[nodiscard]] trace::Convolution layer_of_gemm(const trace::Gemm& gemm, trace::OperationClass cls);

/// A class that has a GEMM, by its name, or a UserError.
[[nodiscard]] trace::OperationClass gemm_class(const std::string& name);

/// A count, or a quantity.
using OpValue = std::variant<std::uint64_t, double>;

/// A number of the answer. Its path is that of the key: "stall_cycles.weights".
struct OpNumber {
  std::string path;
  OpValue value;
};

/// What `op` says of an operation in numbers: its cycles and where they went, what it did, moved
/// and took in energy. `peak_macs`: a cycle.
[[nodiscard]] std::vector<OpNumber> op_numbers(const Measure& measure, const EnergyReport& energy,
                                               double peak_macs);

/// The same as nested objects.
[[nodiscard]] report::Json op_json(const std::vector<OpNumber>& numbers);

/// "warning: a sum of 131072 products ...": what is said of a product whose sums could overflow;
/// empty where none can.
[[nodiscard]] std::string overflow_note(const mapping::MatrixJob& job,
                                        const arch::TrainingSpec& training);

}  // namespace metronome::cli
