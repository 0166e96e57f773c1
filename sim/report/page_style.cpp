#include "sim/report/page_style.hpp"

namespace metronome::report {

Html page_style() {
  return Html(R"css(
:root { --ink: #1f242b; --soft: #5b6470; --rule: #d5dae0; --accent: #1b3a5c; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 3.2rem 2rem 5rem; max-width: 66rem; color: var(--ink);
  background: #fff; font: 16px/1.55 "Source Sans 3", "Source Sans Pro", "Helvetica Neue",
  Helvetica, Arial, "Liberation Sans", sans-serif; }
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
caption b, figcaption b { color: var(--ink); font-weight: 650; margin-right: .45rem; }
th, td { padding: .3rem .5rem; text-align: right; white-space: nowrap; vertical-align: top; }
th { font-weight: 600; }
thead tr:last-child th { border-bottom: 1px solid var(--ink); }
thead th.span { text-align: center; border-bottom: 1px solid var(--rule); color: var(--soft);
  font-weight: 600; padding-bottom: .15rem; }
th.left, td.left { text-align: left; }
td.wrap, td.left.wrap { white-space: normal; min-width: 15rem; max-width: 27rem; }
tbody tr:nth-child(even) td { background: #f7f9fb; }
tr.total td { border-top: 1px solid var(--rule); font-weight: 600; background: #fff !important; }
tr.strong td { font-weight: 650; }
table.dense { font-size: .8rem; line-height: 1.38; }
figure { margin: 1.5rem 0 2rem; }
figure svg { display: block; width: 100%; height: auto; }
figure svg text, figure svg tspan { font-family: "Source Sans 3", "Source Sans Pro",
  "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; }
figcaption { color: var(--soft); font-size: .92rem; margin-top: .65rem; max-width: 56rem; }
figcaption a, p a, li a { color: var(--accent); }
code { font: .86em/1.4 "Source Code Pro", "SFMono-Regular", Menlo, Consolas, "Liberation Mono",
  monospace; background: #f2f4f7; padding: .05em .3em; border-radius: 3px; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--rule);
  color: var(--soft); font-size: .85rem; }
@media print {
  @page { margin: 16mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  h2 { break-after: avoid; margin-top: 1.6rem; }
  figure, tr, caption { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 7.6pt; }
  th, td { padding: .18rem .38rem; }
  tbody tr:nth-child(even) td { background: none; }
}
)css");
}

}  // namespace metronome::report
