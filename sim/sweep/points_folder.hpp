#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/base/file_descriptor.hpp"
#include "sim/sweep/point_line.hpp"

namespace metronome::sweep {

/// The results of a sweep that are there: points/*.jsonl, one file for each process that has
/// written some. A line that is torn or damaged counts for nothing, so that its point is run again;
/// further lines of a point are equal to the first. 40 bytes of memory a point while it is read,
/// then 16.
class PointsFolder {
 public:
  /// `count`: points of the sweep. The folder may be absent, and others may be writing to it.
  PointsFolder(std::filesystem::path folder, std::size_t count);

  /// Reads what is there now. UserError where two lines of one point, or of two points of one key,
  /// differ: they are results of different programs or machines.
  void scan();

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  [[nodiscard]] std::size_t count() const { return places_.size(); }
  [[nodiscard]] bool has(std::size_t index) const { return places_[index].length > 0; }
  [[nodiscard]] std::size_t found() const { return found_; }
  [[nodiscard]] std::size_t missing() const { return count() - found_; }
  [[nodiscard]] const EnumArray<PointStatus, std::size_t>& by_status() const { return by_status_; }
  /// Of those that write now, in the last ten minutes at least: points a second, all together.
  [[nodiscard]] double rate_per_second() const { return rate_per_second_; }

  /// The line of a point that is there. UserError where its file has changed since.
  [[nodiscard]] PointLine line(std::size_t index) const;

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::uint32_t file = 0;
    std::uint32_t length = 0;  ///< 0: not there
  };
  struct Content {
    std::uint64_t key = 0;
    std::uint64_t content = 0;
    std::uint32_t file = 0;
  };

  void read(std::uint32_t file);
  void take(std::string_view line, std::uint64_t offset, std::uint32_t file);
  void require_equal_contents();

  std::filesystem::path folder_;
  std::vector<Place> places_;
  std::vector<std::string> files_;
  std::vector<Content> contents_;  ///< during a scan
  EnumArray<PointStatus, std::size_t> by_status_{};
  std::size_t found_ = 0;
  double rate_per_second_ = 0;
};

/// The file of this process in a sweep's points, made with its first line: no other process writes
/// there, on whatever computer it is, so that lines need no lock. Its name says host, process and
/// when it began.
class PointsWriter {
 public:
  explicit PointsWriter(std::filesystem::path folder);
  ~PointsWriter();
  PointsWriter(const PointsWriter&) = delete;
  PointsWriter& operator=(const PointsWriter&) = delete;

  /// Appends a line with its end: from here on the end of the process does not touch it. It reaches
  /// the disk within a second of work. Throws as throw_system_error, and then leaves no part of it.
  void add(std::string_view line);

 private:
  using Clock = std::chrono::steady_clock;
  void open();

  std::filesystem::path folder_;
  std::filesystem::path path_;
  FileDescriptor file_;
  std::uint64_t size_ = 0;
  bool dirty_ = false;
  Clock::time_point synced_ = Clock::now();
};

/// When a writer began, by the name of its file, in seconds since 1970; 0: not such a name.
[[nodiscard]] double begin_of_writer(const std::string& name);

}  // namespace metronome::sweep
