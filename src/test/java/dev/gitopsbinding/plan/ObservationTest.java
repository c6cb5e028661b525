package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final Binding BINDING = Bindings.parse(Bindings.resource("{}"));
  private static final CommitSha TIP = new CommitSha("1".repeat(40));
  private static final Instant THEN = Instant.ofEpochSecond(1);
  private static final Instant NOW = Instant.ofEpochSecond(2);

  @Test
  void aStaleManifestIsForgottenAndReadAgain() {
    // Given
    Observation seen =
        observe(null)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, THEN))
            .with(
                Questions.MANIFEST, new Fact.Known<>(new ManifestSeen(TIP, List.of("web")), THEN));

    // When
    Observation stale = seen.withManifestStale(NOW);

    // Then
    assertThat(stale.known(Questions.MANIFEST)).isEmpty();
    assertThat(stale.known(Questions.SOURCE_TIP)).contains(TIP);
    assertThat(stale.notBefore()).isEqualTo(NOW);
    assertThat(stale.withManifestStale(THEN).notBefore()).as("a request stays one").isEqualTo(NOW);
  }

  @Test
  void aStatusNamesACommitOfTheFileThatItIsAbout() {
    assertThat(observe(manifest(TIP.hex(), BINDING.file())).namedCommit()).contains(TIP);
    assertThat(observe(manifest(TIP.hex(), "elsewhere")).namedCommit()).isEmpty();
    assertThat(observe(manifest("HEAD", BINDING.file())).namedCommit()).isEmpty();
    assertThat(observe(null).namedCommit()).isEmpty();
  }

  private static ManifestStatus manifest(String commit, String file) {
    return new ManifestStatus("main", commit, "web", file, null);
  }

  private static Observation observe(ManifestStatus manifest) {
    var status =
        new GitOpsBindingStatus(
            null, null, null, null, manifest, null, null, null, null, List.of());
    return Observation.of(BINDING, status, null, new Workload.Missing(), THEN);
  }
}
