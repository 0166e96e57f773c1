#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "binary.hpp"
#include "sim/base/csv.hpp"

namespace metronome::cli {
namespace system_test {

/// Traces `cpt` and `static` of a small network, and a system of four chips `ring.yaml`.
class System : public Command {
 protected:
  void SetUp() override {
    ASSERT_EQ(
        run("trace --model resnet-8 --dataset synthetic --batch 16 --iterations 64 --schedule "
            "cpt:3-8,periods=2,backward=8 --out " +
            at("cpt").string())
            .exit_code,
        0);
    ASSERT_EQ(
        run("trace --model resnet-8 --dataset synthetic --batch 16 --iterations 64 --schedule "
            "static:8,backward=8 --out " +
            at("static").string())
            .exit_code,
        0);
    write("ring.yaml", "system:\n  name: four\n  chips: 4\n  machine: " + arch_file("systolic") +
                           "\n  link: {bandwidth_gb_per_s: 1, latency_ns: 500, pj_per_bit: 1.3}\n");
  }

  [[nodiscard]] Ran simulate(const std::string& more) const {
    return run("simulate " + at("cpt").string() + " --mode analytic --no-figures --jobs 1 " + more);
  }
  [[nodiscard]] Ran on_ring(const std::string& more) const {
    return simulate("--system " + at("ring.yaml").string() + " --out " + at("out").string() + " " +
                    more);
  }
  [[nodiscard]] nlohmann::json json() const {
    return nlohmann::json::parse(read_file(at("out/system.json")));
  }
  /// The sum of a column of a table of the run.
  [[nodiscard]] double sum(const std::string& file, const std::string& column) const {
    const auto rows = parse_csv(read_file(at("out/" + file)));
    double all = 0;
    for (std::size_t c = 0; c < rows[0].size(); ++c) {
      for (std::size_t r = 1; rows[0][c] == column && r < rows.size(); ++r) {
        all += std::stod(rows[r][c]);
      }
    }
    return all;
  }
};

}  // namespace system_test
}  // namespace metronome::cli
