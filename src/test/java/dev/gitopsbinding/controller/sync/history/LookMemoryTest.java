package dev.gitopsbinding.controller.sync.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookMemoryTest {
  private final LookMemory memory =
      new LookMemory(new SteppedClock(Instant.parse("2026-01-02T12:00:00Z")), 20);

  private final List<CommitSha> commits =
      IntStream.range(0, 30).mapToObj("%040x"::formatted).map(CommitSha::new).toList();

  @Test
  void allBindingsTogetherHaveALimitAndTheSearchUsedLongestAgoIsForgotten() {
    // Given
    Observation web = observation("web");
    Observation api = observation("api");
    Observation shop = observation("shop");
    commits.subList(0, 8).forEach(commit -> memory.note(web, commit));
    commits.subList(0, 8).forEach(commit -> memory.note(api, commit));
    memory.keep(web, commits);

    // When
    commits.subList(0, 8).forEach(commit -> memory.note(shop, commit));

    // Then
    assertThat(isKnown(web)).isTrue();
    assertThat(isKnown(shop)).isTrue();
    assertThat(isKnown(api)).isFalse();
  }

  @Test
  void oneBindingHasItsWholeSearch() {
    // Given
    Observation web = observation("web");

    // When
    commits.forEach(commit -> memory.note(web, commit));
    commits.forEach(commit -> memory.note(web, commit));

    // Then
    assertThat(commits).allMatch(commit -> isKnown(web, commit));

    // When
    memory.keep(web, commits.subList(0, 3));

    // Then
    assertThat(commits).filteredOn(commit -> isKnown(web, commit)).hasSize(3);
  }

  @Test
  void whatIsForgottenMakesRoomOnce() {
    // Given
    Observation web = observation("web");
    for (int i = 0; i < 2; i++) {
      commits.forEach(commit -> memory.note(web, commit));
    }
    memory.keep(web, commits.subList(0, 3));
    memory.end(web.binding().id());
    memory.end(web.binding().id());

    // When
    Observation api = observation("api");
    Observation shop = observation("shop");
    commits.subList(0, 10).forEach(commit -> memory.note(api, commit));
    commits.subList(0, 10).forEach(commit -> memory.note(shop, commit));

    // Then
    assertThat(isKnown(web)).isFalse();
    assertThat(isKnown(api)).isTrue();
    assertThat(isKnown(shop)).isTrue();

    // When: one more than all may have
    memory.note(web, commits.getFirst());

    // Then
    assertThat(isKnown(api)).isFalse();
    assertThat(isKnown(shop)).isTrue();
  }

  private boolean isKnown(Observation observation) {
    return isKnown(observation, commits.getFirst());
  }

  private boolean isKnown(Observation observation, CommitSha commit) {
    return !memory.isDue(observation, commit, commit);
  }

  private static Observation observation(String name) {
    var resource = Bindings.resource("{}");
    resource.getMetadata().setName(name);
    return Observation.of(
        Bindings.parse(resource),
        GitOpsBindingStatus.EMPTY,
        null,
        new Workload.Missing(),
        Instant.EPOCH);
  }
}
