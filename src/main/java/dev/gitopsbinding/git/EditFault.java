package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exception out of code that a change set brought along. */
final class EditFault {
  private static final Logger LOG = LoggerFactory.getLogger(EditFault.class);

  private EditFault() {}

  static Failure failure(String binding, Throwable fault) {
    LOG.error("The edit of {} ended with an exception.", binding, fault);
    return new Failure.Internal(
        "The edit of " + binding + " ended with " + fault.getClass().getSimpleName() + ".");
  }
}
