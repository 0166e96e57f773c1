#include <gtest/gtest.h>

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/random.hpp"
#include "workloads/data/idx.hpp"
#include "workloads/data/load.hpp"

namespace metronome::data {
namespace data_test {

namespace fs = std::filesystem;

std::string gzip(const std::string& text) {
  std::istringstream in(text);
  std::ostringstream out;
  boost::iostreams::filtering_ostream filter;
  filter.push(boost::iostreams::gzip_compressor());
  filter.push(out);
  boost::iostreams::copy(in, filter);
  filter.reset();
  return out.str();
}

std::string big_endian(std::uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text.push_back(static_cast<char>(static_cast<std::uint8_t>(value >> shift)));
  }
  return text;
}

std::string idx(const std::vector<std::uint32_t>& extents, const std::string& content) {
  std::string text = big_endian(0x0800 + static_cast<std::uint32_t>(extents.size()));
  for (const std::uint32_t extent : extents) {
    text += big_endian(extent);
  }
  return text + content;
}

/// Pixel i of sample n is (i + n) modulo 256.
std::string images(std::uint32_t count, std::uint32_t side = 28) {
  std::string content;
  for (std::uint32_t n = 0; n < count; ++n) {
    for (std::uint32_t i = 0; i < side * side; ++i) {
      content.push_back(static_cast<char>(static_cast<std::uint8_t>(i + n)));
    }
  }
  return idx({count, side, side}, content);
}

std::string labels(std::uint32_t count) {
  std::string content;
  for (std::uint32_t n = 0; n < count; ++n) {
    content.push_back(static_cast<char>(static_cast<std::uint8_t>(n % 10)));
  }
  return idx({count}, content);
}

/// A folder with a small valid data set in MNIST's format, to be damaged by the tests.
class MnistFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("metronome_mnist_" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    put("train-images-idx3-ubyte.gz", gzip(images(12)));
    put("train-labels-idx1-ubyte.gz", gzip(labels(12)));
    put("t10k-images-idx3-ubyte", images(3));  // both forms are read
    put("t10k-labels-idx1-ubyte", labels(3));
  }
  void TearDown() override { fs::remove_all(folder_); }

  void put(const std::string& name, const std::string& content) const {
    write_file_atomically(folder_ / name, content);
  }
  [[nodiscard]] DataSet load(std::size_t train = 0) const {
    return load_data_set(
        {.name = "fashion-mnist", .path = folder_.string(), .train_samples = train});
  }
  /// The complaint of load(), empty if there is none.
  [[nodiscard]] std::string complaint(std::size_t train = 0) const {
    try {
      (void)load(train);
    } catch (const UserError& error) {
      return error.diagnostics().front().text();
    }
    return {};
  }

  fs::path folder_;
};
using mnist = MnistFolder;

TEST_F(mnist, images_are_padded_with_raw_zeros_normalised_and_repeated_to_three_channels) {
  const DataSet set = load();
  EXPECT_EQ(set.image, (model::Shape{3, 32, 32}));
  EXPECT_EQ(set.train.samples(), 12u);
  EXPECT_EQ(set.test.samples(), 3u);
  const std::vector<std::uint32_t> which{7, 2};
  std::vector<float> features(2 * set.image.elements());
  write_features(set, set.train, which, features);
  const auto normalised = [](double raw) { return (raw / 255 - 0.2860) / 0.3530; };
  for (std::size_t c = 0; c < 3; ++c) {
    const float* second = features.data() + (c * 2 + 1) * 32 * 32;  // sample 2 of channel c
    EXPECT_NEAR(second[0], normalised(0), 1e-6);
    EXPECT_NEAR(second[1 * 32 + 31], normalised(0), 1e-6);
    EXPECT_NEAR(second[2 * 32 + 2], normalised(0 + 2), 1e-6);
    EXPECT_NEAR(second[3 * 32 + 5], normalised(28 + 3 + 2), 1e-6);
    EXPECT_NEAR(second[31 * 32 + 31], normalised(0), 1e-6);
  }
  std::vector<std::uint32_t> got(2);
  write_labels(set.train, which, got);
  EXPECT_EQ(got, (std::vector<std::uint32_t>{7, 2}));
}

