// Mappings that come from outside, and what makes any mapping legal.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "arch/mapping/load_engines.hpp"
#include "arch/mapping/mapping.hpp"
#include "arch/mapping/residency.hpp"
#include "sim/base/number.hpp"

namespace metronome::mapping {
namespace {

/// The tile's extent along the pixels of the batch, and along channels and taps.
std::uint64_t& pixels_of(const MatrixJob& job, array::TileShape& tile) {
  return job.is_weight_gradient() ? tile.k : tile.m;
}

/// Pixels as whole images, or as rows that divide an image's height; nothing if they are neither.
std::optional<SpatialCut> cut_of(const Geometry& geometry, std::uint64_t pixels) {
  const ImageTensor& anchor = geometry.anchor();
  const std::uint64_t image = anchor.height * anchor.width;
  if (pixels % image == 0 && pixels / image <= anchor.batch) {
    return SpatialCut{pixels / image, 0};
  }
  const std::uint64_t rows = pixels / anchor.width;
  if (pixels % anchor.width == 0 && rows > 0 && rows < anchor.height && anchor.height % rows == 0) {
    return SpatialCut{1, rows};
  }
  return std::nullopt;
}

/// "ws, tile 8x16x144, m outer" taken apart.
struct MappingText {
  std::string walk;
  array::TileShape tile;
  LoopOrder order = LoopOrder::m_outer;
};

std::optional<MappingText> take_apart(const std::string& text) {
  constexpr std::string_view kTile = ", tile ";
  constexpr std::string_view kOuter = " outer";
  const std::size_t tile = text.rfind(kTile);
  if (tile == std::string::npos || !text.ends_with(kOuter)) {
    return std::nullopt;
  }
  MappingText parts;
  parts.walk = text.substr(0, tile);
  std::string_view rest = std::string_view(text).substr(tile + kTile.size());
  std::uint64_t* const sizes[] = {&parts.tile.m, &parts.tile.n, &parts.tile.k};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t end = rest.find(i < 2 ? 'x' : ',');
    const auto size = read_number<std::uint64_t>(rest.substr(0, end), {1, kAnyWhole.max}).value;
    if (end == std::string_view::npos || !size) {
      return std::nullopt;
    }
    *sizes[i] = *size;
    rest.remove_prefix(end + 1);
  }
  if (rest != " m outer" && rest != " n outer") {
    return std::nullopt;
  }
  parts.order = rest == " m outer" ? LoopOrder::m_outer : LoopOrder::n_outer;
  return parts;
}

void complain_of_tile(const MatrixJob& job, const Mapping& mapping,
                      std::vector<std::string>& wrong) {
  const Geometry geometry(job);
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const array::TileShape& tile = mapping.tile;
  if (tile.m > gemm.m || tile.n > gemm.n || tile.k > gemm.k || tile.m * tile.n * tile.k == 0) {
    wrong.push_back(fmt::format("the tile {}x{}x{} does not lie in the GEMM of {}x{}x{}", tile.m,
                                tile.n, tile.k, gemm.m, gemm.n, gemm.k));
    return;
  }
  const SpatialCut& cut = mapping.cut;
  const ImageTensor& anchor = geometry.anchor();
  if (cut.rows > 0 ? anchor.height % cut.rows != 0 : cut.images == 0 || cut.images > anchor.batch) {
    wrong.push_back("its images or rows are not such as divide the batch");
    return;
  }
  array::TileShape copy = tile;
  if (geometry.tile_pixels(mapping.cut) != pixels_of(job, copy)) {
    wrong.push_back("the tile's pixels are not those of its images or rows");
  }
  if (!geometry.regular(mapping.cut)) {
    wrong.push_back(
        fmt::format("tiles of {} rows read unequal parts of an image", mapping.cut.rows));
  }
  if (job.phases && mapping.cut.rows % job.convolution.stride.height != 0) {
    wrong.push_back("the rows of a tile are no multiple of the stride, as phases need");
  }
  const std::uint64_t taps =
      job.is_weight_gradient() ? geometry.taps() : taps_on_array(job, mapping.unrolling);
  const std::uint64_t united = job.is_weight_gradient() ? tile.n : tile.k;
  if (united % taps != 0) {
    wrong.push_back(
        fmt::format("{} of channels and taps are no whole channels of {} taps", united, taps));
  }
}

void complain_of_buffers(const MatrixJob& job, const Mapping& mapping,
                         const arch::AcceleratorSpec& machine, std::vector<std::string>& wrong) {
  const BufferNeed need = buffer_need(job, mapping, machine);
  const auto check = [&](const char* name, std::uint64_t bytes, std::uint64_t room) {
    if (bytes > room) {
      wrong.push_back(
          fmt::format("its tiles need {} bytes of {}, which has {}", bytes, name, room));
    }
  };
  check("input_buffer", need.input, machine.input_buffer.capacity().count());
  check("weight_buffer", need.weight, weight_room(machine));
  check("output_buffer", need.output, output_room(machine));
}

/// Times that depend on values are made anew with each walk; they follow from the operands.
bool same_walk(array::Unrolling one, const array::Unrolling& other) {
  one.stream_time = other.stream_time;
  return one == other;
}

}  // namespace

