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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Compares the graph with git's own answers, over random histories. */
class CommitGraphTest {
  private static final int HISTORIES = 200;
  private static final long SEED = 20_261_128;

  /** The commits of a criss-cross merge. */
  private static final int CROSS = 4;

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("graph");
  private final Random random = new Random(SEED);
  private int partial;
  private int open;
  private int provenEarly;

  /** What git says about two commits of a history. */
  private record Truth(
      CommitSha tip,
      CommitSha older,
      CommitSha newer,
      List<CommitSha> line,
      boolean descends,
      List<CommitSha> bases) {}

  @Test
  void answersAsGitDoesOnRandomHistoriesWithMergesAndOctopuses() throws IOException {
    // Given
    GitRepository git = GitRepository.bare(folder.path().resolve("source.git"));
    List<Integer> sizes = importHistories(git);
    List<CommitSha> marks = marks(git, sizes.stream().mapToInt(Integer::intValue).sum());
    List<Truth> truths = truths(git, sizes, marks);
    Map<ObjectId, List<ObjectId>> parents = parents(git, marks);

    try (var repository = new FileRepository(git.directory().toFile())) {
      for (Truth truth : truths) {
        // When
        CommitGraph graph = CommitGraph.EMPTY;
        for (CommitSha head : List.of(truth.tip, truth.older, truth.newer)) {
          graph = CommitReader.extended(graph, repository, List.of(id(head)));
        }

        // Then
        answersAs(truth, graph);
        if (truth.descends) {
          rangeAsGitSays(
              git, new CommitRangeReader(repository, graph, truth.newer), truth.older, truth.newer);
        }
        for (int depth = 1; depth < 6; depth++) {
          neverContradicts(truth, cut(parents, truth, depth));
        }
      }
    }
    isVaried(truths, parents);
  }

  private static void answersAs(Truth truth, CommitGraph graph) {
    int at = truth.line.indexOf(truth.older);
    assertThat(graph.line(truth.tip, truth.older::equals))
        .isEqualTo(
            at < 0
                ? new FirstParentLine.Unrelated()
                : new FirstParentLine.Found(truth.line.subList(0, at), truth.older));
    assertThat(graph.descent(truth.newer, truth.older::equals))
        .isEqualTo(
            truth.descends ? new Descent.Descends(truth.older) : new Descent.Unrelated(null, null));
    switch (graph.descent(truth.newer, truth.older)) {
      case Descent.Descends(var older) -> assertThat(truth.bases).containsExactly(older);
      case Descent.Unrelated(var older, var base) -> {
        assertThat(older).isEqualTo(truth.older);
        assertThat(truth.descends).isFalse();
        assertThat(base == null).isEqualTo(truth.bases.isEmpty());
        assertThat(base == null || truth.bases.contains(base)).isTrue();
      }
      case Descent.BeyondReach _ -> throw new AssertionError("all is known");
    }
  }

  private static void rangeAsGitSays(
      GitRepository git, CommitRangeReader reader, CommitSha older, CommitSha newer)
      throws IOException {
    List<String> log =
        git.git("log", "--format=%H|%s|%an|%ae|%at", older + ".." + newer)
            .lines()
            .filter(line -> !line.isEmpty())
            .toList();
    CommitRange range = reader.since(older::equals);
    assertThat(range.count()).isEqualTo(log.size());
    assertThat(range.more()).isFalse();
    assertThat(
            range.newest().stream()
                .map(
                    commit ->
                        String.join(
                            "|",
                            commit.commit().hex(),
                            commit.subject(),
                            commit.author(),
                            commit.email(),
                            String.valueOf(commit.date().getEpochSecond()))))
        .isEqualTo(log.subList(0, Math.min(20, log.size())));
  }

  /** A part of a history may leave a question open, but not answer it otherwise than git. */
  private void neverContradicts(Truth truth, CommitGraph part) {
    partial++;
    switch (part.line(truth.tip, truth.older::equals)) {
      case FirstParentLine.Found(var newer, var _) ->
          assertThat(truth.line.subList(0, truth.line.indexOf(truth.older))).isEqualTo(newer);
      case FirstParentLine.Unrelated() -> assertThat(truth.line).doesNotContain(truth.older);
      case FirstParentLine.BeyondReach(int known) ->
          assertThat(truth.line).hasSizeGreaterThan(known);
    }
    if (part.descent(truth.newer, truth.older::equals) instanceof Descent.Descends) {
      assertThat(truth.descends).isTrue();
    }
    switch (part.descent(truth.newer, truth.older)) {
      case Descent.Descends _ -> assertThat(truth.descends).isTrue();
      case Descent.Unrelated(var _, var base) -> {
        assertThat(truth.descends).isFalse();
        if (base != null && !part.isCut(truth.older)) {
          assertThat(truth.bases).contains(base);
        }
        provenEarly += part.isCut(truth.newer) ? 1 : 0;
      }
      case Descent.BeyondReach _ -> open++;
    }
  }

