#include "arch/links/collective_run.hpp"
#include "sim/chips/replay.hpp"
#include "tests/fuzz/targets.hpp"

namespace metronome::fuzz {

/// The trace of one chip, and of two chips that do the same. What is read has an end.
Target chakra() {
  return {2048,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const std::vector<exporting::ReadNode> nodes =
                  exporting::read_chakra(bytes, "trace.et");
              for (std::size_t i = 0; i < nodes.size(); ++i) {
                for (const std::size_t need : nodes[i].needs) {
                  expect(need < i, "a node comes behind what it needs");
                }
              }
              try_work([&] {
                links::SystemSpec system;
                system.chips = 2;
                const std::vector<chips::ChipTrace> traces(2, {"trace.et", nodes});
                const chips::ReplayProgram replay = chips::replay_program(traces, system);
                const links::ProgramTimes times = links::run_program(system, replay.program);
                expect(times.links.sent == times.links.received, "what is sent arrives");
              });
            });
          },
          with_common_words({"comm_type", "comm_size", "comm_src", "comm_dst", "comm_tag",
                             "num_bits", "elements", "sums", "block", "shared_scale", "each_hop",
                             "pg_name", "involved_dim", "duration_ns", "is_cpu_op", "0.0.4"})};
}

}  // namespace metronome::fuzz
