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
 * @param denied what the forge does if it refuses this list after it has sent another one: completes
 *     "the forge"; null if the general message fits
 */
public record Listing(
    String path,
    @Nullable String array,
    int pageSize,
    Set<String> fields,
    ItemReader reader,
    @Nullable String denied) {
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

  /** A list that needs the same rights as the others of its forge. */
  public static Listing of(
      String path, @Nullable String array, int pageSize, Set<String> fields, ItemReader reader) {
    return new Listing(path, array, pageSize, fields, reader, null);
  }

  /** The list with a right of its own. */
  public Listing withDenied(String text) {
    return new Listing(path, array, pageSize, fields, reader, text);
  }
}
