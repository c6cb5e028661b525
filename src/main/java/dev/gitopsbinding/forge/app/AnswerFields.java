package dev.gitopsbinding.forge.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The wanted fields at the top of an answer in JSON. All else is skipped without being built: with
 * a token comes a description of its repository of some KiB.
 */
record AnswerFields(Map<String, String> fields) {
  /** Tokens of GitHub had 40 characters; newer ones hold a signature and some hundred. */
  private static final int MAX_VALUE = 8 << 10;

  private static final int MAX_DEPTH = 100;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /** Reads what there is; a text that is not JSON has no fields, or those before its fault. */
  static AnswerFields of(String json, Set<String> wanted) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        read(parser, wanted, fields);
      }
    } catch (IOException e) {
      // Texts of hosts may be cut off; what is missing is reported by who needs it.
    }
    return new AnswerFields(Map.copyOf(fields));
  }

  private static void read(JsonParser parser, Set<String> wanted, Map<String, String> fields)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (wanted.contains(name) && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        String text = parser.getText();
        if (text.length() <= MAX_VALUE) {
          fields.put(name, text);
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  /** The text of a field, if it is there, a scalar, and not empty. */
  Optional<String> find(String name) {
    return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
  }

  @Override
  public String toString() {
    return fields.keySet().toString();
  }
}
