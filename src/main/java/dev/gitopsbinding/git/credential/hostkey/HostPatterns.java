package dev.gitopsbinding.git.credential.hostkey;

import dev.gitopsbinding.model.RepositoryUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The unhashed hosts of a known_hosts line: names with {@code *} and {@code ?}, and with {@code !}
 * before names to exclude (ssh_config(5), "PATTERNS"). A host on a port other than 22 is written as
 * {@code [host]:port}. Matching takes at most as many steps as the product of both lengths, so that
 * no pattern can stall it.
 */
record HostPatterns(List<String> patterns) {
  private static final String NOT = "!";

  /** Reads patterns with commas between them. */
  static HostPatterns of(String text) {
    return new HostPatterns(Arrays.asList(text.toLowerCase(Locale.ROOT).split(",", -1)));
  }

  /** Whether a pattern matches, and no pattern with {@code !} does. */
  boolean match(String host, int port) {
    String plain = host.toLowerCase(Locale.ROOT);
    String name =
        port == RepositoryUrl.Scheme.SSH.defaultPort() ? plain : "[" + plain + "]:" + port;
    return patterns.stream().anyMatch(pattern -> matches(pattern, name))
        && patterns.stream()
            .filter(pattern -> pattern.startsWith(NOT))
            .noneMatch(pattern -> matches(pattern.substring(NOT.length()), name));
  }

  /** Backtracks to the last {@code *} only: it can match everything that an earlier one could. */
  private static boolean matches(String pattern, String name) {
    int at = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < name.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = i;
      } else if (at < pattern.length() && isSame(pattern.charAt(at), name.charAt(i))) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(c -> c == '*');
  }

  private static boolean isSame(char pattern, char character) {
    return pattern == '?' || pattern == character;
  }
}
