#include "sim/report/page_style.hpp"

namespace metronome::report {

Html page_style() {
  return Html(R"css(
:root { color-scheme: light dark; --ink: #1f242b; --soft: #56606c; --rule: #d5dae0; --accent: #1b3a5c;
  --paper: #fff; --band: #f7f9fb; --code: #f2f4f7; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaef; --soft: #aab4c0; --rule: #3a434e; --accent: #93bbe4; --paper: #14181d;
    --band: #1b2027; --code: #232a33; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 3.2rem 2rem 5rem; max-width: 66rem; color: var(--ink);
  background: var(--paper); font: 16px/1.55 "Source Sans 3", "Source Sans Pro", "Helvetica Neue",
  Helvetica, Arial, "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
a:focus-visible, button:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent);
  outline-offset: 2px; }
a.skip { position: absolute; left: -99rem; }
a.skip:focus { position: static; }
header { border-bottom: 2px solid var(--accent); padding-bottom: 1.1rem; margin-bottom: 1.6rem; }
header .kind { color: var(--accent); font-weight: 600; letter-spacing: .08em; font-size: .78rem;
  text-transform: uppercase; margin: 0 0 .35rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .4rem; font-weight: 650;
  letter-spacing: -.012em; }
header .subtitle { color: var(--soft); margin: 0; max-width: 52rem; }
nav { font-size: .88rem; margin: 0 0 1.4rem; color: var(--soft); }
nav a { color: var(--accent); text-decoration: none; margin-right: 1.15rem; white-space: nowrap; }
nav a:hover { text-decoration: underline; }
h2 { font-size: 1.28rem; margin: 3rem 0 .7rem; font-weight: 650; letter-spacing: -.005em; }
h2 .number { color: var(--soft); font-weight: 400; margin-right: .6rem; }
h3 { font-size: 1.05rem; margin: 2.2rem 0 .4rem; font-weight: 650; }
p { max-width: 48rem; margin: .5rem 0 .9rem; }
p.lead { font-size: 1.06rem; }
p.note { color: var(--soft); font-size: .92rem; }
ul { max-width: 52rem; padding-left: 1.2rem; margin: .5rem 0 1rem; }
li { margin: .28rem 0; }
.scroll { overflow-x: auto; margin: 1.2rem 0 1.7rem; }
table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums lining-nums;
  border-top: 1.6px solid var(--ink); border-bottom: 1.6px solid var(--ink); min-width: 55%; }
caption { caption-side: top; text-align: left; padding: 0 0 .55rem; color: var(--soft);
  font-size: .92rem; max-width: 60rem; }
caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 2rem); }
details { margin: 1.2rem 0 1.7rem; }
summary { cursor: pointer; color: var(--accent); }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
caption b, figcaption b { color: var(--ink); font-weight: 650; margin-right: .45rem; }
th, td { padding: .3rem .5rem; text-align: right; white-space: nowrap; vertical-align: top; }
th { font-weight: 600; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; margin: 0;
  cursor: pointer; text-align: inherit; }
th button::after { content: "\2195"; color: var(--soft); margin-left: .3em; font-size: .85em; }
th[aria-sort=ascending] button::after { content: "\2191"; color: var(--ink); }
th[aria-sort=descending] button::after { content: "\2193"; color: var(--ink); }
thead tr:last-child th { border-bottom: 1px solid var(--ink); }
thead th.span { text-align: center; border-bottom: 1px solid var(--rule); color: var(--soft);
  font-weight: 600; padding-bottom: .15rem; }
th.left, td.left { text-align: left; }
td.wrap, td.left.wrap { white-space: normal; min-width: 15rem; max-width: 27rem; }
tbody tr:nth-child(even) td { background: var(--band); }
tr.total td { border-top: 1px solid var(--rule); font-weight: 600;
  background: var(--paper) !important; }
table.dense { font-size: .8rem; line-height: 1.38; }
figure { margin: 1.5rem 0 2rem; }
figure .wide, figure .narrow { background: #fff; border-radius: 4px; }
figure .narrow { display: none; max-width: 30rem; }
figure svg { display: block; width: 100%; height: auto; }
figure svg text, figure svg tspan { font-family: "Source Sans 3", "Source Sans Pro",
  "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; }
figure svg text { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
figure .places rect:hover { fill: #000; fill-opacity: .12; }
figcaption { color: var(--soft); font-size: .92rem; margin-top: .65rem; max-width: 56rem; }
figcaption a, p a, li a { color: var(--accent); }
code { font: .86em/1.4 "Source Code Pro", "SFMono-Regular", Menlo, Consolas, "Liberation Mono",
  monospace; background: var(--code); padding: .05em .3em; border-radius: 3px; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--rule);
  color: var(--soft); font-size: .85rem; }
@media screen and (max-width: 46rem) {
  body { padding: 1.6rem 1rem 3rem; }
  h1 { font-size: 1.5rem; }
  figure .wide { display: none; }
  figure .narrow { display: block; }
}
@media print {
  @page { margin: 16mm 14mm; }
  :root { --ink: #1f242b; --soft: #56606c; --rule: #d5dae0; --accent: #1b3a5c; --paper: #fff;
    --band: #fff; --code: #f2f4f7; }
  html { font-size: 83%; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, a.skip { display: none; }
  th button::after { content: none !important; }
  h2, h3 { break-after: avoid; margin-top: 1.6rem; }
  figure, tr, caption { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 7.6pt; }
  th, td { padding: .18rem .38rem; }
}
)css");
}

}  // namespace metronome::report
