#pragma once

#include <string>

#include "workloads/model/network_file.hpp"

namespace metronome::model {

/// The file of this text.
inline NetworkFile parse_network(const std::string& text) {
  config::Reader reader;
  NetworkFile file;
  config::schema_of<NetworkFile>().read(file, config::parse_yaml(text, "net.yaml"), reader, "");
  reader.finish();
  return file;
}

/// Every kind of layer for images, with windows of every form; small enough for numeric gradients.
inline const char* const kEveryImageLayer = R"(name: every-layer
inputs: [{channels: 2, height: 6, width: 5}]
layers:
  - {name: stem, kind: convolution, out_channels: 4, kernel: [3, 2], pad: [1, 0, 1, 1]}
  - {name: group, kind: group_norm, groups: 2}
  - {name: silu, kind: silu}
  - {name: first, kind: slice, length: 1}
  - {name: rest, kind: slice, from: silu, begin: 1, length: 3}
  - {name: gelu, kind: gelu, from: first}
  - {name: swish, kind: hard_swish, from: rest}
  - {name: joined, kind: concat, from: [gelu, swish, silu]}
  - {name: norm, kind: batch_norm}
  - {name: relu, kind: relu}
  - {name: dilated, kind: convolution, out_channels: 4, kernel: 3, dilation: [2, 1], pad: [2, 1], groups: 2, bias: true}
  - {name: leaky, kind: leaky_relu, slope: 0.1}
  - {name: pool, kind: max_pool, kernel: [2, 3], stride: 2, pad: [0, 1], ceil: true}
  - {name: up, kind: convolution, out_channels: 3, kernel: 3, stride: 2, pad: 1, transposed: true, output_pad: [1, 0]}
  - {name: instance, kind: instance_norm}
  - {name: larger, kind: upsample, scale: [1, 2]}
  - {name: mean, kind: average_pool, kernel: 3, stride: [1, 2], pad: 1, count_pad: false}
  - {name: top, kind: global_max_pool}
  - {name: gate, kind: convolution, out_channels: 3, bias: true}
  - {name: opened, kind: hard_sigmoid}
  - {name: scaled, kind: multiply, from: [mean, opened]}
  - {name: bounded, kind: clip, low: -3, high: 3}
  - {name: sum, kind: add, from: [bounded, mean]}
  - {name: shrunk, kind: scale, factor: 0.5, shift: 0.1}
  - {name: places, kind: learned, channels: 3, height: 6, width: 5, mean: 0.1, deviation: 0.2}
  - {name: placed, kind: add, from: [shrunk, places]}
  - {name: smooth, kind: upsample, scale: [2, 1], mode: bilinear}
  - {name: corners, kind: upsample, scale: [1, 2], mode: bilinear, align_corners: true, from: placed}
  - {name: narrow, kind: average_pool, kernel: [1, 2], stride: [1, 2]}
  - {name: scores, kind: matmul, transpose_b: true, from: [narrow, smooth]}
  - {name: shares, kind: softmax, axis: width}
  - {name: mixed, kind: matmul, from: [shares, smooth]}
  - {name: query, kind: learned, channels: 3, height: 6, width: 2, deviation: 1}
  - {name: tall, kind: softmax, axis: height}
  - {name: answers, kind: matmul, transpose_a: true, from: [tall, mixed], quantize: false}
  - {name: turned, kind: transpose, order: [height, width, channels]}
  - {name: weights, kind: softmax}
  - {name: features, kind: reshape}
  - {name: squashed, kind: tanh}
  - {name: sigmoid, kind: sigmoid}
  - {name: dropped, kind: dropout, rate: 0}
  - {name: logits, kind: linear, out_features: 3}
)";

}  // namespace metronome::model
