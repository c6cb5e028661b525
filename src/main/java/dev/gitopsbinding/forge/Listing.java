package dev.gitopsbinding.forge;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of checks that a forge sends in pages.
 *
 * @param path below the path of the repository, with a query; the number of the page is appended as
 *     {@code &page=}
 * @param array the field of the answer that holds the list; null if the answer is the list
 * @param pageSize how many checks a full page has, as the query asks for
 * @param fields the fields that {@code reader} uses
 * @param maxPages how many pages are read at most, at least 1
 * @param whole whether a list with more pages is no answer; otherwise what follows is older and
 *     replaced
 * @param denied what the forge does if it refuses this list after it has sent another one:
 *     completes "the forge"; null if the general message fits
 */
public record Listing(
    String path,
    @Nullable String array,
    int pageSize,
    Set<String> fields,
    ItemReader reader,
    int maxPages,
    boolean whole,
    @Nullable String denied) {
  private static final int MAX_PAGES = 10;

  /** Makes a check of one element of the list. */
  @FunctionalInterface
  public interface ItemReader {
    /**
     * The check.
     *
     * @throws MalformedListException if a field is missing
     */
    Check read(ListedItem item) throws MalformedListException;
  }

  /** Copies the set. */
  public Listing {
    fields = Set.copyOf(fields);
  }

  /** A list of at most 10 pages that needs the same rights as the others of its forge. */
  public static Listing of(
      String path, @Nullable String array, int pageSize, Set<String> fields, ItemReader reader) {
    return new Listing(path, array, pageSize, fields, reader, MAX_PAGES, true, null);
  }

  /** The list with another bound. */
  public Listing withMaxPages(int pages) {
    return new Listing(path, array, pageSize, fields, reader, pages, whole, denied);
  }

  /** The first page alone of a list whose first elements replace the others. */
  public Listing newestOnly() {
    return new Listing(path, array, pageSize, fields, reader, 1, false, denied);
  }

  /** The list with a right of its own. */
  public Listing withDenied(String text) {
    return new Listing(path, array, pageSize, fields, reader, maxPages, whole, text);
  }
}
