// The keys of the powers of states in a device file.
#include "arch/dram/device.hpp"

namespace metronome::config {

template <>
const StructSchema<dram::StatePowerSpec>& schema_of<dram::StatePowerSpec>() {
  using dram::StatePowerSpec;
  const auto power = [](std::string doc) {
    return FieldSpec{.unit = "mW per chip", .doc = std::move(doc), .min = 0, .max = 1e5};
  };
  const auto factor = [](std::string doc, double least, double most) {
    return FieldSpec{.doc = std::move(doc), .min = least, .max = most};
  };
  static const auto schema =
      StructSchema<StatePowerSpec>("power of a chip in its states, where no currents are public")
          .field("precharged_mw", &StatePowerSpec::precharged_mw, power("all rows closed"))
          .field("active_mw", &StatePowerSpec::active_mw, power("a row open"))
          .field("precharged_power_down_mw", &StatePowerSpec::precharged_power_down_mw,
                 power("power-down, all rows closed"))
          .field("active_power_down_mw", &StatePowerSpec::active_power_down_mw,
                 power("power-down, a row open"))
          .field("self_refresh_mw", &StatePowerSpec::self_refresh_mw, power("self-refresh"))
          .field("refresh_mw", &StatePowerSpec::refresh_mw,
                 power("while a REF lasts, on top of active_mw"))
          .field("low_factor", &StatePowerSpec::low_factor,
                 factor("the true powers are at least so many times these", 0, 1))
          .field("high_factor", &StatePowerSpec::high_factor,
                 factor("and at most so many times", 1, 100))
          .field("reason", &StatePowerSpec::reason, {.doc = "where powers and factors come from"})
          .validate(
              [](const StatePowerSpec& p, const StructSchema<StatePowerSpec>::Complain& complain) {
                const auto above = [&](const char* key, double value, double least) {
                  if (p.used() && (value <= 0 || value < least)) {
                    complain(key, "is less than a state below it, or nothing",
                             "no state is free: active >= precharged >= precharged power-down > 0");
                  }
                };
                above("active_mw", p.active_mw, p.precharged_mw);
                above("precharged_mw", p.precharged_mw, p.precharged_power_down_mw);
                above("active_mw", p.active_mw, p.active_power_down_mw);
                above("active_power_down_mw", p.active_power_down_mw, 0);
                above("precharged_power_down_mw", p.precharged_power_down_mw, 0);
                above("self_refresh_mw", p.self_refresh_mw, 0);
                above("refresh_mw", p.refresh_mw, 0);
              });
  return schema;
}

}  // namespace metronome::config
