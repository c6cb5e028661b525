package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.PendingRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;

/** Opens connections to git hosts, limits their duration, and reports why they failed. */
public interface Connector {
  /**
   * Removes the secrets of the running operation from what the host sent, also the tokens that it
   * got meanwhile. Bound on the thread of a {@link Use}.
   */
  ScopedValue<Redactor> REDACTOR = ScopedValue.newInstance();

  /** Work that needs an open transport. */
  @FunctionalInterface
  interface Use<T> {
    T apply(Transport transport) throws IOException;
  }

  /**
   * Opens a transport from {@code local} to the remote, uses it and closes it. Ends within {@code
   * timeout} whatever the host does; every exception becomes a typed failure.
   *
   * @param operation the kind of work, for limits and the listener
   * @param timeout zero or more; zero ends at once
   */
  <T> Result<T> with(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      Use<T> use);

  /**
   * As {@link #with(Remote, Repository, GitListener.Operation, Duration, Use)}, for an operation
   * whose answer is shared.
   *
   * @param request asked when the operation has its permits
   * @return empty if the request was answered meanwhile, or must not begin; then nothing was sent
   */
  default <T> Optional<Result<T>> with(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      PendingRequest request,
      Use<T> use) {
    return request.begin()
        ? Optional.of(with(remote, local, operation, timeout, use))
        : Optional.empty();
  }
}
