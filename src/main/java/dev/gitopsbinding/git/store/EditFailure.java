package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.net.share.CpuWorkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exception out of code that a change set brought along. */
public final class EditFailure {
  private static final Logger LOG = LoggerFactory.getLogger(EditFailure.class);

  private EditFailure() {}

  /**
   * The failure that an exception of an edit stands for.
   *
   * @throws CpuWorkers.TurnLostException if it is one, which is not the edit's fault
   */
  public static Failure failure(String binding, Throwable fault) {
    if (fault instanceof CpuWorkers.TurnLostException lost) {
      throw lost;
    }
    LOG.error("The edit of {} ended with an exception.", binding, fault);
    return new Failure.Internal(
        "The edit of " + binding + " ended with " + fault.getClass().getSimpleName() + ".");
  }
}
