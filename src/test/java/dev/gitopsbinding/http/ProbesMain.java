package dev.gitopsbinding.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves probes and a megabyte of metrics; says the port. */
final class ProbesMain {
  private static final byte[] METRICS = "m 1\n".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);

  private ProbesMain() {}

  public static void main(String[] arguments) throws IOException {
    OperationsServer server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0),
            List.of(
                new MetricsRoute((out, _) -> out.write(METRICS)),
                new ProbeRoute("/livez", Map.of("informers", Optional::empty)),
                new ProbeRoute("/readyz", Map.of("informers", Optional::empty))));
    System.out.println(server.port());
    System.out.flush();
  }
}
