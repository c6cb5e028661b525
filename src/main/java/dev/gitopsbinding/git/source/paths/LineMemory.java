package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.model.CommitSha;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The line that was found last for each filter: while an image is awaited, each sync asks for the
 * same one. Those that were used longest ago are forgotten. Thread-safe.
 */
final class LineMemory {
  /** About 5 MiB of heap. */
  private static final int MAX_COMMITS = 50_000;

  /** A longer line would take the place of too many others. */
  private static final int MAX_LINE_COMMITS = MAX_COMMITS / 16;

  /** What a line takes without its commits, in commits. */
  private static final int ENTRY = 5;

  private final Map<String, Line> lines = new LinkedHashMap<>(16, 0.75f, true);
  private int size;

  private record Line(CommitSha tip, FirstParentLine.Found found) {
    int size() {
      return found.newer().size() + ENTRY;
    }
  }

  /** The line from a tip back to a wanted commit, if it is known. */
  synchronized Optional<FirstParentLine.Found> get(
      String filter, CommitSha tip, Predicate<CommitSha> wanted) {
    return Optional.ofNullable(lines.get(filter))
        .filter(line -> line.tip().equals(tip) && wanted.test(line.found().end()))
        .map(Line::found);
  }

  synchronized void put(String filter, CommitSha tip, FirstParentLine.Found found) {
    if (found.newer().size() > MAX_LINE_COMMITS) {
      return;
    }
    Line line = new Line(tip, found);
    Line before = lines.put(filter, line);
    size += line.size() - (before == null ? 0 : before.size());
    var oldest = lines.values().iterator();
    while (size > MAX_COMMITS) {
      size -= oldest.next().size();
      oldest.remove();
    }
  }
}
