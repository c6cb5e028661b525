package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.uneditable.Placeholder;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.YamlFailure;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * Finds the images that a selector selects, in the selected object and in no other. An ambiguous
 * selection is refused.
 */
final class ImageSelection {
  private final YamlFile file;
  private final ImageSelector selector;

  private ImageSelection(YamlFile file, ImageSelector selector) {
    this.file = file;
    this.selector = selector;
  }

  /**
   * The selected images, at least one, in the order of the file; none of them has a digest, unless
   * digests are written.
   */
  static Result<List<ContainerImage>> of(YamlFile file, ImageSelector selector) {
    ImageSelection selection = new ImageSelection(file, selector);
    return TargetSearch.of(file, selector.object()).then(selection::choose);
  }

  private Result<List<ContainerImage>> choose(List<KubernetesObject> targets) {
    List<KubernetesObject> matching =
        targets.stream().filter(o -> o.images().stream().anyMatch(this::admits)).toList();
    return switch (matching.size()) {
      case 0 -> chooseIn(targets.getFirst());
      case 1 -> chooseIn(matching.getFirst());
      default -> severalObjects(matching);
    };
  }

  private Result<List<ContainerImage>> chooseIn(KubernetesObject object) {
    List<ContainerImage> images = object.images().stream().filter(this::admits).toList();
    List<String> missing =
        selector.containers().stream()
            .filter(name -> selector.selectsByName() && named(images, name) == 0)
            .toList();
    if (!missing.isEmpty()) {
      return notInContainers(object, missing);
    }
    if (images.isEmpty()) {
      return notInObject(object);
    }
    if (selector.selectsByName()) {
      return selector.containers().stream()
          .filter(name -> named(images, name) > 1)
          .findFirst()
          .map(name -> nameTwice(object, name, images))
          .orElseGet(() -> writable(images));
    }
    return images.size() > 1 && !selector.selectsAll()
        ? severalContainers(object, images)
        : writable(images);
  }

  private boolean hasImage(ContainerImage image) {
    return image.isOf(selector.repository());
  }

  private boolean admits(ContainerImage image) {
    return hasImage(image)
        && (!selector.selectsByName() || selector.containers().contains(image.container()));
  }

  private Result<List<ContainerImage>> writable(List<ContainerImage> images) {
    return images.stream()
        .filter(image -> image.hasDigest() && !selector.pinned())
        .findFirst()
        .map(this::hasDigest)
        .orElseGet(() -> Result.ok(images));
  }

  private static long named(List<ContainerImage> images, String name) {
    return images.stream().filter(image -> image.container().equals(name)).count();
  }

  private Result<List<ContainerImage>> notInObject(KubernetesObject object) {
    Optional<String> placeholder =
        object.images().stream()
            .filter(image -> image.text().contains(lastPart()) || isNoneReadable(object))
            .flatMap(image -> placeholder(image).stream())
            .findFirst();
    if (placeholder.isPresent()) {
      return failed(Reason.IMAGE_NOT_IN_FILE, placeholder.get());
    }
    return failed(
        Reason.IMAGE_NOT_IN_FILE,
        "%s: %s has no container with the image %s; %s. Correct spec.image.name."
            .formatted(file.path(), object.place(), selector.repository(), holds(object)));
  }

  private String lastPart() {
    return ImageReference.lastPart(selector.repository());
  }

  /**
   * Where other images can be read, a placeholder elsewhere says nothing of the one that is not
   * there.
   */
  private static boolean isNoneReadable(KubernetesObject object) {
    return object.images().stream().allMatch(image -> image.scalar().reference() == null);
  }

  /** What is said of an image that is written only when the file is rendered. */
  private Optional<String> placeholder(ContainerImage image) {
    return Placeholder.in(image.text())
        .map(
            found ->
                image.text().contains("{{")
                    ? YamlFailure.template(file.path(), image.line())
                    : "%s, line %d: the image of container %s (%s) %s. %s"
                        .formatted(
                            file.path(),
                            image.line(),
                            Excerpt.of(image.container()),
                            Excerpt.of(image.text()),
                            found.what(),
                            found.next()));
  }

  private Result<List<ContainerImage>> notInContainers(
      KubernetesObject object, List<String> missing) {
    List<ContainerImage> having = object.images().stream().filter(this::hasImage).toList();
    if (having.isEmpty()) {
      return notInObject(object);
    }
    boolean absent = missing.stream().allMatch(name -> named(object.images(), name) == 0);
    return failed(
        Reason.IMAGE_NOT_IN_FILE,
        "%s: %s has no container %s%s; the image is in %s. %s"
            .formatted(
                file.path(),
                object.shown(),
                names(missing),
                absent ? "" : " with the image " + selector.repository(),
                Excerpt.of(having.stream().map(ContainerImage::place).toList()),
                having.size() == 1
                    ? "Set spec.target.containers to [%s], or remove it."
                        .formatted(Excerpt.of(having.getFirst().container()))
                    : "Name some of these in spec.target.containers, or set it to [\"*\"] for all."));
  }

  private Result<List<ContainerImage>> severalObjects(List<KubernetesObject> targets) {
    return failed(
        Reason.IMAGE_AMBIGUOUS,
        "%s holds %s more than once: %s. Remove all but one, or split the file."
            .formatted(
                file.path(),
                Excerpt.of(selector.object().kind() + " " + selector.object().name()),
                Excerpt.of(targets.stream().map(KubernetesObject::place).toList())));
  }

  private Result<List<ContainerImage>> severalContainers(
      KubernetesObject object, List<ContainerImage> images) {
    return failed(
        Reason.IMAGE_AMBIGUOUS,
        "%s: %s has the image %s more than once: %s. Name those to write in spec.target.containers, or set it to [\"*\"] for all."
            .formatted(
                file.path(),
                object.shown(),
                selector.repository(),
                Excerpt.of(images.stream().map(ContainerImage::place).toList())));
  }

  private Result<List<ContainerImage>> nameTwice(
      KubernetesObject object, String name, List<ContainerImage> images) {
    return failed(
        Reason.IMAGE_AMBIGUOUS,
        "%s: %s has more than one container %s: %s. Give each container in the file a name of its own."
            .formatted(
                file.path(),
                object.shown(),
                Excerpt.of(name),
                Excerpt.of(
                    images.stream()
                        .filter(image -> image.container().equals(name))
                        .map(ContainerImage::place)
                        .toList())));
  }

  private Result<List<ContainerImage>> hasDigest(ContainerImage image) {
    return failed(
        Reason.IMAGE_HAS_DIGEST,
        """
        %s, line %d: the image of container %s is pinned by a digest (%s). The digest decides which\
         image runs, so a new tag would change nothing. Set spec.image.pin to Digest to have the\
         digest written too, or remove '@' and everything after it from the image."""
            .formatted(
                file.path(),
                image.line(),
                Excerpt.of(image.container()),
                Excerpt.image(image.text())));
  }

  private static String holds(KubernetesObject object) {
    List<String> found = object.images().stream().map(ImageSelection::found).toList();
    return found.isEmpty() ? "it has no images" : "it has " + Excerpt.of(found);
  }

  private static String names(List<String> containers) {
    return Excerpt.of(containers.stream().map(Excerpt::of).toList());
  }

  private static String found(ContainerImage image) {
    String later = Placeholder.in(image.text()).map(found -> "; it " + found.what()).orElse("");
    return "%s in %s".formatted(Excerpt.of(image.text()), image.place(later));
  }

  private static Result<List<ContainerImage>> failed(Reason reason, String message) {
    return Result.failed(new Failure.File(reason, message));
  }
}
