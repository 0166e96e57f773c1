#include "workloads/data/cifar.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "sim/base/files.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/data/file_checks.hpp"

namespace metronome::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPixels = 3 * 32 * 32;

/// What a folder without the binary version's files has instead, and what to do; empty: nothing
/// known.
std::string other_form(const CifarFamily& family, const fs::path& folder) {
  if (is_file(folder)) {
    return "it is a file; name the folder that holds the unpacked ones";
  }
  const std::string python_file = fs::path(family.train_files.front()).stem().string();
  for (const std::string& name :
       is_folder(folder) ? names_in(folder) : std::vector<std::string>{}) {
    if (name.ends_with("python.tar.gz") || name.ends_with("python") || name.ends_with("-py") ||
        name == python_file) {
      return fmt::format("the folder has the Python version ({}); the binary version is read",
                         name);
    }
    if (name.ends_with("binary.tar.gz")) {
      return fmt::format("the folder has the packed archive {}; unpack it: tar xzf {}", name, name);
    }
  }
  return {};
}

fs::path find_file(const CifarFamily& family, const fs::path& folder, const std::string& name) {
  for (const fs::path& place : {folder, folder / family.archive_folder}) {
    for (const std::string& candidate : {name, name + ".gz"}) {
      if (is_file(place / candidate)) {
        return place / candidate;
      }
    }
  }
  const std::string other = other_form(family, folder);
  fail_file(
      folder / name, fmt::format("data set `{}`: no such file", family.name),
      (other.empty() ? "" : other + "; ") +
          fmt::format("name the folder of the binary version ({}) with `dataset_path`, or use "
                      "`dataset: synthetic`",
                      family.archive_folder));
}

const std::vector<CifarFamily>& cifar_families() {
  static const std::vector<CifarFamily> families{
      {.name = "cifar-10",
       .archive_folder = "cifar-10-batches-bin",
       .train_files = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                       "data_batch_4.bin", "data_batch_5.bin"},
       .test_files = {"test_batch.bin"},
       .label_bytes = 1,
       .classes = 10},
      {.name = "cifar-100",
       .archive_folder = "cifar-100-binary",
       .train_files = {"train.bin"},
       .test_files = {"test.bin"},
       .label_bytes = 2,  // coarse, then fine
       .classes = 100},
  };
  return families;
}

}  // namespace

void append_records(const CifarFamily& family, std::string_view text, const fs::path& file,
                    std::size_t most, Split& split) {
  const std::size_t record = family.label_bytes + kPixels;
  if (text.empty() || text.size() % record != 0) {
    const std::string format = binary_format(text);
    fail_file(file, format.empty() ? fmt::format("is {} bytes long", text.size()) : "is " + format,
              fmt::format("expected records of {} bytes: {} of labels, {} pixels", record,
                          family.label_bytes, kPixels));
  }
  for (std::size_t at = 0; at < text.size(); at += record) {
    if (most != 0 && split.samples() == most) {
      return;
    }
    const auto label = static_cast<std::uint8_t>(text[at + family.label_bytes - 1]);
    if (label >= family.classes) {
      fail_file(file, fmt::format("holds the label {} in record {}", label, at / record),
                fmt::format("expected 0 to {}", family.classes - 1));
    }
    split.labels.push_back(label);
    const auto first = text.begin() + static_cast<std::ptrdiff_t>(at + family.label_bytes);
    split.pixels.insert(split.pixels.end(), first, first + kPixels);
  }
}

namespace {

Split load_split(const CifarFamily& family, const fs::path& folder,
                 const std::vector<std::string>& files, std::size_t wanted) {
  Split split;
  fs::path last;
  for (const std::string& name : files) {
    if (wanted != 0 && split.samples() == wanted) {
      break;
    }
    last = find_file(family, folder, name);
    append_records(family, read_maybe_gzip(last), last, wanted, split);
  }
  (void)checked_count(last, split.samples(), wanted);
  return split;
}

DataSet load_cifar(const CifarFamily& family, const Request& request) {
  const fs::path folder =
      request.path.empty() ? "/usr/share/datasets/" + family.name : request.path;
  DataSet set;
  set.name = family.name;
  set.image = {3, 32, 32};
  set.stored_channels = 3;
  set.classes = family.classes;
  set.mean = {0.4914, 0.4822, 0.4465};
  set.deviation = {0.2023, 0.1994, 0.2010};
  set.train = load_split(family, folder, family.train_files, request.train_samples);
  set.test = load_split(family, folder, family.test_files, request.test_samples);
  return set;
}

}  // namespace

std::vector<Source> cifar_sources() {
  std::vector<Source> sources;
  for (const CifarFamily& family : cifar_families()) {
    sources.push_back(
        {family.name, [&family](const Request& request) { return load_cifar(family, request); }});
  }
  return sources;
}

}  // namespace metronome::data
