#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "workloads/methods/reach/constraint.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/train/constrained/constrained_spec.hpp"

namespace metronome::reach {

/// The network: layers `fc1`, `relu1`, ..., each quantized, or those of the file. Its loss is the
/// mean square, whatever the file says. UserError, with the place of a layer where the file has
/// one, where it is no chain that can be bounded or its numbers are not those of the boxes.
[[nodiscard]] model::Graph graph_of(const ConstrainedTrainingSpec& spec);

/// The samples: the centres of a grid's cells, or those of the file. UserError with the place where
/// that has other columns, or numbers that are none.
[[nodiscard]] ConstrainedProblem problem_of(const ConstrainedTrainingSpec& spec);

/// Both, and whether initial weights are those of the network: what a training would refuse.
void check_task(const ConstrainedTrainingSpec& spec);

/// The samples and corners of the box (of more than twelve inputs its two extreme ones): what they
/// give is within the ranges of activations.
[[nodiscard]] Matrix range_samples(const ConstrainedTrainingSpec& spec);

/// What decides a training's result, as lines `key: value`: the keys, and digests of the files that
/// they name, wherever these lie.
[[nodiscard]] std::string training_identity(const ConstrainedTrainingSpec& spec);

/// Files of the user's that the training reads, by their keys.
[[nodiscard]] std::vector<std::pair<std::string, std::filesystem::path>> files_of(
    const ConstrainedTrainingSpec& spec);

/// The same with all places absolute, so that a resolved file means them wherever it lies.
[[nodiscard]] ConstrainedTrainingSpec with_absolute_places(ConstrainedTrainingSpec spec);

}  // namespace metronome::reach
