package dev.gitopsbinding.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A hook of a repository's server that holds pushes up until it is released. */
public final class PushBrake {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path held;
  private final Path released;

  private PushBrake(GitRepository repository, String hook) {
    this.held = repository.directory().resolve(hook + "-held");
    this.released = repository.directory().resolve(hook + "-released");
    repository.hook(
        hook,
        """
        cat >/dev/null
        touch %s
        while [ ! -e %s ]; do sleep 0.05; done
        """
            .formatted(held, released));
  }

  /** Holds a push once its objects have come, before the branch moves. */
  public static PushBrake before(GitRepository repository) {
    return new PushBrake(repository, "pre-receive");
  }

  /** Holds a push once the branch has moved, before the client is told. */
  public static PushBrake after(GitRepository repository) {
    return new PushBrake(repository, "post-receive");
  }

  /** Waits until a push is held. */
  public void awaitHeld() {
    Awaitility.await("a push is held").atMost(PATIENCE).until(() -> Files.exists(held));
  }

  /** Lets this push and all others pass. */
  public void release() {
    try {
      Files.createFile(released);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
