# Lines and branches by folder, of gcovr's CSV: filename,line_total,line_covered,line_percent,
# branch_total,branch_covered,...
function percent(part, whole) { return whole > 0 ? sprintf("%5.1f %%", 100 * part / whole) : "    n/a" }
function row(name) {
  printf "%-22s %7d %9s %8d %9s\n", name, lines[name], percent(reached[name], lines[name]),
         branches[name], percent(taken[name], branches[name])
}
BEGIN { FS = ","; printf "%-22s %7s %9s %8s %9s\n", "folder", "lines", "reached", "branches", "taken" }
FNR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i; next }
{
  folder = $1
  sub(/\/[^\/]*$/, "", folder)
  if (!(folder in lines)) order[++folders] = folder
  for (k = 0; k < 2; ++k) {
    name = k ? "all" : folder
    lines[name] += $column["line_total"]
    reached[name] += $column["line_covered"]
    branches[name] += $column["branch_total"]
    taken[name] += $column["branch_covered"]
  }
}
END {
  for (i = 1; i <= folders; ++i) row(order[i])
  row("all")
}