  private void isVaried(List<Truth> truths, Map<ObjectId, List<ObjectId>> parents) {
    assertThat(truths).hasSize(HISTORIES);
    assertThat(truths.stream().filter(Truth::descends)).hasSizeBetween(20, HISTORIES - 20);
    assertThat(truths.stream().filter(truth -> truth.bases.isEmpty()))
        .as("several roots")
        .hasSizeGreaterThan(3);
    assertThat(truths.stream().filter(truth -> truth.bases.size() > 1))
        .as("criss-cross")
        .hasSizeGreaterThan(10);
    assertThat(truths.stream().filter(truth -> truth.line.indexOf(truth.older) > 0))
        .as("on the line")
        .hasSizeBetween(20, HISTORIES - 20);
    assertThat(parents.values().stream().filter(named -> named.size() > 2))
        .as("octopuses")
        .hasSizeGreaterThan(100);
    assertThat(partial).isEqualTo(5 * HISTORIES);
    assertThat(open).as("beyond reach").isBetween(50, partial - 50);
    assertThat(provenEarly).as("unrelated, although not all is known").isPositive();
  }

  /** All that git says, by one command for all histories. */
  private List<Truth> truths(GitRepository git, List<Integer> sizes, List<CommitSha> marks) {
    StringBuilder questions = new StringBuilder();
    int first = 0;
    int history = 0;
    for (int size : sizes) {
      List<CommitSha> commits = marks.subList(first, first += size);
      questions.append(commits.getLast().hex()).append(' ');
      boolean crossed = isCrossed(history++);
      CommitSha older = crossed ? commits.get(size - 2) : any(commits);
      CommitSha newer = crossed ? commits.getLast() : any(commits);
      questions.append(older.hex()).append(' ').append(newer.hex()).append('\n');
    }
    String answers =
        git.feed(
            questions.toString().getBytes(StandardCharsets.UTF_8),
            "-c",
            "alias.each=!while read tip older newer; do echo \"= $tip $older $newer\";"
                + " git log --first-parent --format=%H $tip;"
                + " git merge-base --is-ancestor $older $newer; echo \"- $?\";"
                + " git merge-base --all $older $newer; done;:",
            "each");
    return Stream.of(answers.substring(2).split("\n= ")).map(CommitGraphTest::truth).toList();
  }

  private static Truth truth(String answer) {
    String[] parts = answer.split("\n- ", 2);
    List<String> log = parts[0].lines().toList();
    List<CommitSha> named = commits(List.of(log.getFirst().split(" ")));
    List<String> rest = parts[1].lines().toList();
    return new Truth(
        named.get(0),
        named.get(1),
        named.get(2),
        commits(log.subList(1, log.size())),
        rest.getFirst().equals("0"),
        commits(rest.subList(1, rest.size())));
  }

  private static List<CommitSha> commits(List<String> hex) {
    return hex.stream().map(CommitSha::new).toList();
  }

  private static Map<ObjectId, List<ObjectId>> parents(GitRepository git, List<CommitSha> commits) {
    Map<ObjectId, List<ObjectId>> parents = new HashMap<>();
    String ids = commits.stream().map(CommitSha::hex).collect(Collectors.joining("\n"));
    git.feed(
            ids.getBytes(StandardCharsets.US_ASCII),
            "rev-list",
            "--no-walk=unsorted",
            "--parents",
            "--stdin")
        .lines()
        .map(line -> Stream.of(line.split(" ")).map(ObjectId::fromString).toList())
        .forEach(line -> parents.put(line.getFirst(), line.subList(1, line.size())));
    return parents;
  }

  /** What shallow fetches of a depth have of a history. */
  private static CommitGraph cut(Map<ObjectId, List<ObjectId>> parents, Truth truth, int depth) {
    Map<ObjectId, List<ObjectId>> known = new HashMap<>();
    Set<ObjectId> level = new HashSet<>(List.of(id(truth.tip), id(truth.older), id(truth.newer)));
    for (int i = 0; i < depth; i++) {
      level.forEach(id -> known.put(id, parents.get(id)));
      level = level.stream().flatMap(id -> parents.get(id).stream()).collect(Collectors.toSet());
    }
    return graph(known);
  }

  @Test
  void whatIsNotKnownIsBeyondReachAndNeverDenied() {
    // Given: a merge whose parents are not known
    ObjectId merge = id(1);
    CommitGraph graph = graph(Map.of(merge, List.of(id(2), id(3))));

    // Then
    assertThat(graph.line(sha(1), sha(9)::equals)).isEqualTo(new FirstParentLine.BeyondReach(1));
    assertThat(graph.line(sha(1), sha(2)::equals))
        .as("a parent that is only named")
        .isEqualTo(new FirstParentLine.Found(List.of(sha(1)), sha(2)));
    assertThat(graph.descent(sha(1), sha(9)::equals)).isEqualTo(new Descent.BeyondReach(1));
    assertThat(graph.descent(sha(1), sha(3)::equals)).isEqualTo(new Descent.Descends(sha(3)));
  }

  /** Each history is a branch of its own: one to forty commits with up to four parents. */
  private List<Integer> importHistories(GitRepository git) {
    StringBuilder stream = new StringBuilder();
    List<Integer> sizes = new ArrayList<>();
    int mark = 0;
    for (int history = 0; history < HISTORIES; history++) {
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
              crossed && left <= CROSS ? crossed(mark, left) : parents(mark - i, mark);
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

  /** Every fourth history ends with two merges of the same two commits. */
  private static boolean isCrossed(int history) {
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

  private static CommitGraph graph(Map<ObjectId, List<ObjectId>> parents) {
    ParentTable table = new ParentTable();
    parents.forEach(table::add);
    return new CommitGraph(table);
  }

  private static ObjectId id(int n) {
    return id(sha(n));
  }

  private static ObjectId id(CommitSha commit) {
    return ObjectId.fromString(commit.hex());
  }

  private static CommitSha sha(int n) {
    return new CommitSha("%040x".formatted(n));
  }
}
