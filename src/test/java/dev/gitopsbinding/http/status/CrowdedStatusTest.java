package dev.gitopsbinding.http.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.ClassProgram;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The states of 10 000 bindings, in a process with the shipped heap, and malicious clients. */
class CrowdedStatusTest {
  private static final String KUBELET = "127.0.0.3";

  /** A kubelet gives up after one second; this machine may be busy. */
  private static final int ANSWER_MILLIS = 10_000;

  private final List<Socket> crowd = new ArrayList<>();
  private ClassProgram program;
  private int port;

  @BeforeEach
  void start() {
    program = ClassProgram.start(FleetMain.class, "10000");
    port = Integer.parseInt(program.line());
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    program.close();
  }

  @Fault(
      value = "looks at all bindings by many clients that do not read",
      holds = {"I6"})
  @Test
  void probesAreAnsweredWhileTheStatesAreAskedForAndNotRead() throws IOException {
    String[] accepted = {"text/html", "application/json"};
    for (int i = 0; i < 600; i++) {
      Socket socket = connect("127.0.1." + i % 40);
      crowd.add(socket);
      try {
        send(socket, "GET /status HTTP/1.1\r\nHost: a\r\nAccept: " + accepted[i % 2] + "\r\n\r\n");
      } catch (IOException e) {
        // The server closed it already, for newer connections.
      }
      if (i % 100 == 0) {
        assertThat(get("/livez")).endsWith("passed\n");
      }
    }

    assertThat(get("/livez")).endsWith("passed\n");
    assertThat(program.isAlive()).isTrue();
  }

  private String get(String path) throws IOException {
    try (Socket socket = connect(KUBELET)) {
      send(socket, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(ANSWER_MILLIS);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
    return socket;
  }
}
