package dev.gitopsbinding.git.source.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.testing.GitRepository;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Compares the graph with git's own answers, over random histories. */
class CommitGraphTest {
  private static final int HISTORIES = 200;
  private static final long SEED = 20_261_128;

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("graph");
  private final Random random = new Random(SEED);

  @Test
  void answersAsGitDoesOnRandomHistoriesWithMergesAndOctopuses() throws IOException {
    // Given
    GitRepository git = GitRepository.bare(folder.path().resolve("source.git"));
    List<Integer> sizes = importHistories(git);
    List<CommitSha> marks = marks(git, sizes.stream().mapToInt(Integer::intValue).sum());
    int descending = 0;
    int apart = 0;
    try (var repository = new FileRepository(git.directory().toFile())) {
      int first = 0;
      for (int history = 0; history < HISTORIES; history++) {
        List<CommitSha> commits = marks.subList(first, first += sizes.get(history));
        CommitSha tip = commits.getLast();
        CommitSha older = any(commits);
        CommitSha newer = any(commits);

        // When
        CommitGraph graph = CommitGraph.EMPTY;
        for (CommitSha head : List.of(tip, older, newer)) {
          graph = CommitReader.extended(graph, repository, ObjectId.fromString(head.hex()));
        }

        // Then
        List<String> line = git.log(tip.hex(), "%H").stream().toList();
        assertThat(graph.descent(tip, older::equals) instanceof Descent.Descends)
            .isEqualTo(line.contains(older.hex()));
        firstParentsAsGitSays(git, graph, tip, older);
        boolean descends =
            git.attempt("merge-base", "--is-ancestor", older.hex(), newer.hex()).exitCode() == 0;
        descending += descends ? 1 : 0;
        assertThat(graph.descent(newer, older::equals))
            .isEqualTo(descends ? new Descent.Descends(older) : new Descent.Unrelated(null, null));
        List<String> bases =
            git.attempt("merge-base", "--all", older.hex(), newer.hex()).text().lines().toList();
        apart += bases.isEmpty() ? 1 : 0;
        switch (graph.mergeBase(older, newer)) {
          case MergeBase.Found(var base) -> assertThat(bases).contains(base.hex());
          case MergeBase.Unrelated() -> assertThat(bases).isEmpty();
          case MergeBase.BeyondReach() -> throw new AssertionError("all is known");
        }
      }
    }
    assertThat(descending).as("both cases are frequent").isBetween(20, HISTORIES - 20);
    assertThat(apart).as("histories with several roots").isPositive();
  }

  private static void firstParentsAsGitSays(
      GitRepository git, CommitGraph graph, CommitSha tip, CommitSha wanted) {
    List<String> line = git.git("log", "--first-parent", "--format=%H", tip.hex()).lines().toList();
    int at = line.indexOf(wanted.hex());
    assertThat(graph.line(tip, wanted::equals))
        .isEqualTo(
            at < 0
                ? new FirstParentLine.Unrelated()
                : new FirstParentLine.Found(
                    line.subList(0, at).stream().map(CommitSha::new).toList(), wanted));
  }

  @Test
  void whatIsNotKnownIsBeyondReachAndNeverDenied() {
    // Given: a merge whose parents are not known
    ObjectId merge = id(1);
    CommitGraph graph = new CommitGraph(Map.of(merge, List.of(id(2), id(3))));

    // Then
    assertThat(graph.line(sha(1), sha(9)::equals)).isEqualTo(new FirstParentLine.BeyondReach(1));
    assertThat(graph.line(sha(1), sha(2)::equals))
        .as("a parent that is only named")
        .isEqualTo(new FirstParentLine.Found(List.of(sha(1)), sha(2)));
    assertThat(graph.descent(sha(1), sha(9)::equals)).isEqualTo(new Descent.BeyondReach(1));
    assertThat(graph.descent(sha(1), sha(3)::equals)).isEqualTo(new Descent.Descends(sha(3)));
    assertThat(graph.mergeBase(sha(1), sha(9))).isEqualTo(new MergeBase.BeyondReach());
    assertThat(graph.mergeBase(sha(1), sha(2))).isEqualTo(new MergeBase.Found(sha(2)));
  }

  /** Each history is a branch of its own: one to forty commits with up to four parents. */
  private List<Integer> importHistories(GitRepository git) {
    StringBuilder stream = new StringBuilder();
    List<Integer> sizes = new ArrayList<>();
    int mark = 0;
    for (int history = 0; history < HISTORIES; history++) {
      int size = 1 + random.nextInt(40);
      sizes.add(size);
      for (int i = 0; i < size; i++) {
        mark++;
        boolean root = i == 0 || random.nextInt(25) == 0;
        stream.append("reset refs/heads/h").append(history).append('\n');
        stream.append("commit refs/heads/h").append(history).append('\n');
        stream.append("mark :").append(mark).append('\n');
        // Times that do not follow the order of the commits, as clocks of people do.
        int time = 1_000_000 + random.nextInt(100_000);
        stream.append("committer Ada <ada@example.com> ").append(time).append(" +0000\n");
        stream.append("data <<E\nchange ").append(mark).append("\nE\n");
        if (!root) {
          List<Integer> parents = parents(mark - i, mark);
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

  /** One parent mostly, else two to four; near ones more often than far ones. */
  private List<Integer> parents(int first, int mark) {
    int wanted = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
    TreeSet<Integer> parents = new TreeSet<>();
    for (int i = 0; i < wanted; i++) {
      parents.add(Math.max(first, mark - 1 - random.nextInt(6)));
    }
    List<Integer> shuffled = new ArrayList<>(parents);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static List<CommitSha> marks(GitRepository git, int count) throws IOException {
    Map<Integer, CommitSha> marks = new HashMap<>();
    for (String line : Files.readAllLines(git.directory().resolve("marks"))) {
      String[] parts = line.split(" ", 2);
      marks.put(Integer.valueOf(parts[0].substring(1)), new CommitSha(parts[1]));
    }
    assertThat(marks).hasSize(count);
    return IntStream.rangeClosed(1, count).mapToObj(marks::get).toList();
  }

  private CommitSha any(List<CommitSha> commits) {
    return commits.get(random.nextInt(commits.size()));
  }

  private static ObjectId id(int n) {
    return ObjectId.fromString(sha(n).hex());
  }

  private static CommitSha sha(int n) {
    return new CommitSha("%040x".formatted(n));
  }
}
