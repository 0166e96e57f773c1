#include "workloads/trace/feedback_route.hpp"

#include <algorithm>

namespace metronome::trace {

bool FeedbackRoute::feeds(model::NodeIndex node) const {
  return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

}  // namespace metronome::trace
