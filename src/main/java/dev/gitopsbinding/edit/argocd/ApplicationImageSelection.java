package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.Optional;

/** Finds the one place of the Applications of a file that names the selected image. */
final class ApplicationImageSelection {
  private static final String TARGET = "spec.target";

  private final YamlFile file;
  private final ImageSelector selector;
  private final YamlLimits limits;

  private ApplicationImageSelection(YamlFile file, ImageSelector selector, YamlLimits limits) {
    this.file = file;
    this.selector = selector;
    this.limits = limits;
  }

  /** The place; its image has no digest, unless one may be written there. */
  static Result<ImagePlace> of(YamlFile file, ImageSelector selector, YamlLimits limits) {
    ApplicationImageSelection selection = new ApplicationImageSelection(file, selector, limits);
    return selector.selectsByName() && selector.key() == null
        ? failed(
            Reason.INVALID_SPEC,
            "spec.target.containers names containers, but an Application, such as those in %s, sets images without them. Name the image's key in spec.manifest.edits[].key, or set spec.target.containers to [\"*\"]."
                .formatted(file.path()))
        : selection.applications().then(selection::choose);
  }

  /** All, or those that the user named. */
  private Result<List<ArgoApplication>> applications() {
    List<ArgoApplication> all = ArgoApplication.in(file);
    ObjectSelector object = selector.object();
    if (object.field().equals(TARGET)) {
      return Result.ok(all);
    }
    List<ArgoApplication> named = all.stream().filter(one -> one.isNamed(object)).toList();
    List<ArgoApplication> chosen =
        object.namespaces().stream()
            .map(
                namespace ->
                    named.stream().filter(one -> one.namespace().equals(namespace)).toList())
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(isNamespaceNamed(object) ? List.of() : named);
    return chosen.isEmpty()
        ? failed(
            Reason.TARGET_NOT_IN_FILE,
            "%s has no %s; it has %s. Correct %s."
                .formatted(
                    file.path(),
                    Excerpt.of(ArgoApplication.kindOf(object) + " " + object.name()),
                    Excerpt.of(all.stream().map(ArgoApplication::place).toList()),
                    object.field()))
        : Result.ok(chosen);
  }

  /** Applications are in the namespace of Argo CD, and rarely in the binding's own. */
  private static boolean isNamespaceNamed(ObjectSelector object) {
    return !object.namespaces().contains(ObjectSelector.NO_NAMESPACE);
  }

  private Result<ImagePlace> choose(List<ArgoApplication> applications) {
    Optional<ParameterKey> key = Optional.ofNullable(selector.key()).flatMap(ParameterKey::of);
    SourceImages found = new SourceImages(selector.repository(), limits);
    for (ArgoApplication application : applications) {
      key.ifPresentOrElse(
          named -> found.search(application, named), () -> found.search(application));
    }
    if (found.isCutOff()) {
      return tooManyTexts();
    }
    if (!found.failures().isEmpty()) {
      return Result.failed(found.failures().getFirst());
    }
    List<ImagePlace> places = found.places();
    return switch (places.size()) {
      case 0 ->
          failed(
              Reason.IMAGE_NOT_IN_FILE,
              new MissingImageMessage(file, selector, applications).text());
      case 1 -> withoutDigest(places.getFirst());
      default -> several(places);
    };
  }

  private Result<ImagePlace> tooManyTexts() {
    return failed(
        Reason.FILE_TOO_LARGE,
        "%s has more than %d texts of Helm values in which the image %s could be. Name the Application in object beside the path, or split the file."
            .formatted(file.path(), SourceImages.MOST_TEXTS, selector.repository()));
  }

  private Result<ImagePlace> withoutDigest(ImagePlace place) {
    return place
        .image()
        .digest()
        .filter(_ -> !selector.pinned() || !place.image().canBePinned())
        .map(
            digest ->
                ApplicationImageSelection.<ImagePlace>failed(
                    Reason.IMAGE_HAS_DIGEST,
                    "%s, line %d: the image %s in %s of %s is pinned by a digest (%s). The digest decides which image runs, so a new tag would change nothing. %s"
                        .formatted(
                            file.path(),
                            place.line(),
                            Excerpt.image(place.image().text()),
                            place.path(),
                            place.owner().shown(),
                            Excerpt.of(digest),
                            place.image().canBePinned()
                                ? "Set spec.image.pin to Digest to have the digest written too, or remove it."
                                : "Remove the digest.")))
        .orElseGet(() -> Result.ok(place));
  }

  private Result<ImagePlace> several(List<ImagePlace> places) {
    boolean one = places.stream().map(ImagePlace::owner).distinct().count() == 1;
    return failed(
        Reason.IMAGE_AMBIGUOUS,
        "%s has the image %s in more than one place: %s. %s"
            .formatted(
                file.path(),
                selector.repository(),
                Excerpt.of(
                    places.stream()
                        .map(place -> place.owner().shown() + ", " + place.place())
                        .toList()),
                one
                    ? "Leave the tag in one of them."
                    : "Name the Application in object beside the path, or leave the tag in one place."));
  }

  private static <T> Result<T> failed(Reason reason, String message) {
    return Result.failed(new Failure.File(reason, message));
  }
}
