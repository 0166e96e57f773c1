// A memory controller with policies of your own choice and a traffic source of your own: policies
// are values, and whatever satisfies IsRequestPort may offer requests.
//
// The traffic visits a few rows of each bank, comes back to them now and then, and pauses. How long
// should a controller keep a row open that nobody wants at the moment?
//
//     own_policies configs/dram/ddr4_2400.yaml
#include <cstdio>
#include <exception>
#include <random>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"

namespace {

using namespace metronome::dram;

/// Bursts at random columns of the last rows visited, of which one in eight is a new one; a pause
/// behind every sixteenth.
class Visitor {
 public:
  explicit Visitor(const DeviceSpec& device) : device_(device), map_(device) { draw(); }

  template <class C>
  const BurstRequest* poll(Clock t, const C& controller) {
    now_ = t;
    return left_ > 0 && t >= ready_ && controller.acceptable(request_) ? &request_ : nullptr;
  }
  void accepted() {
    --left_;
    draw();
    if (left_ % 16 == 0) {
      ready_ = now_ + 400;
    }
  }
  template <class C>
  Clock next_offer(Clock t, const C& controller) const {
    if (left_ == 0 || (t >= ready_ && !controller.acceptable(request_))) {
      return kNever;  // the controller asks again once it has served something
    }
    return std::max(t + 1, ready_);
  }
  [[nodiscard]] bool waiting(Clock t) const { return left_ > 0 && t >= ready_; }
  void done(const Outcome& outcome) {
    latency_ += outcome.clock - outcome.arrival;
    ++served_;
  }
  void command(const CommandRecord&) {}

  [[nodiscard]] bool finished() const { return left_ == 0; }
  [[nodiscard]] double mean_latency() const {
    return static_cast<double>(latency_) / static_cast<double>(served_);
  }

 private:
  void draw() {
    const auto pick = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); };
    const auto banks = static_cast<std::uint32_t>(device_.bank_groups * device_.banks_per_group);
    AddressMap::Place place;
    place.bank = static_cast<std::uint8_t>(pick(banks));
    std::uint32_t& row = rows_[place.bank];
    row = pick(8) == 0 ? pick(1024) : row;
    place.row = row;
    place.column = pick(64);
    request_.burst = map_.burst(place);
    request_.row = place.row;
    request_.bank = place.bank;
    request_.column = place.column;
    request_.direction = pick(4) == 0 ? Direction::write : Direction::read;
  }

  const DeviceSpec& device_;
  AddressMap map_;
  std::mt19937_64 random_{1};
  std::uint32_t rows_[256] = {};
  BurstRequest request_;
  std::uint64_t left_ = 100'000;
  Clock ready_ = 0, now_ = 0;
  std::uint64_t latency_ = 0, served_ = 0;
};

void run(const char* name, const DeviceSpec& device, const AnyPagePolicy& page) {
  PolicySet policies = policies_of(device, Profile::standard, true);
  policies.page = page;
  Controller controller(device, policies);
  Visitor visitor(device);
  controller.wake(1);
  while (!visitor.finished() || !controller.empty()) {
    controller.visit(visitor);
  }
  const Counts counts = controller.counts(controller.visited() + 1);
  std::printf("%-12s %4.1f %% row hits  %5.1f clocks of latency  %6llu activations\n", name,
              100 * static_cast<double>(counts.row_hits) /
                  static_cast<double>(counts.reads + counts.writes),
              visitor.mean_latency(), static_cast<unsigned long long>(counts.activates));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: own_policies DEVICE.yaml\n");
    return 2;
  }
  try {
    const auto device = metronome::config::load<DeviceSpec>(argv[1]);
    run("open page", device, OpenPage{});
    run("800 clocks", device, TimeoutPage{800});
    run("200 clocks", device, TimeoutPage{200});
    run("closed page", device, ClosedPage{});
  } catch (const metronome::UserError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
