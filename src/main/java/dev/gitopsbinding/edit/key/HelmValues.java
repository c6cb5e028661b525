package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import java.util.Optional;

/**
 * Where a file has values of Helm, so that an image is found there without a key.
 *
 * @param node the root of a file of values, or the spec of a HelmRelease, which has images in its
 *     values and in the patches behind its templates
 * @param key where that is
 */
record HelmValues(KeyDocument document, ResolvedNode node, KeyPath key) {
  private static final String TARGET = "spec.target";
  private static final String SPEC = KeyDocument.VALUES.getFirst();

  /**
   * The values of a file in which no document is an object, or of its HelmReleases. None if the
   * file holds the selected object, or something else.
   */
  static List<HelmValues> in(YamlFile file, ObjectSelector object) {
    List<KeyDocument> documents = KeyDocument.in(file);
    List<KeyDocument> releases = documents.stream().filter(KeyDocument::isRelease).toList();
    if (releases.isEmpty()) {
      return documents.stream().allMatch(KeyDocument::isValues)
          ? documents.stream().map(one -> new HelmValues(one, one.root(), KeyPath.ROOT)).toList()
          : List.of();
    }
    boolean asked =
        isNamed(object) || documents.stream().anyMatch(document -> document.isNamed(object));
    return (asked ? KeyDocument.chosen(documents, object) : releases)
        .stream().filter(KeyDocument::isRelease).flatMap(release -> of(release).stream()).toList();
  }

  /** Whether the user named the object, and not the target alone. */
  static boolean isNamed(ObjectSelector object) {
    return !object.field().equals(TARGET);
  }

  private static Optional<HelmValues> of(KeyDocument release) {
    return release
        .root()
        .get(SPEC)
        .map(spec -> new HelmValues(release, spec, KeyPath.ROOT.plus(SPEC)));
  }
}
