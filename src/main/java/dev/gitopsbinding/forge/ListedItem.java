package dev.gitopsbinding.forge;

import java.util.Map;
import java.util.Optional;

/**
 * One element of a list.
 *
 * @param fields the texts, numbers and booleans among the wanted fields, as text
 */
public record ListedItem(Map<String, String> fields) {
  /** Copies the map. */
  public ListedItem {
    fields = Map.copyOf(fields);
  }

  /** The value of a field; empty if it is missing, null or no single value. */
  public Optional<String> find(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  /**
   * The value of a field that every element has.
   *
   * @throws MalformedListException if it is missing, empty or no single value
   */
  public String require(String field) throws MalformedListException {
    String value = requireAny(field);
    if (value.isEmpty()) {
      throw without(field);
    }
    return value;
  }

  /**
   * The value of a field that every element has, and that may be empty.
   *
   * @throws MalformedListException if it is missing or no single value
   */
  public String requireAny(String field) throws MalformedListException {
    return find(field).orElseThrow(() -> without(field));
  }

  private static MalformedListException without(String field) {
    return new MalformedListException("has an element without " + field);
  }

  /**
   * A number that grows with each element that the forge makes.
   *
   * @throws MalformedListException if it is missing or no number
   */
  public long requireId() throws MalformedListException {
    return requireNumber("id");
  }

  /**
   * A number of at most 18 digits.
   *
   * @throws MalformedListException if it is missing or no number
   */
  public long requireNumber(String field) throws MalformedListException {
    String number = require(field);
    if (!number.matches("[0-9]{1,18}")) {
      throw new MalformedListException("has an element whose " + field + " is no number");
    }
    return Long.parseLong(number);
  }

  /** Whether a field is true. */
  public boolean isTrue(String field) {
    return find(field).filter("true"::equals).isPresent();
  }

  /** Whether two fields are there and have the same value. */
  public boolean isSame(String field, String other) {
    return find(field).isPresent() && find(field).equals(find(other));
  }
}
