#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/files.hpp"
#include "sim/base/folder_lock.hpp"
#include "sim/base/folder_manifest.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/output_place.hpp"

namespace metronome {

/// The one owner of an output folder, from before the work until the result stands.
///
/// While it lives, `.NAME.lock` beside the folder is held, and the work lies in `NAME.partial`
/// beside it: `unfinished.json` says whose work it is, `result/` holds what will be published,
/// everything else (checkpoints, journals of finished jobs) is the command's own and is never
/// published. publish() puts the result into place as a whole: another process sees the old result
/// or the new one (on file systems that cannot exchange two folders, for a moment none; the next
/// command that is to write there then completes the exchange).
///
/// A folder is only replaced when its manifest.json says that the same kind of command made it and
/// lists every file in it; nothing else is ever replaced, emptied or deleted.
///
///     OutputFolder out({.path = ..., .made_by = "simulate", .inputs = ..., .sources = {...}});
///     if (out.state() == OutputFolder::State::finished) { ... out.path() holds it; return; }
///     ... work; keep finished parts below out.work() with write_file_durably ...
///     out.clear_result();
///     ... write files below out.result(), manifest.json with whatever keys among them ...
///     out.publish();
class OutputFolder {
 public:
  enum class State {
    fresh,      ///< result() and work() are empty
    continued,  ///< they hold what an interrupted run of equal inputs has left
    finished    ///< path() holds the result of equal inputs: there is nothing to do
  };

  /// Checks everything before the work. UserError with path and reason where the folder cannot be
  /// made or replaced, is written by another process, holds something else, or holds the result
  /// (finished or not) of other inputs and `restart` is not given. Throws as throw_system_error
  /// where a system call fails.
  explicit OutputFolder(OutputRequest request);
  /// What was not published is kept in work() where inputs allow to continue it and there is
  /// something to keep, which a KeptNote says.
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  [[nodiscard]] State state() const { return state_; }
  /// Where the result will stand.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// NAME.partial. Not there when the state is `finished`.
  [[nodiscard]] const std::filesystem::path& work() const { return work_; }
  /// What publish() publishes; there from the beginning.
  [[nodiscard]] const std::filesystem::path& result() const { return result_; }
  /// Empties result(), so that nothing of an interrupted run is published by chance.
  void clear_result() const;

  /// Adds the keys of FolderManifest to result()/manifest.json (made where it is missing), syncs,
  /// puts result() in the place of path() and removes work(). Throws where that fails; the result
  /// is then kept and named.
  void publish();

 private:
  /// True where the folder of a failed or stopped command has something that a later one wants.
  [[nodiscard]] bool worth_keeping() const;
  void repair() const;
  [[nodiscard]] State decide() const;
  [[nodiscard]] State decide_by_work() const;
  void remove_leftover() const;
  void open_work();
  void move_into_place() const;

  OutputRequest request_;
  std::filesystem::path path_;
  std::filesystem::path work_;
  std::filesystem::path result_;
  FolderManifest manifest_;  ///< of the result to come, without files
  std::unique_ptr<MissingFolders> parents_;
  std::unique_ptr<FolderLock> lock_;
  std::optional<KeptNote> note_;
  State state_ = State::fresh;
  bool published_ = false;
  bool publishing_ = false;
};

}  // namespace metronome