TEST_F(mnist, fewer_samples_are_the_first_ones_and_more_than_there_are_is_an_error) {
  EXPECT_EQ(load(5).train.samples(), 5u);
  EXPECT_NE(complaint(13).find("holds 12 samples, 13 are asked for"), std::string::npos);
}

TEST_F(mnist, absent_files_are_named_with_the_package_and_the_alternative) {
  fs::remove(folder_ / "train-labels-idx1-ubyte.gz");
  const std::string text = complaint();
  EXPECT_NE(text.find("train-labels-idx1-ubyte.gz"), std::string::npos) << text;
  EXPECT_NE(text.find("apt-get install dataset-fashion-mnist"), std::string::npos) << text;
  EXPECT_NE(text.find("dataset: synthetic"), std::string::npos) << text;
}

TEST_F(mnist, another_magic_number_is_named_with_the_expected_one) {
  put("train-images-idx3-ubyte.gz", gzip(labels(12) + std::string(100, 'x')));
  const std::string text = complaint();
  EXPECT_NE(text.find("train-images-idx3-ubyte.gz"), std::string::npos) << text;
  EXPECT_NE(text.find("0x00000801"), std::string::npos) << text;
  EXPECT_NE(text.find("expected 0x00000803"), std::string::npos) << text;
}

TEST_F(mnist, a_file_shorter_or_longer_than_its_header_says_is_an_error) {
  std::string content = images(12);
  put("train-images-idx3-ubyte.gz", gzip(content.substr(0, content.size() - 1)));
  EXPECT_NE(complaint().find("its header says 9408"), std::string::npos) << complaint();
  put("train-images-idx3-ubyte.gz", gzip(content + "x"));
  EXPECT_NE(complaint().find("holds 9409 bytes"), std::string::npos) << complaint();
  put("train-images-idx3-ubyte.gz", "\0\0\0");
  EXPECT_NE(complaint().find("too short"), std::string::npos) << complaint();
  put("train-images-idx3-ubyte.gz", gzip(idx({0xffffffff, 0xffffffff, 0xffffffff}, "abc")));
  EXPECT_NE(complaint().find("holds 3 bytes"), std::string::npos) << complaint();
}

TEST_F(mnist, counts_sizes_and_labels_must_fit_together) {
  put("train-labels-idx1-ubyte.gz", gzip(labels(11)));
  EXPECT_NE(complaint().find("expected 12, one for each image"), std::string::npos);
  put("train-labels-idx1-ubyte.gz", gzip(idx({12}, "\1\2\3\4\5\6\7\10\11\12\1\2")));
  EXPECT_NE(complaint().find("holds the label 10"), std::string::npos) << complaint();
  put("train-labels-idx1-ubyte.gz", gzip(labels(12)));
  put("train-images-idx3-ubyte.gz", gzip(images(12, 32)));
  EXPECT_NE(complaint().find("images of 32 x 32 (expected 28 x 28)"), std::string::npos);
}

TEST_F(mnist, a_set_without_samples_is_an_error) {
  put("t10k-images-idx3-ubyte", images(0));
  put("t10k-labels-idx1-ubyte", labels(0));
  EXPECT_NE(complaint().find("holds no samples"), std::string::npos) << complaint();
}

/// Files cut at any length and with any byte changed are read, or refused with the file named:
/// nothing else happens.
TEST_F(mnist, damaged_files_are_read_or_refused_by_name) {
  const RandomStream draws(31, "damage");
  std::size_t refused = 0;
  for (const char* name : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                           "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}) {
    const std::string good = read_file(folder_ / name);
    for (std::uint64_t i = 0; i < 200; ++i) {
      std::string bad = good.substr(0, draws.below(4 * i, good.size()));
      if (i % 2 == 1) {
        bad = good;
        // Half of the changes are in the first bytes, where the headers are.
        const std::uint64_t at = draws.below(4 * i + 1, i % 4 == 1 ? 20 : good.size());
        bad[at % good.size()] = static_cast<char>(draws.bits(4 * i + 2));
      }
      put(name, bad);
      const std::string text = complaint();
      refused += !text.empty();
      EXPECT_TRUE(text.empty() || text.find(folder_.string()) != std::string::npos) << text;
      EXPECT_TRUE(i % 2 == 1 || !text.empty()) << name << " cut to " << bad.size() << " bytes";
    }
    put(name, good);
  }
  EXPECT_GT(refused, 4 * 120u);
}

