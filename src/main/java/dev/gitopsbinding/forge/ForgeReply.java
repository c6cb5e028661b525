package dev.gitopsbinding.forge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a forge answered.
 *
 * @param status of HTTP
 * @param body maybe cut off, unless the request was done
 */
public record ForgeReply(int status, String body) {
  private static final Set<String> MESSAGES =
      Set.of("message", "error", "error_description", "errors");

  /** In the errors of GraphQL, the names of the fields that lead to where it happened. */
  private static final String PLACE = "path";

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_TEXTS = 5;

  /** Whether the request was done. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /**
   * What the forge wrote about an error: the texts of its messages, joined by {@code "; "}. All
   * forges put them under one of a few names, as a text, in a list, or in a list of objects.
   *
   * @return empty if there is none; not cleaned
   */
  public String message() {
    Set<String> texts = new LinkedHashSet<>();
    try (JsonParser parser = JSON.createParser(body)) {
      collect(parser, texts);
    } catch (IOException e) {
      // Not JSON, or cut off: what was found until here counts.
    }
    return String.join("; ", texts);
  }

  private static void collect(JsonParser parser, Set<String> texts) throws IOException {
    String field = "";
    int below = 0;
    for (JsonToken token = parser.nextToken();
        token != null && texts.size() < MAX_TEXTS;
        token = parser.nextToken()) {
      if (token == JsonToken.FIELD_NAME) {
        field = parser.currentName();
      } else if (token.isStructStart()) {
        below = below > 0 || MESSAGES.contains(field) ? below + 1 : 0;
      } else if (token.isStructEnd()) {
        below = Math.max(0, below - 1);
      } else if (token == JsonToken.VALUE_STRING
          && (MESSAGES.contains(field)
              || (below > 0 && !field.equals(PLACE) && parser.getParsingContext().inArray()))) {
        texts.add(parser.getText().strip());
      }
    }
  }
}
