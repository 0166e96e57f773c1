#include "sim/validation/dram_reference.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/config/schema.hpp"
#include "sim/validation/dram_patterns.hpp"

namespace metronome::validation {

dram::DeviceSpec reference_device(const Context& context, const std::string& file,
                                  const std::string& mapping) {
  auto d = config::load<dram::DeviceSpec>(context.configs / "dram" / (file + ".yaml"));
  d.mapping = mapping;
  d.trcd = context.of("trcd", d.trcd);
  d.trp = context.of("trp", d.trp);
  d.tras = context.of("tras", d.tras);
  d.trc = context.of("trc", d.trc);
  d.trfc = context.of("trfc", d.trfc);
  d.trefi = context.of("trefi", d.trefi);
  return d;
}

std::vector<dram::Request> reference_requests(const dram::DeviceSpec& device,
                                              const std::string& pattern, std::size_t requests) {
  using dram::Direction;
  if (pattern == "a_seq_rd") {
    return dram::patterns::sequential(device, requests, Direction::read);
  }
  if (pattern == "b_seq_wr") {
    return dram::patterns::sequential(device, requests, Direction::write);
  }
  if (pattern == "c_dbuf") {
    return dram::patterns::double_buffer(device, requests);
  }
  if (pattern == "d_stride") {
    return dram::patterns::row_stride(device, requests);
  }
  if (pattern == "e_rand_rd") {
    return dram::patterns::random(device, requests, false);
  }
  throw UserError("`" + pattern + "` is not a pattern of the reference",
                  "a_seq_rd, b_seq_wr, c_dbuf, d_stride or e_rand_rd");
}

std::string mapping_of_layout(const std::string& layout) {
  std::string mapping = layout;
  std::erase(mapping, '-');
  return mapping;
}

}  // namespace metronome::validation
