package dev.gitopsbinding.yaml;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import java.util.List;

/**
 * Chooses the image scalars that a selector means: in the object whose kind and name are the
 * target's, else in the only object with a match. Where that leaves a doubt, it refuses.
 */
final class ImageSelection {
  private final YamlFile file;
  private final ImageSelector selector;
  private final List<KubernetesObject> candidates;

  private ImageSelection(YamlFile file, ImageSelector selector) {
    this.file = file;
    this.selector = selector;
    List<KubernetesObject> objects = KubernetesObject.in(file);
    List<KubernetesObject> targets = objects.stream().filter(o -> o.is(selector)).toList();
    this.candidates = targets.isEmpty() ? objects : targets;
  }

  /** The images chosen, at least one, in the order of the file; none of them has a digest. */
  static Result<List<ContainerImage>> of(YamlFile file, ImageSelector selector) {
    return new ImageSelection(file, selector).choose();
  }

  private Result<List<ContainerImage>> choose() {
    List<KubernetesObject> matching =
        candidates.stream().filter(o -> o.images().stream().anyMatch(selector::admits)).toList();
    return switch (matching.size()) {
      case 0 -> notInFile();
      case 1 -> chooseIn(matching.getFirst());
      default -> severalObjects(matching);
    };
  }

  private Result<List<ContainerImage>> chooseIn(KubernetesObject object) {
    List<ContainerImage> images = object.images().stream().filter(selector::admits).toList();
    List<String> missing =
        selector.containers().stream()
            .filter(name -> selector.selectsByName() && named(images, name) == 0)
            .toList();
    if (!missing.isEmpty()) {
      return notInContainers(object, missing);
    }
    boolean several =
        selector.selectsByName()
            ? selector.containers().stream().anyMatch(name -> named(images, name) > 1)
            : images.size() > 1 && !selector.selectsAll();
    if (several) {
      return severalContainers(object, images);
    }
    return images.stream()
        .filter(ContainerImage::hasDigest)
        .findFirst()
        .map(this::hasDigest)
        .orElseGet(() -> Result.ok(images));
  }

  private static long named(List<ContainerImage> images, String name) {
    return images.stream().filter(image -> image.container().equals(name)).count();
  }

  private Result<List<ContainerImage>> notInFile() {
    List<String> found =
        candidates.stream().flatMap(o -> o.images().stream()).map(ImageSelection::found).toList();
    boolean foundTarget = candidates.stream().anyMatch(o -> o.is(selector));
    String where = foundTarget ? candidates.getFirst().place() : "any object";
    return failed(
        Reason.IMAGE_NOT_IN_FILE,
        "%s: no container%s of %s has the image %s; %s. Correct image.name, target or manifest.path."
            .formatted(
                file.path(),
                selector.selectsByName() ? " " + names(selector.containers()) : "",
                where,
                selector.repository(),
                found.isEmpty() ? "no images were found" : "found " + Shown.of(found)));
  }

  private Result<List<ContainerImage>> notInContainers(
      KubernetesObject object, List<String> missing) {
    List<String> found = object.images().stream().map(ImageSelection::found).toList();
    return failed(
        Reason.IMAGE_NOT_IN_FILE,
        "%s: %s has no container %s with the image %s; found %s. Correct target.containers."
            .formatted(
                file.path(),
                object.place(),
                names(missing),
                selector.repository(),
                Shown.of(found)));
  }

  private Result<List<ContainerImage>> severalObjects(List<KubernetesObject> matching) {
    return failed(
        Reason.IMAGE_AMBIGUOUS,
        """
        %s: the image %s is in more than one object: %s. Which of them is %s is not clear: correct\
         target.name, or split the file."""
            .formatted(
                file.path(),
                selector.repository(),
                Shown.of(matching.stream().map(KubernetesObject::place).toList()),
                Shown.of(selector.target())));
  }

  private Result<List<ContainerImage>> severalContainers(
      KubernetesObject object, List<ContainerImage> images) {
    return failed(
        Reason.IMAGE_AMBIGUOUS,
        """
        %s: %s has the image %s more than once: %s. Name the containers in target.containers, or\
         set it to ["*"] for all of them."""
            .formatted(
                file.path(),
                object.place(),
                selector.repository(),
                Shown.of(images.stream().map(ContainerImage::place).toList())));
  }

  private Result<List<ContainerImage>> hasDigest(ContainerImage image) {
    return failed(
        Reason.IMAGE_HAS_DIGEST,
        """
        %s, line %d: the image of container %s is fixed by a digest (%s), so a tag would have no\
         effect. Remove the digest from the file."""
            .formatted(
                file.path(), image.line(), Shown.of(image.container()), Shown.of(image.text())));
  }

  private static String names(List<String> containers) {
    return Shown.of(containers.stream().map(Shown::of).toList());
  }

  private static String found(ContainerImage image) {
    return Shown.of(image.text()) + " in " + image.place();
  }

  private static Result<List<ContainerImage>> failed(Reason reason, String message) {
    return Result.failed(new Failure.File(reason, message));
  }
}
