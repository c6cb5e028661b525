package dev.gitopsbinding.git;

import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.Incoming;
import dev.gitopsbinding.git.transport.ReceivedBytes;
import dev.gitopsbinding.git.transport.Transfer;
import dev.gitopsbinding.git.transport.TransferLimits;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import org.eclipse.jgit.lib.Repository;

/** Holds memory and counts received bytes, as an operation over the network does. */
public record HoldingConnector(Connector connector, MemoryBudget memory) implements Connector {
  @Override
  public <T> Result<T> with(
      Remote remote,
      Repository local,
      GitListener.Operation operation,
      Duration timeout,
      Use<T> use) {
    return connector.with(
        remote,
        local,
        operation,
        timeout,
        transport -> {
          Transfer transfer =
              new Transfer(
                  remote.branch().url(),
                  remote.payers(),
                  TimeLimit.in(timeout),
                  memory,
                  CpuWorkers.shared());
          ReceivedBytes received =
              new ReceivedBytes("host", Long.MAX_VALUE, Long.MAX_VALUE, transfer);
          Incoming incoming =
              new Incoming(transfer, TransferLimits.ofHeap(Long.MAX_VALUE), received, transport);
          transfer.hold(Transfer.FLAT_BYTES);
          try {
            return ScopedValue.where(Incoming.CURRENT, incoming).call(() -> use.apply(transport));
          } finally {
            transfer.end();
          }
        });
  }
}
