#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/folder_manifest.hpp"

namespace metronome {

/// What a command says about the folder that it is to write.
struct OutputRequest {
  std::filesystem::path path;  ///< as the user named it
  std::string made_by;         ///< the kind of command: "train"
  /// What decides the result, as lines `key: value` (resolved YAML): equal texts mean equal
  /// results, so that an unfinished result of equal inputs is continued and a finished one is
  /// taken. Empty: quick work, which is done anew each time and replaces an earlier result of its
  /// kind.
  std::string inputs{};
  /// What makes the result of these inputs, such as a release and a digest of its sources: another
  /// program may make another result of them. Empty: nothing that counts.
  std::string program{};
  bool restart = false;  ///< begin anew, whatever an earlier run of this kind has left
  /// Files and folders that the command reads: the output may be none of them, nor lie in one, nor
  /// hold one.
  std::vector<std::filesystem::path> sources{};
};

/// UserError about an output.
[[noreturn]] void refuse_output(const std::filesystem::path& path, const std::string& what,
                                const std::string& hint);

/// The request with its program among its inputs: it is one like others.
[[nodiscard]] OutputRequest with_program(OutputRequest request);

/// Of a folder that holds something: what it says of itself. UserError where it is not the result
/// of the request's command, or holds what that does not list.
[[nodiscard]] FolderManifest require_own_result(const OutputRequest& request,
                                                const std::filesystem::path& folder);

/// The path as named, without `.`, `..` and slashes at its end that would hide the last name.
/// UserError where it is empty.
[[nodiscard]] std::filesystem::path plain_output_path(const std::filesystem::path& named);

/// `before`NAME`after`, in the folder that `path` lies in.
[[nodiscard]] std::filesystem::path beside_output(const std::filesystem::path& path,
                                                  const std::string& before,
                                                  const std::string& after);

/// UserError, naming the path as it was `named`, where no folder of ours can stand at `path`, or
/// where a name of `others`, which will stand beside it, is too long.
void check_output_place(const std::filesystem::path& named, const std::filesystem::path& path,
                        const std::vector<std::filesystem::path>& others);

/// UserError where one of `written` is a source of the request, lies in one or holds one.
void check_output_sources(const OutputRequest& request,
                          const std::vector<std::filesystem::path>& written);

}  // namespace metronome
