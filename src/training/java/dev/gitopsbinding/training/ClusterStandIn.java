package dev.gitopsbinding.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Answers the few requests that the operator sends to a kube-apiserver, over the same protocols:
 * TLS, HTTP/2, and WebSocket for watches. It believes everything and allows everything.
 */
final class ClusterStandIn implements AutoCloseable {
  private static final String WATCH = "watch=true";

  /** What a request is answered with. */
  record Answer(int status, JsonNode body) {
    byte[] bytes() {
      return body.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private final TestCertificates certificates = TestCertificates.create();
  private final SSLServerSocket socket;
  private final ObjectStore store = new ObjectStore();

  private ClusterStandIn() throws IOException {
    socket =
        (SSLServerSocket)
            certificates
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static ClusterStandIn start() throws IOException {
    return new ClusterStandIn();
  }

  ObjectStore store() {
    return store;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The authority that the server proves itself by, in PEM form. */
  String authorityPem() {
    return certificates.authorityPem();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = (SSLSocket) socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** A watch comes without a wish for HTTP/2, since the JDK's WebSocket is of HTTP/1.1. */
  private void serve(SSLSocket connection) {
    try (connection) {
      connection.setHandshakeApplicationProtocolSelector(
          (socket, offered) -> offered.contains("h2") ? "h2" : "");
      connection.startHandshake();
      if (connection.getApplicationProtocol().equals("h2")) {
        new Http2Connection(connection, this::answer).serve();
      } else {
        new WatchConnection(connection, store).serve();
      }
    } catch (IOException e) {
      // the operator closed it
    }
  }

  private Answer answer(String method, String target, byte[] body) throws IOException {
    URI uri = URI.create(target);
    String path = uri.getPath().replaceFirst("/status$", "");
    return switch (method) {
      case "GET" -> read(path, uri.getQuery());
      case "POST" -> create(path, (ObjectNode) ObjectStore.JSON.readTree(body));
      case "PATCH", "PUT" -> new Answer(200, store.merge(path, ObjectStore.JSON.readTree(body)));
      default -> throw new IOException(method + " " + target + " is not known here");
    };
  }

  private Answer read(String path, String query) throws IOException {
    if (query != null && query.contains(WATCH)) {
      throw new IOException("watches are expected over WebSocket alone");
    }
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (last.equals("gitopsbindings") || last.equals("deployments")) {
      return new Answer(200, store.list(path));
    }
    return store
        .get(path)
        .map(object -> new Answer(200, object))
        .orElseGet(() -> new Answer(404, notFound()));
  }

  private Answer create(String path, ObjectNode object) {
    if (path.endsWith("/selfsubjectrulesreviews")) {
      return new Answer(201, allowAll(object));
    }
    String name = object.path("metadata").path("name").asText();
    return new Answer(201, store.put(path + "/" + name, object));
  }

  private static ObjectNode allowAll(ObjectNode review) {
    ObjectNode status = review.putObject("status").put("incomplete", false);
    status.putArray("nonResourceRules");
    ObjectNode rule = status.putArray("resourceRules").addObject();
    rule.putArray("verbs").add("*");
    rule.putArray("apiGroups").add("*");
    rule.putArray("resources").add("*");
    return review;
  }

  private static ObjectNode notFound() {
    ObjectNode status = ObjectStore.JSON.createObjectNode();
    return status
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("reason", "NotFound")
        .put("code", 404);
  }
}
