package dev.gitopsbinding.testing.net;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** HTTPS servers for stand-ins, each on a free port of the loopback interface. */
public final class LoopbackHttps {
  private LoopbackHttps() {}

  /**
   * Starts one.
   *
   * @param threads where requests are answered; the caller ends them
   * @param path where all paths begin that are served, such as {@code /}
   */
  public static HttpsServer start(
      TestCertificates certificates, Executor threads, String path, HttpHandler handler) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
      server.setExecutor(threads);
      server.createContext(path, handler);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
