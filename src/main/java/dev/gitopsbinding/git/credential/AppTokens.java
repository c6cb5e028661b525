package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The port for tokens of apps. Thread-safe; callers block. */
public interface AppTokens {
  /**
   * An app that logs in to a repository.
   *
   * @param repository its URL for git, or in the API
   * @param tenant who it is for, usually a namespace
   */
  record Access(Credential.GitHubApp app, RepositoryUrl repository, String tenant) {}

  /**
   * A token that is valid for some minutes at least.
   *
   * @param timeout how long to wait at most
   * @return a failure says what is wrong with the app or its installation, or why its host could
   *     not be asked
   */
  Result<AppToken> token(Access access, Duration timeout);

  /**
   * A token for one more attempt after a host refused one: the same after a moment if it is so new
   * that the host may not know it yet, or another if it is old enough to have been revoked.
   *
   * @param refused what the host did not accept, or said "not found" to
   * @param timeout how long to wait at most
   * @return empty if another attempt would not help
   */
  Result<Optional<AppToken>> another(Access access, AppToken refused, Duration timeout);

  /**
   * Tokens from a part that is asked for at each use, so that it can be started by the first one.
   */
  static AppTokens from(Supplier<? extends AppTokens> part) {
    return new AppTokens() {
      @Override
      public Result<AppToken> token(Access access, Duration timeout) {
        return part.get().token(access, timeout);
      }

      @Override
      public Result<Optional<AppToken>> another(Access access, AppToken refused, Duration timeout) {
        return part.get().another(access, refused, timeout);
      }
    };
  }
}
