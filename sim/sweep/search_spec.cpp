#include "sim/sweep/search_spec.hpp"

#include <fmt/format.h>

#include "sim/config/text_rules.hpp"

namespace metronome::config {

template <>
const StructSchema<sweep::SearchSpec>& schema_of<sweep::SearchSpec>() {
  using S = sweep::SearchSpec;
  static const auto schema =
      StructSchema<S>("a search for the best points of a space")
          .field("name", &S::name, {.doc = "names the result folder", .required = true})
          .field("space", &S::space,
                 {.doc = "a sweep, whose grid is searched for the best in its objectives",
                  .required = true})
          .field("method", &S::method, {.doc = "how points are chosen"})
          .field("population", &S::population,
                 {.doc = "points of a generation, and of those that the next ones come from",
                  .min = 4,
                  .max = 10'000})
          .field("evaluations", &S::evaluations,
                 {.doc = "points that are simulated in all, each once", .min = 1, .max = 1'000'000})
          .field("seed", &S::seed,
                 {.doc = "of the draws", .min = kAnyWhole.min, .max = kAnyWhole.max})
          .field("reference", &S::reference,
                 {.doc = "the point up to which the hypervolume is measured, a number for each "
                         "objective; none: the worst of the first generation",
                  .min = kAnyReal.min,
                  .max = kAnyReal.max,
                  .omit_default = true})
          .field(
              "confirm", &S::confirm,
              {.doc = "simulates the points of the front once more in cycle mode, and says which "
                      "of them leave it"})
          .field(
              "compared_seeds", &S::compared_seeds,
              {.doc = "simulates the whole space, and says what searches with every method and so "
                      "many seeds find of its front's hypervolume; 0: does not",
               .min = 0,
               .max = 1000,
               .omit_default = true})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            if (s.space.sample.is_asked()) {
              complain("space", "has a `sample`, which leaves points out",
                       "the search chooses the points itself");
            }
            if (!s.reference.empty() && s.reference.size() != s.space.objectives.size()) {
              complain("reference",
                       fmt::format("has {} numbers for {} objectives", s.reference.size(),
                                   s.space.objectives.size()),
                       "one for each, in their order");
            }
          });
  return schema;
}

}  // namespace metronome::config
