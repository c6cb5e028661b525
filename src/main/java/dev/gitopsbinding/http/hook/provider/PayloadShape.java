package dev.gitopsbinding.http.hook.provider;

import java.util.HashSet;
import java.util.Set;

/**
 * Which texts of a payload are read. Names are joined by dots; a list does not show in them, so
 * that {@code links.clone.href} is each {@code href} of a list {@code clone}.
 *
 * @param fields those of the payload itself
 * @param list a list of objects whose texts belong together; empty if there is none
 * @param itemFields those of each of its elements
 * @param ways all names that lead to one of these
 */
record PayloadShape(Set<String> fields, String list, Set<String> itemFields, Set<String> ways) {
  static PayloadShape of(String... fields) {
    return withList(Set.of(fields), "", Set.of());
  }

  static PayloadShape withList(Set<String> fields, String list, Set<String> itemFields) {
    Set<String> ways = new HashSet<>();
    fields.forEach(field -> addWays(field, ways));
    itemFields.forEach(field -> addWays(list + "." + field, ways));
    return new PayloadShape(fields, list, itemFields, Set.copyOf(ways));
  }

  /** Whether a name is that of a wanted text, of the payload or of an element. */
  boolean wants(String name) {
    return fields.contains(name)
        || (!list.isEmpty()
            && name.startsWith(list + ".")
            && itemFields.contains(name.substring(list.length() + 1)));
  }

  private static void addWays(String name, Set<String> ways) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      ways.add(name.substring(0, dot));
    }
  }
}
