package dev.gitopsbinding.edit.yaml.replace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.gitopsbinding.edit.yaml.YamlFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Compares a text before and after its change by another parser (Jackson's, for JSON or YAML 1.1).
 * Equal streams of tokens mean equal trees; to compare streams needs no stack and expands no alias.
 */
final class EditVerifier {
  /**
   * The parsers share a pool of buffers: a buffer for each thread would add up, as thousands may
   * wait for a push.
   */
  private static final JsonFactory YAML =
      YAMLFactory.builder()
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .streamReadConstraints(sizes())
          .loaderOptions(loaderOptions())
          .build();

  /** JSON first: some JSON, such as tabs or an escaped slash, is not YAML 1.1. */
  private static final List<JsonFactory> FORMATS =
      List.of(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .streamReadConstraints(sizes())
              .build(),
          YAML);

  /** One difference between the texts. */
  sealed interface Edit {}

  /**
   * One value that has to differ. It is a string afterwards; before it may have been another
   * scalar, such as a number.
   */
  record Change(String before, String after) implements Edit {}

  /** One key with a string value that has to be there afterwards only. */
  record Insertion(String key, String value) implements Edit {}

  private EditVerifier() {}

  /**
   * Whether a file and a changed text differ in exactly {@code edits}, in this order. Where the
   * second parser reads after the change what the first one read before it, the text before the
   * change is not parsed again; of a large document only the lines around the change are.
   */
  static boolean passes(YamlFile before, String after, List<? extends Edit> edits) {
    return isReadAsBefore(before, after, edits) || passes(before.text(), after, edits);
  }

  private static boolean isReadAsBefore(YamlFile before, String after, List<? extends Edit> edits) {
    TextChange change = TextChange.between(before.text(), after);
    return ChangedBlock.of(before, after, change, ChangedBlock.ENOUGH)
            .filter(block -> reads(List.of(block.before()), block.after(), edits))
            .isPresent()
        || reads(ChangedDocuments.of(before, after, change), edits);
  }

  private static boolean reads(ChangedDocuments changed, List<? extends Edit> edits) {
    return reads(changed.before(), changed.after(), edits);
  }

  /** If not, another way may do: some JSON is not YAML 1.1, and directives stand before it. */
  static boolean reads(List<Node> before, String after, List<? extends Edit> edits) {
    try {
      return NodeVerifier.reads(before, after, new ArrayDeque<>(edits));
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  /** Whether the two texts differ in exactly {@code edits}, in this order. */
  static boolean passes(String before, String after, List<? extends Edit> edits) {
    return FORMATS.stream().anyMatch(format -> passes(format, before, after, edits));
  }

  /** No limits: the text was parsed before, with limits for its size and depth. */
  private static StreamReadConstraints sizes() {
    return StreamReadConstraints.builder()
        .maxStringLength(Integer.MAX_VALUE)
        .maxNameLength(Integer.MAX_VALUE)
        .build();
  }

  private static LoaderOptions loaderOptions() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    return options;
  }

  private static boolean passes(
      JsonFactory format, String before, String after, List<? extends Edit> edits) {
    try (JsonParser old = format.createParser(before);
        JsonParser changed = format.createParser(after)) {
      return differBy(old, changed, new ArrayDeque<>(edits));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // A text that one of the two parsers cannot read is not safe to edit.
      return false;
    }
  }

  private static boolean differBy(JsonParser before, JsonParser after, Deque<Edit> edits)
      throws IOException {
    JsonToken token;
    while ((token = before.nextToken()) != null) {
      JsonToken changed = after.nextToken();
      if (edits.peek() instanceof Insertion insertion && begins(insertion, before, after)) {
        if (after.nextToken() != JsonToken.VALUE_STRING
            || !after.getText().equals(insertion.value())) {
          return false;
        }
        edits.remove();
        changed = after.nextToken();
      }
      boolean same = changed == token && Objects.equals(before.getText(), after.getText());
      if (!same && !isWanted(edits.poll(), before, after)) {
        return false;
      }
    }
    return after.nextToken() == null && edits.isEmpty();
  }

  private static boolean begins(Insertion insertion, JsonParser before, JsonParser after)
      throws IOException {
    return after.currentToken() == JsonToken.FIELD_NAME
        && after.getText().equals(insertion.key())
        && !(before.currentToken() == JsonToken.FIELD_NAME
            && before.getText().equals(insertion.key()));
  }

  private static boolean isWanted(@Nullable Edit edit, JsonParser before, JsonParser after)
      throws IOException {
    return edit instanceof Change(String old, String changed)
        && before.currentToken().isScalarValue()
        && after.currentToken() == JsonToken.VALUE_STRING
        && old.equals(before.getText())
        && changed.equals(after.getText());
  }
}
