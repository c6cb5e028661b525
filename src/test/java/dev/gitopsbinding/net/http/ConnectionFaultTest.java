package dev.gitopsbinding.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.http.ConnectionFault.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionFaultTest {
  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new CertificateException("expired"), Kind.CERTIFICATE),
        Arguments.of(new CertPathValidatorException("unknown issuer"), Kind.CERTIFICATE),
        Arguments.of(new SSLPeerUnverifiedException("another name"), Kind.CERTIFICATE),
        Arguments.of(new SSLException("no TLS"), Kind.TLS),
        Arguments.of(new ConnectException("refused"), Kind.UNREACHABLE),
        Arguments.of(new NoRouteToHostException(), Kind.UNREACHABLE),
        Arguments.of(new UnknownHostException("git.test"), Kind.UNREACHABLE),
        Arguments.of(new UnresolvedAddressException(), Kind.UNREACHABLE),
        Arguments.of(new ConnectTimeoutException("timed out"), Kind.UNREACHABLE),
        Arguments.of(new SocketTimeoutException("timed out"), Kind.TIMED_OUT),
        Arguments.of(new SocketException("reset"), Kind.OTHER));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void aFaultHasTheKindOfItsCause(Throwable cause, Kind kind) {
    ConnectionFault fault = ConnectionFault.of(CauseChain.of(new IOException("failed", cause)));

    assertThat(fault.kind()).isEqualTo(kind);
  }

  @Test
  void anInvalidCertificateCountsBeforeTheFailedHandshake() {
    CertificateException cause = new CertificateException("expired");
    SSLHandshakeException handshake = new SSLHandshakeException("failed");
    handshake.initCause(cause);

    assertThat(ConnectionFault.of(CauseChain.of(handshake)))
        .isEqualTo(new ConnectionFault(Kind.CERTIFICATE, cause));
  }

  @Test
  void aCircleOfCausesEnds() {
    IOException first = new IOException("first");
    IOException second = new IOException("second", first);
    first.initCause(second);

    assertThat(CauseChain.of(first).all()).hasSize(20);
    assertThat(ConnectionFault.of(CauseChain.of(first)).kind()).isEqualTo(Kind.OTHER);
  }
}
