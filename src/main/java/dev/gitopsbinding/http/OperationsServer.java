package dev.gitopsbinding.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Serves probes and metrics by GET and HEAD. */
public final class OperationsServer implements AutoCloseable {
  private final Listener listener;
  private final Map<String, Route> routes;
  private final String served;

  private OperationsServer(InetSocketAddress address, List<Route> routes) throws IOException {
    this.routes = routes.stream().collect(Collectors.toMap(Route::path, Function.identity()));
    this.served = listed(routes.stream().map(Route::path).toList());
    this.listener = Listener.start(address, this::respond);
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
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Response.text(405, "Only GET and HEAD are served.\n").with("Allow", "GET, HEAD");
    }
    Route route = routes.get(request.path());
    return route == null
        ? Response.text(404, "Only " + served + " are served.\n")
        : route.answer(request);
  }

  private static String listed(List<String> paths) {
    return String.join(", ", paths.subList(0, paths.size() - 1)) + " and " + paths.getLast();
  }
}
