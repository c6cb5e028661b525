package dev.gitopsbinding.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of the label {@code host}. Users name hosts, so only the first ones get a value of
 * their own: no user can make series without limit. Thread-safe.
 */
final class HostLabels {
  /** How many hosts get a value of their own. */
  static final int MAX_HOSTS = 30;

  /** The value for all further hosts. */
  static final String OTHER = "other";

  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  /**
   * The label of a host.
   *
   * @param host as a URL names it, with its port unless that is the usual one
   */
  String of(String host) {
    if (hosts.contains(host)) {
      return host;
    }
    synchronized (hosts) {
      return hosts.size() < MAX_HOSTS && hosts.add(host) ? host : OTHER;
    }
  }
}
