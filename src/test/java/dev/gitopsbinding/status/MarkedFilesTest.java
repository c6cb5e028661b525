package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ready names the files that Flux's image automation writes too. */
class MarkedFilesTest {
  private static final String PLAIN = "apps/web/deployment.yaml holds tag %s.".formatted(TAG);

  @Test
  void areNamedWhereThereAreSome() {
    assertThat(message()).isEqualTo(PLAIN);
    assertThat(message("a.yaml"))
        .isEqualTo(
            PLAIN
                + " Flux's image automation has a marker ($imagepolicy) there too, in a.yaml: let only one of the two write it.");
    assertThat(message("a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"))
        .contains("in a.yaml, b.yaml, c.yaml and 2 more files: let");
  }

  private static String message(String... marked) {
    ManifestSeen seen =
        new ManifestSeen(MANIFEST, List.of("ghcr.io/acme/web:" + TAG))
            .withMarked(Stream.of(marked).map(RepositoryPath::new).toList());
    Observation observation =
        Observation.of(
                Bindings.parse(Bindings.resource("{}")),
                GitOpsBindingStatus.EMPTY,
                null,
                new Workload.Missing(),
                NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha(TAG), NOW))
            .with(Questions.MANIFEST, new Fact.Known<>(seen, NOW));
    return condition(StatusProjector.project(observation, new Outcome.Kept(TAG), NOW), "Ready")
        .message();
  }
}
