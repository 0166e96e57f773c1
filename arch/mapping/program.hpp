#pragma once

#include <optional>
#include <vector>

#include "arch/array/pass_machine.hpp"
#include "arch/mapping/geometry.hpp"
#include "arch/mapping/mapping.hpp"
#include "arch/vector/vector_unit.hpp"

namespace metronome::mapping {

/// Bytes of one tensor to or from DRAM.
struct StreamTransfer {
  trace::Role role = trace::Role::activation;
  dram::Transfer transfer;
  bool operator==(const StreamTransfer&) const = default;
};

/// One step of the tile nest. Empty loads: the buffer's present tile serves again.
struct TileStep {
  std::vector<StreamTransfer> input_loads;
  std::vector<StreamTransfer> weight_loads;
  std::vector<StreamTransfer> side_loads;  ///< what the epilogue of the tile that this ends reads
  std::vector<StreamTransfer> stores;      ///< of the output tile that this step ends
  vector::ElementWork input_work;          ///< on input_loads, before the array takes them
  vector::ElementWork weight_work;         ///< likewise
  std::uint64_t made_weights = 0;          ///< elements of weight_loads that an engine makes
  std::uint64_t load_engine_cycles = 0;    ///< in which it does
  bool opens_output = false;               ///< needs a fresh slot of the output buffer
  bool closes_output = false;
  std::optional<array::Tile> tile;  ///< work of the array; none if no tap of a dX meets a result
  std::vector<array::Tile> phases;  ///< more of it: the other phases of a strided dX
  std::vector<array::Tile> sums;    ///< correction sums that the array forms behind it
  vector::ElementWork vector_work;  ///< work of the vector unit, after the array's
  vector::ElementWork epilogue;     ///< and on finished results
  std::uint64_t host_cycles = 0;    ///< of the array's clock, in which the host works
  std::uint64_t engine_cycles = 0;  ///< in which only the update engine at the memory works
};

/// An operation as the load, compute and store stages execute it.
struct Program {
  std::vector<TileStep> steps;
  BufferSlots slots;
  std::optional<array::Unrolling> unrolling;  ///< of matrix jobs
  Executor executor = Executor::array;        ///< of matrix jobs

  /// Whether the array has a part in the operation.
  [[nodiscard]] bool array_works() const { return unrolling && executor == Executor::array; }
};

/// Iterations of a program's loops that are left out, half-open; none by default. The first and the
/// last of a loop must stay. Where tiles are rows of an image, `rows` are such of every image; the
/// loop over pixels (k of weight gradients, else m) then leaves out whole images.
struct Gaps {
  Range group{}, m{}, n{}, k{};  ///< of matrix programs
  Range rows{};                  ///< likewise
  Range block{};                 ///< of vector programs
  bool operator==(const Gaps&) const = default;
};

/// Walks the tile nest. Tensors lie one behind the other from address 0, each aligned so that equal
/// shapes meet equal banks.
/// `addresses`, where given: of a, b, c, and the epilogue's inputs and outputs.
[[nodiscard]] Program matrix_program(const MatrixJob& job, const Mapping& mapping,
                                     const arch::AcceleratorSpec& machine,
                                     std::vector<std::uint64_t> addresses = {},
                                     const Gaps& gaps = {});

/// Cuts the streams of a vector job into blocks that fit in half of the input and output buffers.
/// `addresses`, where given: of the inputs and the outputs.
[[nodiscard]] Program vector_program(const VectorJob& job, const arch::AcceleratorSpec& machine,
                                     std::vector<std::uint64_t> addresses = {},
                                     const Gaps& gaps = {});

/// The host's inputs, one after the other, over its link in blocks of half the input buffer; then
/// its work; then its outputs, through half the output buffer.
/// `addresses`, where given: of the inputs and the outputs.
[[nodiscard]] Program host_program(const HostJob& job, const arch::AcceleratorSpec& machine,
                                   std::vector<std::uint64_t> addresses = {});

/// The machine with room for all tensors, which lie as on the machine itself: a closed form asks
/// for no memory.
[[nodiscard]] arch::AcceleratorSpec with_room(const arch::AcceleratorSpec& machine);

/// Elements of a whole block of a vector job; the last block may be smaller.
[[nodiscard]] std::uint64_t vector_block(const VectorJob& job,
                                         const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
