package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.git.credential.WebhookAccess;
import dev.gitopsbinding.git.credential.WebhookSecret;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.net.share.FairSemaphore;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.notify.FailureNotices;
import dev.gitopsbinding.notify.MessageFormat;
import dev.gitopsbinding.notify.NotificationListener;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers one message, in up to three attempts. Thread-safe; callers block. */
final class MessageDelivery {
  private static final Logger log = LoggerFactory.getLogger(MessageDelivery.class);

  /** Requests that run at once, for all receivers together, of one tenant, and for newcomers. */
  private static final int AT_ONCE = 16;

  private static final int SHARE = 4;
  private static final int FOR_NEWCOMERS = 4;
  private static final Duration LONG = Duration.ofDays(1);

  private final WebhookSecrets secrets;
  private final Map<NotificationType, Supplier<MessageFormat>> formats;
  private final NotificationListener listener;
  private final FailureNotices notices;
  private final Clock steady;
  private final Sleeper sleeper;
  private final RateLimits limits;
  private final Map<NotificationType, MessageFormat> used = new EnumMap<>(NotificationType.class);
  private final FairSemaphore permits = new FairSemaphore(AT_ONCE, SHARE, FOR_NEWCOMERS);

  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    /** Returns after this time. */
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * Creates a delivery.
   *
   * @param limits the limits that receivers set
   */
  MessageDelivery(
      WebhookSecrets secrets,
      Map<NotificationType, Supplier<MessageFormat>> formats,
      NotificationListener listener,
      FailureNotices notices,
      RateLimits limits,
      Clock steady,
      Sleeper sleeper) {
    this.secrets = secrets;
    this.formats = Map.copyOf(formats);
    this.listener = listener;
    this.notices = notices;
    this.limits = limits;
    this.steady = steady;
    this.sleeper = sleeper;
  }

  /**
   * Delivers a message, and reports the result.
   *
   * @throws InterruptedException if the operator ends; nothing is reported then
   */
  void deliver(QueuedMessage queued, WebhookClient client) throws InterruptedException {
    Attempt last = attempts(queued, client);
    switch (last) {
      case Attempt.Delivered() ->
          listener.ended(queued.type(), NotificationListener.Result.DELIVERED);
      case Attempt.Failed(String problem) -> {
        listener.ended(queued.type(), NotificationListener.Result.FAILED);
        notices.report(queued.written(), failed(queued, problem));
      }
      case Attempt.Rejected(String problem, boolean _) -> {
        listener.ended(queued.type(), NotificationListener.Result.REJECTED);
        notices.report(queued.written(), failed(queued, problem));
      }
    }
  }

  private static String failed(QueuedMessage queued, String problem) {
    return "spec.notifications: the message %s was not delivered by Secret %s. %s"
        .formatted(queued.message().event().text(), queued.secret(), problem);
  }

  /** Forgets limits of receivers that are past. */
  void tidy() {
    limits.tidy();
  }

  private Attempt attempts(QueuedMessage queued, WebhookClient client) throws InterruptedException {
    for (int made = 1; ; made++) {
      Attempt attempt = attempt(queued, client);
      log.debug("Attempt {} to send {}: {}", made, queued.message().id(), attempt);
      Optional<Duration> wait =
          attempt instanceof Attempt.Failed ? RetrySchedule.delay(made) : Optional.empty();
      if (wait.isEmpty()) {
        return attempt;
      }
      sleeper.sleep(wait.get());
    }
  }

  /**
   * The Secret in memory may be one that was replaced: it is read again after a refusal for which
   * it may be the reason. After others a receiver could cause a read with each message.
   */
  private Attempt attempt(QueuedMessage queued, WebhookClient client) throws InterruptedException {
    Result<WebhookAccess> access = access(queued);
    Attempt first = attempt(queued, access, client);
    if (!(first instanceof Attempt.Rejected(String _, boolean ofSecret)) || !ofSecret) {
      return first;
    }
    secrets.forget(queued.namespace(), queued.secret());
    Result<WebhookAccess> again = access(queued);
    return again.equals(access) ? first : attempt(queued, again, client);
  }

  private Result<WebhookAccess> access(QueuedMessage queued) throws InterruptedException {
    return secrets.read(queued.namespace(), queued.secret()).then(WebhookSecret::read);
  }

  private Attempt attempt(QueuedMessage queued, Result<WebhookAccess> access, WebhookClient client)
      throws InterruptedException {
    return switch (access) {
      case Result.Ok<WebhookAccess>(WebhookAccess ready) -> post(queued, ready, client);
      case Result.Failed<WebhookAccess>(Failure.Secret failure) ->
          new Attempt.Rejected(failure.message(), true);
      case Result.Failed<WebhookAccess>(Failure failure) -> new Attempt.Failed(failure.message());
    };
  }

  private Attempt post(QueuedMessage queued, WebhookAccess access, WebhookClient client)
      throws InterruptedException {
    String host = access.host().hostAndPort();
    var asker = new RateLimits.Asker(host, queued.namespace() + " " + queued.secret());
    RateLimits.Limit limit = limits.limit(asker, "").orElse(null);
    if (limit != null) {
      Duration rest = Duration.between(steady.instant(), limit.end());
      if (rest.compareTo(RetrySchedule.MAX_RATE_LIMIT) > 0) {
        return new Attempt.Rejected(limit.message(host), false);
      }
      sleeper.sleep(rest);
    }
    MessageFormat format = format(queued.type());
    HttpRequest request = WebhookClient.request(access, format, format.format(queued.message()));
    try (var _ = permits.acquire(queued.namespace(), 1, LONG).orElseThrow()) {
      return client.post(asker, queued.namespace(), access, request);
    }
  }

  private synchronized MessageFormat format(NotificationType type) {
    return used.computeIfAbsent(type, one -> Objects.requireNonNull(formats.get(one)).get());
  }
}
