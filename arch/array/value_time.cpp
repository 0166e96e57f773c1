#include "arch/array/value_time.hpp"

#include "arch/array/group_widths.hpp"
#include "arch/array/term_codes.hpp"
#include "sim/base/error.hpp"

namespace metronome::array {

TermShares value_shares(const ArraySpec& spec, const CodeMatrix& codes) {
  if (const auto* terms = std::get_if<TermSerialSpec>(&spec)) {
    return term_shares(*terms, codes);
  }
  return width_shares(codes);
}

std::shared_ptr<const StreamTime> stream_on_codes(const ArraySpec& spec, const Operands& operands,
                                                  bool transposed, CodeMatrix a, CodeMatrix b,
                                                  bool closed_form) {
  if (const auto* loom = std::get_if<DualSerialSpec>(&spec)) {
    GroupOperands groups(*loom, transposed, a, b);
    if (closed_form) {
      return std::make_shared<GroupMaxima>(std::move(groups));
    }
    return std::make_shared<GroupCodes>(std::move(groups));
  }
  const auto* serial = std::get_if<TermSerialSpec>(&spec);
  METRONOME_ASSERT(serial != nullptr, "the array's time depends on values");
  TermOperands terms(*serial, operands, transposed, std::move(a), std::move(b));
  if (closed_form) {
    return std::make_shared<TermMaxima>(std::move(terms));
  }
  return std::make_shared<TermCodes>(std::move(terms));
}

}  // namespace metronome::array
