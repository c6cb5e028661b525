package dev.gitopsbinding.net.share;

/**
 * A request that waits for its permits. The answer to another request may make it needless
 * meanwhile.
 */
public interface PendingRequest {
  /** A request that no other one can answer. */
  PendingRequest UNSHARED =
      new PendingRequest() {
        @Override
        public boolean isAnswered() {
          return false;
        }

        @Override
        public void whenAnswered(Runnable wake) {
          // It never is.
        }

        @Override
        public boolean begin() {
          return true;
        }
      };

  /** Whether there is an answer, so that nobody needs to wait for a permit any more. */
  boolean isAnswered();

  /**
   * Calls back as soon as there is an answer; at once, if there is one.
   *
   * @param wake must not block
   */
  void whenAnswered(Runnable wake);

  /**
   * To be called when the request has its permits, just before it is sent.
   *
   * @return false if it must not be sent, because there is an answer, or another request may bring
   *     it soon; then all permits have to be given back
   */
  boolean begin();
}
