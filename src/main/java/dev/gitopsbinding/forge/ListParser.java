package dev.gitopsbinding.forge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.gitopsbinding.model.text.TextShortener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of checks from JSON, and of each element only the wanted fields. All else is skipped
 * without being built, so that an answer of some megabytes takes little memory, whatever it holds.
 */
public final class ListParser {
  /** More than any page that was asked for has. */
  private static final int MAX_ITEMS = 500;

  private static final int MAX_VALUE = 1000;
  private static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private ListParser() {}

  /**
   * The checks of one page.
   *
   * @throws MalformedListException if the text is not JSON, or not the list that is documented
   */
  public static List<Check> parse(String json, Listing listing) throws MalformedListException {
    List<Check> checks = new ArrayList<>();
    for (ListedItem item : items(json, listing.array(), listing.fields(), MAX_VALUE)) {
      checks.add(listing.reader().read(item));
    }
    return List.copyOf(checks);
  }

  /**
   * The elements of a list.
   *
   * @param array the field that holds the list; null if the text is the list
   * @param fields what is read of each element; {@code a.b} is the field b of an object a
   * @param longest how many characters of a value are kept
   * @throws MalformedListException if the text is not JSON, or not a list of objects
   */
  public static List<ListedItem> items(
      String json, @Nullable String array, Set<String> fields, int longest)
      throws MalformedListException {
    return parsed(
        json,
        parser -> {
          enter(parser, array);
          List<ListedItem> items = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == MAX_ITEMS) {
              throw new MalformedListException("has more elements than were asked for");
            }
            items.add(item(parser, fields, longest));
          }
          return items;
        });
  }

  /**
   * One object.
   *
   * @param fields as in {@link #items}
   * @param longest as in {@link #items}
   * @throws MalformedListException if the text is not JSON, or not an object
   */
  public static ListedItem item(String json, Set<String> fields, int longest)
      throws MalformedListException {
    return parsed(
        json,
        parser -> {
          parser.nextToken();
          return item(parser, fields, longest);
        });
  }

  /** Reads something from JSON. */
  @FunctionalInterface
  private interface JsonReading<T> {
    T read(JsonParser parser) throws IOException, MalformedListException;
  }

  private static <T> T parsed(String json, JsonReading<T> reading) throws MalformedListException {
    try (JsonParser parser = JSON.createParser(json)) {
      return reading.read(parser);
    } catch (StreamConstraintsException e) {
      throw new MalformedListException("is nested too deeply, or holds too long texts");
    } catch (IOException e) {
      // Without the cause, because its message repeats parts of the answer.
      throw new MalformedListException("is not JSON");
    }
  }

  /** Goes to the begin of the list. */
  private static void enter(JsonParser parser, @Nullable String array)
      throws IOException, MalformedListException {
    JsonToken token = parser.nextToken();
    if (array != null) {
      if (token != JsonToken.START_OBJECT) {
        throw new MalformedListException("is not an object");
      }
      token = field(parser, array);
    }
    if (token != JsonToken.START_ARRAY) {
      throw new MalformedListException(
          array == null ? "is not a list" : "has no list '" + array + "'");
    }
  }

  private static @Nullable JsonToken field(JsonParser parser, String name) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(name);
      JsonToken value = parser.nextToken();
      if (found) {
        return value;
      }
      parser.skipChildren();
    }
    return null;
  }

  private static ListedItem item(JsonParser parser, Set<String> fields, int longest)
      throws IOException, MalformedListException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedListException("has an element that is not an object");
    }
    Map<String, String> found = new HashMap<>();
    read(parser, "", fields, longest, found);
    return new ListedItem(found);
  }

  private static void read(
      JsonParser parser, String above, Set<String> fields, int longest, Map<String, String> found)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = above + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT
          && fields.stream().anyMatch(field -> field.startsWith(name + "."))) {
        read(parser, name + ".", fields, longest, found);
      } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL && fields.contains(name)) {
        found.put(name, TextShortener.shorten(parser.getText(), longest));
      } else {
        parser.skipChildren();
      }
    }
  }
}
