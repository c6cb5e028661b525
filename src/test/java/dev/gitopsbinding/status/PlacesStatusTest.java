package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.PlaceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen.PlaceSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a status says of a binding with several places. */
class PlacesStatusTest {
  private static final String TAG = TIP.hex();
  private static final String PLACES =
      """
      manifest:
        url: https://git.example.com/deploy
        ref: {branch: main}
        edits: [{path: b.yaml}, {path: a.yaml, key: image.tag}]
      """;
  private static final Binding WEB = Bindings.parse(Bindings.resource(PLACES));
  private static final Binding PINNED =
      Bindings.parse(Bindings.resource(PLACES + "image: {name: web, pin: Digest}\n"));

  @Test
  void afterAPushThatChangedOnePlaceTheStatusIsThatOfTheNextSync() {
    // Given
    var push = new PushResult.Pushed(MANIFEST, MANIFEST, List.of("web:old"), NOW);

    // When
    GitOpsBindingStatus pushed =
        StatusProjector.project(
            observation(GitOpsBindingStatus.EMPTY, "mirror/web:" + TAG, "web:old"),
            new Outcome.Pushed(TAG, push),
            NOW);
    GitOpsBindingStatus kept =
        StatusProjector.project(
            observation(pushed, "mirror/web:" + TAG, "web:" + TAG), new Outcome.Kept(TAG), NOW);

    // Then
    assertThat(pushed.manifest().image()).isEqualTo("mirror/web:%s, web:%s".formatted(TAG, TAG));
    assertThat(pushed.manifest().places())
        .containsExactly(
            new PlaceStatus("b.yaml", null, "mirror/web:" + TAG),
            new PlaceStatus("a.yaml", "image.tag", "web:" + TAG));
    assertThat(pushed.manifest().file()).endsWith("@main:a.yaml, b.yaml");
    assertThat(pushed.landed().tag()).isEqualTo(TAG);
    assertThat(pushed.lastPush().fromTag()).isEqualTo("old");
    assertThat(kept).as("nothing is written again").isEqualTo(pushed);
  }

  @Test
  void aPlaceThatHeldTheTagKeepsItsDigest() {
    // Given: the tag has moved in the registry
    String before = "web:" + TAG + "@sha256:" + "a".repeat(64);
    String now = "sha256:" + "b".repeat(64);
    var push = new PushResult.Pushed(MANIFEST, MANIFEST, List.of("web:old"), NOW);

    // When
    GitOpsBindingStatus pushed =
        StatusProjector.project(
            observation(PINNED, GitOpsBindingStatus.EMPTY, before, "web:old")
                .with(Questions.IMAGE, new Fact.Known<>(ImageSeen.of(now), NOW)),
            new Outcome.Pushed(TAG, push),
            NOW);

    // Then
    assertThat(pushed.manifest().places())
        .extracting(PlaceStatus::image)
        .containsExactly(before, "web:" + TAG + "@" + now);
  }

  @Test
  void aPlaceThatLagsBehindHasNotLanded() {
    GitOpsBindingStatus status =
        StatusProjector.project(
            observation(GitOpsBindingStatus.EMPTY, "web:" + TAG, "web:old"),
            Projections.stopped(Reason.PUSH_DECLINED),
            NOW);

    assertThat(status.landed()).isNull();
    assertThat(status.manifest().places())
        .extracting(PlaceStatus::image)
        .containsExactly("web:" + TAG, "web:old");
  }

  private static Observation observation(GitOpsBindingStatus before, String... images) {
    return observation(WEB, before, images);
  }

  private static Observation observation(
      Binding binding, GitOpsBindingStatus before, String... images) {
    List<PlaceSeen> seen =
        List.of(
            new PlaceSeen(binding.places().all().getFirst(), List.of(images[0])),
            new PlaceSeen(binding.places().all().getLast(), List.of(images[1])));
    return Observation.of(binding, before, null, new Workload.Missing(), NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
        .with(Questions.MANIFEST, new Fact.Known<>(ManifestSeen.at(MANIFEST, seen), NOW));
  }
}
