package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import java.util.stream.Stream;

/** Finds the one place of a file where the tag of the selected image stands, or says why not. */
final class PlaceSelection {
  private final YamlFile file;
  private final ImageSelector selector;

  private PlaceSelection(YamlFile file, ImageSelector selector) {
    this.file = file;
    this.selector = selector;
  }

  static Result<TagPlace> of(YamlFile file, ImageSelector selector) {
    // A key says itself which image is meant; in the target, the names then say who runs it.
    if (selector.selectsByName() && selector.key() == null) {
      return failed(
          Reason.INVALID_SPEC,
          "spec.target.containers names containers, but Helm values, such as those in %s, set an image without them. Name the image's key in spec.manifest.edits[].key, or set spec.target.containers to [\"*\"]."
              .formatted(file.path()));
    }
    PlaceSelection selection = new PlaceSelection(file, selector);
    KeyPath key = selector.key();
    return key == null ? new ImageSearch(file, selector).choose() : selection.at(key);
  }

  private Result<TagPlace> at(KeyPath key) {
    List<KeyDocument> documents = KeyDocument.in(file);
    List<KeyDocument> objects = KeyDocument.objects(documents).toList();
    if (HelmValues.isNamed(selector.object())) {
      List<KeyDocument> chosen = KeyDocument.chosen(objects, selector.object());
      return chosen.isEmpty() ? noObject(objects) : in(chosen, key);
    }
    boolean inDocument = documents.stream().anyMatch(one -> isThere(KeyWalk.of(one, key)));
    return in(inDocument ? documents : objects, key);
  }

  private Result<TagPlace> in(List<KeyDocument> documents, KeyPath key) {
    List<KeyWalk> walks = documents.stream().map(one -> KeyWalk.of(one, key)).toList();
    List<KeyWalk> there = walks.stream().filter(KeyWalk.Found.class::isInstance).toList();
    if (there.isEmpty()) {
      there = walks.stream().filter(PlaceSelection::isThere).toList();
    }
    List<KeyWalk> chosen = there.size() > 1 ? ofTarget(there) : there;
    return switch (chosen.size()) {
      case 0 ->
          failed(
              MissingKeyMessage.isAmbiguous(walks)
                  ? Reason.IMAGE_AMBIGUOUS
                  : Reason.IMAGE_NOT_IN_FILE,
              MissingKeyMessage.of(file, walks, key));
      case 1 -> new PlaceReader(file, selector.repository()).read(chosen.getFirst());
      default -> severalDocuments(chosen, key);
    };
  }

  /** Whether the key is there, or can be inserted. */
  private static boolean isThere(KeyWalk walk) {
    return switch (walk) {
      case KeyWalk.Found _ -> true;
      case KeyWalk.Missing missing -> PlaceReader.canInsert(missing);
    };
  }

  /** Those of the binding's target, if they are in its object; else all. */
  private List<KeyWalk> ofTarget(List<KeyWalk> walks) {
    List<KeyDocument> targets =
        KeyDocument.chosen(
            walks.stream().map(PlaceSelection::document).toList(), selector.object());
    return targets.size() == 1
        ? walks.stream().filter(walk -> document(walk).equals(targets.getFirst())).toList()
        : walks;
  }

  static KeyDocument document(KeyWalk walk) {
    return switch (walk) {
      case KeyWalk.Found(KeyDocument document, _, _, _) -> document;
      case KeyWalk.Missing(KeyDocument document, _, _, _, _) -> document;
    };
  }

  private Result<TagPlace> severalDocuments(List<KeyWalk> walks, KeyPath key) {
    List<KeyDocument> documents = walks.stream().map(PlaceSelection::document).toList();
    boolean objects = documents.stream().noneMatch(one -> one.name().isEmpty());
    return failed(
        Reason.IMAGE_AMBIGUOUS,
        "%s has %s more than once: in %s. %s"
            .formatted(
                file.path(),
                Excerpt.of(key.text()),
                Excerpt.of(documents.stream().map(KeyDocument::place).toList()),
                objects
                    ? "Name the object in spec.manifest.edits[].object."
                    : "Split the file, or leave only one of them."));
  }

  private Result<TagPlace> noObject(List<KeyDocument> objects) {
    List<String> places =
        Stream.concat(
                objects.stream().filter(one -> one.kind().equals(selector.object().kind())),
                objects.stream().filter(one -> !one.kind().equals(selector.object().kind())))
            .map(KeyDocument::place)
            .toList();
    boolean sameName =
        objects.stream().anyMatch(one -> one.name().equals(selector.object().name()));
    return failed(
        Reason.TARGET_NOT_IN_FILE,
        "%s has no %s%s%s. Correct %s, or remove it."
            .formatted(
                file.path(),
                Excerpt.of(selector.object().kind() + " " + selector.object().name()),
                sameName ? namespace() : "",
                places.isEmpty() ? "" : "; it has " + Excerpt.of(places),
                selector.object().field()));
  }

  /** The one that is looked for, for messages. */
  private String namespace() {
    String namespace = selector.object().namespaces().getFirst();
    return namespace.isEmpty() ? "" : " of namespace " + Excerpt.of(namespace);
  }

  private static Result<TagPlace> failed(Reason reason, String message) {
    return Result.failed(new Failure.File(reason, message));
  }
}
