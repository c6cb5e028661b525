package dev.gitopsbinding.forge.app;

import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.model.Failure;
import java.time.Duration;
import java.time.Instant;

/** The result of one request for a token. */
sealed interface TokenAnswer {
  /** Longer than most git operations take with a token that was valid when they began. */
  Duration BEFORE_END = Duration.ofMinutes(5);

  /** Clocks differ, and a request takes time. */
  Duration AT_END = Duration.ofSeconds(30);

  /**
   * A token.
   *
   * @param renewal from when on another is asked for, on the monotonic clock
   * @param end until when it may still be used if there is no other
   */
  record Granted(AppToken token, Instant renewal, Instant end) implements TokenAnswer {
    /** A token that was asked for at {@code start}. */
    static Granted of(TokenRequests.Granted granted, Instant start) {
      Duration lifetime = granted.lifetime();
      Duration fresh = lifetime.minus(BEFORE_END);
      Duration half = lifetime.dividedBy(2);
      return new Granted(
          granted.token(),
          start.plus(fresh.compareTo(half) > 0 ? fresh : half),
          start.plus(lifetime).minus(AT_END));
    }
  }

  /**
   * There is no token.
   *
   * @param late whether the caller's time was up
   * @param refused whether the API refuses the app, so that asking again at once is of no use
   */
  record Failed(Failure failure, boolean late, boolean refused) implements TokenAnswer {
    static Failed of(AppException e) {
      boolean refused =
          switch (e.failure().reason()) {
            case AUTHENTICATION_FAILED, REPOSITORY_NOT_FOUND -> true;
            default -> false;
          };
      return new Failed(e.failure(), e.isLate(), refused);
    }
  }

  /** Whether there is no token because the caller's time was up. */
  default boolean isLate() {
    return switch (this) {
      case Granted _ -> false;
      case Failed failed -> failed.late();
    };
  }
}
