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
 * Bounds how many connections are open, in all and from one address. A new one is always let in:
 * the oldest of the address that has the most gives way. So whoever holds connections shuts out
 * itself, and a probe, which is over in a moment and comes from an address of its own, gets
 * through.
 */
final class OpenConnections {
  private final int most;
  private final int mostOfAddress;
  private final Duration longest;

  /** The oldest stand first; with the value of {@link System#nanoTime()} when each came. */
  private final Map<Socket, Long> open = new LinkedHashMap<>();

  /**
   * None is open.
   *
   * @param most connections in all, at least 1
   * @param mostOfAddress connections from one address, at least 1
   * @param longest how long one may be open
   */
  OpenConnections(int most, int mostOfAddress, Duration longest) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
    this.longest = longest;
  }

  /** Lets a connection in, and closes others that it makes too many. */
  synchronized void add(Socket socket) {
    open.put(socket, System.nanoTime());
    if (of(socket.getInetAddress()) > mostOfAddress) {
      closeOldest(socket.getInetAddress());
    } else if (open.size() > most) {
      closeOldest(mostGreedy());
    }
  }

  /** Takes a connection off the books and closes it. */
  synchronized void remove(Socket socket) {
    open.remove(socket);
    close(socket);
  }

  /** Closes those that are open for too long. */
  synchronized void closeOld() {
    long now = System.nanoTime();
    List<Socket> old =
        open.entrySet().stream()
            .filter(entry -> now - entry.getValue() > longest.toNanos())
            .map(Map.Entry::getKey)
            .toList();
    old.forEach(this::remove);
  }

  /** Closes all. */
  synchronized void closeAll() {
    List.copyOf(open.keySet()).forEach(this::remove);
  }

  private long of(InetAddress address) {
    return open.keySet().stream().filter(one -> one.getInetAddress().equals(address)).count();
  }

  /** Of several, the one whose connection is the oldest. */
  private InetAddress mostGreedy() {
    Map<InetAddress, Integer> counts = new LinkedHashMap<>();
    open.keySet().forEach(socket -> counts.merge(socket.getInetAddress(), 1, Integer::sum));
    int most = Collections.max(counts.values());
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
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
      // It is gone then.
    }
  }
}
