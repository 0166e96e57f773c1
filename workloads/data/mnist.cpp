#include "workloads/data/mnist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/data/file_checks.hpp"
#include "workloads/data/idx.hpp"

namespace metronome::data {
namespace {

namespace fs = std::filesystem;

/// What tells the data sets in MNIST's format apart.
struct MnistFamily {
  std::string name;
  std::string default_path;
  std::string how_to_get;  ///< hint where files are absent
  double mean = 0;         ///< of the training pixels / 255
  double deviation = 1;
};

constexpr std::size_t kSide = 28;
constexpr std::size_t kBorder = 2;
constexpr std::size_t kPaddedSide = kSide + 2 * kBorder;
constexpr std::size_t kClasses = 10;

/// The file with or without the suffix of compression.
fs::path find_file(const MnistFamily& family, const fs::path& folder, const std::string& name) {
  for (const std::string& candidate : {name + ".gz", name}) {
    if (is_file(folder / candidate)) {
      return folder / candidate;
    }
  }
  throw UserError(Diagnostic{.file = (folder / (name + ".gz")).string(),
                             .key = {},
                             .what = fmt::format("data set `{}`: no such file", family.name),
                             .hint = family.how_to_get + ", or use `dataset: synthetic`"});
}

std::vector<std::uint8_t> padded(const std::vector<std::uint8_t>& images, std::size_t count) {
  std::vector<std::uint8_t> out(count * kPaddedSide * kPaddedSide);
  for (std::size_t row = 0; row < count * kSide; ++row) {
    const std::size_t image = row / kSide;
    const std::size_t y = row % kSide + kBorder;
    std::copy_n(images.data() + row * kSide, kSide,
                out.data() + (image * kPaddedSide + y) * kPaddedSide + kBorder);
  }
  return out;
}

Split load_split(const MnistFamily& family, const fs::path& folder, const std::string& prefix,
                 std::size_t wanted) {
  const fs::path image_file = find_file(family, folder, prefix + "-images-idx3-ubyte");
  const fs::path label_file = find_file(family, folder, prefix + "-labels-idx1-ubyte");
  const IdxArray images = read_idx(image_file, 3);
  const IdxArray labels = read_idx(label_file, 1);
  if (images.extents[1] != kSide || images.extents[2] != kSide) {
    fail_file(image_file,
              fmt::format("holds images of {} x {}", images.extents[1], images.extents[2]),
              fmt::format("expected {} x {}", kSide, kSide));
  }
  if (labels.extents[0] != images.extents[0]) {
    fail_file(label_file, fmt::format("holds {} labels", labels.extents[0]),
              fmt::format("expected {}, one for each image", images.extents[0]));
  }
  const auto bad = std::find_if(labels.bytes.begin(), labels.bytes.end(),
                                [](std::uint8_t label) { return label >= kClasses; });
  if (bad != labels.bytes.end()) {
    fail_file(label_file, fmt::format("holds the label {}", *bad), "expected 0 to 9");
  }
  const std::size_t count = checked_count(image_file, images.extents[0], wanted);
  return {padded(images.bytes, count),
          {labels.bytes.begin(), labels.bytes.begin() + static_cast<std::ptrdiff_t>(count)}};
}

const std::vector<MnistFamily>& mnist_families() {
  static const std::vector<MnistFamily> families{
      {.name = "fashion-mnist",
       .default_path = "/usr/share/datasets/fashion-mnist",
       .how_to_get = "run `apt-get install dataset-fashion-mnist`, name the folder of the four "
                     "IDX files with `dataset_path`",
       .mean = 0.2860,
       .deviation = 0.3530},
      {.name = "mnist",
       .default_path = "/usr/share/datasets/mnist",
       .how_to_get = "name the folder of the four IDX files with `dataset_path`",
       .mean = 0.1307,
       .deviation = 0.3081},
  };
  return families;
}

DataSet load_mnist(const MnistFamily& family, const Request& request) {
  const fs::path folder = request.path.empty() ? family.default_path : request.path;
  DataSet set;
  set.name = family.name;
  set.image = {3, kPaddedSide, kPaddedSide};
  set.stored_channels = 1;
  set.classes = kClasses;
  set.mean = {family.mean};
  set.deviation = {family.deviation};
  set.train = load_split(family, folder, "train", request.train_samples);
  set.test = load_split(family, folder, "t10k", request.test_samples);
  return set;
}

}  // namespace

std::vector<Source> mnist_sources() {
  std::vector<Source> sources;
  for (const MnistFamily& family : mnist_families()) {
    sources.push_back(
        {family.name, [&family](const Request& request) { return load_mnist(family, request); }});
  }
  return sources;
}

}  // namespace metronome::data
