package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.forge.ListedItem;
import java.util.List;
import java.util.Map;

/**
 * A page of a list of pull requests, or one alone.
 *
 * @param more whether the list goes on
 */
record PullRequestPage(List<ListedItem> items, boolean more) {
  private static final int FIELD = 50;

  /** Copies the list. */
  PullRequestPage {
    items = List.copyOf(items);
  }

  /** The length of its texts and of what holds them, in characters. */
  long size() {
    return items.stream()
        .flatMap(item -> item.fields().entrySet().stream())
        .mapToLong(PullRequestPage::length)
        .sum();
  }

  private static long length(Map.Entry<String, String> field) {
    return (long) FIELD + field.getValue().length();
  }
}
