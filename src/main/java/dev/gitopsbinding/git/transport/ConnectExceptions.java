package dev.gitopsbinding.git.transport;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.sshd.common.SshException;

/** Tells a connection that could not be made from one that failed. */
public final class ConnectExceptions {
  private static final int MAX_CAUSES = 20;

  private ConnectExceptions() {}

  /** An exception and what caused it, outermost first. */
  public static List<Throwable> causes(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .toList();
  }

  public static boolean isConnectFault(Throwable error) {
    return causes(error).stream().anyMatch(ConnectExceptions::isOne);
  }

  private static boolean isOne(Throwable cause) {
    return switch (cause) {
      case ConnectException _,
          NoRouteToHostException _,
          UnknownHostException _,
          UnresolvedAddressException _,
          ConnectTimeoutException _ ->
          true;
      case SshException e -> e.getMessage() != null && e.getMessage().contains("Connect");
      default -> false;
    };
  }
}
