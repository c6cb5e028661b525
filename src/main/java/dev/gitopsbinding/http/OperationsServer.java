package dev.gitopsbinding.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Serves probes, metrics and whatever routes it is given. */
public final class OperationsServer implements AutoCloseable {
  private static final ListenerSettings SETTINGS =
      new ListenerSettings("http", "metrics and probes", 32, 8, 64 << 10);

  private final Listener listener;
  private final Map<String, Route> routes;
  private final String served;

  private OperationsServer(InetSocketAddress address, List<Route> routes) throws IOException {
    this.routes = routes.stream().collect(Collectors.toMap(Route::path, Function.identity()));
    this.served = listed(routes.stream().map(Route::path).toList());
    this.listener = Listener.start(address, SETTINGS, (head, _) -> respond(head));
  }

  /**
   * Binds the address and starts to serve.
   *
   * @param address port 0 for any free port
   * @param routes at least two, each with a path of its own
   * @throws IOException if the address cannot be bound
   */
  public static OperationsServer start(InetSocketAddress address, List<Route> routes)
      throws IOException {
    return new OperationsServer(address, routes);
  }

  /** The port that is listened on. */
  public int port() {
    return listener.port();
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    listener.close();
  }

  private Response respond(RequestHead request) {
    Route route = routes.get(request.path());
    if (route == null) {
      return Response.text(404, "Only " + served + " are served.\n");
    }
    List<String> methods = route.methods();
    return methods.contains(request.method())
        ? route.answer(request)
        : Response.text(405, route.path() + " answers only to " + listed(methods) + ".\n")
            .with("Allow", String.join(", ", methods));
  }

  private static String listed(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }
}
