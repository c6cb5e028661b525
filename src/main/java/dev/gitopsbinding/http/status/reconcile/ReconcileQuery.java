package dev.gitopsbinding.http.status.reconcile;

import dev.gitopsbinding.http.QueryParameters;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bindings a client wants to have synced.
 *
 * @param namespace null for all
 * @param name null for all of the namespace
 * @param timeout how long the client waits for the results
 */
record ReconcileQuery(@Nullable String namespace, @Nullable String name, Duration timeout) {
  private static final Duration USUAL = Duration.ofSeconds(30);
  static final Duration MAX_WAIT = Duration.ofMinutes(2);

  /**
   * Reads a query. An empty value is refused: it may be a variable of a script that was not set,
   * and all bindings would be synced.
   *
   * @throws IllegalArgumentException with a message for the client
   */
  static ReconcileQuery parse(String query) {
    QueryParameters parameters =
        QueryParameters.parse(query, List.of("namespace", "name", "timeout"));
    String namespace = given(parameters, "namespace").orElse(null);
    String name = given(parameters, "name").orElse(null);
    if (name != null && namespace == null) {
      throw new IllegalArgumentException("name needs a namespace.");
    }
    return new ReconcileQuery(
        namespace, name, given(parameters, "timeout").map(ReconcileQuery::timeout).orElse(USUAL));
  }

  boolean matches(BindingId id) {
    return (namespace == null || namespace.equals(id.namespace()))
        && (name == null || name.equals(id.name()));
  }

  private static Optional<String> given(QueryParameters parameters, String name) {
    Optional<String> value = parameters.value(name);
    if (value.equals(Optional.of(""))) {
      throw new IllegalArgumentException(name + " has no value. Leave it out to mean all.");
    }
    return value;
  }

  private static Duration timeout(String text) {
    return GoDuration.parse(text)
        .filter(value -> !value.isNegative() && value.compareTo(MAX_WAIT) <= 0)
        .orElseThrow(
            () -> new IllegalArgumentException("timeout must be a duration from 0s to 2m."));
  }
}
