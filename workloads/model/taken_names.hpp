#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>

namespace metronome::model {

/// What is wrong with a name, and what would be right.
struct NameFault {
  std::string what;
  std::string hint;
};

/// The names of a network's inputs and layers. What belongs to a layer (tensors, operations,
/// parameters, products of its own) is called by its name, a dot and more, whatever its kind. So no
/// name is another one with a dot behind it and more: then no name ever is or becomes one of those.
/// `loss` is the owner of the loss's operation, and `*` stands for all layers in tables.
class TakenNames {
 public:
  TakenNames();

  /// Why a name cannot stand beside those that are taken; nothing where it can.
  [[nodiscard]] std::optional<NameFault> fault(const std::string& name) const;
  void insert(const std::string& name) { names_.insert(name); }

  /// The dot behind the first taken name that a name begins with, if there is one.
  [[nodiscard]] std::optional<std::size_t> dot_behind_taken(const std::string& name) const;

 private:
  /// A taken name that begins with this one and a dot; empty: none.
  [[nodiscard]] std::string behind(const std::string& name) const;

  std::set<std::string> names_;
};

}  // namespace metronome::model
