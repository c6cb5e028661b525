import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The demo's receiver of messages, in place of a chat and of a consumer of events: takes every POST
 * over HTTPS, and writes its body to FOLDER/PATH/NUMBER.json and its signature, if any, beside it.
 *
 * <p>Arguments: the port, a PKCS#12 file with the password "demo", and the folder.
 */
final class Receiver {
  private static final char[] PASSWORD = "demo".toCharArray();
  private static int number;

  private Receiver() {}

  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(Path.of(arguments[1]))) {
      store.load(file, PASSWORD);
    }
    KeyManagerFactory keys =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", exchange -> take(exchange, Path.of(arguments[2])));
    server.start();
  }

  private static void take(HttpExchange exchange, Path folder) throws IOException {
    try (exchange) {
      Path place = folder.resolve(exchange.getRequestURI().getPath().replaceAll("[^a-z]", ""));
      Files.createDirectories(place);
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("POST")) {
        String name = "%03d".formatted(++number);
        String signature = exchange.getRequestHeaders().getFirst("X-Hub-Signature-256");
        if (signature != null) {
          Files.writeString(place.resolve(name + ".signature"), signature + "\n");
        }
        Files.write(place.resolve(name + ".part"), body);
        Files.move(place.resolve(name + ".part"), place.resolve(name + ".json"));
      }
      byte[] answer = "ok".getBytes();
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
