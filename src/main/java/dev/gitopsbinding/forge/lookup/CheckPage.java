package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.forge.client.TaggedCache;
import java.util.List;

/**
 * A page of a list of checks.
 *
 * @param more whether the list goes on
 */
record CheckPage(List<Check> checks, boolean more) {
  /** Copies the list. */
  CheckPage {
    checks = List.copyOf(checks);
  }

  /** The length of its texts. */
  long size() {
    return size(checks);
  }

  /** The length of the texts of checks. */
  static long size(List<Check> checks) {
    return checks.stream().mapToLong(CheckPage::size).sum();
  }

  private static long size(Check check) {
    return TaggedCache.ENTRY / 4L
        + check.name().length()
        + (check.series() == null || check.series().equals(check.name())
            ? 0
            : check.series().length())
        + check.result().length()
        + (check.link() == null ? 0 : check.link().length());
  }
}
