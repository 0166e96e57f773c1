#pragma once

#include <functional>
#include <memory>
#include <systemc>
#include <vector>

#include "arch/links/endpoint.hpp"
#include "sim/systemc/link_module.hpp"

namespace metronome::sim {

/// One chip, self-timed: a thin shell around links::Endpoint.
class ChipModule : public sc_core::sc_module {
 public:
  /// `leave`: takes what the chip sends.
  ChipModule(const sc_core::sc_module_name& name, std::function<void(const links::Message&)> leave);

  /// Begins a program. Times of the kernel count from `zero`.
  void begin(links::Endpoint& endpoint, Picoseconds zero);
  /// A message has arrived. The chip looks at it one delta cycle later.
  void deliver(const links::Message& message);

 private:
  struct Delivered {
    links::Message message;
    std::uint64_t delta = 0;  ///< in which it came
  };

  void run();
  void arrange(Picoseconds now);

  std::function<void(const links::Message&)> leave_;
  links::Endpoint* endpoint_ = nullptr;
  Picoseconds zero_{};
  std::vector<Delivered> inbox_;
  std::vector<links::Message> leaving_;
  sc_core::sc_event ev_due_;
};

/// Chips, links, and the switch where there is one.
class SystemModule : public sc_core::sc_module, public Crossing {
 public:
  SystemModule(const sc_core::sc_module_name& name, const links::SystemSpec& system);
  ~SystemModule() override;

  /// Gets the modules ready for a program, to begin at the present time of the kernel.
  void begin(std::vector<links::Endpoint>& chips);
  [[nodiscard]] std::vector<Bytes> link_bytes() const;
  [[nodiscard]] std::vector<Picoseconds> link_busy() const;

 private:
  void arrive(Travelling message) override;
  void send(const links::Message& message);

  links::Fabric fabric_;
  std::vector<std::unique_ptr<ChipModule>> chips_;
  std::vector<std::unique_ptr<LinkModule>> own_links_;
  std::vector<LinkModule*> links_;
  std::unique_ptr<SwitchModule> switch_;
};

}  // namespace metronome::sim