std::vector<std::string> why_illegal(const MatrixJob& job, const Mapping& mapping,
                                     const arch::AcceleratorSpec& machine) {
  std::vector<std::string> wrong;
  const auto walks = unrollings(job, machine);
  if (std::none_of(walks.begin(), walks.end(), [&](const array::Unrolling& walk) {
        return same_walk(walk, mapping.unrolling);
      })) {
    wrong.push_back(fmt::format("{} cannot walk `{}`", machine.name, mapping.unrolling.name));
  }
  complain_of_tile(job, mapping, wrong);
  if (wrong.empty()) {
    complain_of_buffers(job, mapping, machine, wrong);
  }
  return wrong;
}

Mapping parse_mapping(const std::string& text, const MatrixJob& job,
                      const arch::AcceleratorSpec& machine) {
  const auto parts = take_apart(text);
  if (!parts) {
    throw UserError("`" + text + "` is not a mapping",
                    "walk, tile and outer loop, such as \"ws, tile 8192x16x144, m outer\"");
  }
  const auto walks = unrollings(job, machine);
  const auto walk = std::find_if(walks.begin(), walks.end(), [&](const array::Unrolling& one) {
    return one.name == parts->walk;
  });
  if (walk == walks.end()) {
    std::vector<std::string> names;
    names.reserve(walks.size());
    for (const array::Unrolling& one : walks) {
      names.push_back(one.name);
    }
    throw UserError(fmt::format("mapping `{}`: {} cannot walk `{}` for this operation", text,
                                machine.name, parts->walk),
                    fmt::format("{}", fmt::join(names, ", ")));
  }
  Mapping mapping{*walk, {}, parts->tile, parts->order};
  const Geometry geometry(job);
  const ImageTensor& anchor = geometry.anchor();
  const auto cut = cut_of(geometry, pixels_of(job, mapping.tile));
  if (!cut) {
    throw UserError(
        fmt::format("mapping `{}`: {} pixels are neither whole images nor rows that divide one",
                    text, pixels_of(job, mapping.tile)),
        fmt::format("a multiple of {}, or of {} that divides it", anchor.height * anchor.width,
                    anchor.width));
  }
  mapping.cut = *cut;
  if (const auto wrong = why_illegal(job, mapping, machine); !wrong.empty()) {
    throw UserError(fmt::format("mapping `{}`: {}", text, fmt::join(wrong, "; ")),
                    "`metronome op` prints the mapping that the search finds");
  }
  return mapping;
}

std::optional<Mapping> output_stationary_mapping(const MatrixJob& job,
                                                 const arch::AcceleratorSpec& machine) {
  const auto walks = unrollings(job, machine);
  const auto walk = std::find_if(walks.begin(), walks.end(), [](const array::Unrolling& one) {
    return one.kind == array::Unrolling::Kind::output_stationary;
  });
  if (walk == walks.end()) {
    return std::nullopt;
  }
  const Geometry geometry(job);
  const bool gradient = job.is_weight_gradient();
  const array::GemmShape gemm = array_shape(job, *walk);
  const std::uint64_t taps = gradient ? geometry.taps() : taps_on_array(job, *walk);
  Mapping mapping{*walk, {1, 0}, {gemm.m, gemm.n, gemm.k}, LoopOrder::m_outer};
  std::uint64_t window = geometry.window().channels;
  std::uint64_t other = geometry.anchor().channels;
  std::uint64_t rows = geometry.anchor().height;
  while (true) {
    mapping.cut = rows == geometry.anchor().height ? SpatialCut{1, 0} : SpatialCut{1, rows};
    pixels_of(job, mapping.tile) = geometry.tile_pixels(mapping.cut);
    (gradient ? mapping.tile.m : mapping.tile.n) = other;
    (gradient ? mapping.tile.n : mapping.tile.k) = window * taps;
    if (why_illegal(job, mapping, machine).empty()) {
      return mapping;
    }
    if (rows % 2 == 0) {
      rows /= 2;
    } else if (other > 1 && other >= window) {
      other = ceil_div<std::uint64_t>(other, 2);
    } else if (window > 1) {
      window = ceil_div<std::uint64_t>(window, 2);
    } else {
      return std::nullopt;
    }
  }
}

}  // namespace metronome::mapping
