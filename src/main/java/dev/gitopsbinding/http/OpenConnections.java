package dev.gitopsbinding.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits how many connections are open, in total and from one address. A new connection is always
 * accepted; at a limit, the oldest connection of the address with the most is closed for it. So a
 * client that holds connections only displaces its own, and probes, which are short and come from
 * the node's address, are answered.
 */
final class OpenConnections {
  private final int max;
  private final int maxOfAddress;
  private final Duration maxAge;

  /** The {@link System#nanoTime()} at which each connection is closed; the oldest come first. */
  private final Map<Socket, Long> open = new LinkedHashMap<>();

  /**
   * Creates an instance without connections.
   *
   * @param max connections in total, at least 1
   * @param maxOfAddress connections from one address, at least 1
   * @param maxAge how long a connection may be open unless it is prolonged
   */
  OpenConnections(int max, int maxOfAddress, Duration maxAge) {
    this.max = max;
    this.maxOfAddress = maxOfAddress;
    this.maxAge = maxAge;
  }

  /** Adds a connection, and closes another one if there are too many. */
  synchronized void add(Socket socket) {
    open.put(socket, System.nanoTime() + maxAge.toNanos());
    if (of(socket.getInetAddress()) > maxOfAddress) {
      closeOldest(socket.getInetAddress());
    } else if (open.size() > max) {
      closeOldest(busiestAddress());
    }
  }

  /** Lets a connection stay open for so long from now, if it is still open. */
  synchronized void prolong(Socket socket, Duration time) {
    open.computeIfPresent(socket, (_, _) -> System.nanoTime() + time.toNanos());
  }

  /** Removes a connection and closes it. */
  synchronized void remove(Socket socket) {
    open.remove(socket);
    close(socket);
  }

  /** Closes connections that are open for too long. */
  synchronized void closeOld() {
    long now = System.nanoTime();
    List<Socket> old =
        open.entrySet().stream()
            .filter(entry -> now - entry.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
    old.forEach(this::remove);
  }

  /** Closes all connections. */
  synchronized void closeAll() {
    List.copyOf(open.keySet()).forEach(this::remove);
  }

  private long of(InetAddress address) {
    return open.keySet().stream().filter(one -> one.getInetAddress().equals(address)).count();
  }

  /** The address with the most connections; of several, the one with the oldest connection. */
  private InetAddress busiestAddress() {
    Map<InetAddress, Integer> counts = new LinkedHashMap<>();
    open.keySet().forEach(socket -> counts.merge(socket.getInetAddress(), 1, Integer::sum));
    int highest = Collections.max(counts.values());
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == highest)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private void closeOldest(InetAddress address) {
    open.keySet().stream()
        .filter(socket -> socket.getInetAddress().equals(address))
        .findFirst()
        .ifPresent(this::remove);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection is broken already.
    }
  }
}
