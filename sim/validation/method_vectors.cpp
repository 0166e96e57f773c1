#include <algorithm>
#include <cmath>
#include <span>

#include "sim/validation/reference_arrays.hpp"
#include "sim/validation/rung.hpp"
#include "workloads/methods/feedback/feedback_matrix.hpp"
#include "workloads/methods/feedback/lfsr.hpp"
#include "workloads/methods/reach/constraint.hpp"
#include "workloads/methods/weights/binary_planes/binary_planes.hpp"
#include "workloads/methods/weights/blended_grids/blended_grids.hpp"
#include "workloads/methods/weights/coefficients/coefficients.hpp"
#include "workloads/methods/weights/coefficients/power_of_two.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/tanh_grid.hpp"
#include "workloads/methods/weights/nested_planes/nested_code.hpp"
#include "workloads/methods/weights/nested_planes/nested_planes.hpp"
#include "workloads/methods/weights/nested_planes/plane_product.hpp"

namespace metronome::validation {
namespace method_vectors_rung {

using Reals = std::vector<double>;

/// Reals are computed in double precision on both sides; what solvers iterate agrees less well.
constexpr double kDoublePercent = 1e-10;
constexpr double kIteratedPercent = 1e-5;

template <class Values>
Reals reals_of(const Values& values) {
  Reals reals;
  for (const auto value : values) {
    reals.push_back(static_cast<double>(value));
  }
  return reals;
}

/// Claims about arrays of one system.
class Claims {
 public:
  Claims(const Context& context, std::string system, std::string source)
      : context_(context), system_(std::move(system)), source_(std::move(source)) {}

  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] ReferenceCase open(const std::string& name) const {
    return {context_.reference() / "methods" / system_, name};
  }
  void near(const ReferenceCase& c, const std::string& quantity, const Reals& ours,
            const std::string& array, double percent = kDoublePercent) {
    claims.push_back(
        array_claim(system_ + " " + c.name(), quantity, ours, c.reals(array), percent, source_));
  }
  template <class Values>
  void equal(const ReferenceCase& c, const std::string& quantity, const Values& ours,
             const std::string& array) {
    claims.push_back(array_claim(system_ + " " + c.name(), quantity, reals_of(ours),
                                 reals_of(c.integers(array)), 0, source_));
  }

  std::vector<Claim> claims;

