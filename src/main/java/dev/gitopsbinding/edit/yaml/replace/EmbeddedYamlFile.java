package dev.gitopsbinding.edit.yaml.replace;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * YAML that stands in a text of another YAML file, such as {@code helm.values} of an Argo CD
 * Application. Only a literal block scalar ({@code |}) can be written: there, each line of the
 * inner text is a line of the file, behind an indentation that is the same for all.
 */
public final class EmbeddedYamlFile {
  private static final String BREAK = "\\r\\n|\\n|\\r";
  private static final Pattern LINE_BREAK = Pattern.compile(BREAK);

  /** YAML 1.2.2, section 8.1.1, "Block Scalar Headers". */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\|(?:[1-9]?[+-]?|[+-][1-9])(?:[ \\t]+#[^\\r\\n]*|[ \\t]*)(?:" + BREAK + ")");

  /**
   * What may stand before the content of the only document. Possessive, as a group that could be
   * tried again needs the stack: for each of thousands of lines of a comment.
   */
  private static final Pattern DOCUMENT_START =
      Pattern.compile(
          "(?:[ \\t]*(?:#[^\\r\\n]*)?(?:"
              + BREAK
              + "))*+[ ]*---[ \\t]*(?:#[^\\r\\n]*)?(?:"
              + BREAK
              + ")");

  private static final Pattern MARKER = Pattern.compile("(?:(?:---|\\.\\.\\.)(?:[ \\t].*)?|%.*)");
  private static final String OWN_BLOCK =
      "Write it as a literal block scalar of its own ('|'), or as a mapping in valuesObject.";

  private final YamlFile outer;
  private final ScalarNode scalar;
  private final YamlFile file;
  private final YamlLimits limits;
  private final @Nullable Block block;
  private final String obstacle;

  /**
   * Where the lines are, in chars.
   *
   * @param start the first line of the text
   * @param content the first line that is parsed: behind a {@code ---}
   * @param end the end of the last line
   * @param padding how many line breaks stand before the content in the inner file, so that its
   *     lines have the numbers that they have in the outer one
   */
  public record Block(int start, int content, int end, int padding, int indentation) {}

  private EmbeddedYamlFile(
      YamlFile outer,
      ScalarNode scalar,
      YamlFile file,
      YamlLimits limits,
      @Nullable Block block,
      String obstacle) {
    this.outer = outer;
    this.scalar = scalar;
    this.file = file;
    this.limits = limits;
    this.block = block;
    this.obstacle = obstacle;
  }

  /**
   * Reads the text of a scalar.
   *
   * @return a failure if it is not YAML
   */
  public static Result<EmbeddedYamlFile> of(ResolvedNode node, YamlLimits limits) {
    YamlFile outer = node.file();
    ScalarNode scalar = (ScalarNode) node.node();
    String obstacle = obstacle(node, scalar);
    Optional<Block> block = obstacle.isEmpty() ? block(outer, scalar) : Optional.empty();
    String inner =
        block
            .map(
                found ->
                    "\n".repeat(found.padding())
                        + outer.text().substring(found.content(), found.end()))
            .orElseGet(scalar::getValue);
    String why =
        block.isPresent() || !obstacle.isEmpty()
            ? obstacle
            : "holds several YAML documents, or lines that cannot be told apart. " + OWN_BLOCK;
    return YamlFile.ofText(outer.path(), inner, limits)
        .then(
            file ->
                Result.ok(
                    new EmbeddedYamlFile(outer, scalar, file, limits, block.orElse(null), why)));
  }

  /** The inner file. Its lines have the numbers of the outer file, unless it cannot be written. */
  public YamlFile file() {
    return file;
  }

  /** The line of an inner node in the outer file, counted from 1. */
  public int line(int innerLine) {
    return block == null ? scalar.getStartMark().orElseThrow().getLine() + 1 : innerLine;
  }

  /**
   * The outer text with a changed inner text, checked by a second parser: the scalar is the only
   * difference, and the new text without its indentation, as Helm gets it, is read as the inner one
   * was before the change, except for the edits.
   *
   * @param changed the text of {@link #file()} after the change
   * @param place the scalar, for messages
   */
  public Result<String> withText(EditedText changed, String place) {
    return writable(place).then(where -> spliced(where, changed, place));
  }

  /**
   * Where the text can be written.
   *
   * @param place the scalar, for messages
   * @return a failure that says why it cannot
   */
  public Result<Block> writable(String place) {
    return block == null ? notEditable(place, obstacle) : Result.ok(block);
  }

  private Result<String> spliced(Block where, EditedText changed, String place) {
    String content = changed.text().substring(where.padding());
    String text =
        outer.text().substring(0, where.content()) + content + outer.text().substring(where.end());
    String head = lines(outer.text().substring(where.start(), where.content()), where);
    String value = scalar.getValue();
    String after = lines(content, where);
    EditVerifier.Change change = new EditVerifier.Change(value, chomped(head + after, value));
    return EditVerifier.passes(outer, text, List.of(change))
            && isReadByHelm(where, after, changed.edits())
        ? Result.ok(text)
        : notEditable(place, "would not be read back as the intended text. " + OWN_BLOCK);
  }

  /**
   * Whether the text without its indentation was read as the inner file was, and is read so after
   * the change, except for the edits.
   */
  private boolean isReadByHelm(Block where, String after, List<EditVerifier.Edit> edits) {
    String before = lines(outer.text().substring(where.content(), where.end()), where);
    return YamlFile.ofText(outer.path(), before, limits)
            instanceof Result.Ok<YamlFile>(YamlFile read)
        && NodeComparison.isSame(file.documents(), read.documents())
        && EditVerifier.passes(read, after, edits);
  }

  private static String obstacle(ResolvedNode node, ScalarNode scalar) {
    if (node.aliased()) {
      return "is shared by an anchor, an alias or a merge key. " + OWN_BLOCK;
    }
    return switch (scalar.getScalarStyle()) {
      case LITERAL -> tagged(node.file(), scalar);
      case FOLDED -> "is a folded block scalar ('>'), whose lines are joined. " + OWN_BLOCK;
      case PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, JSON_SCALAR_STYLE ->
          "is a text within one value, and no block scalar. " + OWN_BLOCK;
    };
  }

  /** Before a block scalar stands an anchor at most, and not the YAML tag of its type. */
  private static String tagged(YamlFile outer, ScalarNode scalar) {
    String raw = raw(outer, scalar);
    String rest = raw.substring(AnchorPrefix.length(scalar, raw)).stripLeading();
    return rest.startsWith("!")
        ? "has the YAML tag %s before its '|'. Remove the YAML tag, or write the values as a mapping in valuesObject."
            .formatted(Excerpt.of(rest.split("\\s", 2)[0]))
        : "";
  }

  private static String raw(YamlFile outer, ScalarNode scalar) {
    return outer
        .text()
        .substring(
            outer.offset(scalar.getStartMark().orElseThrow().getIndex()),
            outer.offset(scalar.getEndMark().orElseThrow().getIndex()));
  }

  private static Optional<Block> block(YamlFile outer, ScalarNode scalar) {
    if (scalar.getScalarStyle() != ScalarStyle.LITERAL) {
      return Optional.empty();
    }
    String text = outer.text();
    int anchor = outer.offset(scalar.getStartMark().orElseThrow().getIndex());
    int end = outer.offset(scalar.getEndMark().orElseThrow().getIndex());
    int from = anchor + AnchorPrefix.length(scalar, text.substring(anchor, end));
    Matcher header = HEADER.matcher(text).region(from, end);
    if (!header.lookingAt()) {
      return Optional.empty();
    }
    int start = header.end();
    Matcher document = DOCUMENT_START.matcher(text).region(start, end);
    int content = document.lookingAt() ? document.end() : start;
    Block block =
        new Block(
            start,
            content,
            end,
            scalar.getStartMark().orElseThrow().getLine() + breaks(text.substring(from, content)),
            indentation(text.substring(start, end), scalar.getValue()));
    String read = lines(text.substring(start, end), block);
    boolean several =
        LINE_BREAK
            .splitAsStream(lines(text.substring(content, end), block))
            .anyMatch(line -> MARKER.matcher(line).matches());
    boolean same = chomped(read, "").equals(chomped(scalar.getValue(), ""));
    return same && !several ? Optional.of(block) : Optional.empty();
  }

  private static int breaks(String text) {
    return (int) LINE_BREAK.matcher(text).results().count();
  }

  /** How much further right the first line that is not blank stands in the file. */
  private static int indentation(String raw, String value) {
    String first = firstLine(LINE_BREAK.splitAsStream(raw));
    String read = firstLine(value.lines());
    return Math.max(0, first.length() - read.length());
  }

  private static String firstLine(Stream<String> lines) {
    return lines.filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  /** The lines without the indentation, each line break as one line feed. */
  private static String lines(String raw, Block block) {
    StringBuilder lines = new StringBuilder();
    String[] split = LINE_BREAK.split(raw, -1);
    for (int i = 0; i < split.length; i++) {
      String line = split[i];
      lines.append(i == 0 ? "" : "\n");
      lines.append(line, Math.min(block.indentation(), spaces(line)), line.length());
    }
    return lines.toString();
  }

  private static int spaces(String line) {
    int count = 0;
    while (count < line.length() && line.charAt(count) == ' ') {
      count++;
    }
    return count;
  }

  /** The text with as many line breaks at its end as another one has. */
  private static String chomped(String text, String like) {
    return text.substring(0, text.length() - breaksAtEnd(text)) + "\n".repeat(breaksAtEnd(like));
  }

  private static int breaksAtEnd(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return text.length() - end;
  }

  private <T> Result<T> notEditable(String place, String why) {
    return Result.failed(
        new Failure.File(
            Reason.IMAGE_NOT_EDITABLE,
            "%s, line %d: %s %s"
                .formatted(
                    outer.path(), scalar.getStartMark().orElseThrow().getLine() + 1, place, why)));
  }
}
