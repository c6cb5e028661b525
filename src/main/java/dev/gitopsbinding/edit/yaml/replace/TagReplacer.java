package dev.gitopsbinding.edit.yaml.replace;

import dev.gitopsbinding.edit.uneditable.Placeholder;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Replaces the tags and digests of image scalars in a text, and nothing else. */
public final class TagReplacer {
  private static final String REWRITE = ". Write it there as a plain or quoted string of its own.";

  private final YamlFile file;
  private final ImageVersion version;
  private final StringBuilder result = new StringBuilder();
  private final List<EditVerifier.Change> changes = new ArrayList<>();
  private int codePoints;
  private int chars;
  private int copied;

  private TagReplacer(YamlFile file, ImageVersion version) {
    this.file = file;
    this.version = version;
  }

  /** The text in which all {@code images} have the version, checked by a second parser. */
  public static Result<String> of(YamlFile file, List<ImageScalar> images, ImageVersion version) {
    return edited(file, images, version).then(edited -> Result.ok(edited.text()));
  }

  /** The same, with what it changes. */
  public static Result<EditedText> edited(
      YamlFile file, List<ImageScalar> images, ImageVersion version) {
    TagReplacer splice = new TagReplacer(file, version);
    for (ImageScalar image : images) {
      Optional<String> obstacle = image.holds(version) ? Optional.empty() : splice.replace(image);
      if (obstacle.isPresent()) {
        return notEditable(file, image, obstacle.get());
      }
    }
    String text = splice.result.append(file.text(), splice.copied, file.text().length()).toString();
    if (!EditVerifier.passes(file, text, splice.changes)) {
      return notEditable(
          file, images.getFirst(), "would not be read back as the intended text" + REWRITE);
    }
    return Result.ok(new EditedText(text, splice.changes));
  }

  /** Copies the text up to the end of the image, in its version; else the reason why not. */
  private Optional<String> replace(ImageScalar image) {
    int start = charOffset(image.start());
    int end = charOffset(image.end());
    String raw = file.text().substring(start, end);
    Optional<String> obstacle =
        obstacle(image, raw.substring(AnchorPrefix.length(image.node(), raw)));
    if (obstacle.isPresent()) {
      return obstacle;
    }
    String old = image.suffix();
    int oldEnd = image.node().isPlain() ? end : end - 1;
    int oldStart = oldEnd - old.length();
    result.append(file.text(), copied, oldStart).append(':').append(version.written());
    copied = oldEnd;
    String name = image.text().substring(0, image.text().length() - old.length());
    changes.add(new EditVerifier.Change(image.text(), name + ":" + version.written()));
    return Optional.empty();
  }

  private static Optional<String> obstacle(ImageScalar image, String raw) {
    if (image.aliased()) {
      return Optional.of("is shared by an anchor, an alias or a merge key" + REWRITE);
    }
    Optional<Placeholder> placeholder = Placeholder.in(image.suffix());
    if (placeholder.isPresent()) {
      return Optional.of(placeholder.get().what() + ". " + placeholder.get().next());
    }
    ScalarStyle style = image.node().getScalarStyle();
    boolean literal =
        switch (style) {
          case PLAIN -> raw.equals(image.text());
          case SINGLE_QUOTED -> isQuoted(raw, "'", image.suffix());
          case DOUBLE_QUOTED -> isQuoted(raw, "\"", image.suffix());
          case LITERAL, FOLDED, JSON_SCALAR_STYLE -> false;
        };
    if (literal) {
      return Optional.empty();
    }
    return Optional.of(
        (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED
                ? "is written as a block scalar"
                : "is written with a YAML tag or with escapes")
            + REWRITE);
  }

  private static boolean isQuoted(String raw, String quote, String suffix) {
    return raw.length() >= 2 && raw.startsWith(quote) && raw.endsWith(suffix + quote);
  }

  /** Offsets must be asked for in ascending order. */
  private int charOffset(int codePointOffset) {
    chars = file.text().offsetByCodePoints(chars, codePointOffset - codePoints);
    codePoints = codePointOffset;
    return chars;
  }

  private static Result<EditedText> notEditable(YamlFile file, ImageScalar image, String obstacle) {
    return Result.failed(
        new Failure.File(
            Reason.IMAGE_NOT_EDITABLE,
            "%s, line %d: the image of %s (%s) %s"
                .formatted(
                    file.path(), image.line(), image.place(), Excerpt.of(image.text()), obstacle)));
  }
}
