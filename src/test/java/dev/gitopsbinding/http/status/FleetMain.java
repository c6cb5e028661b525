package dev.gitopsbinding.http.status;

import dev.gitopsbinding.http.OperationsServer;
import dev.gitopsbinding.http.ProbeRoute;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves the states of as many made-up bindings as its argument says; says the port. */
final class FleetMain {
  private FleetMain() {}

  public static void main(String[] arguments) throws IOException {
    int size = arguments.length == 0 ? 1_000 : Integer.parseInt(arguments[0]);
    OperationsServer server =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0),
            List.of(
                new StatusRoute(
                    Audience.ALL,
                    Fleet.of(size),
                    Clock.fixed(Fleet.NOW, ZoneOffset.UTC),
                    Clock.systemUTC()),
                new ProbeRoute("/livez", Map.of("informers", Optional::empty))));
    System.out.println(server.port());
    System.out.flush();
  }
}
