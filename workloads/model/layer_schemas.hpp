#pragma once

#include "workloads/model/layer.hpp"
#include "workloads/model/window_codec.hpp"

/// The keys of each kind of layer in a network file, besides `name`, `kind` and `from`: a kind
/// without a table here does not link.
namespace metronome::config {

template <>
const StructSchema<model::FixedBits>& schema_of<model::FixedBits>();

}  // namespace metronome::config

namespace metronome::model {

/// A number that need not be written where it is the usual one.
[[nodiscard]] inline config::FieldSpec usual_number(std::string doc, long double min,
                                                    long double max) {
  return {.doc = std::move(doc), .min = min, .max = max, .omit_default = true};
}

/// The table of a kind.
template <class Kind>
[[nodiscard]] config::StructSchema<Kind> layer_schema();

/// Takes the keys of a function (FunctionLayer::keys) into its table.
template <Function Kind>
class FunctionTable {
 public:
  void number(const char* key, double Kind::*member, std::string doc, long double min,
              long double max) {
    schema_.field(key, member, usual_number(std::move(doc), min, max));
  }
  template <class Holds>
  void check(Holds holds, const char* key, std::string what, std::string hint) {
    schema_.validate(
        [=](const Kind& kind, const typename config::StructSchema<Kind>::Complain& complain) {
          if (!holds(kind)) {
            complain(key, what, hint);
          }
        });
  }
  [[nodiscard]] const config::StructSchema<Kind>& schema() const { return schema_; }

 private:
  config::StructSchema<Kind> schema_{std::string(Kind::kText.doc)};
};

/// The table of a function, which says its keys itself.
template <Function Kind>
[[nodiscard]] config::StructSchema<Kind> layer_schema() {
  FunctionTable<Kind> table;
  Kind::keys(table);
  return table.schema();
}

}  // namespace metronome::model
