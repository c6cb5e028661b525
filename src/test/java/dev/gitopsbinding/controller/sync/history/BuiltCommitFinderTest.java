package dev.gitopsbinding.controller.sync.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuiltCommitFinderTest {
  private static final SelectedCommit OLDER =
      new SelectedCommit(new CommitSha("2".repeat(40)), 3, false);
  private static final SelectedCommit OTHER =
      new SelectedCommit(new CommitSha("3".repeat(40)), 2, false);

  private final List<Duration> searches = new ArrayList<>();
  private Fact<SelectedCommit> answer = new Fact.Known<>(OLDER, Instant.MIN);
  private boolean due = true;

  private final BuiltCommitFinder finder =
      new BuiltCommitFinder(
          FactFinder.of(
              Questions.SELECTED_COMMIT,
              (_, deadline) -> {
                searches.add(deadline.remaining());
                return answer;
              }),
          (_, _, _) -> due);

  @Test
  void searchesAsOftenAsForTheAwaitedImage() throws InterruptedException {
    assertThat(find("1")).isEqualTo(new Fact.Known<>(OLDER, Instant.MIN));

    // When
    answer = new Fact.Known<>(OTHER, Instant.MIN);
    due = false;

    // Then: the message stays as it was
    assertThat(find("1")).isEqualTo(new Fact.Known<>(OLDER, Instant.MIN));
    assertThat(searches).hasSize(1);

    // When
    due = true;

    // Then
    assertThat(find("1")).isEqualTo(new Fact.Known<>(OTHER, Instant.MIN));
  }

  @Test
  void anAnswerIsForOneAwaitedImage() throws InterruptedException {
    find("1");
    due = false;

    find("4");

    assertThat(searches).hasSize(2);
  }

  @Test
  void aFailureChangesNothingThatWasFound() throws InterruptedException {
    // Given
    Fact<SelectedCommit> failed =
        new Fact.Unavailable<>(new Failure.Remote(Reason.TIMED_OUT, "The host hangs."));
    answer = failed;
    assertThat(find("1")).isEqualTo(failed);
    answer = new Fact.Known<>(OLDER, Instant.MIN);
    find("1");

    // When
    answer = failed;

    // Then
    assertThat(find("1")).isEqualTo(new Fact.Known<>(OLDER, Instant.MIN));
    assertThat(searches).allMatch(limit -> limit.compareTo(Duration.ofSeconds(5)) <= 0);
  }

  private Fact<SelectedCommit> find(String digit) throws InterruptedException {
    Observation observation =
        Observation.of(
                Bindings.parse(
                    Bindings.resource("source: {url: \"https://h/r\", ref: {branch: main}}")),
                GitOpsBindingStatus.EMPTY,
                null,
                new Workload.Missing(),
                Instant.EPOCH)
            .with(
                Questions.SOURCE_TIP,
                new Fact.Known<>(new CommitSha(digit.repeat(40)), Instant.EPOCH));
    return finder.find(observation, TimeLimit.in(Duration.ofMinutes(1)));
  }
}
