#include "sim/report/draw.hpp"

#include <unistd.h>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/gnuplot.hpp"

namespace metronome::report {
namespace fs = std::filesystem;
namespace {

/// A folder beside the system's temporary files that is removed at the end.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "metronome.XXXXXX").string();
    METRONOME_ASSERT(mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

std::vector<std::string> draw(const std::vector<Figure>& figures) {
  if (figures.empty()) {
    return {};
  }
  const ScratchFolder scratch;
  std::vector<std::string> scripts;
  for (const Figure& figure : figures) {
    scripts.push_back(figure.name + ".gp");
    write_file_atomically(scratch.path() / scripts.back(), figure.script);
  }
  run_gnuplot(scratch.path(), scripts);
  std::vector<std::string> drawn;
  drawn.reserve(figures.size());
  for (const Figure& figure : figures) {
    drawn.push_back(read_file(scratch.path() / (figure.name + ".svg")));
  }
  return drawn;
}

void write_figures(const std::vector<Figure>& figures, const std::vector<std::string>& drawn,
                   const fs::path& folder) {
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const fs::path stem = folder / figures[i].name;
    write_file_atomically(stem.string() + ".svg", drawn[i]);
    write_file_atomically(stem.string() + ".csv", figures[i].csv);
    write_file_atomically(stem.string() + ".gp", figures[i].script);
  }
}

}  // namespace metronome::report
