#include "sim/report/page_script.hpp"

namespace metronome::report {

Html page_script() {
  return Html(R"js(
for (const when of ["beforeprint", "afterprint"]) {
  addEventListener(when, () => document.querySelectorAll("details").forEach((d) => { d.open = when === "beforeprint"; }));
}
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  const heads = table.tHead ? [...table.tHead.rows[table.tHead.rows.length - 1].cells] : [];
  const fixed = [...body.rows].filter((row) => row.classList.contains("total"));
  const sorted = [...body.rows].filter((row) => !row.classList.contains("total"));
  if (sorted.length < 2) continue;
  const key = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = Number.parseFloat(text.replace(/\u2212/g, "-").replace(/[\u2009\u00d7<]/g, ""));
    return Number.isNaN(number) ? text : number;
  };
  const before = (a, b) => typeof a === typeof b
    ? (typeof a === "number" ? a - b : a.localeCompare(b)) : (typeof a === "number" ? -1 : 1);
  heads.forEach((head, column) => {
    if (!head.textContent.trim()) return;  // a button needs a name
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const order = [...sorted].sort((a, b) => (up ? 1 : -1) * before(key(a, column), key(b, column)));
      body.append(...order, ...fixed);
    });
  });
}
)js");
}

}  // namespace metronome::report
