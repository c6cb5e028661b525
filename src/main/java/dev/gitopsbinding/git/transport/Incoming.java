package dev.gitopsbinding.git.transport;

import java.io.IOException;
import org.eclipse.jgit.transport.Transport;

/** The limits of one receiving operation, for the parts of JGit that have no access to them. */
public record Incoming(
    Transfer transfer, TransferLimits limits, ReceivedBytes received, Transport transport) {
  /** Work on a local copy of a repository. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does the work. */
    T run() throws IOException;
  }

  /** The operation of the calling thread, while it receives. */
  public static final ScopedValue<Incoming> CURRENT = ScopedValue.newInstance();

  /**
   * Does work between receiving and sending. The work may need memory and turns at the processors
   * of its own, so the operation releases those that it holds, and takes memory again afterwards.
   */
  public static <T> T aside(Work<T> work) throws IOException {
    if (!CURRENT.isBound()) {
      return work.run();
    }
    Transfer transfer = CURRENT.get().transfer();
    transfer.end();
    T result = work.run();
    transfer.hold(Transfer.FLAT_BYTES);
    return result;
  }

  /** Begins to receive a pack. */
  public PackLimit begin() {
    received.beginPack();
    PackLimit limit = new PackLimit(transfer, limits, CommitSink.CURRENT.orElse(CommitSink.NONE));
    // Set for the parser only: while it is set, JGit requires a history without shallow ends.
    transport.setObjectChecker(limit);
    return limit;
  }

  /** Ends the receiving of a pack, whether it was accepted or refused. */
  public void end() {
    transport.setObjectChecker(null);
    received.endPack();
    transfer.rest();
  }
}
