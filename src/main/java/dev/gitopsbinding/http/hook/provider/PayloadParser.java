package dev.gitopsbinding.http.hook.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the wanted texts of a payload, and skips all else without building it, so that a payload
 * takes little memory whatever it holds.
 */
final class PayloadParser {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME = 512;
  private static final int MAX_NUMBER = 100;
  private static final int MAX_TEXT = 1024;

  /** Of one name; and elements of the list. What is beyond is left out: the interval finds it. */
  private static final int MAX_TEXTS = 100;

  private static final int MAX_ITEMS = 500;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private final JsonParser parser;
  private final PayloadShape shape;
  private final List<Map<String, List<String>>> items = new ArrayList<>();

  private PayloadParser(JsonParser parser, PayloadShape shape) {
    this.parser = parser;
    this.shape = shape;
  }

  /**
   * Reads a payload.
   *
   * @throws MalformedPayloadException if it is not one JSON object within the limits
   */
  static Payload parse(byte[] json, PayloadShape shape) throws MalformedPayloadException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedPayloadException("is not a JSON object");
      }
      var reading = new PayloadParser(parser, shape);
      Map<String, List<String>> fields = new LinkedHashMap<>();
      reading.object("", fields);
      if (parser.nextToken() != null) {
        throw new MalformedPayloadException("holds something behind the JSON object");
      }
      return new Payload(fields, reading.items);
    } catch (IOException e) {
      // Without the cause, because its message repeats parts of the payload.
      throw new MalformedPayloadException("is not JSON, or too deep, or has too long names");
    }
  }

  private void object(String path, Map<String, List<String>> into) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      value(path.isEmpty() ? name : path + "." + name, into);
    }
  }

  private void value(String path, Map<String, List<String>> into) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT && shape.ways().contains(path)) {
      object(path, into);
    } else if (token == JsonToken.START_ARRAY
        && (shape.ways().contains(path) || shape.wants(path))) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (path.equals(shape.list()) && parser.currentToken() == JsonToken.START_OBJECT) {
          item(path);
        } else {
          value(path, into);
        }
      }
    } else if (token.isScalarValue() && shape.wants(path)) {
      add(path, into);
    } else {
      parser.skipChildren();
    }
  }

  private void item(String path) throws IOException {
    Map<String, List<String>> item = new LinkedHashMap<>();
    object(path, item);
    if (items.size() < MAX_ITEMS) {
      items.add(item);
    }
  }

  private void add(String path, Map<String, List<String>> into) throws IOException {
    String name = shape.fields().contains(path) ? path : path.substring(shape.list().length() + 1);
    List<String> texts = into.computeIfAbsent(name, _ -> new ArrayList<>());
    if (parser.currentToken() != JsonToken.VALUE_NULL
        && parser.getTextLength() <= MAX_TEXT
        && texts.size() < MAX_TEXTS) {
      texts.add(parser.getText());
    }
  }
}
