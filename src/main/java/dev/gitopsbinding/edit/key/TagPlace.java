package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.LoneTagReplacer;
import dev.gitopsbinding.edit.yaml.TagReplacer;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.model.ImageVersion;
import dev.gitopsbinding.model.KeyPath;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Where the tag of an image stands in a file. */
sealed interface TagPlace {
  /** The way to the scalar, from the root of its document. */
  KeyPath key();

  /** The image with its tag, as one text. */
  String text();

  /** The digest that decides which image runs; empty if there is none. */
  String digest();

  /** The tag as the file writes it; empty if there is none. */
  String tag();

  /** The line of the scalar, counted from 1. */
  int line();

  /** Why the tag cannot be set, and what to do; empty if it can. */
  Optional<String> obstacle();

  /** The text of the file with another tag; refused where its bytes cannot be replaced safely. */
  Result<String> written(YamlFile file, String tag);

  /** The key and its line, for messages. */
  default String place() {
    return "%s (line %d)".formatted(Excerpt.of(key().text()), line());
  }

  /**
   * A scalar that holds the image and its tag.
   *
   * @param besides the digest in a field beside it, empty if there is none
   * @param tagKey where the tag stands, if it stands beside the image; else empty
   */
  record WholeImage(KeyPath key, ImageScalar scalar, String besides, String tagKey)
      implements TagPlace {
    @Override
    public String text() {
      return scalar.text();
    }

    @Override
    public String digest() {
      ImageReference reference = scalar.reference();
      return reference == null || reference.digest() == null ? besides : reference.digest();
    }

    @Override
    public String tag() {
      ImageReference reference = scalar.reference();
      return reference == null || reference.tag() == null ? "" : reference.tag();
    }

    @Override
    public int line() {
      return scalar.line();
    }

    @Override
    public Optional<String> obstacle() {
      return tagKey.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "holds the image without its tag, which belongs into %s. Name that key"
                  .formatted(Excerpt.of(tagKey)));
    }

    @Override
    public Result<String> written(YamlFile file, String tag) {
      return TagReplacer.of(file, List.of(scalar), ImageVersion.of(tag));
    }
  }

  /**
   * A scalar, or a place for one, that holds the tag alone.
   *
   * @param image the image that the tag belongs to
   * @param besides the digest in a field beside it, empty if there is none
   */
  record TagAlone(KeyPath key, LoneTag lone, String image, String besides) implements TagPlace {
    private static final String YTT = "#@";

    @Override
    public String text() {
      return lone.text().isEmpty() ? image : image + ":" + lone.text();
    }

    @Override
    public String digest() {
      int at = lone.text().indexOf('@');
      return at >= 0 ? lone.text().substring(at + 1) : besides;
    }

    @Override
    public String tag() {
      return lone.text();
    }

    @Override
    public int line() {
      return lone.line();
    }

    @Override
    public Optional<String> obstacle() {
      String text = lone.text();
      if (text.contains("{{") || text.contains("${")) {
        return Optional.of("holds a template. Only plain YAML can be edited");
      }
      if (isComputed()) {
        return Optional.of("is computed by ytt, which follows '#@'. Only plain YAML can be edited");
      }
      return text.isEmpty() || ImageReference.isTag(text)
          ? Optional.empty()
          : Optional.of(
              "holds %s, which is no tag. Write a tag there, or correct the key"
                  .formatted(Excerpt.of(text)));
    }

    @Override
    public Result<String> written(YamlFile file, String tag) {
      return LoneTagReplacer.of(file, lone, tag);
    }

    private boolean isComputed() {
      return lone.found() != null
          && lone.found().scalar().map(scalar -> isComputed(scalar)).orElse(false);
    }

    private boolean isComputed(ScalarNode scalar) {
      String text = lone.owner().file().text();
      int end = text.offsetByCodePoints(0, scalar.getEndMark().orElseThrow().getIndex());
      int lineEnd = text.indexOf('\n', end);
      return text.substring(end, lineEnd < 0 ? text.length() : lineEnd).contains(YTT);
    }
  }
}
