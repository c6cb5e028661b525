package dev.gitopsbinding.forge;

import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file with lines {@code # key: value}, and then the requests to a forge, each after {@code >},
 * with the answer's status after {@code <}, its headers and its body.
 */
public final class ContractFile {
  private ContractFile() {}

  /** A request that is expected, and its answer. */
  public record Exchange(String request, int status, List<String> headers, String body) {
    static Exchange of(String section) {
      List<String> lines = new ArrayList<>(section.lines().toList());
      String request = lines.removeFirst();
      int status = Integer.parseInt(lines.removeFirst().substring(2));
      List<String> headers = new ArrayList<>();
      while (!lines.isEmpty() && lines.getFirst().startsWith("header ")) {
        headers.add(lines.removeFirst().substring("header ".length()));
      }
      return new Exchange(request, status, headers, String.join("\n", lines));
    }

    /** Sends the answer. */
    public void answer(ScriptedRegistry.Talk talk) throws IOException {
      for (String header : headers) {
        String[] parts = header.split(": ", 2);
        talk.header(parts[0], parts[1]);
      }
      if (body.isEmpty()) {
        talk.status(status);
      } else {
        talk.json(status, body);
      }
    }
  }

  /** The exchanges of a file, in their order. */
  public static List<Exchange> exchanges(String text) {
    return Stream.of(text.split("(?m)^> ")).skip(1).map(Exchange::of).toList();
  }

  /** The value of a key; empty if there is none. */
  public static String header(String text, String key) {
    return headers(text, key).stream().findFirst().orElse("");
  }

  /** All values of a key. */
  public static List<String> headers(String text, String key) {
    String prefix = "# " + key + ": ";
    return text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }
}
