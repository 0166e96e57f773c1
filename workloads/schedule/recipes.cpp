#include "workloads/schedule/recipes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::schedule {

const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> all{
      {"nvfp4_pretraining", "late:nvfp4,then=nvfp4+forward=bf16,from=0.82,keep=bf16,first=1,last=1",
       "NVFP4 but for layers at both ends, forward products in BF16 for the last 18 %",
       "nvidia2025pretraining",
       "which layers stay: one at each end here, for small networks; the paper keeps about 16 % of "
       "62 blocks' layers, of which the abstract does not say which"},
      {"fp4_all_the_way",
       "noise:nvfp4+input_gradient.dy=nvfp4/sr+input_gradient.w=nvfp4+weight_gradient.dy=nvfp4/sr+"
       "weight_gradient.x=nvfp4/sr,then=nvfp4+backward=bf16,factor=1.7320508,window=50",
       "NVFP4, stochastic in backward, until the gradient is below its noise times root 3; then "
       "backward in BF16",
       "chmiel2025fully", "how the noise is measured, and what follows (abstract)"},
      {"mxfp4_backward", "static:forward=bf16+backward=mxfp4/factor=0.75/sr/rht32_drawn",
       "forward BF16; both gradients MXFP4, stochastic without clipping, behind a transform",
       "tseng2025mxfp", "the tile of the transform: 32, the least that it asks for"},
      {"quartet", "static:forward=mxfp4/rht32+backward=mxfp4/factor=0.75/sr/rht32_drawn",
       "MXFP4 forward behind a transform, nearest; backward stochastic", "castro2025quartet",
       "without the fitted scale and the mask of clipped elements"},
      {"quartet2", "static:forward=nvfp4/4over6+backward=nvfp4/scale=256/sr/rht32_drawn",
       "NVFP4 with four over six forward; backward stochastic behind a transform",
       "istdaslab2026quartet",
       "backward rounds elements instead of scales, without the correction of blocks"},
      {"accuracy_booster", "late:bfp:4,64,then=bfp:6,64,from=0.9,keep=bfp:6,64,first=1,last=1",
       "BFP of 4 bits; 6 at the end, and in first and last layer throughout", "harma2022accuracy",
       "the end as a tenth of the run for one epoch of it; the group (abstract)"},
      {"hbfp8",
       "static:forward.x=bfp8/row/ceil/sr+forward.w=bfp8/24x24/ceil/sr+"
       "input_gradient.dy=bfp8/row/ceil/sr+input_gradient.w=bfp8/24x24/ceil/sr+"
       "weight_gradient.dy=bfp8/row/ceil/sr+weight_gradient.x=bfp8/row/ceil/sr",
       "BFP of 8 bits: weights in tiles of 24x24, activations and errors an exponent a row",
       "drumond2018hbfp", "master weights stay FP32, not 15 bits; rows are those of each product"},
      {"fast", "fast:2/4,alpha=0.3,beta=0.3,window=20", "BFP of 2 or 4 bits by layer and tensor",
       "zhang2022fast", "form and constants of the threshold"},
      {"muppet", "muppet:8/12/14/16/fp32,formats=bfp:64,window=20,patience=2,rise=1.5,decay=0.1",
       "rising bits when gradients disagree", "rajagopal2020muppet",
       "levels, patience and windows; formats are ours"},
      {"pfq", "pfq:3/4/6/8,backward=6/6/8/8,window=390,epsilon=0.05,alpha=0.3",
       "rising bits when the loss stops falling, affine codes", "fu2020fractrain", ""},
      {"dfq", "dfq:3/4/4/6/6,backward=6/6/8/8/12,cost=0.5,window=20",
       "bits within a budget of cost, affine codes", "fu2020fractrain",
       "a controller by windows in the place of trained gates by samples and blocks"},
      {"ldp", "ldp:2-8,backward=8,formats=bfp:32,rate=10,cost=0.1,window=10",
       "bits of each layer learned by gradient descent on loss and cost", "yu2022ldp",
       "equations, cost (of weights) and constants (abstract)"},
      {"dynasty", "dynasty:8/4,backward=8,formats=bfp:32,share=0.5,decay=0.5,window=20",
       "8 bits for the layers that 4 change most, seen online", "liu2023dynasty",
       "measure, map and constants, and layers for blocks of tensors (abstract)"},
      {"cyclic_mantissa", "cpt:4-8,periods=8,backward=8,formats=mxint",
       "CPT's cycles on the bits of MXINT", "", "ours, after [fu2021cpt]"},
      {"cyclic_elements", "cpt:4-8,periods=8,backward=8,formats=mxfp",
       "CPT's cycles as steps of MX elements: E2M1, E2M3, E4M3", "", "ours, after [fu2021cpt]"}};
  return all;
}

const std::string& recipe_schedule(const std::string& name) {
  std::vector<std::string> names;
  for (const Recipe& recipe : recipes()) {
    if (recipe.name == name) {
      return recipe.schedule;
    }
    names.push_back(recipe.name);
  }
  throw UserError(fmt::format("`{}` is not a recipe", name), name_hint(name, names));
}

}  // namespace metronome::schedule
