package dev.gitopsbinding.status.rollout;

import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.found;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.SINCE;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.running;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.plan.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a followed binding remembers of rollouts whose image is pinned. */
class PinnedRolloutTest {
  private static final String DIGEST =
      "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  @ParameterizedTest
  @ValueSource(strings = {"@" + DIGEST, ":TAG@" + DIGEST})
  void aPinnedRolloutIsThatOfTheTagInTheFile(String running) {
    // When: Kustomize may leave the tag out
    GitOpsBindingStatus status = pinned(GitOpsBindingStatus.EMPTY, running);

    // Then
    assertThat(status.rollouts()).containsExactly(running(TIP, SINCE));
    assertThat(pinned(status, running)).isEqualTo(status);
  }

  @Test
  void aPinnedRolloutEndsOnceWithoutItsDigest() {
    // Given
    GitOpsBindingStatus complete = pinned(GitOpsBindingStatus.EMPTY, ":TAG@" + DIGEST);

    // When
    GitOpsBindingStatus ended = pinned(complete, ":TAG");

    // Then
    assertThat(ended.rollouts())
        .containsExactly(new RolledOutCommit(TIP.hex(), TIP.hex(), SINCE, "2026-02-03T04:05:06Z"));
    assertThat(pinned(ended, ":TAG")).isEqualTo(ended);
  }

  private static GitOpsBindingStatus pinned(GitOpsBindingStatus before, String running) {
    Binding binding =
        Bindings.parse(Bindings.resource("{image: {name: ghcr.io/acme/web, pin: Digest}}"));
    return synced(
        binding,
        before,
        TIP,
        TIP.hex() + "@" + DIGEST,
        found("ghcr.io/acme/web" + running.replace("TAG", TIP.hex())),
        new Outcome.Kept(TIP.hex()));
  }
}
