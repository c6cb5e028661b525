package dev.gitopsbinding.edit.yaml.replace;

import dev.gitopsbinding.edit.uneditable.Placeholder;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Writes a tag that stands alone into a text, and changes nothing else there. */
public final class LoneTagReplacer {
  /** What stands before the first key of a mapping that is an item of a sequence. */
  private static final Pattern INDENTATION = Pattern.compile("[ -]*");

  /** Where a line ends (YAML 1.2.2, rule 28, b-break). */
  private static final Pattern BREAK = Pattern.compile("\\r\\n|\\n|\\r");

  private final YamlFile file;
  private final LoneTag place;
  private final String tag;

  private LoneTagReplacer(YamlFile file, LoneTag place, String tag) {
    this.file = file;
    this.place = place;
    this.tag = tag;
  }

  /** The change of a text: a part of it, in chars, is replaced. */
  private record Splice(int start, int end, String text, EditVerifier.Edit edit) {}

  /**
   * The text in which the place holds the tag, checked by a second parser. A tag that would be read
   * as something else than a text gets quotes. A key that is missing is inserted.
   */
  public static Result<String> of(YamlFile file, LoneTag place, String tag) {
    return edited(file, place, tag).then(edited -> Result.ok(edited.text()));
  }

  /** The same, with what it changes. */
  public static Result<EditedText> edited(YamlFile file, LoneTag place, String tag) {
    LoneTagReplacer replacer = new LoneTagReplacer(file, place, tag);
    return place.value().isPresent()
        ? place
            .scalar()
            .map(replacer::replaced)
            .orElseGet(() -> replacer.notEditable("is a mapping or a list"))
        : replacer.inserted();
  }

  /**
   * A file in which a tag was written, with a digest in a field of its own. Each value is checked
   * on its own, so this is a second step.
   *
   * @param digest null: none. To readers of the file an empty digest is none; to remove the line
   *     would take its comment along.
   * @param field finds the field in the file with the tag
   */
  public static Result<Content> withDigest(
      YamlFileReader reader,
      Content tagged,
      @Nullable String digest,
      Function<YamlFile, Result<LoneTag>> field) {
    String value = digest == null ? "" : digest;
    return reader
        .read(tagged)
        .then(
            file ->
                field
                    .apply(file)
                    .then(
                        place ->
                            place.text().equals(value)
                                ? Result.ok(file.text())
                                : of(file, place, value))
                    .then(text -> Result.ok(file.withText(text))));
  }

  private Result<EditedText> replaced(ScalarNode scalar) {
    if (place.value().orElseThrow().aliased()) {
      return notEditable("is shared by an anchor, an alias or a merge key");
    }
    Optional<Placeholder> placeholder = Placeholder.in(scalar.getValue());
    if (placeholder.isPresent()) {
      return refused(placeholder.get().what() + ". " + placeholder.get().next());
    }
    int anchor = offset(scalar, true);
    int end = offset(scalar, false);
    int start = anchor + AnchorPrefix.length(scalar, file.text().substring(anchor, end));
    String raw = file.text().substring(start, end);
    Optional<String> written = written(scalar, raw);
    if (raw.equals(scalar.getValue())
        && written.filter(text -> text.startsWith("\"")).isPresent()
        && file.text().startsWith("\t", end)) {
      return refused(
          "needs quotes to hold the tag, and no tab may follow those. Replace the tab in its line by a space.");
    }
    return written.isEmpty()
        ? notEditable("is written as a block scalar, or with a YAML tag or escapes")
        : spliced(
            new Splice(
                start,
                end,
                raw.isEmpty() ? " " + written.get() : written.get(),
                new EditVerifier.Change(scalar.getValue(), tag)));
  }

  /** The new text of the scalar, in its quotes; empty if it cannot be replaced. */
  private Optional<String> written(ScalarNode scalar, String raw) {
    ScalarStyle style = scalar.getScalarStyle();
    return switch (style) {
      case PLAIN -> raw.equals(scalar.getValue()) ? Optional.of(plain()) : Optional.empty();
      case SINGLE_QUOTED -> quoted(scalar, raw, "'");
      case DOUBLE_QUOTED -> quoted(scalar, raw, "\"");
      case LITERAL, FOLDED, JSON_SCALAR_STYLE -> Optional.empty();
    };
  }

  private Optional<String> quoted(ScalarNode scalar, String raw, String quote) {
    return raw.equals(quote + scalar.getValue() + quote)
        ? Optional.of(quote + tag + quote)
        : Optional.empty();
  }

