#include "sim/base/gzip.hpp"

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/device/array.hpp>
#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <new>
#include <utility>

#include "sim/base/error.hpp"

namespace metronome {

std::string expand_gzip(std::string content, const std::string& file) {
  if (!content.starts_with("\x1f\x8b")) {
    return content;
  }
  namespace io = boost::iostreams;
  std::string expanded;
  io::filtering_istream in;
  in.push(io::gzip_decompressor());
  in.push(io::array_source(content.data(), content.size()));
  try {
    io::copy(in, io::back_inserter(expanded));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    throw UserError(
        Diagnostic{file, 0, 0, {}, "damaged gzip data", "fetch or install the file again"});
  }
  return expanded;
}

struct GzipText::Impl {
  Impl() {
    // Fast: what is compressed here are long lists of numbers, which better levels make little
    // smaller.
    out.push(boost::iostreams::gzip_compressor(
        boost::iostreams::gzip_params(boost::iostreams::gzip::best_speed)));
    out.push(boost::iostreams::back_inserter(bytes));
  }
  std::string bytes;
  boost::iostreams::filtering_ostream out;
};

GzipText::GzipText() : impl_(std::make_unique<Impl>()) {}
GzipText::~GzipText() = default;

void GzipText::add(std::string_view text) {
  impl_->out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::string GzipText::bytes() && {
  impl_->out.reset();
  return std::move(impl_->bytes);
}

}  // namespace metronome
