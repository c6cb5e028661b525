package dev.gitopsbinding.cli.preview;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.model.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command has no metrics. */
final class SilentGitListener implements GitListener {
  @Override
  public void operationEnded(
      Operation operation, String host, @Nullable Reason failure, Duration took) {}

  @Override
  public void pushed(int commits) {
    throw new IllegalStateException("a preview has pushed");
  }

  @Override
  public void rejectedPushRetried() {}
}
