#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/data/load.hpp"

namespace metronome::data {

/// What tells CIFAR-10 and CIFAR-100 apart.
struct CifarFamily {
  std::string name;
  std::string archive_folder;  ///< of the published binary archive
  std::vector<std::string> train_files;
  std::vector<std::string> test_files;
  std::size_t label_bytes = 1;  ///< before the pixels; the last one is the label
  std::size_t classes = 10;
};

/// The binary version: records of label bytes and 3x32x32 pixel bytes (red, green, blue planes, row
/// by row). Files stand in the folder or in its archive's sub-folder, and may be compressed by
/// gzip. Normalised with the CPT authors' means and deviations [fu2021code].
[[nodiscard]] std::vector<Source> cifar_sources();

/// Appends the records of one file's content, expanded already; at most `most` samples in all
/// (0: all). UserError naming `file` where it has another length or a label is too large.
void append_records(const CifarFamily& family, std::string_view text,
                    const std::filesystem::path& file, std::size_t most, Split& split);

}  // namespace metronome::data
