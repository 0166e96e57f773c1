// Containers of coefficients as a user writes and reads them.
#include "binary.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"

namespace metronome::cli {
namespace export_coefficients_test {

namespace fs = std::filesystem;

class export_coefficients : public Command {
 protected:
  void train(const std::string& form) const {
    write("w.yaml",
          "model: resnet-8\ndataset: synthetic\ntrain_samples: 32\ntest_samples: 8\nbatch: 8\n"
          "iterations: 2\nschedule: static:8,backward=8\nlearning_rate: 0.01\nweights: " +
              form + "\n");
    const Ran ran = run("train " + at("w.yaml").string() + " --out " + at("out").string());
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
  [[nodiscard]] Ran exported(const std::string& to) const {
    return run("export " + at("out").string() + " --to smartdeal --out " + at(to).string());
  }
};

TEST_F(export_coefficients, gives_a_file_for_each_layer_whose_sizes_are_the_closed_forms) {
  train("{kind: coefficients, update: optimizer, basis: 8}");
  const Ran ran = exported("c");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "9 containers, read back bit by bit"));
  const auto rows = parse_csv(read_file(at("c/sizes.csv")));
  ASSERT_EQ(rows.size(), 1u + 9);
  EXPECT_EQ(rows[0][3], "file_bytes");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const fs::path file = at("c/" + rows[i][0] + ".smartdeal");
    EXPECT_EQ(std::to_string(fs::file_size(file)), rows[i][3]);
    std::uint64_t streams = 0;
    for (const std::size_t column : {4u, 5u, 6u}) {
      streams += (std::stoull(rows[i][column]) + 7) / 8;
    }
    EXPECT_EQ(fs::file_size(file), 33 + streams + 8) << "head, streams and check sum";
    const Ran checked = run("check " + file.string());
    EXPECT_EQ(checked.exit_code, 0) << checked.error;
    EXPECT_TRUE(says(checked.out, "coefficients of ")) << checked.out;
  }
  EXPECT_EQ(read_file(at("c/conv1.smartdeal")),
            (exported("d").exit_code == 0 ? read_file(at("d/conv1.smartdeal")) : ""));
}

TEST_F(export_coefficients, damage_is_refused_at_its_byte) {
  train("{kind: coefficients, update: optimizer}");
  ASSERT_EQ(exported("c").exit_code, 0);
  const std::string bytes = read_file(at("c/conv1.smartdeal"));
  const auto refused = [&](const std::string& name, const std::string& damaged,
                           const std::string& what) {
    write(name, damaged);
    const Ran ran = run("check " + at(name).string());
    EXPECT_EQ(ran.exit_code, 2) << name;
    EXPECT_TRUE(says(ran.error, what)) << ran.error;
    EXPECT_TRUE(says(ran.error, "(byte ")) << ran.error;
    EXPECT_TRUE(says(ran.error, name)) << ran.error;
  };
  refused("short.smartdeal", bytes.substr(0, bytes.size() - 9),
          "was cut or is damaged: the last 8 of its " + std::to_string(bytes.size() - 9) +
              " bytes are not the check sum");
  refused("empty.smartdeal", "", "does not start with the magic text");
  std::string flipped = bytes;
  flipped.back() = static_cast<char>(flipped.back() ^ 4);
  refused("flipped", flipped, "check sum is another");  // known by its first bytes, too
  refused("long.smartdeal", bytes + "x", "");
}

TEST_F(export_coefficients, other_forms_and_sources_are_refused) {
  train("{kind: nested_planes, low_bits: 2}");
  const Ran other = exported("c");
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(says(other.error, "have the form `nested_planes`")) << other.error;
  EXPECT_TRUE(says(other.error, "weights: coefficients")) << other.error;
  EXPECT_FALSE(fs::exists(at("c")));
  const Ran absent = run("export " + at("absent").string() + " --to smartdeal --out c");
  EXPECT_EQ(absent.exit_code, 2);
  write("noise", "noise");
  const Ran noise =
      run("export " + at("noise").string() + " --to smartdeal --out " + at("n").string());
  EXPECT_EQ(noise.exit_code, 2);
  EXPECT_TRUE(says(noise.error, "neither a checkpoint nor weights")) << noise.error;
}

}  // namespace export_coefficients_test
}  // namespace metronome::cli
