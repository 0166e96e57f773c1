#pragma once

#include "workloads/trace/trace.hpp"

/// Layers on which the three models of the array are compared.
namespace metronome::sim::layers {

inline const trace::Convolution kSquare{.batch = 2,
                                        .in_channels = 24,
                                        .in_height = 9,
                                        .in_width = 9,
                                        .out_channels = 20,
                                        .kernel = 3,
                                        .stride = 2,
                                        .pad = 1};
/// Another kernel, stride and dilation along each axis, another border on each side, in groups.
inline const trace::Convolution kRagged{.batch = 2,
                                        .in_channels = 24,
                                        .in_height = 9,
                                        .in_width = 7,
                                        .out_channels = 20,
                                        .kernel = {3, 2},
                                        .stride = {2, 1},
                                        .pad = {1, 0, 2, 1},
                                        .groups = 4,
                                        .dilation = {1, 2}};
inline const trace::Convolution kTransposed{.batch = 2,
                                            .in_channels = 12,
                                            .in_height = 5,
                                            .in_width = 4,
                                            .out_channels = 18,
                                            .kernel = {3, 4},
                                            .stride = 2,
                                            .pad = 1,
                                            .groups = 2,
                                            .transposed = true,
                                            .output_pad = {1, 0}};

}  // namespace metronome::sim::layers
