package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.key.FieldRole.Role;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFailure;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads what stands at a key: a whole image, an image in several fields, or a tag alone. */
final class PlaceReader {
  /** A scalar without quotes that YAML reads as a boolean, such as {@code tag: true}, is no tag. */
  private static final Set<String> BOOLEANS =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");

  private static final Set<String> INSERTABLE = Set.of("tag", "newTag");
  private static final String IMAGE = "image";

  private final YamlFile file;
  private final String repository;

  PlaceReader(YamlFile file, String repository) {
    this.file = file;
    this.repository = repository;
  }

  /** Whether only the tag is missing beside its repository. */
  static boolean canInsert(KeyWalk.Missing walk) {
    return walk.reached() == walk.key().steps().size() - 1
        && walk.step() instanceof KeyPath.Key(String name)
        && INSERTABLE.contains(name)
        && mappingWithoutTag(walk.last()).isPresent();
  }

  /** The place of the tag, of the right image. */
  Result<TagPlace> read(KeyWalk walk) {
    return switch (walk) {
      case KeyWalk.Found found -> new Reading(found.document(), found.key()).of(found);
      case KeyWalk.Missing missing -> new Reading(missing.document(), missing.key()).of(missing);
    };
  }

  /** In a chart that joins repository and tag by ':', {@code web@sha256} makes a digest of it. */
  private static boolean endsInDigest(ImageMapping.Field image) {
    String text = image.text();
    return text.indexOf('@') >= 0 && ImageReference.parse(text).isEmpty();
  }

  private static Optional<ImageMapping> mappingWithoutTag(ResolvedNode node) {
    return Optional.of(ImageMapping.of(node))
        .filter(mapping -> mapping.mainTag().isEmpty())
        .filter(
            mapping ->
                mapping.mainImage().filter(field -> field.role().role() != Role.IMAGE).isPresent());
  }

  /** What stands at one key. */
  private final class Reading {
    private final KeyPath key;
    private final ImageMatcher matcher;

    Reading(KeyDocument document, KeyPath key) {
      this.key = key;
      this.matcher = ImageMatcher.of(repository, document);
    }

    Result<TagPlace> of(KeyWalk.Missing walk) {
      ImageMapping mapping = ImageMapping.of(walk.last());
      ImageMapping.Field image = mapping.mainImage().orElseThrow();
      String name = ((KeyPath.Key) walk.step()).name();
      return checked(mapping, image, key.first(walk.reached()).plus(image.key()))
          .then(
              shown ->
                  Result.ok(
                      new TagPlace.TagAlone(
                          key,
                          new LoneTag(walk.last(), name, shown),
                          shown,
                          mapping.digest(image.role().base()),
                          ImagePlaces.digestField(mapping, image.role().base(), shown))));
    }

    Result<TagPlace> of(KeyWalk.Found found) {
      return found
          .node()
          .scalar()
          .map(scalar -> scalar(found, scalar))
          .orElseGet(
              () ->
                  found.node().node() instanceof SequenceNode
                      ? notHere(
                          found.node(),
                          "is a list; %s. Name one item in the key"
                              .formatted(MissingKeyMessage.items(found.node())))
                      : mapping(ImageMapping.of(found.node()), key));
    }

    private Result<TagPlace> mapping(ImageMapping mapping, KeyPath at) {
      Optional<ImageMapping.Field> image = mapping.mainImage();
      if (image.isPresent()) {
        return checked(mapping, image.get(), at.plus(image.get().key()))
            .then(
                _ ->
                    ImagePlaces.of(mapping, image.get(), at, matcher)
                        .map(Result::ok)
                        .orElseGet(
                            () ->
                                notHere(
                                    mapping.node(),
                                    "has the image, but no tag beside it. Add one there once")));
      }
      Optional<ResolvedNode> nested =
          mapping.node().get(IMAGE).filter(node -> node.node() instanceof MappingNode);
      if (nested.isPresent()) {
        return mapping(ImageMapping.of(nested.get()), at.plus(IMAGE));
      }
      return mapping
          .mainTag()
          .map(tag -> alone(mapping, tag.key(), tag.value(), at.plus(tag.key())))
          .orElseGet(
              () ->
                  notHere(
                      mapping.node(),
                      "is a mapping without an image; it has %s. Name the image or its tag in the key"
                          .formatted(MissingKeyMessage.keys(mapping.node()))));
    }

    private Result<TagPlace> scalar(KeyWalk.Found found, ScalarNode scalar) {
      String name = key.lastKey().orElse("");
      FieldRole role = FieldRole.of(name);
      ImageMapping siblings = ImageMapping.of(found.owner());
      ImageMapping.Field field = new ImageMapping.Field(name, role, found.node());
      String text = field.text();
      if (text.isEmpty() && (role.role().isNoTag() || role.role() == Role.IMAGE)) {
        return notHere(
            found.node(), "is empty. Write the image there once, or name its tag in the key");
      }
      if (isWhole(field, siblings)) {
        return whole(siblings, field);
      }
      boolean plain = scalar.isPlain() && BOOLEANS.contains(text);
      return role.role().isNoTag() || plain
          ? notHere(
              found.node(),
              "is %s, which is no tag. Correct the key"
                  .formatted(plain ? text : Excerpt.hidden(text)))
          : alone(siblings, name, found.node(), key);
    }

