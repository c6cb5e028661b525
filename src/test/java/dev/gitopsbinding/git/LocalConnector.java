package dev.gitopsbinding.git;

import dev.gitopsbinding.git.runtime.IsolatedSystemReader;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * Talks to the git command line's own server programs over pipes, counts, and breaks off where a
 * test says so.
 */
public final class LocalConnector implements Connector {
  /** What happens around the next operation of a kind. */
  private record Fault(Runnable before, boolean talks, Runnable after, Optional<Failure> lost) {}

  private final Path repositories;
  private final Map<GitListener.Operation, AtomicInteger> counts =
      new EnumMap<>(GitListener.Operation.class);
  private final Map<GitListener.Operation, Deque<Fault>> faults =
      new EnumMap<>(GitListener.Operation.class);

  LocalConnector(Path repositories) {
    IsolatedSystemReader.install();
    this.repositories = repositories;
    for (GitListener.Operation operation : GitListener.Operation.values()) {
      counts.put(operation, new AtomicInteger());
      faults.put(operation, new ConcurrentLinkedDeque<>());
    }
  }

  public int count(GitListener.Operation operation) {
    return counts.get(operation).get();
  }

  public void beforeNext(GitListener.Operation operation, Runnable action) {
    faults.get(operation).add(new Fault(action, true, () -> {}, Optional.empty()));
  }

  public void afterNext(GitListener.Operation operation, Runnable action) {
    faults.get(operation).add(new Fault(() -> {}, true, action, Optional.empty()));
  }

  /** The server does its work, but its answer gets lost. */
  public void loseAnswerOfNext(GitListener.Operation operation, Reason reason) {
    faults.get(operation).add(new Fault(() -> {}, true, () -> {}, Optional.of(failure(reason))));
  }

  /** The server receives nothing. */
  public void refuseNext(GitListener.Operation operation, Reason reason) {
    faults.get(operation).add(new Fault(() -> {}, false, () -> {}, Optional.of(failure(reason))));
  }

  private static Failure failure(Reason reason) {
    return new Failure.Remote(reason, "the connection was cut");
  }

  @Override
  public <T> Result<T> with(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      Use<T> use) {
    counts.get(operation).incrementAndGet();
    Optional<Fault> fault = Optional.ofNullable(faults.get(operation).poll());
    if (fault.isEmpty()) {
      return talk(remote, local, use);
    }
    fault.get().before().run();
    Optional<Failure> lost = fault.get().lost();
    if (!fault.get().talks()) {
      return Result.failed(lost.orElseThrow());
    }
    Result<T> result = talk(remote, local, use);
    fault.get().after().run();
    return lost.isPresent() ? Result.failed(lost.get()) : result;
  }

  private <T> Result<T> talk(Remote remote, Repository local, Use<T> use) {
    String name = remote.branch().url().identity().path();
    try (Transport transport =
        Transport.open(local, new URIish(repositories.resolve(name).toUri().toString()))) {
      // With any other value than the default, JGit starts the program instead of its own server.
      transport.setOptionUploadPack("exec git-upload-pack");
      transport.setOptionReceivePack("exec git-receive-pack");
      return Result.ok(use.apply(transport));
    } catch (IOException | URISyntaxException e) {
      return Result.failed(new Failure.Remote(Reason.REMOTE_ERROR, e.toString()));
    }
  }
}
