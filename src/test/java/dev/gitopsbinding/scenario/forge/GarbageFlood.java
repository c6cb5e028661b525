package dev.gitopsbinding.scenario.forge;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Many webhooks without the secret, a thousand a second, until it is closed. */
final class GarbageFlood implements AutoCloseable {
  private static final int FLOODERS = 4;

  private final URI url;
  private final AtomicBoolean ends = new AtomicBoolean();
  private final AtomicInteger sent = new AtomicInteger();
  private final List<Thread> threads;

  private GarbageFlood(URI url) {
    this.url = url;
    threads =
        IntStream.range(0, FLOODERS).mapToObj(_ -> Thread.ofPlatform().start(this::flood)).toList();
  }

  /** Begins to send them to the URL of Gitea's webhooks. */
  static GarbageFlood to(String url) {
    return new GarbageFlood(URI.create(url));
  }

  /** How many were sent so far. */
  int sent() {
    return sent.get();
  }

  @Override
  public void close() {
    ends.set(true);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A part of them, evenly. */
  private void flood() {
    byte[] request =
        ("POST /hook/gitea HTTP/1.1\r\nHost: a\r\nX-Gitea-Event: push\r\nX-Gitea-Signature: "
                + "0".repeat(64)
                + "\r\nContent-Length: 2000\r\n\r\n"
                + "x".repeat(2000))
            .getBytes(StandardCharsets.US_ASCII);
    long begin = System.nanoTime();
    long own = 0;
    while (!ends.get()) {
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.getOutputStream().write(request);
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // Closed for a newer one.
      }
      sent.incrementAndGet();
      long due = begin + ++own * FLOODERS * 1_000_000L;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }
}
