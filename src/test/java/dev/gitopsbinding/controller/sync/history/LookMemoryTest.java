package dev.gitopsbinding.controller.sync.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.SteppedClock;
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
    assertThat(memory.size()).isEqualTo(16);
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
    assertThat(memory.size()).isEqualTo(30);
    assertThat(isKnown(web)).isTrue();

    // When
    memory.keep(web, commits.subList(0, 3));
    assertThat(memory.size()).isEqualTo(3);
    memory.end(web.binding().id());
    memory.end(web.binding().id());

    // Then
    assertThat(memory.size()).isZero();
  }

  private boolean isKnown(Observation observation) {
    return !memory.isDue(observation, commits.getFirst(), commits.getFirst());
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
