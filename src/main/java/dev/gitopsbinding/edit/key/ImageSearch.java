package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.key.FieldRole.Role;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.key.KeyPath;
import dev.gitopsbinding.model.text.EditDistance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds the one place in values of Helm that has an image. */
final class ImageSearch {
  /** More other images are not compared for a message. */
  private static final int MOST_OTHERS = 100;

  /** The key of a list or mapping of whole images. */
  private static final String IMAGES = "images";

  private static final String NAME_OBJECT = "Name the object in spec.manifest.edits[].object";
  private static final String NAME_IT = "Name the key in spec.manifest.edits[].key";

  private final YamlFile file;
  private final ImageSelector selector;
  private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Match> matching = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();
  private ImageMatcher matcher;
  private int document;

  /**
   * A place that has the image.
   *
   * @param document the number of its values
   */
  private record Match(TagPlace place, int document) {}

  /**
   * An image that is not the selected one, or a tag of an image that is not named.
   *
   * @param image empty for a tag alone
   */
  private record Other(String image, KeyPath key, int line) {
    String shown() {
      String what = image.isEmpty() ? "a tag" : Excerpt.of(image);
      return "%s at %s (line %d)".formatted(what, Excerpt.of(key.text()), line);
    }

    int distance(String repository) {
      String own = image.substring(image.lastIndexOf('/') + 1).split("[:@]", 2)[0];
      String wanted = ImageReference.lastPart(repository);
      return image.isEmpty()
          ? 0
          : EditDistance.between(
              own.substring(0, Math.min(MOST_OTHERS, own.length())),
              wanted.substring(0, Math.min(MOST_OTHERS, wanted.length())));
    }
  }

  ImageSearch(YamlFile file, ImageSelector selector) {
    this.file = file;
    this.selector = selector;
    this.matcher = new ImageMatcher(selector.repository(), List.of());
  }

  Result<TagPlace> choose() {
    List<HelmValues> all = HelmValues.in(file, selector.object());
    boolean release = all.stream().anyMatch(values -> values.document().isRelease());
    if (HelmValues.isNamed(selector.object()) && !release) {
      return failed(
          Reason.TARGET_NOT_IN_FILE,
          "%s holds Helm values and no %s. Remove %s."
              .formatted(
                  file.path(),
                  Excerpt.of(selector.object().kind() + " " + selector.object().name()),
                  selector.object().field()));
    }
    for (HelmValues values : all) {
      document++;
      matcher = ImageMatcher.of(selector.repository(), values.document());
      walk(values.node(), values.key());
    }
    List<Match> chosen = chosen();
    return switch (chosen.size()) {
      case 0 -> none();
      case 1 -> Result.ok(chosen.getFirst().place());
      default ->
          failed(
              Reason.IMAGE_AMBIGUOUS,
              "%s has the image %s more than once: %s. %s."
                  .formatted(
                      file.path(),
                      selector.repository(),
                      Excerpt.of(chosen, match -> match.place().place(file)),
                      release && chosen.stream().mapToInt(Match::document).distinct().count() > 1
                          ? NAME_OBJECT
                          : NAME_IT));
    };
  }

  /**
   * A repository that an anchor shares, such as {@code x-image: &i {repository: web}}, is no second
   * place beside a mapping that merges it and has a tag.
   */
  private List<Match> chosen() {
    List<Match> own =
        matching.stream()
            .filter(
                match ->
                    !(match.place() instanceof TagPlace.TagAlone alone
                        && alone.isInsertedWhereShared()))
            .toList();
    return own.isEmpty() ? matching : own;
  }

  private Result<TagPlace> none() {
    List<Other> nearest =
        others.stream()
            .sorted(Comparator.comparingInt(other -> other.distance(selector.repository())))
            .toList();
    return failed(
        Reason.IMAGE_NOT_IN_FILE,
        "%s: the Helm values have no image %s; %s. %s, or correct spec.image.name."
            .formatted(
                file.path(),
                selector.repository(),
                nearest.isEmpty()
                    ? "they have no images"
                    : "they have " + Excerpt.of(nearest.stream().map(Other::shown).toList()),
                nearest.isEmpty()
                    ? NAME_IT
                    : "If one of these is meant, n"
                        + NAME_IT.substring(1).replace("the key", "it")));
  }