  /** JSON has no texts without quotes; the value may be a null or a number. */
  private String plain() {
    boolean json =
        switch (place.owner().node()) {
          case MappingNode owner -> isJson(owner);
          case SequenceNode owner ->
              owner.getFlowStyle() == FlowStyle.FLOW && !PlainTextRule.isText(place.text());
          default -> false;
        };
    return json ? "\"" + tag + "\"" : alone("\"");
  }

  private static boolean isJson(MappingNode owner) {
    return owner.getFlowStyle() == FlowStyle.FLOW
        && owner.getValue().stream()
            .allMatch(
                entry ->
                    entry.getKeyNode() instanceof ScalarNode key
                        && key.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED);
  }

  private String alone(String quote) {
    return PlainTextRule.isText(tag) ? tag : quote + tag + quote;
  }

  private Result<EditedText> inserted() {
    MappingNode owner = (MappingNode) place.owner().node();
    if (place.owner().aliased() || holdsAlias(owner)) {
      return notEditable("is shared by an anchor, an alias or a merge key");
    }
    return owner.getFlowStyle() == FlowStyle.FLOW
        ? insertedInFlow(owner, owner.getValue().getLast())
        : insertedAsLine(owner);
  }

  /** The place of an alias is not known: its node is the one that has the anchor. */
  private boolean holdsAlias(MappingNode owner) {
    return owner.getValue().stream()
        .flatMap(entry -> Stream.of(entry.getKeyNode(), entry.getValueNode()))
        .anyMatch(file.aliased()::contains);
  }

  private Result<EditedText> insertedInFlow(MappingNode owner, NodeTuple last) {
    boolean json = isJson(owner);
    String quote = json ? "\"" : "";
    int end = offset(last.getValueNode(), false);
    return spliced(
        new Splice(
            end,
            end,
            ", %s%s%s: %s"
                .formatted(quote, place.key(), quote, json ? "\"" + tag + "\"" : alone("\"")),
            new EditVerifier.Insertion(place.key(), tag)));
  }

  /** A line of its own behind the line where the last text of the mapping ends. */
  private Result<EditedText> insertedAsLine(MappingNode owner) {
    int first = offset(owner.getValue().getFirst().getKeyNode(), true);
    int lineStart =
        Math.max(file.text().lastIndexOf('\n', first - 1), file.text().lastIndexOf('\r', first - 1))
            + 1;
    String before = file.text().substring(lineStart, first);
    Optional<NodeTuple> found =
        owner.getValue().reversed().stream().filter(LoneTagReplacer::isText).findFirst();
    if (!INDENTATION.matcher(before).matches() || found.isEmpty()) {
      return notEditable("cannot be inserted behind what the entry holds");
    }
    NodeTuple last = found.get();
    int from = offset(last.getValueNode(), false);
    String line = " ".repeat(before.length()) + place.key() + ": " + alone("\"");
    EditVerifier.Insertion insertion = new EditVerifier.Insertion(place.key(), tag);
    Matcher lineBreak = BREAK.matcher(file.text());
    if (!lineBreak.find(from)) {
      int end = file.text().length();
      return spliced(new Splice(end, end, newline() + line, insertion));
    }
    int end = lineBreak.end();
    return spliced(new Splice(end, end, line + lineBreak.group(), insertion));
  }

  private static boolean isText(NodeTuple entry) {
    return entry.getValueNode() instanceof ScalarNode value
        && !value.getValue().isEmpty()
        && (value.isPlain()
            || value.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
            || value.getScalarStyle() == ScalarStyle.SINGLE_QUOTED);
  }

  /** The first break of a line in the file. */
  private String newline() {
    Matcher lineBreak = BREAK.matcher(file.text());
    return lineBreak.find() ? lineBreak.group() : "\n";
  }

  private Result<EditedText> spliced(Splice splice) {
    String text =
        file.text().substring(0, splice.start())
            + splice.text()
            + file.text().substring(splice.end());
    return EditVerifier.passes(file, text, List.of(splice.edit()))
        ? Result.ok(new EditedText(text, List.of(splice.edit())))
        : notEditable("would not be read back as the intended text");
  }

  /** The start or the end of a node in chars. */
  private int offset(Node node, boolean start) {
    return file.offset((start ? node.getStartMark() : node.getEndMark()).orElseThrow().getIndex());
  }

  private Result<EditedText> notEditable(String obstacle) {
    return refused(obstacle + ". Write it there as a plain or quoted string of its own.");
  }

  private Result<EditedText> refused(String obstacle) {
    return Result.failed(
        new Failure.File(
            Reason.IMAGE_NOT_EDITABLE,
            "%s, line %d: %s of the image %s %s"
                .formatted(
                    file.path(), place.line(), place.key(), Excerpt.of(place.image()), obstacle)));
  }
}
