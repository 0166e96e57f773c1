#include "arch/mapping/loading.hpp"

#include <algorithm>
#include <cmath>

#include "arch/mapping/lane_cycles.hpp"
#include "arch/mapping/patches.hpp"
#include "arch/mapping/tile_kinds.hpp"

namespace metronome::mapping {
namespace {

/// A tile step by the kinds of its tiles.
struct StepKind {
  const TileKind* m;
  const TileKind* n;
  const TileKind* k;
};

class LoadingForm {
 public:
  LoadingForm(const MatrixJob& job, const Mapping& mapping, const arch::AcceleratorSpec& machine)
      : job_(job),
        mapping_(mapping),
        machine_(machine),
        tiles_(tile_sequences(job, mapping)),
        window_(Geometry(job).window()),
        phases_(phase_shapes(job, mapping.unrolling)),
        ports_(ports_of(job.executor, machine)) {
    if (job.zero_points && machine.training.corrections == array::CorrectionUnit::array) {
      sums_ = sum_shapes(job);
    }
  }

  [[nodiscard]] LoadingExcess excess() {
    const bool m_outer = mapping_.order == LoopOrder::m_outer;
    const TileSequence& outer = m_outer ? tiles_.m : tiles_.n;
    const TileSequence& inner = m_outer ? tiles_.n : tiles_.m;
    const auto step = [&](const TileKind& o, const TileKind& i, const TileKind& k) {
      return m_outer ? StepKind{&o, &i, &k} : StepKind{&i, &o, &k};
    };
    const TileSequence& along_k = tiles_.k;
    const bool k_changes = along_k.tiles() > 1;
    LoadingExcess cycles;
    for (std::size_t o = 0; o < outer.kinds().size(); ++o) {
      const TileKind& at = outer.kinds()[o];
      for (std::size_t i = 0; i < inner.kinds().size(); ++i) {
        for (const auto& [pair, times] : along_k.followed()) {
          cycles += outer.count(o) * inner.count(i) * times *
                    behind(step(at, inner.kinds()[i], along_k.kinds()[pair.first]),
                           step(at, inner.kinds()[i], along_k.kinds()[pair.second]), true, true);
        }
      }
      for (const auto& [pair, times] : inner.followed()) {
        cycles += outer.count(o) * times *
                  behind(step(at, inner.kinds()[pair.first], along_k.back()),
                         step(at, inner.kinds()[pair.second], along_k.front()),
                         !m_outer || k_changes, m_outer || k_changes);
      }
    }
    const bool inner_changes = k_changes || inner.tiles() > 1;
    for (const auto& [pair, times] : outer.followed()) {
      cycles += times * behind(step(outer.kinds()[pair.first], inner.back(), along_k.back()),
                               step(outer.kinds()[pair.second], inner.front(), along_k.front()),
                               m_outer || inner_changes, !m_outer || inner_changes);
    }
    const StepKind front{&tiles_.m.front(), &tiles_.n.front(), &tiles_.k.front()};
    const StepKind back{&tiles_.m.back(), &tiles_.n.back(), &tiles_.k.back()};
    const std::uint64_t groups = job_.convolution.groups;
    LoadingExcess all = groups * cycles;
    all += (groups - 1) * behind(back, front, true, true);
    all += behind_cycles(front, true, true, 0);
    return all;
  }

 private:
  /// What the array waits when a step of kind `next`, for which a (b) is loaded, comes behind one
  /// of kind `now`.
  [[nodiscard]] LoadingExcess behind(const StepKind& now, const StepKind& next, bool a,
                                     bool b) const {
    const bool works = lanes(next, a, b) > 0 || engine(next, b) > 0;
    const std::uint64_t beside = job_.executor == Executor::array && works ? array_cycles(now) : 0;
    return behind_cycles(next, a, b, beside);
  }

  /// The same, so many cycles of the array beside it.
  [[nodiscard]] LoadingExcess behind_cycles(const StepKind& next, bool a, bool b,
                                            std::uint64_t beside) const {
    const auto left = [&](std::uint64_t needed) { return needed - std::min(needed, beside); };
    const std::uint64_t vector = left(lanes(next, a, b));
    const std::uint64_t all = std::max(vector, left(engine(next, b)));
    return {vector, all - vector};
  }

  [[nodiscard]] std::uint64_t lanes(const StepKind& step, bool a, bool b) const {
    const auto cycles = [&](const ElementCost& cost, std::uint64_t elements) {
      return cost.any() && elements > 0 ? lane_cycles(elements, cost, machine_.vector) : 0;
    };
    return (a ? cycles(job_.a_loading, elements_of_a(step)) : 0) +
           (b ? cycles(job_.b_loading, elements_of_b(step)) : 0);
  }
  [[nodiscard]] std::uint64_t engine(const StepKind& step, bool b) const {
    return b ? engine_cycles(job_.b_made, elements_of_b(step), machine_.load_path) : 0;
  }

  [[nodiscard]] std::uint64_t taps() const {
    return job_.is_weight_gradient() ? job_.convolution.taps()
                                     : taps_on_array(job_, mapping_.unrolling);
  }
  [[nodiscard]] std::uint64_t elements_of_a(const StepKind& step) const {
    return job_.is_weight_gradient() ? step.m->size * step.k->size
                                     : step.m->rows * window_.width * (step.k->size / taps());
  }
  [[nodiscard]] std::uint64_t elements_of_b(const StepKind& step) const {
    return job_.is_weight_gradient()
               ? step.k->rows * window_.width * (step.n->size / taps())
               : step.k->size / taps() * job_.convolution.taps() * step.n->size;
  }

