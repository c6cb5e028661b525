package dev.gitopsbinding.http.status;

import dev.gitopsbinding.status.BindingState;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All bindings at one moment.
 *
 * @param rows by namespace and name
 */
record Snapshot(List<BindingRow> rows) {
  /** The rows that match, by namespace and name. */
  List<BindingRow> matching(StatusQuery query) {
    return rows.stream().filter(query::matches).toList();
  }

  /** The same with those first that a person should look at. */
  List<BindingRow> byUrgency(StatusQuery query) {
    return rows.stream()
        .filter(query::matches)
        .sorted(Comparator.comparing(BindingRow::state)) // stable
        .toList();
  }

  /** How many bindings of the query's namespace are in each state. */
  Map<BindingState, Integer> counts(StatusQuery query) {
    Map<BindingState, Integer> counts = new EnumMap<>(BindingState.class);
    rows.stream()
        .filter(query::isInNamespace)
        .forEach(row -> counts.merge(row.state(), 1, Integer::sum));
    return counts;
  }

  /** All namespaces that have bindings, sorted. */
  List<String> namespaces() {
    return rows.stream().map(row -> row.id().namespace()).distinct().toList();
  }
}
