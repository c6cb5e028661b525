package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.key.FieldRole.Role;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping that may hold an image in several fields: registry, repository, tag and digest. What it
 * answers about one field takes constant time, however many fields there are.
 */
final class ImageMapping {
  /** The base of Kustomize's newName and newTag. */
  static final String NEW = "new";

  private static final String MAIN = "";
  private static final String DEFAULT = "default";
  private static final Pattern HASH = Pattern.compile("(?:sha256:)?[0-9a-fA-F]{64}");

  private final ResolvedNode node;
  private final List<Field> fields = new ArrayList<>();
  private final Map<FieldRole, List<Field>> byRole = new HashMap<>();
  private final Map<String, Field> versions = new HashMap<>();

  // A mapping may spell one field in thousands of ways, and is asked about each of them.
  private final Map<String, Optional<Field>> images = new HashMap<>();
  private final Map<String, Optional<Field>> tags = new HashMap<>();
  private final Map<String, Optional<Field>> digestFields = new HashMap<>();
  private final Map<String, String> digests = new HashMap<>();
  private final Map<FieldRole, Optional<String>> firstTexts = new HashMap<>();

  /**
   * A text that may be an image.
   *
   * @param own as the field has it
   * @param joined behind the registry beside it; the same if there is none
   */
  record Candidate(String own, String joined) {}

  private ImageMapping(ResolvedNode node) {
    this.node = node;
  }

  /** One key and its value. */
  record Field(String key, FieldRole role, ResolvedNode value) {
    /** The text of the value; empty if it is none, or a null. */
    String text() {
      return value.isNull() ? "" : value.scalar().map(ScalarNode::getValue).orElse("");
    }
  }

  /** The fields of a node; none if it is no mapping. */
  static ImageMapping of(ResolvedNode node) {
    ImageMapping mapping = new ImageMapping(node);
    node.entries().forEach((key, value) -> mapping.add(new Field(key, FieldRole.of(key), value)));
    return mapping;
  }

  private void add(Field field) {
    fields.add(field);
    if (!field.text().isEmpty()) {
      FieldRole.versionOf(field.key()).ifPresent(base -> versions.putIfAbsent(base, field));
    }
    if (field.role().role() != Role.OTHER) {
      byRole.computeIfAbsent(field.role(), _ -> new ArrayList<>()).add(field);
    }
  }

  ResolvedNode node() {
    return node;
  }

  /** In the order of the file. */
  List<Field> fields() {
    return fields;
  }

  /** Whether a field names an image. A name is one only if it looks so, and newName replaces it. */
  boolean namesImage(Field field) {
    String text = field.text();
    return switch (field.role().role()) {
      case REPOSITORY, IMAGE -> !text.isEmpty();
      case NAME ->
          (text.contains("/") || !of(Role.TAG, NEW).isEmpty())
              && ImageReference.parse(text).isPresent()
              && (field.role().base().equals(NEW) || text(Role.NAME, NEW).isEmpty());
      case REGISTRY, TAG, DIGEST, HASH, POLICY, OTHER -> false;
    };
  }

  /** The field that names the image which the mapping as a whole is about. */
  Optional<Field> mainImage() {
    return image(MAIN).or(() -> image(NEW));
  }

  /** The field that names the image of a tag. */
  Optional<Field> imageOf(FieldRole tag) {
    Optional<Field> own = image(tag.base());
    return own.isEmpty() && tag.base().equals(NEW) ? mainImage() : own;
  }

  /** The field that holds the tag of an image, even if it is empty. */
  Optional<Field> tagOf(Field image) {
    String base = image.role().base();
    Optional<Field> own = tag(base);
    return own.isEmpty() && base.isEmpty() ? tag(NEW) : own;
  }

  /** A field with a version beside an image, which may be its tag. */
  Optional<Field> versionOf(Field image) {
    return Optional.ofNullable(versions.get(image.role().base()));
  }

  /** The field that holds the tag of the image which the mapping as a whole is about. */
  Optional<Field> mainTag() {
    return tag(MAIN).or(() -> tag(NEW));
  }

  /** The image that a field names, behind its registry. */
  String joined(Field image) {
    return text(Role.REGISTRY, image.role().base())
        .or(() -> text(Role.REGISTRY, DEFAULT))
        .map(registry -> ImageReference.behind(registry, image.text()))
        .orElse(image.text());
  }

  /**
   * What a field can mean as an image: what it names, behind its registry; that with the name
   * beside it, as in a few charts; what it names alone, if that has a host of its own.
   */
  Stream<Candidate> candidates(Field image) {
    String own = image.text();
    String joined = joined(image);
    Stream<Candidate> withName =
        name(image)
            .map(
                name ->
                    new Candidate(
                        ImageReference.behind(own, name), ImageReference.behind(joined, name)))
            .stream();
    Stream<Candidate> alone =
        Stream.of(new Candidate(own, own)).filter(_ -> ImageReference.namesHost(own));
    return Stream.of(Stream.of(new Candidate(own, joined)), withName, alone)
        .flatMap(Function.identity());
  }

  private Optional<String> name(Field image) {
    String base = image.role().base();
    return image.role().role() == Role.REPOSITORY
        ? text(Role.NAME, base).or(() -> text(Role.IMAGE, base))
        : Optional.empty();
  }

  /**
   * The digest beside an image; empty if there is none. A field "sha" may also hold a commit.
   * Kustomize has no newDigest: its {@code digest} is that of newName and newTag.
   */
  String digest(String base) {
    String own = digests.computeIfAbsent(base, this::findDigest);
    return own.isEmpty() && base.equals(NEW) ? digest(MAIN) : own;
  }

  private String findDigest(String base) {
    return Stream.concat(
            texts(Role.DIGEST, base),
            texts(Role.HASH, base).filter(text -> HASH.matcher(text).matches()))
        .findFirst()
        .orElse("");
  }

  /** The field for the digest of an image, even if it is empty. */
  Optional<Field> digestField(String base) {
    Optional<Field> own = digestFields.computeIfAbsent(base, this::findDigestField);
    return own.isEmpty() && base.equals(NEW) ? digestField(MAIN) : own;
  }

  private Optional<Field> findDigestField(String base) {
    return of(Role.DIGEST, base).stream()
        .filter(field -> field.value().node() instanceof ScalarNode)
        .findFirst();
  }

  private Optional<Field> image(String base) {
    return images.computeIfAbsent(base, this::findImage);
  }

  private Optional<Field> findImage(String base) {
    return Stream.of(Role.REPOSITORY, Role.IMAGE, Role.NAME)
        .flatMap(role -> of(role, base).stream())
        .filter(this::namesImage)
        .findFirst();
  }

  private Optional<Field> tag(String base) {
    return tags.computeIfAbsent(base, this::findTag);
  }

  private Optional<Field> findTag(String base) {
    return of(Role.TAG, base).stream()
        .filter(field -> field.value().node() instanceof ScalarNode)
        .min(Comparator.comparingInt(field -> field.key().length()));
  }

  private Optional<String> text(Role role, String base) {
    return firstTexts.computeIfAbsent(
        new FieldRole(role, base), _ -> texts(role, base).findFirst());
  }

  private Stream<String> texts(Role role, String base) {
    return of(role, base).stream().map(Field::text).filter(text -> !text.isEmpty());
  }

  private List<Field> of(Role role, String base) {
    return byRole.getOrDefault(new FieldRole(role, base), List.of());
  }
}
