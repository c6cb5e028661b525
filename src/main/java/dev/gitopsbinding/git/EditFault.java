package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.net.share.CpuWorkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exception out of code that a change set brought along. */
final class EditFault {
  private static final Logger LOG = LoggerFactory.getLogger(EditFault.class);

  private EditFault() {}

  /**
   * @throws CpuWorkers.TurnLostException if it is one, which is not the edit's fault
   */
  static Failure failure(String binding, Throwable fault) {
    if (fault instanceof CpuWorkers.TurnLostException lost) {
      throw lost;
    }
    LOG.error("The edit of {} ended with an exception.", binding, fault);
    return new Failure.Internal(
        "The edit of " + binding + " ended with " + fault.getClass().getSimpleName() + ".");
  }
}
