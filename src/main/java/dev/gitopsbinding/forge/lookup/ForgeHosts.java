package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.net.http.HttpHosts;
import dev.gitopsbinding.net.share.RateLimits;
import java.time.Clock;

/**
 * What all lookups share.
 *
 * @param http connections, permits and rate limits, each by host
 * @param wall the clock of the machine, for times that a host names
 */
record ForgeHosts(ForgeSettings settings, HttpHosts http, PageCache pages, Clock wall)
    implements AutoCloseable {
  private static final long MAX_PAGES_LENGTH = 4 << 20;

  /** Creates an instance without connections. */
  static ForgeHosts start(ForgeSettings settings, Clock steady, Clock wall) {
    return new ForgeHosts(
        settings,
        new HttpHosts(settings.http(), settings.requestsPerHost(), steady),
        new PageCache(MAX_PAGES_LENGTH),
        wall);
  }

  /** Which hosts must not be asked now. */
  RateLimits limits() {
    return http.limits();
  }

  @Override
  public void close() {
    http.close();
  }
}
