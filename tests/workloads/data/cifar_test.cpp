#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/random.hpp"
#include "workloads/data/augment.hpp"
#include "workloads/data/load.hpp"

namespace metronome::data {
namespace cifar_test {

namespace fs = std::filesystem;

/// A record whose pixel i is (i + label) modulo 251.
std::string record(const std::string& labels) {
  std::string text = labels;
  const auto label = static_cast<std::uint8_t>(labels.back());
  for (std::size_t i = 0; i < 3072; ++i) {
    text.push_back(static_cast<char>(static_cast<std::uint8_t>((i + label) % 251)));
  }
  return text;
}

class cifar : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("metronome_cifar_" + std::to_string(::getpid()));
    for (int i = 1; i <= 5; ++i) {
      write("cifar-10-batches-bin/data_batch_" + std::to_string(i) + ".bin",
            record(std::string(1, static_cast<char>(i))) + record(std::string(1, '\0')));
    }
    write("cifar-10-batches-bin/test_batch.bin", record(std::string(1, '\7')));
    write("train.bin", record(std::string("\3\x42", 2)));
    write("test.bin", record(std::string("\0\x63", 2)));
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    write_file_atomically(folder_ / name, text);
  }
  DataSet load(const std::string& name, std::size_t train = 0) {
    return load_data_set({.name = name, .path = folder_.string(), .train_samples = train});
  }
  std::string complaint(const std::string& name, std::size_t train = 0) {
    try {
      (void)load(name, train);
    } catch (const UserError& error) {
      return error.what();
    }
    return "no error";
  }

  fs::path folder_;
};

TEST_F(cifar, F7_the_python_version_and_packed_archives_are_named) {
  fs::remove_all(folder_ / "cifar-10-batches-bin");
  write("cifar-10-binary.tar.gz", "x");
  EXPECT_NE(complaint("cifar-10")
                .find("the packed archive cifar-10-binary.tar.gz; unpack it: tar "
                      "xzf cifar-10-binary.tar.gz"),
            std::string::npos);
  fs::remove(folder_ / "cifar-10-binary.tar.gz");
  write("data_batch_1", "x");
  EXPECT_NE(complaint("cifar-10")
                .find("the Python version (data_batch_1); the binary version is "
                      "read"),
            std::string::npos);
  fs::remove_all(folder_);
  write_file_atomically(folder_, "x");
  EXPECT_NE(complaint("cifar-10").find("it is a file; name the folder"), std::string::npos);
}

TEST_F(cifar, F7_a_file_of_another_format_is_called_what_it_is) {
  using namespace std::string_literals;
  write("cifar-10-batches-bin/data_batch_1.bin", "\x80\x02}q\x01."s);
  EXPECT_NE(complaint("cifar-10").find("data_batch_1.bin: is a Python pickle (expected records of"),
            std::string::npos);
}

TEST_F(cifar, damaged_files_are_read_or_refused_by_name) {
  const RandomStream draws(32, "damage");
  for (const char* name : {"cifar-10-batches-bin/data_batch_3.bin", "train.bin"}) {
    const std::string set = name[0] == 'c' ? "cifar-10" : "cifar-100";
    const std::string good = read_file(folder_ / name);
    for (std::uint64_t i = 0; i < 60; ++i) {
      const std::size_t length = draws.below(i, good.size());
      write(name, good.substr(0, length));
      const std::string text = complaint(set);
      if (length == 0 || length % (good.size() / (set == "cifar-10" ? 2 : 1)) != 0) {
        EXPECT_NE(text.find(folder_.string() + "/" + name), std::string::npos) << text;
        EXPECT_NE(text.find("expected records of 307"), std::string::npos) << text;
      }
    }
    write(name, good);
  }
}

TEST_F(cifar, reads_the_records_of_all_files_in_order) {
  const DataSet set = load("cifar-10");
  EXPECT_EQ(set.train.labels, (std::vector<std::uint8_t>{1, 0, 2, 0, 3, 0, 4, 0, 5, 0}));
  EXPECT_EQ(set.test.labels, (std::vector<std::uint8_t>{7}));
  EXPECT_EQ(set.train.pixels.size(), 10u * 3072);
  EXPECT_EQ(set.train.pixels[3072 + 5], 5);
  EXPECT_EQ(set.test.pixels[5], 12);
  EXPECT_EQ(load("cifar-10", 3).train.labels, (std::vector<std::uint8_t>{1, 0, 2}));
}

