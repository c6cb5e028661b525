package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.net.share.CpuWorkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns exceptions of a change set's edits into failures. */
public final class EditFailure {
  private static final Logger LOG = LoggerFactory.getLogger(EditFailure.class);

  private EditFailure() {}

  /**
   * The failure for an exception of an edit.
   *
   * @throws CpuWorkers.TurnLostException if {@code fault} is one: it is not the fault of the edit
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
