package dev.gitopsbinding.cli.create;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked about the key that a host showed. */
public final class HostKeyAdvice {
  private HostKeyAdvice() {}

  /**
   * The question.
   *
   * @param host with its port, unless that is 22
   * @param shown the types and fingerprints
   */
  public static String question(String host, List<String> shown) {
    String page = page(host);
    return """
        %s showed %s:
          %s
        %s
        Is this a fingerprint that the owner of the host publishes?"""
        .formatted(
            host,
            shown.size() == 1 ? "this key" : "these keys",
            String.join("\n  ", shown),
            page == null
                ? "Compare it with what the owner of the host says, over a way that others cannot change."
                : "Compare it with " + page);
  }

  private static @Nullable String page(String host) {
    String name = host.replaceFirst(":\\d+$", "");
    return HostKind.of(name).fingerprints(name);
  }
}
