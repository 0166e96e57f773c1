#include "arch/array/value_time.hpp"

#include <utility>

#include "arch/array/group_widths.hpp"
#include "arch/array/term_codes.hpp"
#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"

namespace metronome::array {

namespace {

/// Where depends_on_values(spec) was not asked.
[[noreturn]] void fail_without_values() {
  throw InternalError("the array's time does not depend on values");
}

template <class StreamOnMaxima, class StreamOnCodes, class OperandsOfStream>
std::shared_ptr<const StreamTime> stream_of(OperandsOfStream operands, bool closed_form) {
  if (closed_form) {
    return std::make_shared<StreamOnMaxima>(std::move(operands));
  }
  return std::make_shared<StreamOnCodes>(std::move(operands));
}

class StreamsByPhase final : public StreamTime {
 public:
  explicit StreamsByPhase(std::vector<std::shared_ptr<const StreamTime>> streams)
      : streams_(std::move(streams)) {}
  [[nodiscard]] StreamClocks clocks(const PassBlock& block) const override {
    return streams_.at(block.stride_phase)->clocks(block);
  }
  [[nodiscard]] bool by_place() const override { return true; }

 private:
  std::vector<std::shared_ptr<const StreamTime>> streams_;
};

}  // namespace

TermShares value_shares(const ArraySpec& spec, const CodeMatrix& codes) {
  using Shares = TermShares;
  return std::visit(Overload{[](const SystolicSpec&) -> Shares { fail_without_values(); },
                             [](const SpatialFusionSpec&) -> Shares { fail_without_values(); },
                             [](const OperandSerialSpec&) -> Shares { fail_without_values(); },
                             [&](const DualSerialSpec&) { return width_shares(codes); },
                             [](const BinaryOverlaySpec&) -> Shares { fail_without_values(); },
                             [&](const TermSerialSpec& s) { return term_shares(s, codes); },
                             [](const ChunkedBfpSpec&) -> Shares { fail_without_values(); },
                             [](const TwoInOneSpec&) -> Shares { fail_without_values(); },
                             [](const ChunkedFpSpec&) -> Shares { fail_without_values(); }},
                    spec);
}

std::shared_ptr<const StreamTime> stream_on_codes(const ArraySpec& spec, const Operands& operands,
                                                  bool transposed, CodeMatrix a, CodeMatrix b,
                                                  bool closed_form) {
  using Stream = std::shared_ptr<const StreamTime>;
  return std::visit(
      Overload{[](const SystolicSpec&) -> Stream { fail_without_values(); },
               [](const SpatialFusionSpec&) -> Stream { fail_without_values(); },
               [](const OperandSerialSpec&) -> Stream { fail_without_values(); },
               [&](const DualSerialSpec& s) {
                 return stream_of<GroupMaxima, GroupCodes>(GroupOperands(s, transposed, a, b),
                                                           closed_form);
               },
               [](const BinaryOverlaySpec&) -> Stream { fail_without_values(); },
               [&](const TermSerialSpec& s) {
                 return stream_of<TermMaxima, TermCodes>(
                     TermOperands(s, operands, transposed, std::move(a), std::move(b)),
                     closed_form);
               },
               [](const ChunkedBfpSpec&) -> Stream { fail_without_values(); },
               [](const TwoInOneSpec&) -> Stream { fail_without_values(); },
               [](const ChunkedFpSpec&) -> Stream { fail_without_values(); }},
      spec);
}

std::shared_ptr<const StreamTime> streams_by_phase(
    std::vector<std::shared_ptr<const StreamTime>> streams) {
  return std::make_shared<StreamsByPhase>(std::move(streams));
}

}  // namespace metronome::array
