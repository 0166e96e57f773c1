# The graph of folders (build/release/folders.txt) at its second level, as a source of Graphviz.
function second(folder,  part) { split(folder, part, "/"); return part[1] "/" part[2] }
BEGIN {
  print "digraph architecture {"
  print "  node [shape=box, style=filled, fontname=\"Helvetica\", fontsize=12]; edge [color=\"#666666\"];"
  colour["sim"] = "#dbe9f6"; colour["arch"] = "#fde6cf"; colour["workloads"] = "#dff0d8"
}
{
  from = second($1)
  if (!(from in seen)) {
    seen[from] = 1
    split(from, part, "/")
    printf "  \"%s\" [fillcolor=\"%s\"];\n", from, colour[part[1]]
  }
  for (i = 2; i <= NF; ++i) {
    to = second($i)
    if (from != to && !((from, to) in drawn)) {
      drawn[from, to] = 1
      printf "  \"%s\" -> \"%s\";\n", from, to
    }
  }
}
END { print "}" }
