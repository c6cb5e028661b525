package dev.gitopsbinding.testing.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Holds the next git command that a client runs in a repository at a chosen step, until it is
 * released. Those that come later pass.
 */
public final class GitCommandBlocker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Runs in the bare repository, as a child of the git command that is held. */
  private static final String HOLD =
      """
      if rmdir %1$s-armed 2>/dev/null; then
        echo $PPID > %1$s-held.new
        mv %1$s-held.new %1$s-held
        while [ -e %1$s-held ]; do sleep 0.1; done
      fi
      """;

  private final Path armed;
  private final Path held;

  private GitCommandBlocker(GitRepository repository, String step) {
    this.armed = repository.directory().resolve(step + "-armed");
    this.held = repository.directory().resolve(step + "-held");
    try {
      Files.createDirectory(armed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Holds a push once its objects have come, before the branch moves. */
  public static GitCommandBlocker beforePush(GitRepository repository) {
    return inHook(repository, "pre-receive");
  }

  /** Holds a push once the branch has moved, before the client is told. */
  public static GitCommandBlocker afterPush(GitRepository repository) {
    return inHook(repository, "post-receive");
  }

  /** Holds a fetch before its pack is made. */
  public static GitCommandBlocker inFetch(SshGitServer git, GitRepository repository) {
    String step = "pack-objects";
    Path hook = git.repositories().resolve(step);
    try {
      Files.writeString(hook, "#!/bin/sh\n" + HOLD.formatted(step) + "exec \"$@\"\n");
      Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    git.configure("uploadpack.packObjectsHook", hook.toString());
    return new GitCommandBlocker(repository, step);
  }

  /** Holds a command before it begins, and so before it looks at the branches. */
  public static GitCommandBlocker beforeCommand(SshGitServer git, GitRepository repository) {
    String step = "command";
    git.before(
        """
        path=${SSH_ORIGINAL_COMMAND#*"'"}
        path=${path%"'"}
        cd "${path#/}" || exit 1
        """
            + HOLD.formatted(step));
    return new GitCommandBlocker(repository, step);
  }

  private static GitCommandBlocker inHook(GitRepository repository, String hook) {
    repository.hook(hook, HOLD.formatted(hook));
    return new GitCommandBlocker(repository, hook);
  }

  /** Waits until a command is held. */
  public void awaitHeld() {
    Awaitility.await("git is held, see " + held)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> Files.exists(held));
  }

  /** Lets go the command that is held. */
  public void release() {
    try {
      Files.delete(held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go the command that is held, and waits for its end. */
  public void releaseToTheEnd() {
    try {
      long pid = Long.parseLong(Files.readString(held).strip());
      release();
      Awaitility.await("git ends, see " + held)
          .atMost(PATIENCE)
          .pollInterval(LOOK)
          .until(() -> ProcessHandle.of(pid).isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets go what is held, and holds nothing any more. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(armed);
      Files.deleteIfExists(held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