    /** A tag has neither a slash nor, before a digest, a colon. */
    private boolean isWhole(ImageMapping.Field field, ImageMapping siblings) {
      String text = field.text();
      int at = text.indexOf('@');
      String name = at < 0 ? text : text.substring(0, at);
      return name.indexOf('/') >= 0
          || name.indexOf(':') >= 0
          || field.role().role() == Role.IMAGE
          || field.role().role() == Role.REPOSITORY
          || (!text.isEmpty()
              && field.role().role() != Role.TAG
              && matcher.matches(siblings, field));
    }

    private Result<TagPlace> whole(ImageMapping siblings, ImageMapping.Field field) {
      return checked(siblings, field, key)
          .then(_ -> Result.ok(ImagePlaces.whole(siblings, field, key, matcher)));
    }

    private Result<TagPlace> alone(
        ImageMapping siblings, String name, ResolvedNode value, KeyPath at) {
      FieldRole role = FieldRole.of(name);
      Optional<ImageMapping.Field> named = siblings.imageOf(role);
      if (named.filter(PlaceReader::endsInDigest).isPresent()) {
        return tagIsDigest(named.get(), at);
      }
      Optional<ImageMapping.Field> image = named.filter(field -> isImage(siblings, field));
      Result<String> checked =
          image.isEmpty()
              ? Result.ok(repository)
              : checked(
                  siblings, image.get(), at.first(at.steps().size() - 1).plus(image.get().key()));
      String base = role.role() == Role.TAG ? role.base() : "";
      return checked.then(
          shown ->
              Result.ok(
                  new TagPlace.TagAlone(
                      at,
                      new LoneTag(siblings.node(), name, shown, value),
                      shown,
                      image
                          .flatMap(one -> matcher.image(siblings, one).reference())
                          .map(ImageReference::digest)
                          .orElseGet(() -> siblings.digest(base)),
                      ImagePlaces.digestField(siblings, base, shown))));
    }

    /**
     * Whether the text beside a tag names an image that has to be the wanted one. Not for a
     * template or another text that is no image; nor for a short name that the wanted image ends
     * in, where the file sets no registry, because the default values of the chart may set it.
     */
    private boolean isImage(ImageMapping siblings, ImageMapping.Field field) {
      Role role = field.role().role();
      String joined = siblings.joined(field);
      boolean shortened =
          (role == Role.IMAGE || role == Role.REPOSITORY)
              && matcher.registries().isEmpty()
              && joined.equals(field.text())
              && matcher.endsWith(joined);
      return !shortened && ImageReference.parse(joined).isPresent();
    }

    private Result<TagPlace> tagIsDigest(ImageMapping.Field image, KeyPath tag) {
      KeyPath key = tag.first(tag.steps().size() - 1).plus(image.key());
      return Result.failed(
          new Failure.File(
              Reason.IMAGE_HAS_DIGEST,
              "%s, line %d: %s ends in the algorithm of a digest, so that %s is a digest and no tag. The digest decides which image runs. Remove the algorithm there, and write a tag."
                  .formatted(
                      file.path(),
                      image.value().line(),
                      Excerpt.of(key.text()),
                      Excerpt.of(tag.text()))));
    }

    /** The image as the file has it, if it is the binding's. */
    private Result<String> checked(ImageMapping mapping, ImageMapping.Field image, KeyPath at) {
      ImageMatcher.NamedImage named = matcher.image(mapping, image);
      Optional<ImageReference> found = named.reference();
      if (found.isEmpty()) {
        return failed(
            named.text().contains("{{")
                ? YamlFailure.template(file.path(), image.value().line())
                : "%s, line %d: %s is %s, which is no image. Correct the key, or the file."
                    .formatted(
                        file.path(),
                        image.value().line(),
                        Excerpt.of(at.text()),
                        Excerpt.hidden(image.text())));
      }
      if (!found.get().repository().equals(repository)) {
        return failed(
            "%s, line %d: %s is the image %s, not %s. Correct the key, or spec.image.name."
                .formatted(
                    file.path(),
                    image.value().line(),
                    Excerpt.of(at.text()),
                    Excerpt.image(shown(named.text(), found.get())),
                    repository));
      }
      return Result.ok(named.isTagged() ? found.get().repository() : named.text());
    }

    /** As the file has it, unless the registry of all images makes another one of it. */
    private static String shown(String text, ImageReference found) {
      return ImageReference.parse(text).filter(found::equals).isPresent()
          ? text
          : found.repository();
    }

    private <T> Result<T> notHere(ResolvedNode node, String what) {
      return failed(
          "%s, line %d: %s %s.".formatted(file.path(), node.line(), Excerpt.of(key.text()), what));
    }

    private <T> Result<T> failed(String message) {
      return Result.failed(new Failure.File(Reason.IMAGE_NOT_IN_FILE, message));
    }
  }
}
