package dev.gitopsbinding.edit.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Compares a text before and after its change by another parser (Jackson's, for JSON or YAML 1.1).
 * Equal streams of tokens mean equal trees; to compare streams needs no stack and expands no alias.
 */
final class EditVerifier {
  /**
   * JSON first: some JSON, such as tabs or an escaped slash, is not YAML 1.1. The parsers share a
   * pool of buffers: a buffer for each thread would add up, as thousands may wait for a push.
   */
  private static final List<JsonFactory> FORMATS =
      List.of(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .streamReadConstraints(sizes())
              .build(),
          YAMLFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .streamReadConstraints(sizes())
              .loaderOptions(loaderOptions())
              .build());

  /** One string value that has to differ. */
  record Change(String before, String after) {}

  private EditVerifier() {}

  /** Whether the two texts differ in exactly {@code changes}, in this order. */
  static boolean passes(String before, String after, List<Change> changes) {
    return FORMATS.stream().anyMatch(format -> passes(format, before, after, changes));
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
      JsonFactory format, String before, String after, List<Change> changes) {
    try (JsonParser old = format.createParser(before);
        JsonParser changed = format.createParser(after)) {
      return differBy(old, changed, changes.iterator());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // A text that one of the two parsers cannot read is not safe to edit.
      return false;
    }
  }

  private static boolean differBy(JsonParser before, JsonParser after, Iterator<Change> changes)
      throws IOException {
    JsonToken token;
    while ((token = before.nextToken()) != null) {
      if (after.nextToken() != token) {
        return false;
      }
      String old = before.getText();
      String changed = after.getText();
      if (Objects.equals(old, changed)) {
        continue;
      }
      boolean wanted =
          token == JsonToken.VALUE_STRING
              && changes.hasNext()
              && new Change(old, changed).equals(changes.next());
      if (!wanted) {
        return false;
      }
    }
    return after.nextToken() == null && !changes.hasNext();
  }
}