  private void walk(ResolvedNode node, KeyPath at) {
    if (!visited.add(node.node())) {
      return;
    }
    switch (node.node()) {
      case MappingNode _ -> mapping(ImageMapping.of(node), at);
      case SequenceNode _ -> {
        List<ResolvedNode> items = node.items();
        for (int i = 0; i < items.size(); i++) {
          scalarOrBelow(items.get(i), at, new KeyPath.Index(i));
        }
      }
      default -> {}
    }
  }

  private void mapping(ImageMapping mapping, KeyPath at) {
    for (ImageMapping.Field field : mapping.fields()) {
      boolean scalar = field.value().node() instanceof ScalarNode;
      if (scalar && mapping.namesImage(field)) {
        image(mapping, field, at);
      } else if (scalar && field.role().role() == Role.TAG) {
        tag(mapping, field, at);
      } else if (!scalar || field.role().role() == Role.OTHER) {
        scalarOrBelow(field.value(), at, new KeyPath.Key(field.key()));
      }
    }
  }

  private void image(ImageMapping mapping, ImageMapping.Field field, KeyPath at) {
    if (matcher.matches(mapping, field)) {
      ImagePlaces.of(mapping, field, at, matcher)
          .filter(place -> seen.add(node(mapping, place)))
          .ifPresent(place -> matching.add(new Match(place, document)));
    } else if (others.size() < MOST_OTHERS
        && ImageReference.parse(mapping.joined(field)).isPresent()) {
      others.add(new Other(mapping.joined(field), at.plus(field.key()), field.value().line()));
    }
  }

  /** What makes a place the same one where an alias or a merge key leads to it again. */
  private static Node node(ImageMapping mapping, TagPlace place) {
    return switch (place) {
      case TagPlace.WholeImage whole -> whole.scalar().node();
      case TagPlace.TagAlone alone ->
          alone.lone().found() == null ? mapping.node().node() : alone.lone().found().node();
    };
  }

  private void tag(ImageMapping mapping, ImageMapping.Field field, KeyPath at) {
    if (mapping.imageOf(field.role()).isEmpty() && others.size() < MOST_OTHERS) {
      others.add(new Other("", at.plus(field.key()), field.value().line()));
    }
  }

  /** Of the thousands of texts in a file, few need a path. */
  private void scalarOrBelow(ResolvedNode node, KeyPath owner, KeyPath.Step step) {
    if (!(node.node() instanceof ScalarNode scalar)) {
      walk(node, owner.plus(step));
    } else if (scalar.getValue().indexOf(':') >= 0 || scalar.getValue().indexOf('@') >= 0) {
      scalar(scalar, node, owner.plus(step));
    }
  }

  /** Any other text is an image only if it has the repository and a tag. */
  private void scalar(ScalarNode scalar, ResolvedNode node, KeyPath at) {
    String text = scalar.getValue();
    if (isTagged(text, at) && matcher.matches(text) && seen.add(scalar)) {
      TagPlace place =
          new TagPlace.WholeImage(
              at, ImageScalar.of(Excerpt.of(at.text()), scalar, node.aliased()), "", "", "");
      matching.add(new Match(place, document));
    }
  }

  /**
   * Without a slash it may be a host and its port, such as "redis:6379", unless its key is one of
   * images.
   */
  private static boolean isTagged(String text, KeyPath at) {
    return text.indexOf('@') >= 0
        || (text.indexOf(':') >= 0
            && (text.indexOf('/') >= 0
                || at.first(at.steps().size() - 1).lastKey().filter(IMAGES::equals).isPresent()));
  }

  private static Result<TagPlace> failed(Reason reason, String message) {
    return Result.failed(new Failure.File(reason, message));
  }
}
