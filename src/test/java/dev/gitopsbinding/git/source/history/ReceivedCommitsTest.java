package dev.gitopsbinding.git.source.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.runtime.IsolatedSystemReader;
import dev.gitopsbinding.git.transport.CommitSink;
import dev.gitopsbinding.model.CommitSha;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReceivedCommitsTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final ReceivedCommits received = new ReceivedCommits();
  private final CommitSink sink = received.get();

  @BeforeAll
  static void isolate() {
    IsolatedSystemReader.install();
  }

  @Test
  void receivedCommitsAreNotReadAndContinueTheKnownOnes() throws IOException {
    // Given
    ParentTable before = new ParentTable();
    before.add(id(3), List.of(id(2)));
    before.add(id(2), List.of(id(1)));

    // When: a repository that holds none of them
    sink.take(id(1), commit(0));
    sink.take(id(0), commit());
    sink.take(id(2), commit(1));
    sink.take(id(4), commit(3, 9));
    CommitGraph graph = extended(new CommitGraph(before), received.give());

    // Then
    assertThat(graph.line(sha(4), sha(0)::equals))
        .isEqualTo(new FirstParentLine.Found(List.of(sha(4), sha(3), sha(2), sha(1)), sha(0)));
    assertThat(graph.isCut(sha(3))).isFalse();
    assertThat(graph.isCut(sha(4))).as("the other parent is named alone").isTrue();
    assertThat(received.give()).as("given once").isNull();
  }

  @Test
  void aMalformedCommitLeavesAllToWhoeverReadsTheCopy() {
    sink.take(id(1), commit(0));
    sink.take(id(2), "tree x".getBytes(StandardCharsets.US_ASCII));
    sink.take(id(3), commit(2));

    assertThat(received.give()).isNull();
  }

  @Test
  void aFetchThatWasGivenUpAddsNothingToTheNextOne() {
    // Given
    CommitSink next = received.get();

    // When: it still receives
    sink.take(id(1), commit());
    next.take(id(2), commit());

    // Then
    ParentTable given = received.give();
    assertThat(given).isNotNull();
    assertThat(given.knows(id(1))).isFalse();
    assertThat(given.knows(id(2))).isTrue();
  }

  @Test
  void whatAFailedFetchBroughtIsNotKept() {
    assertThat(sink.heapBytes()).isLessThan(1_000);
    for (int i = 1; i < 1_000; i++) {
      sink.take(id(i), commit(i - 1));
    }
    assertThat(sink.heapBytes()).as("45 bytes each, and room to grow").isBetween(45_000L, 250_000L);

    received.forget();

    ParentTable given = received.give();
    assertThat(given).isNotNull();
    assertThat(given.size()).isZero();
  }

  @Test
  void moreCommitsThanAreHeldAreNotHeld() throws IOException {
    for (int i = 0; i <= CommitReader.MAX_COMMITS / 1_000; i++) {
      sink.take(id(i), commit(IntStream.range(i * 1_000, i * 1_000 + 1_000).toArray()));
    }
    assertThat(received.give()).isNull();

    // When: both fit alone, and not together
    ParentTable known = table(0, CommitReader.MAX_COMMITS - 1);
    ParentTable more = table(CommitReader.MAX_COMMITS, 3);

    // Then
    assertThat(extended(new CommitGraph(known), more).size()).isEqualTo(known.size());
    assertThat(extended(CommitGraph.EMPTY, more).size()).isEqualTo(3);
  }

  private static ParentTable table(int first, int count) {
    ParentTable table = new ParentTable();
    for (int i = first; i < first + count; i++) {
      table.add(id(i), List.of());
    }
    return table;
  }

  private CommitGraph extended(CommitGraph known, ParentTable fetched) throws IOException {
    try (FileRepository empty =
        new FileRepository(fixture.repository("web").directory().toFile())) {
      return CommitReader.extended(known, fetched, empty, List.of(id(4)));
    }
  }

  private static byte[] commit(int... parents) {
    return IntStream.of(parents)
        .mapToObj(parent -> "parent " + id(parent).name() + "\n")
        .collect(
            Collectors.joining("", "tree " + id(7).name() + "\n", "author A <a@b> 1 +0000\n\nc"))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static ObjectId id(int number) {
    return ObjectId.fromString("%040x".formatted(number + 1));
  }

  private static CommitSha sha(int number) {
    return new CommitSha(id(number).name());
  }
}
