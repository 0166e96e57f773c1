#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workloads/model/graph.hpp"

namespace metronome::trace {

/// What a model sees of a data set of images or of text.
struct DataShape {
  model::Shape input;       ///< of one sample as given to the model; text: {1, tokens, 1}
  std::size_t classes = 0;  ///< of text: words
  [[nodiscard]] bool is_text() const { return input.channels == 1 && input.width == 1; }
  bool operator==(const DataShape&) const = default;
};

/// The name that stands for no data set: the network says what it reads. For traces only.
inline constexpr const char* kNoDataSet = "none";

/// "on cifar-10", or "without a data set".
[[nodiscard]] std::string on_data_set(const std::string& dataset);

/// A model by name, or of a network file, for the shape of a data set; without one (kNoDataSet)
/// only of a file. UserError where one reads images and the other is text, or a file's network
/// reads another shape or gives another number of classes; and as model::make_model and
/// model::read_network.
[[nodiscard]] model::Graph model_for(const std::string& model, const std::string& dataset,
                                     const std::optional<DataShape>& shape);

/// By name. The MNIST families are 28x28 grey images, padded to 32x32 and repeated to three
/// channels. Text is cut into sequences: 512 tokens of WikiText-103, 35 of WikiText-2 and the Penn
/// Treebank, with the words of their published vocabularies; training takes those of its file.
/// UserError with the nearest name.
[[nodiscard]] DataShape data_set_shape(const std::string& name);
/// Nothing of kNoDataSet.
[[nodiscard]] std::optional<DataShape> optional_data_set_shape(const std::string& name);
[[nodiscard]] std::vector<std::string> data_set_shape_names();
/// Images, or tokens of the published vocabulary, of its test split; 0: the name is unknown, or the
/// split has no size of its own.
[[nodiscard]] std::uint64_t test_split_samples(const std::string& name);

}  // namespace metronome::trace
