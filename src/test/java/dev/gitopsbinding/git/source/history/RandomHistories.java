package dev.gitopsbinding.git.source.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Histories with merges, octopuses and several roots, of which some end with a criss-cross merge.
 */
final class RandomHistories {
  static final int COUNT = 200;

  /** The commits of a criss-cross merge. */
  private static final int CROSS = 4;

  private final Random random;

  RandomHistories(Random random) {
    this.random = random;
  }

  /** Each history is a branch of its own: one to forty commits with up to four parents. */
  List<Integer> importInto(GitRepository git) {
    StringBuilder stream = new StringBuilder();
    List<Integer> sizes = new ArrayList<>();
    int mark = 0;
    for (int history = 0; history < COUNT; history++) {
      boolean crossed = isCrossed(history);
      int size = 1 + random.nextInt(40) + (crossed ? CROSS : 0);
      sizes.add(size);
      for (int i = 0; i < size; i++) {
        mark++;
        boolean root = i == 0 || (random.nextInt(25) == 0 && !(crossed && size - i <= CROSS));
        stream.append("reset refs/heads/h").append(history).append('\n');
        stream.append("commit refs/heads/h").append(history).append('\n');
        stream.append("mark :").append(mark).append('\n');
        // Times that do not follow the order of the commits, as clocks of people do.
        int time = 1_000_000 + random.nextInt(100_000);
        stream.append("committer Ada <ada@example.com> ").append(time).append(" +0000\n");
        stream.append("data <<E\nchange ").append(mark).append("\nE\n");
        if (!root) {
          int left = size - i;
          List<Integer> parents =
              crossed && left <= CROSS
                  ? crossed(mark, left)
                  : RandomParents.of(random, mark - i, mark);
          stream.append("from :").append(parents.getFirst()).append('\n');
          parents.stream().skip(1).forEach(more -> stream.append("merge :" + more + "\n"));
        }
        stream.append('\n');
      }
    }
    git.feed(
        stream.toString().getBytes(StandardCharsets.UTF_8),
        "fast-import",
        "--quiet",
        "--force",
        "--export-marks=marks");
    return sizes;
  }

  static List<CommitSha> marks(GitRepository git, int count) throws IOException {
    Map<Integer, CommitSha> marks = new HashMap<>();
    for (String line : Files.readAllLines(git.directory().resolve("marks"))) {
      String[] parts = line.split(" ", 2);
      marks.put(Integer.valueOf(parts[0].substring(1)), new CommitSha(parts[1]));
    }
    assertThat(marks).hasSize(count);
    return IntStream.rangeClosed(1, count).mapToObj(marks::get).toList();
  }

  /** Every fourth history ends with two merges of the same two commits. */
  static boolean isCrossed(int history) {
    return history % 4 == 0;
  }

  private static List<Integer> crossed(int mark, int left) {
    return switch (left) {
      case 4 -> List.of(mark - 1);
      case 3 -> List.of(mark - 2);
      case 2 -> List.of(mark - 2, mark - 1);
      default -> List.of(mark - 2, mark - 3);
    };
  }
}
