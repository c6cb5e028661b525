package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.replace.LoneTagReplacer;
import dev.gitopsbinding.edit.yaml.replace.TagReplacer;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Where the tag of an image stands in a file. */
sealed interface TagPlace {
  /** The way to the scalar, from the root of its document. */
  KeyPath key();

  /** The image with its tag, as one text. */
  String text();

  /** The digest that decides which image runs; empty if there is none. */
  String digest();

  /** Whether the place needs no change: it has the tag, and a digest if the version has one. */
  boolean holds(ImageVersion version);

  /** The line of the scalar, counted from 1. */
  int line();

  /** Why the tag cannot be set, and what to do; empty if it can. */
  Optional<String> obstacle();

  /** The text of the file with another tag; refused where its bytes cannot be replaced safely. */
  Result<String> written(YamlFile file, ImageVersion version);

  /**
   * The place of a digest that {@link #written} leaves as it is, because it has a field of its own;
   * empty if there is none.
   */
  Optional<LoneTag> digestField();

  /** The key and its line, for messages, and whether Flux writes there too. */
  default String place(YamlFile file) {
    return "%s (line %d%s)"
        .formatted(
            Excerpt.of(key().text()),
            line(),
            FluxMarker.isInLine(file, line()) ? ", which Flux's image automation writes too" : "");
  }

  /**
   * A scalar that holds the image and its tag.
   *
   * @param besides the digest in a field beside it, empty if there is none
   * @param tagKey where the tag stands, if it stands beside the image; else empty
   * @param versionKey where a version stands that may be the tag, if the image has none; else empty
   */
  record WholeImage(
      KeyPath key, ImageScalar scalar, String besides, String tagKey, String versionKey)
      implements TagPlace {
    /** The same place, where the tag is not appended, as it may stand at another key. */
    WholeImage withVersion(String other) {
      return new WholeImage(key, scalar, besides, tagKey, other);
    }

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
    public boolean holds(ImageVersion version) {
      return scalar.holds(version);
    }

    @Override
    public int line() {
      return scalar.line();
    }

    @Override
    public Optional<String> obstacle() {
      if (!besides.isEmpty()) {
        return Optional.of("has a digest in a field beside it. Remove that one");
      }
      if (!versionKey.isEmpty()) {
        return Optional.of(
            "holds the image without its tag, which may stand in %s. Name the key of the tag in spec.manifest.edits[].key, or write the first tag behind the image"
                .formatted(Excerpt.of(versionKey)));
      }
      return tagKey.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "holds the image without its tag, which belongs into %s. Name that key"
                  .formatted(Excerpt.of(tagKey)));
    }

    @Override
    public Result<String> written(YamlFile file, ImageVersion version) {
      return TagReplacer.of(file, List.of(scalar), version);
    }

    @Override
    public Optional<LoneTag> digestField() {
      return Optional.empty();
    }
  }

  /**
   * A scalar, or a place for one, that holds the tag alone.
   *
   * @param image the image that the tag belongs to
   * @param besides the digest in a field beside it, empty if there is none
   * @param field the field beside it that is for a digest, even if it is empty; null if there is
   *     none
   */
  record TagAlone(KeyPath key, LoneTag lone, String image, String besides, @Nullable LoneTag field)
      implements TagPlace {
    private static final String YTT = "#@";

    @Override
    public String text() {
      String tagged = lone.imageText();
      return besides.isEmpty() || lone.digest().isPresent() ? tagged : tagged + "@" + besides;
    }

    @Override
    public String digest() {
      return lone.digest().orElse(besides);
    }

    @Override
    public boolean holds(ImageVersion version) {
      return lone.tag().equals(version.tag()) && (version.digest() == null || !digest().isEmpty());
    }

    /** Whether there is no tag, and none can be inserted, as other places share the mapping. */
    boolean isInsertedWhereShared() {
      return lone.found() == null && lone.owner().aliased();
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
      if (!besides.isEmpty() && (lone.digest().isPresent() || field == null)) {
        return Optional.of(
            lone.digest().isPresent()
                ? "has two digests, behind the tag and beside it. Remove one of them"
                : "has a checksum beside it that is no digest with an algorithm. Remove that one");
      }
      return lone.isNoTag()
          ? Optional.of(
              "holds %s, which is no tag. Write a tag there, or correct the key"
                  .formatted(Excerpt.hidden(text)))
          : Optional.empty();
    }

    @Override
    public Result<String> written(YamlFile file, ImageVersion version) {
      String value = digestField().isPresent() ? version.tag() : version.written();
      return lone.text().equals(value)
          ? Result.ok(file.text())
          : LoneTagReplacer.of(file, lone, value);
    }

    @Override
    public Optional<LoneTag> digestField() {
      return lone.digest().isPresent() ? Optional.empty() : Optional.ofNullable(field);
    }

    private boolean isComputed() {
      return lone.found() != null
          && lone.found().scalar().map(scalar -> isComputed(scalar)).orElse(false);
    }

    private boolean isComputed(ScalarNode scalar) {
      String text = lone.owner().file().text();
      int end = lone.owner().file().offset(scalar.getEndMark().orElseThrow().getIndex());
      int lineEnd = text.indexOf('\n', end);
      return text.substring(end, lineEnd < 0 ? text.length() : lineEnd).contains(YTT);
    }
  }
}
