package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;
import java.time.Duration;

/**
 * The operator's settings for receivers of messages.
 *
 * @param allowedHosts which hosts may be sent messages
 * @param requestsPerHost how many requests of one tenant run at once at one host, at least 1
 * @param attemptLimit how long one attempt may take
 */
public record WebhookSettings(
    HttpClientSettings http,
    AllowedHosts allowedHosts,
    int requestsPerHost,
    Duration attemptLimit) {
  /** As long as the slowest chats take, which answer within 3 s. */
  public static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(10);
}
