package dev.gitopsbinding.git;

import org.eclipse.jgit.transport.Transport;

/** What one operation receives, for the parts of JGit that know no transport. */
record Incoming(
    Transfer transfer, TransferLimits limits, ReceivedBytes received, Transport transport) {
  static final ScopedValue<Incoming> CURRENT = ScopedValue.newInstance();

  /** A pack comes. */
  PackLimit begin() {
    received.beginPack();
    PackLimit limit = new PackLimit(transfer, limits);
    // The parser asks for it now. Where it stays, JGit asks for a history without shallow ends.
    transport.setObjectChecker(limit);
    return limit;
  }

  /** The pack was taken in, or refused. */
  void end() {
    transport.setObjectChecker(null);
    received.endPack();
    transfer.rest();
  }
}
