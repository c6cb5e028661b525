package dev.gitopsbinding.http.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.program.CrowdedProgram;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The states of 10 000 bindings, in a process with the shipped heap, and malicious clients. */
class CrowdedStatusTest {
  private static final String KUBELET = "127.0.0.3";

  /** A kubelet gives up after one second; this machine may be busy. */
  @AutoClose
  private final CrowdedProgram program =
      CrowdedProgram.start(Duration.ofSeconds(10), FleetMain.class, "10000");

  @Fault(
      value = "looks at all bindings by many clients that do not read",
      holds = {"I6"})
  @Test
  void probesAreAnsweredWhileTheStatesAreAskedForAndNotRead() throws IOException {
    String[] accepted = {"text/html", "application/json"};
    for (int i = 0; i < 600; i++) {
      program.join(
          "127.0.1." + i % 40,
          "GET /status HTTP/1.1\r\nHost: a\r\nAccept: " + accepted[i % 2] + "\r\n\r\n");
      if (i % 100 == 0) {
        assertThat(program.get(KUBELET, "/livez")).endsWith("passed\n");
      }
    }

    assertThat(program.get(KUBELET, "/livez")).endsWith("passed\n");
    assertThat(program.isAlive()).isTrue();
  }
}
