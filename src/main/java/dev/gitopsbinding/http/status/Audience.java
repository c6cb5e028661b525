package dev.gitopsbinding.http.status;

/** Who may see the states of all bindings. */
public enum Audience {
  /** Clients in the operator's own pod, as {@code kubectl port-forward} is. */
  LOCAL,
  /** Everybody who reaches the port. */
  ALL,
  /** Nobody. */
  NOBODY
}
