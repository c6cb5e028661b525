package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Check;
import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers pages with their entity tags (RFC 9110, section 8.8.3), so that a page that has not
 * changed is not sent again; at GitHub such a request does not count. Bounded by the length of all
 * texts; the least recently used pages are dropped first. Thread-safe.
 */
final class PageCache {
  static final int ENTRY = 200;

  /** Longer entity tags are not remembered. */
  private static final int MAX_TAG = 200;

  private final long capacity;
  private final Map<Key, Tagged> pages = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  /**
   * @param capacity how many characters are held
   */
  PageCache(long capacity) {
    this.capacity = capacity;
  }

  /**
   * A page that was asked for.
   *
   * @param access identifies the login; no secret
   */
  record Key(URI uri, String access) {}

  /**
   * A page.
   *
   * @param more whether the list goes on
   */
  record Page(List<Check> checks, boolean more) {
    /** Copies the list. */
    Page {
      checks = List.copyOf(checks);
    }

    /** The length of its texts. */
    long size() {
      return PageCache.size(checks);
    }
  }

  /** A page, and its entity tag. */
  record Tagged(String tag, Page page) {
    long size() {
      return ENTRY + tag.length() + page.size();
    }
  }

  synchronized Optional<Tagged> get(Key key) {
    return Optional.ofNullable(pages.get(key));
  }

  /**
   * Remembers a page.
   *
   * @param tag null if the host sent none; then an older one is forgotten
   */
  synchronized void put(Key key, @Nullable String tag, Page page) {
    Tagged old = pages.remove(key);
    held -= old == null ? 0 : old.size();
    if (tag == null || tag.length() > MAX_TAG) {
      return;
    }
    Tagged fresh = new Tagged(tag, page);
    pages.put(key, fresh);
    held += fresh.size();
    Iterator<Tagged> eldest = pages.values().iterator();
    while (held > capacity && eldest.hasNext()) {
      held -= eldest.next().size();
      eldest.remove();
    }
  }

  /** How many characters are held. */
  synchronized long held() {
    return held;
  }

  /** The length of the texts of checks. */
  static long size(List<Check> checks) {
    return checks.stream().mapToLong(PageCache::size).sum();
  }

  private static long size(Check check) {
    return ENTRY / 4L
        + check.name().length()
        + (check.series() == null || check.series().equals(check.name())
            ? 0
            : check.series().length())
        + check.result().length()
        + (check.link() == null ? 0 : check.link().length());
  }
}
