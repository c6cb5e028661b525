package dev.gitopsbinding.net.http;

import dev.gitopsbinding.net.CauseChain;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/**
 * What went wrong with a connection to a host.
 *
 * @param cause the exception that shows the kind of fault
 */
public record ConnectionFault(Kind kind, Throwable cause) {
  /** Kinds of faults. If a chain of causes shows several kinds, the first of them counts. */
  public enum Kind {
    /** The host's certificate is not valid, or is a certificate of another host. */
    CERTIFICATE,
    /** TLS failed for another reason, for example because the port does not use TLS. */
    TLS,
    /** No connection was made: unknown host, no route, refused, or timed out while connecting. */
    UNREACHABLE,
    /** The host did not answer in time. */
    TIMED_OUT,
    /** Any other fault, for example a connection that the host closed. */
    OTHER;

    private boolean fits(Throwable cause) {
      return switch (this) {
        case CERTIFICATE ->
            cause instanceof CertificateException
                || cause instanceof CertPathValidatorException
                || cause instanceof SSLPeerUnverifiedException;
        case TLS -> cause instanceof SSLException;
        case UNREACHABLE ->
            cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof ConnectTimeoutException;
        case TIMED_OUT -> cause instanceof InterruptedIOException;
        case OTHER -> true;
      };
    }
  }

  /** Classifies an exception by itself and its causes. */
  public static ConnectionFault of(CauseChain causes) {
    for (Kind kind : Kind.values()) {
      for (Throwable cause : causes.all()) {
        if (kind.fits(cause)) {
          return new ConnectionFault(kind, cause);
        }
      }
    }
    throw new IllegalArgumentException("a chain holds at least one exception");
  }
}
