#pragma once

#include <string>
#include <vector>

#include "workloads/methods/weights/any_form.hpp"
#include "workloads/model/graph.hpp"

namespace metronome::methods {

/// The form that a layer has of a network's: rows of linear layers are not pruned, which the
/// authors leave as they are (pruning.hpp), those of convolutions as their names say.
[[nodiscard]] weights::FormSpec form_of_layer(const weights::FormSpec& spec,
                                              const model::Node& node);

/// UserError where a form names layers that are no convolutions among the `formed` ones.
void check_named_layers(const weights::FormSpec& spec, const model::Graph& graph,
                        const std::vector<std::string>& formed);

}  // namespace metronome::methods
