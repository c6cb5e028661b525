package dev.gitopsbinding.git.transport;

import java.io.IOException;
import org.eclipse.jgit.transport.Transport;

/** What one operation receives, for the parts of JGit that know no transport. */
public record Incoming(
    Transfer transfer, TransferLimits limits, ReceivedBytes received, Transport transport) {
  /** Work on a local copy. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** The operation that the calling thread receives for. */
  public static final ScopedValue<Incoming> CURRENT = ScopedValue.newInstance();

  /**
   * Does work between receiving and sending. It may need memory and turns itself, so that what the
   * operation holds of them is given back meanwhile.
   */
  public static <T> T aside(Work<T> work) throws IOException {
    if (!CURRENT.isBound()) {
      return work.run();
    }
    Transfer transfer = CURRENT.get().transfer();
    transfer.end();
    T done = work.run();
    transfer.hold(Transfer.FLAT_BYTES);
    return done;
  }

  /** A pack comes. */
  public PackLimit begin() {
    received.beginPack();
    PackLimit limit = new PackLimit(transfer, limits);
    // The parser asks for it now. Where it stays, JGit asks for a history without shallow ends.
    transport.setObjectChecker(limit);
    return limit;
  }

  /** The pack was taken in, or refused. */
  public void end() {
    transport.setObjectChecker(null);
    received.endPack();
    transfer.rest();
  }
}
