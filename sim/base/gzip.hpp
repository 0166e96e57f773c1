#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace metronome {

/// `content` itself, or expanded where it is gzip (by its magic number). UserError naming `file`
/// where it is damaged.
[[nodiscard]] std::string expand_gzip(std::string content, const std::string& file);

/// A text that is compressed while it is made; the same text gives the same bytes.
class GzipText {
 public:
  GzipText();
  ~GzipText();
  GzipText(const GzipText&) = delete;
  GzipText& operator=(const GzipText&) = delete;

  void add(std::string_view text);
  [[nodiscard]] std::string bytes() &&;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace metronome
