package dev.gitopsbinding.controller.sync.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which source commits come with a push, by whole and by short tags. */
class ContentsFinderTest {
  private static final String NOTIFIES = "notifications: [{type: Slack, secretRef: {name: chat}}]";
  private static final String LISTS =
      "commit: {messageTemplate: \"x {{#commits}}{{subject}}{{/commits}}\"}";
  private static final Duration PATIENCE = LaneFixture.PATIENCE;

  @AutoClose private final SourceFixture source = new SourceFixture();
  private final GitRepository git = source.git;

  private final ContentsFinder finder = new ContentsFinder(source.remotes, source.histories);

  private final String first = git.commit("main", "f", "first");
  private final String second = git.commit("main", "f", "second");
  private final String tip = git.commit("main", "f", "third");

  @ParameterizedTest
  @ValueSource(ints = {7, 40})
  void theCommitsSinceTheReplacedTag(int length) throws InterruptedException {
    // When
    PushContents contents = known(NOTIFIES, length, first.substring(0, length));

    // Then
    assertThat(contents.newest())
        .extracting(commit -> commit.commit().hex())
        .containsExactly(tip, second);
    assertThat(contents.newest().getFirst())
        .isEqualTo(
            new SourceCommit(
                new CommitSha(tip), "change f", "Ada", "ada@example.com", contents.head().date()));
    assertThat(contents.count()).isEqualTo(2);
    assertThat(contents.more()).isFalse();
    assertThat(contents.replaced())
        .containsExactly("ghcr.io/acme/web:" + first.substring(0, length));
  }

  @Test
  void aTagThatIsNoCommitOfTheBranchLeavesTheNewCommit() throws InterruptedException {
    for (List<String> tags : List.of(List.of("latest"), List.of("7".repeat(40)), List.of(tip))) {
      PushContents contents = known(NOTIFIES, 40, tags.toArray(String[]::new));

      assertThat(contents.newest()).extracting(one -> one.commit().hex()).containsExactly(tip);
      assertThat(contents.count()).isNull();
    }
    assertThat(known(NOTIFIES, 40, tip, second).count())
        .as("one of two containers has the tag")
        .isOne();
  }

  @Test
  void filesAreFetchedOnlyWhereTheSpecShowsCommits() throws InterruptedException {
    // Given
    git.git("config", "uploadpack.allowFilter", "false");

    // Then
    assertThat(find(NOTIFIES, 40, PATIENCE, first)).isInstanceOf(Fact.Unavailable.class);
    assertThat(known(LISTS, 40, first).count()).isEqualTo(2);
  }

  @Fault(value = "source host refuses or hangs while a push lists its commits", holds = "I6")
  @Test
  void aHostThatDoesNotAnswerDelaysAPushByAMomentOnly() throws InterruptedException {
    // Given
    source.lanes.connector.refuseNext(FETCH, Reason.HOST_UNREACHABLE);

    // Then
    assertThat(find(NOTIFIES, 40, PATIENCE, first)).isInstanceOf(Fact.Unavailable.class);

    // Given: the fetch of somebody else hangs, and the history is in use
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    source.lanes.connector.beforeNext(
        FETCH,
        () -> {
          hangs.countDown();
          awaitUninterruptibly(end);
        });
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              try {
                find(NOTIFIES, 40, PATIENCE, first);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    hangs.await();
    long start = System.nanoTime();

    // When
    Fact<PushContents> fact = find(NOTIFIES, 40, Duration.ofMillis(400), first);

    // Then
    assertThat(fact).isInstanceOf(Fact.Unavailable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ContentsFinder.MAX_TIME);
    end.countDown();
    other.join();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PushContents known(String spec, int length, String... tags) throws InterruptedException {
    return find(spec, length, PATIENCE, tags).known().orElseThrow();
  }

  private Fact<PushContents> find(String spec, int length, Duration left, String... tags)
      throws InterruptedException {
    Observation observation =
        SourceFixture.observation(
            Bindings.parse(
                Bindings.resource(
                    """
                        source: {url: "https://git.example.com/web", ref: {branch: main}}
                        image: {name: ghcr.io/acme/web, tag: {length: %d}}
                        %s
                        """
                        .formatted(length, spec))),
            tip,
            Arrays.stream(tags).map(tag -> "ghcr.io/acme/web:" + tag).toList());
    return finder.find(observation, TimeLimit.in(left));
  }
}
