package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ImageField;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Rival;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Optional;

/** Finds bindings by the image fields that they write. */
final class ImageFieldIndex {
  private static final String BY_IMAGE_FIELD = "image-field";

  private final BindingIndex index;

  ImageFieldIndex(BindingIndex index) {
    this.index = index;
  }

  void addTo(IndexerResourceCache<GitOpsBinding> bindings) {
    bindings.addIndexer(BY_IMAGE_FIELD, index.keys(ImageFieldIndex::keys));
  }

  /** The bindings that write an image field. */
  List<BindingId> byField(ImageField field) {
    return field.indexKeys().stream()
        .flatMap(key -> index.bindings(BY_IMAGE_FIELD, key))
        .filter(other -> other.writeTargets().stream().anyMatch(field::isSameAs))
        .map(Binding::id)
        .toList();
  }

  /**
   * The oldest binding that writes one of the same image fields, is older than this one, and has a
   * claim that this one has to respect.
   */
  Optional<Rival> rivalOf(Binding binding) {
    return keys(binding).stream()
        .flatMap(key -> index.bindings(BY_IMAGE_FIELD, key))
        .filter(other -> !other.id().equals(binding.id()))
        .filter(other -> !placesOf(binding, other).isEmpty())
        .filter(other -> BindingIndex.BY_AGE.compare(other, binding) < 0)
        .filter(other -> index.claim(other).binds(BindingIndex.sameNamespace(other, binding)))
        .min(BindingIndex.BY_AGE)
        .map(oldest -> new Rival(oldest.id(), placesOf(binding, oldest)));
  }

  /** The places of a binding that another one writes, too. */
  private static List<ManifestPlace> placesOf(Binding one, Binding other) {
    boolean sameContainer = overlap(one.target().containers(), other.target().containers());
    return one.places().all().stream()
        .filter(place -> isWrittenBy(other, one.writeTarget(place), sameContainer))
        .toList();
  }

  private static boolean isWrittenBy(Binding other, ImageField field, boolean sameContainer) {
    return other.writeTargets().stream()
        .filter(field::isSameAs)
        .anyMatch(same -> sameContainer || field.key() != null || same.key() != null);
  }

  private static boolean overlap(List<String> some, List<String> others) {
    return coversAll(some) || coversAll(others) || some.stream().anyMatch(others::contains);
  }

  private static boolean coversAll(List<String> containers) {
    return containers.isEmpty() || containers.contains("*");
  }

  private static List<String> keys(Binding binding) {
    return binding.writeTargets().stream()
        .flatMap(field -> field.indexKeys().stream())
        .distinct()
        .toList();
  }
}
