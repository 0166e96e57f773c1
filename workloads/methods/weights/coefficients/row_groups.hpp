#pragma once

#include <span>

#include "workloads/methods/weights/coefficients/block_layout.hpp"
#include "workloads/methods/weights/form/stored_form.hpp"

namespace metronome::weights {

/// How often filters are taken together: 1, 2, 4, ... at a time, and all of them.
[[nodiscard]] std::size_t row_group_sizes(std::uint64_t filters);

/// Which rows of coefficients filters have in common: a product of filters that share one feed
/// needs a row that any of them has. Rows of padding alone do not count.
[[nodiscard]] RowGroups row_groups(const BlockLayout& layout, std::span<const double> coefficients);

/// The same where structured pruning (pruning.hpp) has left each filter so many rows: filters of a
/// group of it have the same rows, different groups any, each as likely as the others.
[[nodiscard]] RowGroups row_groups_of_pruned(const BlockLayout& layout, std::uint64_t kept_rows);

}  // namespace metronome::weights
