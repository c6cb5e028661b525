package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.PlaceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen.PlaceSeen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a status says of the places that a binding writes. */
final class PlacesStatus {
  private PlacesStatus() {}

  /** What each of several places holds; null if there is one place only. */
  static @Nullable List<PlaceStatus> of(ManifestSeen seen) {
    return seen.places().isEmpty() ? null : seen.places().stream().map(PlacesStatus::of).toList();
  }

  /**
   * What the manifest holds after a push. Some images may have held the tag before; these stay as
   * they are, each with its digest.
   */
  static ManifestStatus pushed(
      Observation observation, ImageVersion version, PushResult.Pushed push) {
    List<PlaceSeen> before =
        observation.known(Questions.MANIFEST).map(ManifestSeen::places).orElse(List.of());
    List<PlaceSeen> after =
        before.stream()
            .map(seen -> new PlaceSeen(seen.place(), tagged(seen.images(), version)))
            .toList();
    List<String> images =
        after.isEmpty()
            ? tagged(push.replaced(), version)
            : after.stream().flatMap(seen -> seen.images().stream()).toList();
    Binding binding = observation.binding();
    return new ManifestStatus(
        binding.manifest().branch().branch(),
        push.tip().hex(),
        ManifestSeen.shown(images),
        binding.file(),
        after.isEmpty() ? null : after.stream().map(PlacesStatus::of).toList());
  }

  private static List<String> tagged(List<String> images, ImageVersion version) {
    return images.stream()
        .filter(ManifestSeen::isImage)
        .map(
            image ->
                ManifestSeen.holds(image, version) ? image : ManifestSeen.tagged(image, version))
        .toList();
  }

  private static PlaceStatus of(PlaceSeen seen) {
    return new PlaceStatus(
        seen.place().path().value(),
        seen.place().key() == null ? null : seen.place().key().text(),
        ManifestSeen.shown(seen.images()));
  }
}
