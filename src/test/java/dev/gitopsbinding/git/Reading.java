package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.MessageAssert;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reads a tip as the operator does; for tests. */
public final class Reading {
  public static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Loopback allowed, for the servers of the tests. */
  public static final GitSettings SETTINGS = GitSettingsBuilder.loopback().build();

  private Reading() {}

  public static Result<Tip> tip(GitSettings settings, String url, Credential credential) {
    return tip(settings, url, "main", credential, TIMEOUT);
  }

  public static Result<Tip> tip(
      GitSettings settings, String url, String branch, Credential credential, Duration timeout) {
    Remote remote =
        new Remote(new RemoteBranch(RepositoryUrl.parse(url), branch), credential, "shop");
    return new SourceTips(GitParts.connector(settings), Clock.systemUTC(), 10)
        .tip(remote, Instant.EPOCH, timeout);
  }

  public static String commit(Result<Tip> result) {
    assertThat(result).isInstanceOf(Result.Ok.class);
    return ((Result.Ok<Tip>) result).value().commit().hex();
  }

  public static Failure failure(Result<?> result, Reason reason) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    Failure failure = ((Result.Failed<?>) result).failure();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(reason);
    MessageAssert.assertFieldFirst(failure.message());
    return failure;
  }
}