  [[nodiscard]] std::uint64_t array_cycles(const StepKind& step) const {
    const array::GemmShape tile{step.m->size, step.n->size, step.k->size};
    std::uint64_t cycles = 0;
    for (std::size_t i = 0; i < phases_.size(); ++i) {
      const array::GemmShape part = phase_tile(job_, mapping_, phases_[i], tile);
      const std::uint64_t whole_k = phase_tile(job_, mapping_, phases_[i],
                                               {mapping_.tile.m, mapping_.tile.n, mapping_.tile.k})
                                        .k;
      const auto add = [&](const array::GemmShape& shape) {
        cycles += tile_cycles(shape, step.k->first ? 0 : whole_k, i);
      };
      add(part);
      if (!sums_.empty() && step.n->first) {
        add({part.m, sums_[i].row_width, part.k});
      }
      if (!sums_.empty() && step.m->first) {
        add({sums_[i].column_height, part.n, part.k});
      }
    }
    return cycles;
  }

  /// Of one tile; behind a tile of `before` along the reduction, whose sums it takes up.
  [[nodiscard]] std::uint64_t tile_cycles(const array::GemmShape& shape, std::uint64_t before,
                                          std::uint64_t phase) const {
    const auto cycles = [&](std::uint64_t k, std::uint64_t tile_k) {
      return array::analytic_use(mapping_.unrolling, ports_, {shape.m, shape.n, k},
                                 {shape.m, shape.n, tile_k}, phase)
          .cycles();
    };
    return before == 0 ? cycles(shape.k, shape.k)
                       : cycles(before + shape.k, before) - cycles(before, before);
  }

  const MatrixJob& job_;
  const Mapping& mapping_;
  const arch::AcceleratorSpec& machine_;
  TileSequences tiles_;
  ImageTensor window_;
  std::vector<PhaseShape> phases_;
  std::vector<SumShape> sums_;  ///< of each phase; empty where the array forms none
  array::Ports ports_;
};

}  // namespace

namespace {

bool has_engine(const std::optional<MadeOperand>& made) { return made && made->engine; }

/// Of a bit of planes or a row of coefficients, in a cycle.
double engine_rate(LoadEngine engine, const arch::LoadPathSpec& load_path) {
  switch (engine) {
    case LoadEngine::assembler:
      return load_path.assembled_bits_per_cycle.value();
    case LoadEngine::rebuild:
      return load_path.rebuilt_rows_per_cycle.value();
  }
  fail_no_enumerator(engine);
}

}  // namespace

std::uint64_t engine_cycles(const std::optional<MadeOperand>& made, std::uint64_t elements,
                            const arch::LoadPathSpec& load_path) {
  if (!has_engine(made)) {
    return 0;
  }
  const double rate = engine_rate(made->engine->engine, load_path);
  const double passages = static_cast<double>(elements) * made->engine->passages;
  return rate >= arch::kNeverWaitedFor ? 0 : static_cast<std::uint64_t>(std::ceil(passages / rate));
}

LoadedElements loaded_elements(const MatrixJob& job, const Mapping& mapping) {
  const JobShape shape(job);
  const LoadedElements all =
      shape.loaded(shape.window_rows(mapping.cut), tile_counts(job, mapping), mapping.order);
  const std::uint64_t groups = job.convolution.groups;
  return {job.a_loading.any() ? groups * all.a : 0,
          job.b_loading.any() || has_engine(job.b_made) ? groups * all.b : 0};
}

double bytes_beside(const MatrixJob& job, const LoadedElements& loaded) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const ProductElements all = elements_of(job.cls, job.convolution);
  const auto bytes = [&](const std::optional<MadeOperand>& made, std::uint64_t elements,
                         std::uint64_t operand) {
    double sum = 0;
    if (made) {
      for (const Stream& stream : made->beside) {
        const double each =
            made->by_tiles ? static_cast<double>(stream.elements) /
                                 static_cast<double>(job.convolution.groups * gemm.k * gemm.n)
            : job.fill > 0 ? static_cast<double>(stream.elements) / static_cast<double>(operand)
                           : 1.0;
        sum += stream.held ? 0.0 : static_cast<double>(elements) * each * stream.bits / 8;
      }
    }
    return sum;
  };
  return bytes(job.a_made, loaded.a, all.a) + bytes(job.b_made, loaded.b, all.b);
}

double loading_cycles(const MatrixJob& job, const LoadedElements& loaded,
                      const arch::AcceleratorSpec& machine) {
  vector::VectorSpec streaming = machine.vector;
  streaming.pipeline_cycles = 0;
  const auto cycles = [&](const ElementCost& cost, std::uint64_t elements) {
    return cost.any() ? static_cast<double>(lane_cycles(elements, cost, streaming)) : 0.0;
  };
  return std::max(cycles(job.a_loading, loaded.a) + cycles(job.b_loading, loaded.b),
                  static_cast<double>(engine_cycles(job.b_made, loaded.b, machine.load_path)));
}

LoadingExcess loading_excess(const MatrixJob& job, const Mapping& mapping,
                             const arch::AcceleratorSpec& machine) {
  return job.a_loading.any() || job.b_loading.any() || has_engine(job.b_made)
             ? LoadingForm(job, mapping, machine).excess()
             : LoadingExcess{};
}

}  // namespace metronome::mapping
