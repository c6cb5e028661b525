package dev.gitopsbinding.registry;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.TimeLimit;
import dev.gitopsbinding.registry.RegistryException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether registries have images. What was found once is not asked again, as long as it is
 * remembered; all who ask the same at once share one answer. Thread-safe; callers block.
 */
public final class Registries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registries.class);
  private static final int CAPACITY = 10_000;
  private static final long TIDY_SECONDS = 15;

  private record Key(ImageReference image, String access) {}

  private record Question(
      Key key,
      Endpoint endpoint,
      String tag,
      RegistryAccess access,
      CompletableFuture<Sight> answer) {}

  private final RegistryHosts hosts;
  private final RegistryListener listener;
  private final Clock steady;
  private final TokenCache tokens;
  private final Map<Key, Question> flights = new HashMap<>();
  private final Map<Key, Presence> found =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Presence> eldest) {
          return size() > CAPACITY;
        }
      };
  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tidy").factory());

  private Registries(RegistrySettings settings, RegistryListener listener, Clock steady) {
    this.hosts = new RegistryHosts(settings, steady);
    this.listener = listener;
    this.steady = steady;
    this.tokens = new TokenCache(steady, CAPACITY);
  }

  /**
   * Starts; no registry is reached until it is asked for an image.
   *
   * @param steady tells how old tokens are and how long hosts are left alone; nobody sets it
   */
  public static Registries start(
      RegistrySettings settings, RegistryListener listener, Clock steady) {
    Registries registries = new Registries(settings, listener, steady);
    var _ =
        registries.tidying.scheduleWithFixedDelay(
            registries::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
    return registries;
  }

  /**
   * Whether the registry of an image has it.
   *
   * @param image with a tag
   * @param timeout how long to wait at most
   * @return fails with {@code REGISTRY_UNAVAILABLE} where it cannot be told, {@code
   *     HOST_NOT_ALLOWED} or {@code ADDRESS_NOT_ALLOWED}
   */
  public Result<Presence> look(ImageReference image, RegistryAccess access, Duration timeout) {
    Question mine;
    try {
      mine = question(image, access);
      Optional<Failure> refusal =
          Endpoint.refusal(mine.endpoint().url(), hosts.settings().allowedHosts());
      if (refusal.isPresent()) {
        return Result.failed(refusal.get());
      }
      if (isFound(mine.key())) {
        return Result.ok(Presence.FOUND);
      }
      hosts.pauses().check(mine.endpoint().url(), mine.key().access());
    } catch (RegistryException e) {
      return Result.failed(e.failure());
    }
    return share(mine, TimeLimit.in(timeout), timeout).result();
  }

  /** Ends questions under way, and connections. */
  @Override
  public void close() {
    tidying.shutdownNow();
    hosts.close();
  }

  private static Question question(ImageReference image, RegistryAccess access)
      throws RegistryException {
    try {
      return new Question(
          new Key(image, LoginDigest.of(access)),
          Endpoint.of(image),
          image.tag().orElseThrow(() -> new IllegalArgumentException("has no tag")),
          access,
          new CompletableFuture<>());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.ERROR,
          "Image %s cannot be asked for: it %s. Correct spec.image"
              .formatted(image.repository(), e.getMessage()));
    }
  }

  private Sight share(Question mine, TimeLimit end, Duration timeout) {
    while (true) {
      Question flight;
      synchronized (this) {
        if (found.containsKey(mine.key())) {
          return new Sight.Seen(Presence.FOUND);
        }
        flight = flights.getOrDefault(mine.key(), mine);
        flights.put(mine.key(), flight);
      }
      if (flight.equals(mine)) {
        return fly(mine, end);
      }
      Optional<Sight> shared = await(flight, end);
      // The one who asks may have had less time than this one has.
      if (shared.isPresent() && !shared.get().isLate()) {
        return shared.get();
      }
      if (end.expired() || Thread.currentThread().isInterrupted()) {
        return RegistryDeadline.late(
            "Registry %s did not answer within %d s. Check its health, or raise spec.timeout"
                .formatted(mine.endpoint().registry(), Math.round(timeout.toMillis() / 1000.0)));
      }
    }
  }

  private Sight fly(Question question, TimeLimit end) {
    long start = System.nanoTime();
    Sight sight = new Sight.Blind(Kind.ERROR, new Failure.Internal("asking a registry failed"));
    try {
      sight = ask(question, end);
    } finally {
      land(question, sight);
    }
    listener.requestEnded(sight.word(), Duration.ofNanos(System.nanoTime() - start));
    return sight;
  }

  private Sight ask(Question question, TimeLimit end) {
    HiddenTexts hidden =
        HiddenTexts.of(question.access().logins(), hosts.settings().http().proxies());
    Conversation conversation =
        new Conversation(
            hosts, question.access().authorities(), end, hidden, question.key().access());
    ManifestSearch search =
        new ManifestSearch(question.endpoint(), question.tag(), conversation, tokens, steady);
    return new RegistryDeadline(question.endpoint().registry(), end.remaining())
        .run(() -> search.run(question.access().logins()), conversation::hangUp);
  }

  private synchronized boolean isFound(Key key) {
    return found.containsKey(key);
  }

  private void land(Question question, Sight sight) {
    synchronized (this) {
      flights.remove(question.key());
      if (sight instanceof Sight.Seen(Presence presence) && presence == Presence.FOUND) {
        found.put(question.key(), presence);
      }
    }
    question.answer().complete(sight);
  }

  private static Optional<Sight> await(Question flight, TimeLimit end) {
    try {
      return Optional.of(flight.answer().get(end.remaining().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking " + flight.endpoint().registry() + " failed", e);
    }
  }

  private void tidy() {
    try {
      hosts.tidy();
      tokens.tidy();
    } catch (RuntimeException | Error e) {
      LOG.error("What is not used any more could not be put away", e);
    }
  }
}
