package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.git.source.history.RandomParents;
import java.util.List;
import java.util.Random;

/** Histories of commits that change files of all kinds. */
final class RandomPathHistories {
  private final Random random;
  private final RandomPaths paths;
  private int mark;

  RandomPathHistories(Random random, RandomPaths paths) {
    this.random = random;
    this.paths = paths;
  }

  /**
   * Commands for {@code git fast-import}; each history is a branch of its own, {@code h0} and so
   * on.
   */
  String commands(int histories) {
    StringBuilder stream = new StringBuilder();
    for (int history = 0; history < histories; history++) {
      int size = 5 + random.nextInt(25);
      int first = mark + 1;
      paths.forgetUsed();
      for (int i = 0; i < size; i++) {
        commit(stream, history, first);
      }
    }
    return stream.toString();
  }

  private void commit(StringBuilder stream, int history, int first) {
    mark++;
    stream.append("reset refs/heads/h%1$d\ncommit refs/heads/h%1$d\n".formatted(history));
    stream.append("mark :%d\n".formatted(mark));
    // Times that do not follow the order of the commits, as clocks of people do.
    stream.append(
        "committer Ada <ada@example.com> %d +0000\ndata 1\nc\n"
            .formatted(1_000_000 + random.nextInt(100_000)));
    if (mark > first && random.nextInt(40) != 0) {
      List<Integer> parents = RandomParents.of(random, first, mark);
      stream.append("from :%d\n".formatted(parents.getFirst()));
      parents.stream().skip(1).forEach(more -> stream.append("merge :%d\n".formatted(more)));
    }
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      change(stream);
    }
    // So that each commit touches something, and `**` names all of them.
    file(stream, "100644", "every/commit", "" + mark);
    stream.append('\n');
  }

  private void change(StringBuilder stream) {
    String path = paths.path();
    String small = "" + random.nextInt(2);
    switch (random.nextInt(10)) {
      case 0, 1 -> stream.append("D %s\n".formatted(path));
      case 2 -> file(stream, "100755", path, small);
      case 3 -> file(stream, "120000", path, small);
      case 4 -> stream.append("M 160000 %040x %s\n".formatted(1 + random.nextInt(2), path));
      case 5 -> stream.append("M 160000 %040x sub\n".formatted(1 + random.nextInt(2)));
      default -> file(stream, "100644", path, small);
    }
  }

  private static void file(StringBuilder stream, String mode, String path, String content) {
    stream.append("M %s inline %s\ndata %d\n%s\n".formatted(mode, path, content.length(), content));
  }
}
