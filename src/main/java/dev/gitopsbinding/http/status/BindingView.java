package dev.gitopsbinding.http.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.BindingId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The bindings as this process knows them; answers from memory. Called from many threads. */
public interface BindingView {
  /** All bindings that are watched, with the newest known status, in any order. */
  Stream<GitOpsBinding> bindings();

  /** When a binding is synced next; empty if this process does not sync it. */
  Optional<Instant> nextLook(BindingId binding);
}
