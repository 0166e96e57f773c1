#include "arch/spec/load_path.hpp"

#include <string>
#include <utility>

namespace metronome::config {

template <>
const StructSchema<arch::LoadPathSpec>& schema_of<arch::LoadPathSpec>() {
  using S = arch::LoadPathSpec;
  const auto rate = [](const char* what, std::string doc) {
    return FieldSpec{.unit = std::string(what) + " per cycle",
                     .doc = std::move(doc),
                     .min = 1e-3,
                     .max = 1e9,
                     .omit_default = true};
  };
  static const auto schema =
      StructSchema<S>("units that make codes of weights of what is stored")
          .field("assembled_bits_per_cycle", &S::assembled_bits_per_cycle,
                 rate("bits",
                      "throughput of an assembler in the weight-load path that puts bit planes "
                      "into codes, for arrays that take codes; absent: none, and such arrays "
                      "refuse bit planes"))
          .field("rebuilt_rows_per_cycle", &S::rebuilt_rows_per_cycle,
                 rate("rows",
                      "throughput of an engine in the weight-load path that rebuilds weights from "
                      "rows of power-of-two coefficients and a basis; rows without coefficients "
                      "take no time. 1e9: never waited for, but area and leakage follow the rate, "
                      "so that "
                      "it is for times alone; absent: none, the vector unit rebuilds"))
          .field("skips_zero_rows", &S::skips_zero_rows,
                 {.doc = "whether the feed of the array leaves out rows of a forward product's "
                         "reduction in which no filter of those that share the feed has a "
                         "coefficient; needs rebuilt_rows_per_cycle, whose engine reads which",
                  .omit_default = true})
          .field("counters_per_cycle", &S::counters_per_cycle,
                 rate("counters",
                      "throughput of an engine beside the DMA that moves the counters of "
                      "coefficients and switches those that reach the bar; absent: none, the "
                      "vector unit does"))
          .field("resident_bytes", &S::resident_bytes,
                 {.unit = "bytes",
                  .doc = "of the weight buffer, set aside for bit planes and tables of an "
                         "inference, which stay there; tiles have the rest. Default: every product "
                         "reads its weights from memory",
                  .min = 0,
                  .max = 1e12,
                  .omit_default = true})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            if (s.skips_zero_rows && !s.rebuilt_rows_per_cycle) {
              complain("skips_zero_rows", "without an engine that reads which rows are zero",
                       "rebuilt_rows_per_cycle: 64, or skips_zero_rows: false");
            }
          });
  return schema;
}

}  // namespace metronome::config
