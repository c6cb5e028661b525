package dev.gitopsbinding.http.hook;

/** Receives the results of requests for hooks. Called from many threads. */
@FunctionalInterface
public interface HookListener {
  /** How a request ended. */
  enum Result {
    /** Bindings are synced because of it. */
    ACCEPTED(202),
    /** No binding observes what it names. */
    UNMATCHED(202),
    /** It names nothing that bindings observe, such as a tag or an issue. */
    IGNORED(202),
    /** It was delivered before. */
    REPEATED(202),
    /** It asks whether anybody is there. */
    PING(200),
    /** The payload or its frame is not what the sender documents. */
    MALFORMED(400),
    /** The secret is missing, wrong or used too late. */
    UNAUTHORIZED(401),
    /** There is no such path, or no secret for it. */
    NOT_FOUND(404),
    /** Not a POST. */
    WRONG_METHOD(405),
    /** The body came too slowly. */
    TIMED_OUT(408),
    /** The body is too large. */
    TOO_LARGE(413),
    /** The client, or all together, sent too many requests. */
    LIMITED(429),
    /** This process does not sync bindings. */
    UNAVAILABLE(503);

    private final int status;

    Result(int status) {
      this.status = status;
    }

    /** The status of the answer. */
    public int status() {
      return status;
    }
  }

  /**
   * A request has ended.
   *
   * @param provider one of those that are known, or {@code none}
   */
  void requestEnded(String provider, Result result);
}
