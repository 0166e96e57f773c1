#include "sim/systemc/system_session.hpp"

#include <cstring>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/systemc/system_module.hpp"

namespace metronome::sim {

using links::ProgramTimes;

std::vector<ProgramTimes> run_programs(const links::SystemSpec& system,
                                       std::span<const links::SystemProgram> programs) {
  METRONOME_ASSERT(sc_core::sc_get_status() == sc_core::SC_ELABORATION,
                   "a process runs one SystemC session");
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  SystemModule top("system", system);
  std::vector<ProgramTimes> all;
  for (const links::SystemProgram& program : programs) {
    const links::SchedulePlan plan(system, program.requests);
    std::vector<links::Endpoint> chips;
    chips.reserve(system.chips);
    for (links::ChipIndex chip = 0; chip < system.chips; ++chip) {
      chips.emplace_back(system, program, plan, chip);
    }
    top.begin(chips);
    sc_core::sc_start();  // until nothing is left to happen
    all.push_back(links::times_of(chips));
    all.back().links.link_bytes = top.link_bytes();
    all.back().links.link_busy = top.link_busy();
  }
  return all;
}

namespace {

/// ProgramTimes as plain words, for a pipe.
class Words {
 public:
  void put(std::uint64_t word) { words_.push_back(word); }
  template <class T>
  void put(const std::vector<T>& values) {
    put(values.size());
    for (const T& value : values) {
      put(value);
    }
  }
  template <class Tag>
  void put(Quantity<Tag, std::uint64_t> value) {
    put(value.count());
  }
  [[nodiscard]] std::string_view bytes() const {
    return {reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(std::uint64_t)};
  }

  explicit Words(std::string_view bytes = {}) : words_(bytes.size() / sizeof(std::uint64_t)) {
    if (!bytes.empty()) {
      std::memcpy(words_.data(), bytes.data(), bytes.size());
    }
  }
  void get(std::uint64_t& word) { word = words_.at(at_++); }
  template <class Tag>
  void get(Quantity<Tag, std::uint64_t>& value) {
    value = Quantity<Tag, std::uint64_t>(words_.at(at_++));
  }
  template <class T>
  void get(std::vector<T>& values) {
    values.resize(words_.at(at_++));
    for (T& value : values) {
      get(value);
    }
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t at_ = 0;
};

/// Both ways in one place, so that neither forgets a member.
template <class Times, class Use>
void for_members(Times& times, const Use& use) {
  use(times.links.began);
  use(times.links.done);
  use(times.links.link_bytes);
  use(times.links.link_busy);
  use(times.links.sent);
  use(times.links.received);
  use(times.work);
  use(times.end);
  use(times.begins);
}

}  // namespace

std::vector<ProgramTimes> run_programs_apart(const links::SystemSpec& system,
                                             std::span<const links::SystemProgram> programs) {
  std::vector<ProgramTimes> all;
  run_workers(
      1,
      [&](unsigned, const SendResult& send) {
        send.working_on("the links of " + system.name);
        for (const ProgramTimes& times : run_programs(system, programs)) {
          Words words;
          for_members(times, [&](const auto& member) { words.put(member); });
          send(words.bytes());
        }
      },
      [&](unsigned, std::string_view bytes) {
        Words words(bytes);
        for_members(all.emplace_back(), [&](auto& member) { words.get(member); });
      });
  METRONOME_ASSERT(all.size() == programs.size(), "every program was run");
  return all;
}

}  // namespace metronome::sim
