package dev.gitopsbinding.http.status;

import dev.gitopsbinding.http.QueryParameters;
import dev.gitopsbinding.status.BindingState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which bindings a client wants to see.
 *
 * @param namespace null for all
 * @param state null for all
 * @param refreshing whether a page loads itself again
 */
record StatusQuery(@Nullable String namespace, @Nullable BindingState state, boolean refreshing) {
  private static final String NAMESPACE = "namespace";
  private static final String STATE = "state";
  private static final String REFRESH = "refresh";
  private static final String OFF = "off";

  /**
   * Reads a query; an empty value is that of a form's field for "all".
   *
   * @throws IllegalArgumentException with a message for the client
   */
  static StatusQuery parse(String query) {
    QueryParameters parameters = QueryParameters.parse(query, List.of(NAMESPACE, STATE, REFRESH));
    return new StatusQuery(
        given(parameters, NAMESPACE).orElse(null),
        given(parameters, STATE).map(StatusQuery::state).orElse(null),
        !parameters.value(REFRESH).equals(Optional.of(OFF)));
  }

  boolean matches(BindingRow row) {
    return isInNamespace(row) && (state == null || state == row.state());
  }

  boolean isInNamespace(BindingRow row) {
    return namespace == null || namespace.equals(row.id().namespace());
  }

  private static Optional<String> given(QueryParameters parameters, String name) {
    return parameters.value(name).filter(value -> !value.isEmpty());
  }

  private static BindingState state(String text) {
    return BindingState.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "state must be one of "
                        + Arrays.stream(BindingState.values())
                            .map(BindingState::text)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
