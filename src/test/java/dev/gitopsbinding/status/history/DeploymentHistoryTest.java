package dev.gitopsbinding.status.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.status.Projections;
import dev.gitopsbinding.status.memory.PushMemory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the history of deployments tells of each tag. */
class DeploymentHistoryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sync                                   |                                     |",
        "push a                                 | a:Pushed                            |",
        "push a, runs a                         | a:Pushed                            |",
        "push a, runs a, done a                 | a:RolledOut                         | RolledOut",
        "push a, done a, done a, runs a, done a | a:RolledOut                         | RolledOut",
        "push a, gone, sync                     | a:Pushed                            |",
        "push a, done a, gone, done a           | a:RolledOut                         | RolledOut",
        "push a, push b, runs a, done a         | b:Pushed a:Superseded               | Superseded",
        "push a, done a, push b, done b         | b:RolledOut a:RolledOut             | RolledOut"
            + " RolledOut",
        "push a, late a                         | a:Failed                            | Failed"
            + " failure",
        "push a, late a, late a, done a         | a:RolledOut                         | Failed"
            + " failure restored:2",
        "push a, late a, push b, done b         | b:RolledOut a:Failed                | Failed"
            + " failure RolledOut restored:2",
        "push a, late a, push b, late b, push c, done c | c:RolledOut b:Failed a:Failed | Failed"
            + " failure Failed failure RolledOut restored:4",
        // Rolled back to what was deployed before, whether the history goes so far back or not.
        "push a, done a, push b, late b, back a | a:Pushed(rollback) b:RolledBack a:RolledOut |"
            + " RolledOut Failed failure",
        "push a, done a, push b, late b, back a, done a | a:RolledOut(rollback) b:RolledBack"
            + " a:RolledOut | RolledOut Failed failure restored:2",
        "sync, push b, late b, back f, done f | f:RolledOut(rollback) b:RolledBack  | Failed"
            + " failure restored:2",
        "sync, push b, late b, back f, late f | f:Failed(rollback) b:RolledBack     | Failed"
            + " failure",
        "sync, push b, late b, back f, done f, push c, done c | c:RolledOut f:RolledOut(rollback)"
            + " b:RolledBack | Failed failure restored:2 RolledOut",
        "sync, push b, unseen-late b, back f | f:Pushed(rollback) b:RolledBack     | Failed"
            + " failure",
        // Rolled back to a tag that the operator has not written, and that its last push did not
        // replace.
        "push a, done a, edit c, done c, push d, push b, late b, back c | c:Pushed(rollback)"
            + " b:RolledBack d:Superseded a:RolledOut | RolledOut Superseded Failed failure",
        // The source went back after a failure, and the binding follows it: a deployment as any
        // other.
        "by-hand, push a, done a, push b, late b, push a | a:Pushed b:Failed a:RolledOut |"
            + " RolledOut Failed failure",
        "by-hand, push b, late b, push f, done f | f:RolledOut b:Failed | Failed failure RolledOut"
            + " restored:2",
        // Somebody else wrote the file.
        "push a, unseen-done a, edit f          | a:Reverted                          | RolledOut"
            + " failure",
        "push a, unseen-late a, edit f          | a:Reverted                          | Failed"
            + " failure",
        "push a, edit f, sync                   | a:Reverted                          | Reverted"
            + " failure",
        "push a, done a, edit f, sync           | a:Reverted                          | RolledOut"
            + " failure",
        "push a, late a, edit f, done f         | a:Reverted                          | Failed"
            + " failure",
        "push a, edit c                         | a:Superseded                        | Superseded",
        "push a, done a, edit c                 | a:RolledOut                         | RolledOut",
        "push a, edit f, push a, done a         | a:RolledOut a:Reverted              | Reverted"
            + " failure RolledOut",
        "push a, edit f, push b, done b         | b:RolledOut a:Reverted              | Reverted"
            + " failure RolledOut",
        "push a, tip b, edit b                  | a:Superseded                        | Superseded",
        "edit c, done c                         |                                     |",
        // A target that runs the tag already, one without replicas, and a person who was faster.
        "done a, push a                         | a:RolledOut                         | RolledOut",
        // Suspended: the cluster goes on.
        "push a, asleep, runs a, asleep, done a | a:RolledOut                         | RolledOut",
        // The spec means other images now: nothing is known of the push any more.
        "push a, elsewhere, done a              | a:Pushed                            |",
        "push a, elsewhere, push b, done b      | b:RolledOut a:Superseded            | Superseded"
            + " RolledOut",
        // A lost status: its push is found in the branch.
        "push a, done a, lost, own              | a:RolledOut                         | RolledOut",
        "push a, lost, own, runs a, done a      | a:RolledOut                         | RolledOut",
        "push a, rewritten, done a              | a:RolledOut                         | RolledOut",
        "push a, own, done a                    | a:RolledOut                         | RolledOut",
        "push a, done a, push b, late b, unwritten-back a, own-back | a:Pushed(rollback)"
            + " b:RolledBack a:RolledOut | RolledOut Failed failure",
        "push a, done a, unwritten b, own, done b | b:RolledOut a:RolledOut           | RolledOut"
            + " RolledOut",
      })
  void theHistoryTellsWhatBecameOfEachTag(String steps, String results, String counted) {
    // When
    var story = DeploymentStory.of(steps);

    // Then
    assertThat(story.results()).isEqualTo(results == null ? "" : results);
    assertThat(story.counted()).isEqualTo(counted == null ? "" : counted);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverHappensNothingIsWrittenForTheHistoryAlone(long seed) {
    var random = new Random(seed);
    for (int run = 0; run < 25; run++) {
      // Given
      var story = DeploymentStory.of("sync");
      for (int i = 0; i < 40; i++) {
        GitOpsBindingStatus before = story.status();

        // When
        story.step(anyStep(random));

        // Then
        GitOpsBindingStatus after = story.status();
        if (after.withHistory(List.of()).equals(before.withHistory(List.of()))) {
          assertThat(after).isEqualTo(before);
        }
        assertThat(after.history()).hasSizeLessThanOrEqualTo(PushedTags.MAX);
        assertThat(after.history()).allSatisfy(DeploymentHistoryTest::inOrder);
      }
    }
  }

  private static String anyStep(Random random) {
    List<String> verbs =
        List.of(
            "push", "push-unchecked", "runs", "done", "done-then", "late", "edit", "tip", "sync");
    return verbs.get(random.nextInt(verbs.size())) + " " + "abcdef".charAt(random.nextInt(6));
  }

  private static void inOrder(DeployedTag tag) {
    assertThat(
            Stream.of(tag.seen(), tag.imageFound(), tag.pushed(), tag.applied(), tag.rolledOut())
                .filter(time -> time != null)
                .map(Instant::parse))
        .isSorted();
  }

  @Test
  void theLastTenAreKept() {
    // When
    var story =
        DeploymentStory.of(
            IntStream.range(0, 12)
                .mapToObj(i -> "push " + "abcdef".charAt(i % 6))
                .collect(Collectors.joining(", ")));

    // Then
    assertThat(story.results()).startsWith("f:RolledOut e:Superseded ").endsWith(" c:Superseded");
    assertThat(story.status().history()).hasSize(PushedTags.MAX);
    assertThat(json(story.status().history()).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(4_000);
  }

  @Test
  void aBindingWithoutPushesHasNoHistory() {
    assertThat(json(DeploymentStory.of("sync").status())).doesNotContain("history");
  }

  @Test
  void aPushThatOutlivedItsSyncKeepsWhatIsKnown() {
    // Given
    var source =
        new SourceStatus("main", Projections.TIP.hex(), "2026-02-03T04:00:00Z", "https://h/r");
    var before =
        new GitOpsBindingStatus(null, null, null, source, null, null, null, null, null, List.of());
    var push =
        new PushResult.Pushed(
            Projections.MANIFEST, Projections.MANIFEST, List.of(), Projections.NOW);

    // When
    GitOpsBindingStatus noted =
        PushMemory.withPush(
            before,
            Projections.BINDING,
            ImageVersions.ofTag(Projections.TAG),
            push,
            Projections.NOW.minusSeconds(120),
            null,
            false);

    // Then
    assertThat(noted.history())
        .containsExactly(
            new DeployedTag(
                Projections.TAG,
                Projections.TIP.hex(),
                null,
                "2026-02-03T04:00:00Z",
                "2026-02-03T04:03:06Z",
                "2026-02-03T04:05:06Z",
                null,
                null,
                null,
                null,
                "Pushed"));
  }

  @Test
  void aRollbackThatOutlivedItsSyncIsAChangeFailureOnce() {
    // Given
    var before = DeploymentStory.of("sync, push b").status();
    var push =
        new PushResult.Pushed(
            Projections.MANIFEST, Projections.MANIFEST, List.of(), Projections.NOW);

    // When
    GitOpsBindingStatus noted =
        PushMemory.withPush(
            before,
            Projections.BINDING,
            ImageVersions.ofTag("f".repeat(40)),
            push,
            null,
            null,
            true);

    // Then
    assertThat(noted.history())
        .extracting(DeployedTag::result, DeployedTag::tookBack)
        .containsExactly(tuple("Pushed", true), tuple("RolledBack", false));
    assertThat(DeploymentChanges.between(before.history(), noted.history()))
        .containsExactly(
            new DeploymentChange.DeploymentEnded(DeployedTag.Result.FAILED),
            new DeploymentChange.ChangeFailed());
    assertThat(DeploymentChanges.between(noted.history(), noted.history())).isEmpty();
  }

  private static String json(Object stored) {
    try {
      return new ObjectMapper().writeValueAsString(stored);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
