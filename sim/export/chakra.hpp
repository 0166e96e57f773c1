#pragma once

#include <cstddef>
#include <string>

#include "sim/ledger/run_result.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::exporting {

/// One iteration of a level as an execution trace of Chakra [sridharan2023chakra], the file of rank
/// 0: a GlobalMetadata and a Node of type COMP_NODE for each operation in the order in which the
/// machine ran it, each message behind its length as a varint.
///
/// Operations follow one another on the machine: a node has the one before as `ctrl_deps`. With a
/// step, whose trace the run is of, `data_deps` name the operations that wrote what it reads; those
/// that the machine fused into others are passed over. `start_time_micros` and `duration_micros`
/// are whole microseconds: begin and end are each rounded down, so that the durations of an
/// iteration add up to its time and shorter operations may have none. The exact ones are
/// attributes.
///
/// Attributes: is_cpu_op false; duration_ns (double), cycles (uint64) of the array clock; num_ops
/// (uint64): two for each useful multiply-accumulate; tensor_size (uint64): bytes between memory
/// and machine; num_bits (uint32): the wider operand of a product, a_bits and b_bits;
/// operation_class and layer (string); level (uint32).
[[nodiscard]] std::string chakra_trace(const RunResult& run, std::size_t level,
                                       const trace::Step* step = nullptr);

}  // namespace metronome::exporting
