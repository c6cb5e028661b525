package dev.gitopsbinding.git.transport.ssh;

import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.http.ConnectionFault;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshException;

/** Recognises SSH connections that could not be made. */
public final class SshConnectExceptions {
  private SshConnectExceptions() {}

  /** Whether no connection to the address was made, so that another address may work. */
  static boolean isUnreachable(CauseChain causes) {
    return ConnectionFault.of(causes).kind() == ConnectionFault.Kind.UNREACHABLE
        || causes.all().stream().anyMatch(SshConnectExceptions::namesConnecting);
  }

  /** Whether no session was made: the address was not reached, or the host was too slow. */
  public static boolean isWithoutSession(CauseChain causes) {
    return isUnreachable(causes)
        || (causes.has(TimeoutException.class) && causes.has(SshException.class));
  }

  private static boolean namesConnecting(Throwable cause) {
    return cause instanceof SshException
        && cause.getMessage() != null
        && cause.getMessage().contains("Connect");
  }
}
