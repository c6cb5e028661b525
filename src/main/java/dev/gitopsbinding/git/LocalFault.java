package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fault of the local copy that a new copy did not cure. */
final class LocalFault {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFault.class);

  private LocalFault() {}

  static Failure failure(Remote remote, Throwable fault) {
    LOG.error("The local copy of {} cannot be used.", remote.branch(), fault);
    return new Failure.Internal(
        "The operator's local copy of "
            + remote.branch()
            + " cannot be used ("
            + fault.getClass().getSimpleName()
            + "). Look at the operator's log, and at the free space of its cache folder.");
  }
}
