#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "arch/dram/device.hpp"
#include "arch/dram/request.hpp"
#include "sim/validation/rung.hpp"

namespace metronome::validation {

/// A device file of the presets ("ddr4_2400") with an address mapping, and its timing constants as
/// a rung may change them: trcd, trp, tras, trc, trfc, trefi.
[[nodiscard]] dram::DeviceSpec reference_device(const Context& context, const std::string& file,
                                                const std::string& mapping);

/// Of results/reference/dram/README.md: "a_seq_rd", "b_seq_wr", "c_dbuf", "d_stride", "e_rand_rd".
/// UserError for another name.
[[nodiscard]] std::vector<dram::Request> reference_requests(const dram::DeviceSpec& device,
                                                            const std::string& pattern,
                                                            std::size_t requests);

/// "RoBaCoBg" of "Ro-Ba-Co-Bg".
[[nodiscard]] std::string mapping_of_layout(const std::string& layout);

}  // namespace metronome::validation