 private:
  const Context& context_;
  std::string system_, source_;
};

// ---- dual precision: nested planes ----------------------------------------------------------

static void dual_products(Claims& to, const ReferenceCase& c, const Reals& w,
                          const weights::PlaneMajor& planes, int bits, const char* sums,
                          const char* reals) {
  const std::size_t depth = c.shape("W").at(1);
  const weights::ActivationGrid<double> grid(bits, 1.0);
  std::vector<std::int32_t> codes;
  for (const double x : c.reals("X")) {
    codes.push_back(grid.code(x));
  }
  weights::PlaneProduct product(c.shape("W").at(0), codes, depth);
  product.refine(planes, bits);
  to.equal(c, std::string("integer products ") + sums, product.sums(), sums);
  Reals values;
  const std::size_t columns = product.input_sums().size();
  for (std::size_t i = 0; i < product.sums().size(); ++i) {
    values.push_back(weights::nested_real(product.sums()[i], product.input_sums()[i % columns],
                                          bits, bits, weights::mean_magnitude<double>(w)));
  }
  to.near(c, std::string("real products ") + reals, values, reals);
}

static std::vector<Claim> dual(const Context& context) {
  Claims to(context, "dual", "floor codes and frozen planes [yu2021anyprecision] [park2020dual]");
  for (const char* name : {"trunc0", "trunc1", "trunc2"}) {
    const ReferenceCase c = to.open(name);
    const int low = static_cast<int>(c.parameters().whole("L"));
    const int high = context.of("dual.high_bits", static_cast<int>(c.parameters().whole("H")));
    const Reals w = c.reals("W");
    const auto codes = weights::nested_codes<double>(w, high);
    to.equal(c, "codes at the high width", codes, "uH");
    std::vector<int> leading;
    for (const std::uint16_t code : codes) {
      leading.push_back(weights::leading_bits(code, high, low));
    }
    to.equal(c, "their leading bits", leading, "uL");
    const weights::NestedPlanes<double> form({c.shape("W").at(0), c.shape("W").at(1)}, {low, high},
                                             w);
    Reals values(w.size());
    form.forward(low, values);
    to.near(c, "weights at the low width", values, "wL");
    form.forward(high, values);
    to.near(c, "weights at the high width", values, "wH");
    const weights::PlaneMajor planes(codes, high);
    dual_products(to, c, w, planes, low, "yL", "realL");
    dual_products(to, c, w, planes, high, "yH", "realH");
  }
  return to.claims;
}

// ---- search of widths: blended grids, binary planes -----------------------------------------

template <class Form>
void set_strengths(Form& form, const Reals& strengths) {
  for (const weights::Trained<double>& trained : form.trained()) {
    if (trained.name == "strengths" && trained.values.size() == strengths.size()) {
      std::copy(strengths.begin(), strengths.end(), trained.values.begin());
    }
  }
}

static std::vector<Claim> ebs(const Context& context) {
  Claims to(context, "ebs", "blended widths and binary products [li2020ebs]");
  for (const char* name : {"agg0", "agg1"}) {
    const ReferenceCase c = to.open(name);
    const weights::BlendedSpec spec;  // candidates 1 to 5
    weights::BlendedGrids<double> w({c.shape("W").at(0), c.shape("W").at(1)}, spec, c.reals("W"));
    weights::BlendedActivations<double> x(spec,
                                          context.of("ebs.alpha", c.parameters().number("alpha")));
    set_strengths(w, c.reals("r"));
    set_strengths(x, c.reals("s"));
    to.near(c, "shares of weight widths", reals_of(w.shares()), "p");
    to.near(c, "shares of activation widths", reals_of(x.shares()), "q");
    Reals blended(c.reals("W").size());
    w.forward(0, blended);
    to.near(c, "blended weights", blended, "What");
    Reals activations(c.reals("X").size());
    x.forward(c.reals("X"), activations);
    to.near(c, "blended activations", activations, "Xhat");
  }
  for (const char* name : {"bd0", "bd1", "bd2"}) {
    const ReferenceCase c = to.open(name);
    const std::size_t depth = c.parameters().whole("K");
    const int a_bits = static_cast<int>(c.parameters().whole("a_bits"));
    const weights::BitPlanes u(c.integers("U"), depth,
                               static_cast<int>(c.parameters().whole("w_bits")));
    const weights::BitPlanes v(c.integers("V"), depth, a_bits);
    to.equal(c, "binary products", weights::binary_product(u, v), "Y");
    const weights::ActivationGrid<double> grid(
        a_bits, context.of("ebs.alpha", c.parameters().number("alpha")));
    to.near(c, "real products", weights::binary_reals(u, 1.0, v, grid), "real");
  }
  return to.claims;
}

// ---- SmartDeal: coefficients times a basis --------------------------------------------------

static std::vector<Claim> smartdeal(const Context& context) {
  Claims to(context, "smartdeal", "code of SmartDeal's authors [chen2021smartdeal]");
  for (const char* name : {"dec0", "dec1", "dec2"}) {
    const ReferenceCase c = to.open(name);
    const std::vector<std::size_t> shape = c.shape("W");
    weights::WeightShape of{shape.at(0), shape.at(1)};
    if (shape.size() == 4) {
      of.kernel_height = shape[2];
      of.kernel_width = shape[3];
    }
    weights::DecompositionSpec spec;
    spec.threshold = context.of("smartdeal.threshold", c.parameters().number("threshold"));
    spec.scaled = c.parameters().truth("scale");
    spec.iterations = static_cast<int>(c.parameters().whole("iternum"));
    spec.tolerance = c.parameters().number("tol");
    spec.most = c.parameters().number("max_C");
    const weights::LayerDecomposition layer =
        weights::decompose(weights::BlockLayout(of), c.reals("W"), spec);
    to.near(c, "coefficients", reals_of(layer.coefficients), "C", 0);
    to.near(c, "basis", reals_of(layer.basis), "B", 1e-7);
    to.near(c, "errors of the decomposition", reals_of(layer.errors), "err", 1e-7);
  }
  const ReferenceCase c = to.open("pow2");
  Reals powers;
  for (const double x : c.reals("x")) {
    powers.push_back(weights::power_of_two(
        x, context.of("smartdeal.threshold", c.parameters().number("threshold"))));
  }
  to.near(c, "powers of two", powers, "y", 0);
  return to.claims;
}

// ---- direct feedback ------------------------------------------------------------------------

static std::vector<Claim> feedback(const Context& context) {
  Claims to(context, "bdfa", "32-bit Galois register, mask 0x80200003 [han2019direct]");
  const ReferenceCase c = to.open("lfsr");
  feedback::Lfsr bits(static_cast<std::uint32_t>(c.parameters().whole("seed")));
  std::vector<int> drawn;
  for (std::size_t i = 0; i < c.integers("bits").size(); ++i) {
    drawn.push_back(bits.next() ? 1 : 0);
  }
  to.equal(c, "bits of the register", drawn, "bits");
  const ReferenceCase binary = to.open("mlp_bdfa");
  const report::Json& seeds = binary.parameters().list("lfsr_seeds");
  for (const std::string layer : {"0", "1"}) {
    const std::vector<std::size_t> shape = binary.shape("B" + layer);
    const auto seed = seeds.at(layer == "0" ? 0 : 1).get<std::uint32_t>();
    feedback::FeedbackMatrix made = feedback::lfsr_feedback(shape.at(0), shape.at(1), seed);
    for (double& value : made.values) {
      value = context.of("bdfa.scale", value);
    }
    to.near(binary, "generated feedback of layer " + layer, made.values, "B" + layer);
  }
  return to.claims;
}

// ---- reachability ---------------------------------------------------------------------------

static reach::Matrix matrix_of(const ReferenceCase& c, const std::string& array) {
  const Reals values = c.reals(array);
  const std::vector<std::size_t> shape = c.shape(array);
  const std::size_t columns = shape.size() > 1 ? shape[1] : 1;
  reach::Matrix m(static_cast<long>(shape.at(0)), static_cast<long>(columns));
  for (std::size_t i = 0; i < values.size(); ++i) {
    m(static_cast<long>(i / columns), static_cast<long>(i % columns)) = values[i];
  }
  return m;
}

/// Row by row.
static Reals reals_of_matrix(const reach::Matrix& m) {
  Reals all;
  for (long i = 0; i < m.rows(); ++i) {
    for (long j = 0; j < m.cols(); ++j) {
      all.push_back(m(i, j));
    }
  }
  return all;
}

static double number_at(const ReferenceCase& c, const char* list, std::size_t i) {
  return c.parameters().list(list).at(i).get<double>();
}

static reach::Box box_of(const Reals& centre, const Reals& half) {
  reach::Box box{reach::Vector(2), reach::Vector(2)};
  for (long i = 0; i < 2; ++i) {
    const auto at = static_cast<std::size_t>(i);
    box.low[i] = centre[at] - half[at];
    box.high[i] = centre[at] + half[at];
  }
  return box;
}

static std::vector<Claim> reachability(const Context& context) {
  Claims to(context, "reach", "public demonstration of the method [chung2021constrained]");
  for (const char* name : {"net3", "net3s", "net10"}) {
    const ReferenceCase c = to.open(name);
    reach::ReluNetwork network;
    for (const std::string layer : {"1", "2"}) {
      network.layers.push_back(
          {matrix_of(c, "W" + layer), matrix_of(c, "b" + layer), layer == "1"});
    }
    const double low = number_at(c, "input_box", 0);
    const double high = number_at(c, "input_box", 1);
    const double half = context.of("reach.input_halfwidth", (high - low) / 2);
    const reach::Box input = box_of({(low + high) / 2, (low + high) / 2}, {half, half});
    const reach::Box unsafe =
        box_of({number_at(c, "unsafe_centre", 0), number_at(c, "unsafe_centre", 1)},
               {number_at(c, "unsafe_halfwidth", 0), number_at(c, "unsafe_halfwidth", 1)});
    for (const auto& [form, prefix] :
         {std::pair<reach::Form, std::string>{reach::Form::published, ""},
          {reach::Form::tight, "tight_"}}) {
      reach::ProgramCost cost;
      const reach::ConstraintLoss found =
          reach::constraint_loss(network, input, unsafe, {form, 0}, cost);
      to.near(c, prefix + "loss", {found.loss}, prefix + "loss", kIteratedPercent);
      to.near(c, prefix + "gradient of the first weights",
              reals_of_matrix(found.gradient.layers[0].weight), prefix + "dW1", 1e-4);
    }
  }
  return to.claims;
}

static std::vector<Claim> compare(const Context& context) {
  std::vector<Claim> all;
  for (const auto& compared : {dual, ebs, smartdeal, feedback, reachability}) {
    const std::vector<Claim> claims = compared(context);
    all.insert(all.end(), claims.begin(), claims.end());
  }
  return all;
}

}  // namespace method_vectors_rung

Rung method_vectors() {
  return {.name = "method_vectors",
          .summary = "arithmetic of five published methods, beside vectors of theirs",
          .page = "docs/weights.md",
          .rows = 3 * 8 + (2 * 4 + 3 * 2) + (3 * 3 + 1) + 3 + 3 * 4,
          .constants = {{"dual.high_bits", "bits of a nested code"},
                        {"ebs.alpha", "clipping level of activations"},
                        {"smartdeal.threshold", "magnitude below which a coefficient is zero"},
                        {"bdfa.scale", "scale of generated feedback"},
                        {"reach.input_halfwidth", "half width of the input box"}},
          .compare = method_vectors_rung::compare};
}

}  // namespace metronome::validation
