package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.key.FieldRole.Role;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Where the tag of an image stands: in the same scalar, or in a field beside it. */
final class ImagePlaces {
  private static final String TAG = "tag";
  private static final String NEW_TAG = "newTag";

  private ImagePlaces() {}

  /**
   * The place of the tag of an image that a field of a mapping names; empty if there is none and
   * none is to be inserted.
   *
   * @param at the mapping
   */
  static Optional<TagPlace> of(
      ImageMapping mapping, ImageMapping.Field image, KeyPath at, ImageMatcher matcher) {
    ImageMatcher.NamedImage named = matcher.image(mapping, image);
    if (named.isTagged()) {
      return Optional.of(whole(mapping, image, at.plus(image.key()), matcher));
    }
    Optional<ImageMapping.Field> tag = mapping.tagOf(image);
    if (tag.isEmpty() && image.role().role() == Role.IMAGE) {
      return Optional.of(withoutTag(mapping, image, at, matcher));
    }
    return tag.map(ImageMapping.Field::key)
        .or(() -> inserted(image))
        .map(
            name ->
                new TagPlace.TagAlone(
                    at.plus(name),
                    new LoneTag(mapping.node(), name, named.text()),
                    named.text(),
                    mapping.digest(image.role().base()),
                    digestField(mapping, image.role().base(), named.text())));
  }

  /** The tag is appended, unless a version beside the image may be its tag. */
  private static TagPlace withoutTag(
      ImageMapping mapping, ImageMapping.Field image, KeyPath at, ImageMatcher matcher) {
    TagPlace.WholeImage whole = whole(mapping, image, at.plus(image.key()), matcher);
    return mapping
        .versionOf(image)
        .map(version -> whole.withVersion(at.plus(version.key()).text()))
        .orElse(whole);
  }

  /** Where a digest can be written beside a tag; null if the mapping has no field for one. */
  static @Nullable LoneTag digestField(ImageMapping mapping, String base, String image) {
    return mapping
        .digestField(base)
        .map(field -> new LoneTag(mapping.node(), field.key(), image, field.value()))
        .orElse(null);
  }

  /** The scalar with the whole image, such as it is. */
  static TagPlace.WholeImage whole(
      ImageMapping siblings, ImageMapping.Field field, KeyPath key, ImageMatcher matcher) {
    ScalarNode scalar = field.value().scalar().orElseThrow();
    boolean tagged = matcher.image(siblings, field).isTagged();
    return new TagPlace.WholeImage(
        key,
        ImageScalar.of(Excerpt.of(key.text()), scalar, field.value().aliased()),
        siblings.digest(field.role().base()),
        tagged ? "" : tagKey(siblings, field).map(tag -> besides(key, tag)).orElse(""),
        "");
  }

  /** The key that has, or should have, the tag of an image that has none itself. */
  private static Optional<String> tagKey(ImageMapping siblings, ImageMapping.Field field) {
    return siblings
        .tagOf(field)
        .map(ImageMapping.Field::key)
        .or(() -> field.role().role() == Role.REPOSITORY ? Optional.of(TAG) : Optional.empty());
  }

  private static String besides(KeyPath key, String other) {
    return key.first(key.steps().size() - 1).plus(other).text();
  }

  private static Optional<String> inserted(ImageMapping.Field image) {
    FieldRole role = image.role();
    if (role.role() == Role.REPOSITORY && role.base().isEmpty()) {
      return Optional.of(TAG);
    }
    return role.role() == Role.NAME && role.base().equals(ImageMapping.NEW)
        ? Optional.of(NEW_TAG)
        : Optional.empty();
  }
}
