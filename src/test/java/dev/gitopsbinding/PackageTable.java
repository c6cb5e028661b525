package dev.gitopsbinding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of packages in docs/design.md: which packages there are, and what each may use. */
final class PackageTable {
  private static final Path DESIGN = Path.of("docs/design.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z0-9.]+)` \\| .* \\| ([^|]*) \\|$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z0-9.]+)`");

  private PackageTable() {}

  /** What each package may use, both relative to the base package. */
  static Map<String, Set<String>> read() throws IOException {
    Map<String, Set<String>> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(DESIGN));
    while (row.find()) {
      Set<String> uses =
          NAME.matcher(row.group(2))
              .results()
              .map((MatchResult name) -> name.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      rows.put(row.group(1), uses);
    }
    return rows;
  }
}
