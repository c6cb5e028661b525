package dev.gitopsbinding.controller.workload;

import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the objects of one kind, in one namespace or in all, from the first time that one is
 * asked for until the process ends. Before that it costs nothing.
 *
 * <p>Where the API server does not have the kind, or the operator may not list it, it is looked for
 * again after a while, for as long as bindings target it: one request after 5 s, 10 s and so on, at
 * last one a minute. Answers meanwhile say what is missing.
 */
public final class WorkloadWatch<R extends HasMetadata> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkloadWatch.class);

  static final Duration FIRST_LOOK = Duration.ofSeconds(5);
  static final Duration MAX_DELAY = Duration.ofMinutes(1);

  /** How long a failure of the API server counts for all that ask; the SDK retries their syncs. */
  private static final Duration FAILURE_TTL = Duration.ofSeconds(1);

  /** How long syncs are retried before they go on without knowing what runs. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WorkloadKind<R> kind;
  private final Objects<R> objects;
  private final Bindings bindings;
  private final BiConsumer<Duration, Runnable> timer;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile State<R> state = new Idle<>();
  private @Nullable TimeLimit patience;
  private volatile boolean closed;

  /** Where the objects are. */
  public interface Objects<R extends HasMetadata> {
    /**
     * Asks for one object, whichever.
     *
     * @throws KubernetesClientException with the code 404 if there is no such kind
     */
    void probe();

    /**
     * Lists all objects and watches them from then on. Waits for the list.
     *
     * @throws KubernetesClientException if they cannot be listed
     */
    Listed<R> list(ResourceEventHandler<R> changes) throws InterruptedException;
  }

  /** Objects that are listed and watched. */
  public interface Listed<R extends HasMetadata> {
    /** An object as it is now; null if there is none. */
    @Nullable R get(String namespace, String name);

    /** Ends the watch. */
    void stop();
  }

  /** Who wants to know about the objects. */
  public interface Bindings {
    /** Whether a binding targets the kind. */
    boolean targetKind();

    /** To be called when an object has changed. */
    void changed(String namespace, String name);

    /** To be called when the kind can be read, after it could not be. */
    void found();
  }

  private sealed interface State<R extends HasMetadata> {}

  private record Idle<R extends HasMetadata>() implements State<R> {}

  private record Watching<R extends HasMetadata>(Listed<R> objects) implements State<R> {}

  /** The kind cannot be read; a look is scheduled. */
  private record Refused<R extends HasMetadata>(String message) implements State<R> {}

  private record Failed<R extends HasMetadata>(KubernetesClientException failure, TimeLimit until)
      implements State<R> {}

  /**
   * A watch that is not started.
   *
   * @param timer runs a task after a delay, on a thread that may block
   */
  public WorkloadWatch(
      WorkloadKind<R> kind,
      Objects<R> objects,
      Bindings bindings,
      BiConsumer<Duration, Runnable> timer) {
    this.kind = kind;
    this.objects = objects;
    this.bindings = bindings;
    this.timer = timer;
  }

  /**
   * What an object is now. Waits for the first list of the kind.
   *
   * @throws KubernetesClientException if the API server fails; to be tried again
   */
  public Workload read(String namespace, String name) throws InterruptedException {
    State<R> now = state;
    // Where a timer looks, nobody waits for it: the API server may take long to answer.
    if (!(now instanceof Watching<R> || now instanceof Refused<R>)) {
      lock.lockInterruptibly();
      try {
        now = looked();
      } finally {
        lock.unlock();
      }
    }
    return switch (now) {
      case Watching<R>(var listed) -> read(listed.get(namespace, name));
      case Refused<R>(String message) -> new Workload.Unreadable(message);
      case Failed<R>(var failure, var _) -> throw failure;
      case Idle<R>() -> new Workload.Missing();
    };
  }

  private Workload read(@Nullable R found) {
    return found == null ? new Workload.Missing() : kind.read(found);
  }

  /** The state after a first look, or after another one if the last has failed. */
  private State<R> looked() throws InterruptedException {
    switch (state) {
      case Watching<R> _, Refused<R> _ -> {
        // Known.
      }
      case Failed<R>(var _, TimeLimit until) -> {
        if (until.expired()) {
          look(FIRST_LOOK);
        }
      }
      case Idle<R>() -> look(FIRST_LOOK);
    }
    return state;
  }

  /**
   * @param delay until the next look if the kind cannot be read
   */
  private void look(Duration delay) throws InterruptedException {
    if (closed) {
      return;
    }
    try {
      objects.probe();
      Listed<R> listed = objects.list(new ChangeHandler());
      state = new Watching<>(listed);
      patience = null;
      if (closed) {
        listed.stop();
      }
      log.info("Watching {}s, as bindings target them", kind.name());
    } catch (KubernetesClientException failure) {
      failed(failure, delay);
    } catch (RuntimeException failure) {
      // Else a look by the timer would be the last one.
      log.warn("Looking for {}s failed", kind.name(), failure);
      failed(new KubernetesClientException("The look failed", failure), delay);
    }
  }

  private void failed(KubernetesClientException failure, Duration delay) {
    boolean certain =
        failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND
            || failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    if (!certain && patience == null) {
      patience = TimeLimit.in(PATIENCE);
    }
    if (certain || state instanceof Refused<R> || (patience != null && patience.expired())) {
      state = new Refused<>(message(failure));
      timer.accept(delay, () -> lookAgain(delay));
    } else {
      state = new Failed<>(failure, TimeLimit.in(FAILURE_TTL));
    }
  }

  private void lookAgain(Duration delay) {
    lock.lock();
    try {
      if (bindings.targetKind()) {
        Duration next = delay.multipliedBy(2);
        look(next.compareTo(MAX_DELAY) < 0 ? next : MAX_DELAY);
      } else {
        state = new Idle<>();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    if (state instanceof Watching<R>) {
      bindings.found();
    }
  }

  private String message(KubernetesClientException failure) {
    String resource = HasMetadata.getFullResourceName(kind.type());
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "spec.target.kind: the API server has no %s (%s). Install its CustomResourceDefinition, or name another kind; it is found within a minute after it is installed."
              .formatted(kind.name(), resource);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "spec.target.kind: the operator may not list and watch %s. Apply deploy/operator of this version (or deploy/namespaced), which allows it."
              .formatted(resource);
      default ->
          "spec.target.kind: the API server does not list %s (status %d). See the API server's log; the operator retries."
              .formatted(resource, failure.getCode());
    };
  }

  /** Does not wait for a list that is under way. */
  @Override
  public void close() {
    closed = true;
    if (state instanceof Watching<R>(var listed)) {
      listed.stop();
    }
  }

  /** Before the first list is complete, those who wait for it read what the events would say. */
  private final class ChangeHandler implements ResourceEventHandler<R> {
    @Override
    public void onAdd(R added) {
      changed(added);
    }

    @Override
    public void onUpdate(R before, R after) {
      if (!kind.read(before).equals(kind.read(after))) {
        changed(after);
      }
    }

    @Override
    public void onDelete(R deleted, boolean deletedFinalStateUnknown) {
      changed(deleted);
    }

    private void changed(R object) {
      if (state instanceof Watching<R>) {
        bindings.changed(object.getMetadata().getNamespace(), object.getMetadata().getName());
      }
    }
  }
}