TEST_F(cifar, the_hundred_classes_are_the_fine_labels) {
  const DataSet set = load("cifar-100");
  EXPECT_EQ(set.classes, 100u);
  EXPECT_EQ(set.train.labels, (std::vector<std::uint8_t>{0x42}));
  EXPECT_EQ(set.test.labels, (std::vector<std::uint8_t>{99}));
}

TEST_F(cifar, every_channel_is_normalised_by_its_own_mean_and_deviation) {
  const DataSet set = load("cifar-10");
  std::vector<float> features(3072);
  const std::vector<std::uint32_t> which{1};
  write_features(set, set.train, which, features);
  EXPECT_FLOAT_EQ(features[10], static_cast<float>((10 / 255.0 - 0.4914) / 0.2023));
  EXPECT_FLOAT_EQ(features[1024], static_cast<float>((1024 % 251 / 255.0 - 0.4822) / 0.1994));
  EXPECT_FLOAT_EQ(features[2048], static_cast<float>((2048 % 251 / 255.0 - 0.4465) / 0.2010));
}

TEST_F(cifar, missing_and_damaged_files_are_named_with_what_was_expected) {
  EXPECT_NE(complaint("cifar-10", 11).find("holds 10 samples, 11 are asked for"),
            std::string::npos);
  write("test.bin", record(std::string("\0\x63", 2)) + "x");
  EXPECT_NE(complaint("cifar-100").find("expected records of 3074 bytes"), std::string::npos);
  write("test.bin", record(std::string("\0\x64", 2)));
  EXPECT_NE(complaint("cifar-100").find("label 100 in record 0"), std::string::npos);
  fs::remove(folder_ / "test.bin");
  EXPECT_NE(complaint("cifar-100").find("test.bin: data set `cifar-100`: no such file"),
            std::string::npos)
      << complaint("cifar-100");
  write("cifar-10-batches-bin/data_batch_3.bin", "");
  EXPECT_NE(complaint("cifar-10").find("data_batch_3.bin: is 0 bytes long"), std::string::npos);
}

TEST_F(cifar, a_placed_image_is_shifted_into_zeros_and_mirrored) {
  const DataSet set = load("cifar-10");
  const std::vector<std::uint32_t> which{1};  // pixel i is i modulo 251
  std::vector<float> plain(3072);
  std::vector<float> placed(3072);
  write_features(set, set.train, which, plain);
  const auto zero = static_cast<float>((0 - 0.4914) / 0.2023);
  std::vector<Placement> placement{{.dy = 2, .dx = -1, .flip = false}};
  write_features(set, set.train, which, placed, placement);
  EXPECT_EQ(placed[0], zero);           // column -1
  EXPECT_EQ(placed[1], plain[2 * 32]);  // (0, 1) is (2, 0)
  EXPECT_EQ(placed[29 * 32 + 31], plain[31 * 32 + 30]);
  EXPECT_EQ(placed[30 * 32 + 5], zero);  // row 32
  placement[0].flip = true;
  write_features(set, set.train, which, placed, placement);
  EXPECT_EQ(placed[0], plain[2 * 32 + 30]);  // mirrored column 31, shifted by -1
  EXPECT_EQ(placed[31], zero);
}

TEST(augmentation, is_a_function_of_seed_and_iteration_and_uses_every_offset) {
  EXPECT_EQ(random_placements(1, 5, 64), random_placements(1, 5, 64));
  EXPECT_NE(random_placements(1, 5, 64), random_placements(1, 6, 64));
  EXPECT_NE(random_placements(1, 5, 64), random_placements(2, 5, 64));
  std::vector<int> offsets(9);
  int flips = 0;
  constexpr int kSamples = 9000;
  for (const Placement& placement : random_placements(3, 0, kSamples)) {
    ASSERT_LE(std::abs(placement.dy), kCropBorder);
    ++offsets.at(static_cast<std::size_t>(placement.dx + kCropBorder));
    flips += placement.flip;
  }
  // 1000 expected of each offset, deviation 30; 4500 flips, deviation 47.
  for (const int count : offsets) {
    EXPECT_NEAR(count, 1000, 150);
  }
  EXPECT_NEAR(flips, 4500, 240);
}

}  // namespace cifar_test
}  // namespace metronome::data
