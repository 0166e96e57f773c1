#include "sim/validation/reference_arrays.hpp"

#include <bit>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome::validation {

ReferenceCase::ReferenceCase(const std::filesystem::path& folder, const std::string& name)
    : folder_(folder), name_(name) {
  const std::filesystem::path file = folder / "manifest.json";
  manifest_ = report::parse_json(read_file(file), file.string());
  const report::JsonFields fields(manifest_, file.string());
  for (const report::JsonFields& found : fields.objects("cases")) {
    if (found.text("name") == name) {
      return;
    }
    ++index_;
  }
  fields.complain("cases", "has no case `" + name + "`");
}

report::JsonFields ReferenceCase::entry() const {
  return report::JsonFields(manifest_, (folder_ / "manifest.json").string())
      .objects("cases")
      .at(index_);
}

report::JsonFields ReferenceCase::parameters() const { return entry().object("params"); }

report::JsonFields ReferenceCase::array_entry(const std::string& array) const {
  for (const report::JsonFields& found : entry().objects("arrays")) {
    if (found.text("name") == array) {
      return found;
    }
  }
  entry().complain("arrays", "has no array `" + array + "`");
}

std::vector<std::size_t> ReferenceCase::shape(const std::string& array) const {
  const report::JsonFields found = array_entry(array);
  std::vector<std::size_t> extents;
  for (const report::Json& extent : found.list("shape")) {
    if (!extent.is_number_unsigned()) {
      found.complain("shape", "is no list of extents");
    }
    extents.push_back(extent.get<std::size_t>());
  }
  return extents;
}

std::vector<std::uint64_t> ReferenceCase::patterns(const std::string& array,
                                                   const std::string& ending,
                                                   std::size_t bytes) const {
  const report::JsonFields found = array_entry(array);
  const std::string file = found.text("file");
  // The manifest names files of its own folder.
  const std::string text = read_file(folder_ / std::filesystem::path(file).filename());
  std::size_t elements = 1;
  for (const std::size_t extent : shape(array)) {
    elements *= extent;
  }
  if (!file.ends_with(ending) || text.size() / bytes != elements || text.size() % bytes != 0) {
    found.complain("file", file + " has not the numbers that the manifest says");
  }
  std::vector<std::uint64_t> all(elements);
  for (std::size_t at = 0; at < text.size(); ++at) {
    all[at / bytes] |= std::uint64_t{static_cast<std::uint8_t>(text[at])} << (8 * (at % bytes));
  }
  return all;
}

std::vector<double> ReferenceCase::reals(const std::string& array) const {
  std::vector<double> values;
  for (const std::uint64_t bits : patterns(array, ".f64", sizeof(double))) {
    values.push_back(std::bit_cast<double>(bits));
  }
  return values;
}

std::vector<std::int32_t> ReferenceCase::integers(const std::string& array) const {
  std::vector<std::int32_t> values;
  for (const std::uint64_t bits : patterns(array, ".i32", sizeof(std::int32_t))) {
    values.push_back(std::bit_cast<std::int32_t>(static_cast<std::uint32_t>(bits)));
  }
  return values;
}

}  // namespace metronome::validation
