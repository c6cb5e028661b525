package dev.gitopsbinding.forge.app;

import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.model.Failure;
import java.time.Instant;

/** The result of one request for a token. */
sealed interface TokenAnswer {
  /**
   * A token.
   *
   * @param renewal from when on another is asked for, on the monotonic clock
   * @param end until when it may still be used if there is no other
   */
  record Granted(AppToken token, Instant renewal, Instant end) implements TokenAnswer {}

  /**
   * There is no token.
   *
   * @param late whether the caller's time was up
   */
  record Failed(Failure failure, boolean late) implements TokenAnswer {}
}
