package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import java.util.Optional;

/** Finds the one entry of a Kustomization that sets the tag of the selected image. */
record ImageEntrySelection(YamlFile file, ImageSelector selector) {
  private static final String TARGET = "spec.target";

  /** The entry; it has no digest, unless digests are written. */
  Result<ImageEntry> choose() {
    if (selector.selectsByName() && selector.key() == null) {
      return failed(
          Reason.INVALID_SPEC,
          "spec.target.containers names containers, but an entry of 'images' in %s sets the image of all containers that have it. Name the entry as images[NAME] in spec.manifest.edits[].key, or set spec.target.containers to [\"*\"]."
              .formatted(file.path()));
    }
    if (!selector.object().field().equals(TARGET)) {
      return failed(
          Reason.TARGET_NOT_IN_FILE,
          "%s is a Kustomization and holds no %s. Remove %s."
              .formatted(
                  file.path(),
                  Excerpt.of(selector.object().kind() + " " + selector.object().name()),
                  selector.object().field()));
    }
    List<ImageEntry> all = Kustomization.in(file).stream().flatMap(Kustomization::images).toList();
    if (selector.key() != null) {
      return named(all, selector.key());
    }
    List<ImageEntry> matching =
        all.stream().filter(entry -> entry.isOf(selector.repository())).toList();
    return switch (matching.size()) {
      case 0 -> none(all);
      case 1 -> obstacle(matching.getFirst()).orElseGet(() -> Result.ok(matching.getFirst()));
      default ->
          failed(
              Reason.IMAGE_AMBIGUOUS,
              "%s has more than one entry for the image %s: %s. Leave only one of them in 'images', or name one as images[NAME] in spec.manifest.edits[].key."
                  .formatted(
                      file.path(),
                      selector.repository(),
                      Excerpt.of(matching.stream().map(ImageEntry::place).toList())));
    };
  }

  /** The entry that the key names; another image in it is a mistake of the key or the file. */
  private Result<ImageEntry> named(List<ImageEntry> all, KeyPath key) {
    List<ImageEntry> named = EntryKey.chosen(all, key);
    if (named.size() != 1) {
      return failed(
          named.isEmpty() ? Reason.IMAGE_NOT_IN_FILE : Reason.IMAGE_AMBIGUOUS,
          "%s has %s %s: %s. Correct spec.manifest.edits[].key, or the file."
              .formatted(
                  file.path(),
                  named.isEmpty() ? "no" : "more than one",
                  Excerpt.of(key.text()),
                  held(named.isEmpty() ? all : named)));
    }
    ImageEntry entry = named.getFirst();
    return entry.isOf(selector.repository())
        ? obstacle(entry).orElseGet(() -> Result.ok(entry))
        : failed(
            Reason.IMAGE_NOT_IN_FILE,
            "%s, line %d: %s is of the image %s, not %s. Correct spec.manifest.edits[].key, or spec.image.name."
                .formatted(
                    file.path(),
                    entry.line(),
                    Excerpt.of(key.text()),
                    Excerpt.of(entry.image()),
                    selector.repository()));
  }

  private static String held(List<ImageEntry> entries) {
    return entries.isEmpty()
        ? "it has no entries"
        : "it has " + Excerpt.of(entries.stream().map(ImageEntry::place).toList());
  }

  private Optional<Result<ImageEntry>> obstacle(ImageEntry entry) {
    if (entry.digest().isPresent() && !selector.pinned()) {
      return Optional.of(
          failed(
              Reason.IMAGE_HAS_DIGEST,
              "%s, line %d: the image %s is pinned by a digest (%s). The digest decides which image runs, so a new tag would change nothing. Set spec.image.pin to Digest to have the digest written too, or remove it from the entry."
                  .formatted(
                      file.path(),
                      entry.line(),
                      Excerpt.of(entry.image()),
                      Excerpt.of(entry.digest().get()))));
    }
    return Optional.empty();
  }

  private Result<ImageEntry> none(List<ImageEntry> all) {
    return failed(
        Reason.IMAGE_NOT_IN_FILE,
        "%s: 'images' has no entry for the image %s; %s. Add one with this name, or correct spec.image.name."
            .formatted(file.path(), selector.repository(), held(all)));
  }

  private static Result<ImageEntry> failed(Reason reason, String message) {
    return Result.failed(new Failure.File(reason, message));
  }
}
