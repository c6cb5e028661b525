package dev.gitopsbinding.forge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a JSON object, its fields in the order in which they were added. */
public final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();

  /** Writes one field. */
  @FunctionalInterface
  private interface Field {
    void write(JsonGenerator generator) throws IOException;
  }

  private final List<Field> fields = new ArrayList<>();

  /** Adds a text. */
  public JsonBody with(String name, String value) {
    fields.add(generator -> generator.writeStringField(name, value));
    return this;
  }

  /** Adds a boolean. */
  public JsonBody with(String name, boolean value) {
    fields.add(generator -> generator.writeBooleanField(name, value));
    return this;
  }

  /** Adds a list of texts. */
  public JsonBody with(String name, List<String> values) {
    fields.add(
        generator -> {
          generator.writeArrayFieldStart(name);
          for (String value : values) {
            generator.writeString(value);
          }
          generator.writeEndArray();
        });
    return this;
  }

  /** Adds a list of numbers. */
  public JsonBody withNumbers(String name, List<Long> values) {
    fields.add(
        generator -> {
          generator.writeArrayFieldStart(name);
          for (long value : values) {
            generator.writeNumber(value);
          }
          generator.writeEndArray();
        });
    return this;
  }

  /** Adds an object. */
  public JsonBody with(String name, JsonBody value) {
    fields.add(
        generator -> {
          generator.writeFieldName(name);
          value.write(generator);
        });
    return this;
  }

  /** The text of the object. */
  public String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory", e);
    }
    return text.toString();
  }

  private void write(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    for (Field field : fields) {
      field.write(generator);
    }
    generator.writeEndObject();
  }
}