TEST(data_sets, every_name_is_known_and_another_one_is_an_error_with_the_nearest) {
  EXPECT_EQ(data_set_names(), (std::vector<std::string>{"fashion-mnist", "mnist", "cifar-10",
                                                        "cifar-100", "synthetic"}));
  try {
    (void)load_data_set({.name = "fashon-mnist"});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(error.diagnostics().front().hint.find("fashion-mnist"), std::string::npos);
  }
  EXPECT_THROW((void)load_data_set({.name = "mnist", .path = "/nonexistent"}), UserError);
}

TEST(data_sets, fashion_mnist_of_the_package_has_its_published_size_mean_and_deviation) {
  const fs::path folder = "/usr/share/datasets/fashion-mnist";
  if (!fs::exists(folder)) {
    GTEST_SKIP() << "the package dataset-fashion-mnist is not installed";
  }
  const DataSet set = load_data_set({.name = "fashion-mnist"});
  ASSERT_EQ(set.train.samples(), 60000u);
  ASSERT_EQ(set.test.samples(), 10000u);
  double sum = 0;
  double squares = 0;
  for (const std::uint8_t pixel : set.train.pixels) {
    sum += pixel / 255.0;
    squares += (pixel / 255.0) * (pixel / 255.0);
  }
  const double pixels = 60000.0 * 28 * 28;  // the border adds zeros to the sums
  EXPECT_NEAR(sum / pixels, 0.2860, 5e-5);
  EXPECT_NEAR(std::sqrt(squares / pixels - sum * sum / pixels / pixels), 0.3530, 5e-5);
  std::vector<std::size_t> counts(10);
  for (const std::uint8_t label : set.test.labels) {
    ++counts[label];
  }
  EXPECT_EQ(counts, std::vector<std::size_t>(10, 1000));
}

TEST(synthetic, is_a_function_of_its_seed_with_equal_classes) {
  const Request request{
      .name = "synthetic", .path = "", .train_samples = 40, .test_samples = 20, .seed = 3};
  const DataSet set = load_data_set(request);
  EXPECT_EQ(set.image, (model::Shape{3, 32, 32}));
  EXPECT_EQ(set.train, load_data_set(request).train);
  Request other = request;
  other.seed = 4;
  EXPECT_NE(set.train.pixels, load_data_set(other).train.pixels);
  for (std::uint8_t label = 0; label < 10; ++label) {
    EXPECT_EQ(std::count(set.train.labels.begin(), set.train.labels.end(), label), 4);
  }
  // Training samples are not among the tests.
  const std::size_t n = set.stored_elements();
  EXPECT_FALSE(std::equal(set.test.pixels.begin(),
                          set.test.pixels.begin() + static_cast<std::ptrdiff_t>(n),
                          set.train.pixels.begin()));
}

/// The distance of two samples' pixels.
double distance(const Split& split, std::size_t a, std::size_t b, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double d = static_cast<double>(split.pixels[a * n + i]) - split.pixels[b * n + i];
    sum += d * d;
  }
  return sum;
}

TEST(synthetic, samples_of_a_class_are_nearer_to_each_other_than_to_another_class) {
  const DataSet set = load_data_set(
      {.name = "synthetic", .path = "", .train_samples = 200, .test_samples = 10, .seed = 1});
  std::size_t right = 0;
  for (std::size_t sample = 100; sample < 200; ++sample) {
    std::size_t nearest = 0;
    for (std::size_t other = 1; other < 100; ++other) {
      const std::size_t n = set.stored_elements();
      nearest = distance(set.train, sample, other, n) < distance(set.train, sample, nearest, n)
                    ? other
                    : nearest;
    }
    right += set.train.labels[sample] == set.train.labels[nearest];
  }
  EXPECT_GT(right, 60u);
}

}  // namespace data_test
}  // namespace metronome::data
