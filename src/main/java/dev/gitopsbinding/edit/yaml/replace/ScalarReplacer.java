package dev.gitopsbinding.edit.yaml.replace;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Replaces the values of scalars in a text, which keep their quotes, and nothing else there. */
public final class ScalarReplacer {
  private final YamlFile file;
  private final StringBuilder result = new StringBuilder();
  private final List<EditVerifier.Change> changes = new ArrayList<>();
  private int codePoints;
  private int chars;
  private int copied;

  private ScalarReplacer(YamlFile file) {
    this.file = file;
  }

  /**
   * A scalar that gets another value.
   *
   * @param place the node of a scalar
   * @param value reads as a string also without quotes, and needs no escapes within quotes
   * @param name what the scalar is, for messages
   */
  public record Replacement(ResolvedNode place, String value, String name) {
    private ScalarNode scalar() {
      return (ScalarNode) place.node();
    }

    private int start() {
      return scalar().getStartMark().orElseThrow().getIndex();
    }

    private int end() {
      return scalar().getEndMark().orElseThrow().getIndex();
    }
  }

  /**
   * The text in which all scalars have their new values, checked by a second parser.
   *
   * @param replacements in any order, for different scalars; at least one
   * @param reason of the failure if one of them cannot be replaced
   */
  public static Result<String> of(YamlFile file, List<Replacement> replacements, Reason reason) {
    ScalarReplacer replacer = new ScalarReplacer(file);
    List<Replacement> inOrder =
        replacements.stream().sorted(Comparator.comparingInt(Replacement::start)).toList();
    for (Replacement one : inOrder) {
      Optional<String> obstacle = replacer.replace(one);
      if (obstacle.isPresent()) {
        return failed(file, one, reason, obstacle.get());
      }
    }
    String text =
        replacer.result.append(file.text(), replacer.copied, file.text().length()).toString();
    return EditVerifier.passes(file, text, replacer.changes)
        ? Result.ok(text)
        : failed(file, inOrder.getFirst(), reason, "would not be read back as the intended text");
  }

  /** Copies the text up to the end of the scalar, with the new value; else the reason why not. */
  private Optional<String> replace(Replacement one) {
    ScalarNode scalar = one.scalar();
    if (one.place().aliased()) {
      return Optional.of("is shared by an anchor, an alias or a merge key");
    }
    int start = charOffset(one.start());
    int end = charOffset(one.end());
    Optional<String> quote = quote(scalar);
    if (quote.isEmpty()) {
      return Optional.of("is written as a block scalar");
    }
    int from = start + AnchorPrefix.length(scalar, file.text().substring(start, end));
    String raw = file.text().substring(from, end);
    if (!raw.equals(quote.get() + scalar.getValue() + quote.get())) {
      return Optional.of("is written with a YAML tag, with escapes or on several lines");
    }
    result
        .append(file.text(), copied, from)
        .append(quote.get())
        .append(one.value())
        .append(quote.get());
    copied = end;
    changes.add(new EditVerifier.Change(scalar.getValue(), one.value()));
    return Optional.empty();
  }

  /** Offsets must be asked for in ascending order. */
  private int charOffset(int codePointOffset) {
    chars = file.text().offsetByCodePoints(chars, codePointOffset - codePoints);
    codePoints = codePointOffset;
    return chars;
  }

  /** What stands around the value; empty if it is a block. */
  private static Optional<String> quote(ScalarNode scalar) {
    ScalarStyle style = scalar.getScalarStyle();
    return switch (style) {
      case PLAIN -> Optional.of("");
      case SINGLE_QUOTED -> Optional.of("'");
      case DOUBLE_QUOTED -> Optional.of("\"");
      case LITERAL, FOLDED, JSON_SCALAR_STYLE -> Optional.empty();
    };
  }

  private static Result<String> failed(
      YamlFile file, Replacement one, Reason reason, String obstacle) {
    return Result.failed(
        new Failure.File(
            reason,
            "%s, line %d: %s %s. Write it there as a plain or quoted string of its own."
                .formatted(
                    file.path(),
                    one.scalar().getStartMark().orElseThrow().getLine() + 1,
                    one.name(),
                    obstacle)));
  }
}
