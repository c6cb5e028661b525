package dev.gitopsbinding.git.lane.read;

import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.lane.HeadFixture.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.HeadFixture;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is told of a branch that is pushed to and of what its base lacks. */
class HeadStateTest {
  @AutoClose private final HeadFixture branch = new HeadFixture();
  private final LaneFixture fixture = branch.fixture;
  private final GitRepository repository = branch.repository;
  private final Remote deploy = branch.deploy;

  @Test
  void theStateOfAHeadTellsWhoCommittedAndWhatIsMerged() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");

    // When, Then
    assertThat(branch.state())
        .usingRecursiveComparison()
        .ignoringFields("readAt")
        .isEqualTo(new HeadState(null, true, true, false, Instant.MIN));

    // When, Then
    CommitSha ours = pushed(branch.push(change("f", "a", "1", "2"))).commit();
    assertThat(branch.state().tip()).isEqualTo(ours);
    assertThat(branch.state()).matches(HeadState::own).matches(state -> !state.contained());
    assertThat(branch.state().lags()).isFalse();

    // When, Then
    repository.commit("main", "g", "a: 5\n");
    assertThat(branch.state().lags()).isTrue();
    assertThat(branch.state().own()).isTrue();

    // When, Then
    repository.commit(HEAD, "h", "x\n");
    assertThat(branch.state().own()).isFalse();

    // When, Then
    repository.git("update-ref", "refs/heads/main", "refs/heads/" + HEAD);
    assertThat(branch.state()).matches(HeadState::contained).matches(HeadState::own);
    assertThat(branch.state().lags()).isFalse();
  }

  @Test
  void aStateThatWasJustReadNeedsNoOtherRequest() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    branch.state();
    int before = fixture.connector.count(LS_REFS);

    // When
    ok(fixture.lanes.head(deploy, HEAD, Instant.EPOCH, PATIENCE));

    // Then
    assertThat(fixture.connector.count(LS_REFS)).isEqualTo(before);
  }
}
