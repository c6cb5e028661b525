package dev.gitopsbinding.testing.git;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.git.runtime.JGitConnector;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.share.MemoryBudget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the parts of git as the operator does, with the machine's clock and a memory budget. */
public final class GitParts {
  /** Ignores all events. */
  public static final GitListener NO_LISTENER =
      new GitListener() {
        @Override
        public void operationEnded(
            Operation operation, String host, @Nullable Reason failure, Duration took) {}

        @Override
        public void pushed(int commits) {}

        @Override
        public void rejectedPushRetried() {}
      };

  /** For credentials that are no apps. */
  public static final AppTokens NO_APPS =
      AppTokens.from(
          () -> {
            throw new IllegalStateException("no Secret holds an app");
          });

  private GitParts() {}

  public static GitRuntime start(GitSettings settings) throws IOException {
    return start(settings, NO_LISTENER);
  }

  public static GitRuntime start(GitSettings settings, GitListener listener) throws IOException {
    return start(settings, listener, NO_APPS);
  }

  public static GitRuntime start(GitSettings settings, GitListener listener, AppTokens tokens)
      throws IOException {
    return GitRuntime.start(
        settings, listener, tokens, Clock.systemUTC(), Clock.systemUTC(), MemoryBudget.ofHeap());
  }

  /** Lanes whose local copies have a disk budget of their own. */
  public static Lanes lanes(Connector connector, LaneSettings settings, GitListener listener) {
    return new Lanes(connector, settings, new DiskBudget(settings.maxCacheBytes()), listener);
  }

  public static JGitConnector connector(GitSettings settings) {
    return connector(settings, NO_LISTENER, Clock.systemUTC());
  }

  public static JGitConnector connector(GitSettings settings, GitListener listener, Clock steady) {
    return connector(settings, listener, NO_APPS, steady);
  }

  public static JGitConnector connector(
      GitSettings settings, GitListener listener, AppTokens tokens, Clock steady) {
    return new JGitConnector(
        settings,
        listener,
        tokens,
        steady,
        MemoryBudget.ofHeap(),
        Thread.ofPlatform().daemon().factory());
  }
}
