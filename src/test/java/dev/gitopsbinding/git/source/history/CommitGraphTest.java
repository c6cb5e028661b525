package dev.gitopsbinding.git.source.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Compares the graph with git's own answers, over random histories. */
class CommitGraphTest {
  private static final long SEED = 20_261_128;

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("graph");
  private int partial;
  private int open;
  private int provenEarly;

  @Test
  void answersAsGitDoesOnRandomHistoriesWithMergesAndOctopuses() throws IOException {
    // Given
    GitRepository git = GitRepository.bare(folder.path().resolve("source.git"));
    Random random = new Random(SEED);
    List<Integer> sizes = new RandomHistories(random).importInto(git);
    List<CommitSha> marks =
        RandomHistories.marks(git, sizes.stream().mapToInt(Integer::intValue).sum());
    List<GraphTruth> truths = GraphTruth.of(git, sizes, marks, random);
    Map<ObjectId, List<ObjectId>> parents = GraphTruth.parents(git, marks);

    try (var repository = new FileRepository(git.directory().toFile())) {
      for (GraphTruth truth : truths) {
        // When
        CommitGraph graph = CommitGraph.EMPTY;
        for (CommitSha head : List.of(truth.tip(), truth.older(), truth.newer())) {
          graph = CommitReader.extended(graph, null, repository, List.of(id(head)));
        }

        // Then
        answersAs(truth, graph);
        if (truth.descends()) {
          rangeAsGitSays(
              git,
              new CommitRangeReader(repository, graph, truth.newer()),
              truth.older(),
              truth.newer());
        }
        for (int depth = 1; depth < 6; depth++) {
          neverContradicts(truth, cut(parents, truth, depth));
        }
      }
    }
    isVaried(truths, parents);
  }

  private static void answersAs(GraphTruth truth, CommitGraph graph) {
    int at = truth.line().indexOf(truth.older());
    assertThat(graph.line(truth.tip(), truth.older()::equals))
        .isEqualTo(
            at < 0
                ? new FirstParentLine.Unrelated()
                : new FirstParentLine.Found(truth.line().subList(0, at), truth.older()));
    assertThat(graph.descent(truth.newer(), truth.older()::equals))
        .isEqualTo(
            truth.descends()
                ? new Descent.Descends(truth.older())
                : new Descent.Unrelated(null, null));
    switch (graph.descent(truth.newer(), truth.older())) {
      case Descent.Descends(var older) -> assertThat(truth.bases()).containsExactly(older);
      case Descent.Unrelated(var older, var base) -> {
        assertThat(older).isEqualTo(truth.older());
        assertThat(truth.descends()).isFalse();
        assertThat(base == null).isEqualTo(truth.bases().isEmpty());
        assertThat(base == null || truth.bases().contains(base)).isTrue();
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
  private void neverContradicts(GraphTruth truth, CommitGraph part) {
    partial++;
    switch (part.line(truth.tip(), truth.older()::equals)) {
      case FirstParentLine.Found(var newer, var _) ->
          assertThat(truth.line().subList(0, truth.line().indexOf(truth.older()))).isEqualTo(newer);
      case FirstParentLine.Unrelated() -> assertThat(truth.line()).doesNotContain(truth.older());
      case FirstParentLine.BeyondReach(int known) ->
          assertThat(truth.line()).hasSizeGreaterThan(known);
    }
    if (part.descent(truth.newer(), truth.older()::equals) instanceof Descent.Descends) {
      assertThat(truth.descends()).isTrue();
    }
    switch (part.descent(truth.newer(), truth.older())) {
      case Descent.Descends _ -> assertThat(truth.descends()).isTrue();
      case Descent.Unrelated(var _, var base) -> {
        assertThat(truth.descends()).isFalse();
        if (base != null && !part.isCut(truth.older())) {
          assertThat(truth.bases()).contains(base);
        }
        provenEarly += part.isCut(truth.newer()) ? 1 : 0;
      }
      case Descent.BeyondReach _ -> open++;
    }
  }

  private void isVaried(List<GraphTruth> truths, Map<ObjectId, List<ObjectId>> parents) {
    assertThat(truths).hasSize(RandomHistories.COUNT);
    assertThat(truths.stream().filter(GraphTruth::descends))
        .hasSizeBetween(20, RandomHistories.COUNT - 20);
    assertThat(truths.stream().filter(truth -> truth.bases().isEmpty()))
        .as("several roots")
        .hasSizeGreaterThan(3);
    assertThat(truths.stream().filter(truth -> truth.bases().size() > 1))
        .as("criss-cross")
        .hasSizeGreaterThan(10);
    assertThat(truths.stream().filter(truth -> truth.line().indexOf(truth.older()) > 0))
        .as("on the line")
        .hasSizeBetween(20, RandomHistories.COUNT - 20);
    assertThat(parents.values().stream().filter(named -> named.size() > 2))
        .as("octopuses")
        .hasSizeGreaterThan(100);
    assertThat(partial).isEqualTo(5 * RandomHistories.COUNT);
    assertThat(open).as("beyond reach").isBetween(50, partial - 50);
    assertThat(provenEarly).as("unrelated, although not all is known").isPositive();
  }

  /** What shallow fetches of a depth have of a history. */
  private static CommitGraph cut(
      Map<ObjectId, List<ObjectId>> parents, GraphTruth truth, int depth) {
    Map<ObjectId, List<ObjectId>> known = new HashMap<>();
    Set<ObjectId> level =
        new HashSet<>(List.of(id(truth.tip()), id(truth.older()), id(truth.newer())));
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
