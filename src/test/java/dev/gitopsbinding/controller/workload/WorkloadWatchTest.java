package dev.gitopsbinding.controller.workload;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.time.SteppedTimer;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The API server is a stand-in, as its answers have to come at chosen moments. */
class WorkloadWatchTest {
  private final SteppedTimer timer = new SteppedTimer();
  private final Server server = new Server();
  private final Wakes wakes = new Wakes();
  private final WorkloadWatch<DaemonSet> watch =
      new WorkloadWatch<>(
          new DaemonSetKind(),
          server,
          wakes,
          (delay, task) -> {
            var _ = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
          });

  private static final class Server
      implements WorkloadWatch.Objects<DaemonSet>, WorkloadWatch.Listed<DaemonSet> {
    private int code = 200;
    private Runnable whileProbing = () -> {};
    private int probes;
    private int lists;
    private boolean stopped;
    private @Nullable DaemonSet object;
    private @Nullable ResourceEventHandler<DaemonSet> changes;

    @Override
    public void probe() {
      probes++;
      whileProbing.run();
      if (code != 200) {
        throw new KubernetesClientException(new StatusBuilder().withCode(code).build());
      }
    }

    @Override
    public WorkloadWatch.Listed<DaemonSet> list(ResourceEventHandler<DaemonSet> handler) {
      lists++;
      changes = handler;
      if (object != null) {
        handler.onAdd(object);
      }
      return this;
    }

    @Override
    public @Nullable DaemonSet get(String namespace, String name) {
      return object != null && object.getMetadata().getName().equals(name) ? object : null;
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  private static final class Wakes implements WorkloadWatch.Bindings {
    private boolean wanted = true;
    private final List<String> woken = new ArrayList<>();

    @Override
    public boolean targetKind() {
      return wanted;
    }

    @Override
    public void changed(String namespace, String name) {
      woken.add(namespace + "/" + name);
    }

    @Override
    public void found() {
      woken.add("all");
    }
  }

  @Test
  void asksNothingBeforeTheFirstReadAndListsOnce() throws InterruptedException {
    // Given
    server.object = set("log", 1);
    assertThat(server.probes + server.lists).isZero();

    // When
    Workload found = watch.read("shop", "log");
    Workload missing = watch.read("shop", "other");

    // Then
    assertThat(found).isInstanceOf(Workload.Found.class);
    assertThat(missing).isEqualTo(new Workload.Missing());
    assertThat(server.probes).isEqualTo(1);
    assertThat(server.lists).isEqualTo(1);
    assertThat(wakes.woken).as("who reads knows it already").isEmpty();
  }

  @Test
  void wakesForWhatIsReadAndForNothingElse() throws InterruptedException {
    // Given
    server.object = set("log", 1);
    watch.read("shop", "log");

    // When
    server.changes.onUpdate(set("log", 1), set("log", 1));
    assertThat(wakes.woken).isEmpty();
    server.changes.onUpdate(set("log", 1), set("log", 0));
    server.changes.onAdd(set("new", 1));
    server.changes.onDelete(set("old", 1), false);

    // Then
    assertThat(wakes.woken).containsExactly("shop/log", "shop/new", "shop/old");
  }

  @Test
  void aMissingKindIsLookedForMoreAndMoreSeldomAndFound() throws InterruptedException {
    // Given
    server.code = 404;

    // When
    Workload first = watch.read("shop", "log");
    Workload again = watch.read("shop", "log");

    // Then
    assertThat(first)
        .isEqualTo(again)
        .isEqualTo(
            new Workload.Unreadable(
                "spec.target.kind: the API server has no DaemonSet (daemonsets.apps). Install its CustomResourceDefinition, or name another kind; it is found within a minute after it is installed."));
    assertThat(server.probes).isEqualTo(1);
    assertThat(probesWithin(5)).isEqualTo(1);
    assertThat(probesWithin(9)).isZero();
    assertThat(probesWithin(1 + 20 + 40)).isEqualTo(3);
    assertThat(probesWithin(59)).isZero();
    assertThat(probesWithin(600)).isEqualTo(10);
    assertThat(server.lists).isZero();

    // When
    server.code = 200;
    server.object = set("log", 1);
    timer.pass(Duration.ofMinutes(1));

    // Then
    assertThat(wakes.woken).containsExactly("all");
    assertThat(watch.read("shop", "log")).isInstanceOf(Workload.Found.class);
    assertThat(probesWithin(600)).isZero();
  }

  @Test
  void nobodyLooksForAKindThatNoBindingTargetsAnyMore() throws InterruptedException {
    // Given
    server.code = 403;
    assertThat(watch.read("shop", "log"))
        .isEqualTo(
            new Workload.Unreadable(
                "spec.target.kind: the operator may not list and watch daemonsets.apps. Apply deploy/operator of this version (or deploy/namespaced), which allows it."));

    // When
    wakes.wanted = false;

    // Then
    assertThat(probesWithin(3600)).isZero();
    assertThat(watch.read("shop", "log")).isInstanceOf(Workload.Unreadable.class);
    assertThat(server.probes).as("asked again").isEqualTo(2);
  }

  @Test
  void nobodyWaitsForALookOfTheTimer() throws InterruptedException {
    // Given
    server.code = 403;
    Workload refused = watch.read("shop", "log");
    List<Workload> meanwhile = new ArrayList<>();
    server.whileProbing =
        () -> meanwhile.add(CompletableFuture.supplyAsync(this::log).orTimeout(10, SECONDS).join());

    // When
    timer.pass(WorkloadWatch.FIRST_LOOK);

    // Then
    assertThat(meanwhile).containsExactly(refused);
  }

  @Test
  void theTimerGoesOnAfterAnyFailure() throws InterruptedException {
    // Given
    server.code = 403;
    watch.read("shop", "log");
    server.whileProbing =
        () -> {
          throw new IllegalStateException("a stand-in for a fault of the client");
        };

    // When
    timer.pass(WorkloadWatch.FIRST_LOOK);

    // Then
    assertThat(watch.read("shop", "log")).isInstanceOf(Workload.Unreadable.class);
    assertThat(probesWithin(10 + 20)).isEqualTo(2);

    // When
    server.whileProbing = () -> {};
    server.code = 200;
    server.object = set("log", 1);
    timer.pass(WorkloadWatch.MAX_DELAY);

    // Then
    assertThat(watch.read("shop", "log")).isInstanceOf(Workload.Found.class);
  }

  /** The sync must not go on: it would say that nothing runs, and restart each soak time. */
  @Test
  void aFailureOfTheServerIsTheSyncsFailureAndNotRepeatedByAll() {
    // Given
    server.code = 500;

    // Then
    for (int sync = 0; sync < 10; sync++) {
      assertThatThrownBy(() -> watch.read("shop", "log"))
          .isInstanceOf(KubernetesClientException.class);
    }
    assertThat(server.probes).isLessThanOrEqualTo(2);
  }

  @Test
  void closingEndsTheWatchAndNoneBeginsAfterwards() throws InterruptedException {
    // Given
    server.object = set("log", 1);
    watch.read("shop", "log");

    // When
    watch.close();

    // Then
    assertThat(server.stopped).isTrue();

    // Given
    var unused = new Server();
    var other = new WorkloadWatch<>(new DaemonSetKind(), unused, wakes, (_, _) -> {});

    // When
    other.close();

    // Then
    assertThat(other.read("shop", "log")).isEqualTo(new Workload.Missing());
    assertThat(unused.probes).isZero();
  }

  private Workload log() {
    try {
      return watch.read("shop", "log");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int probesWithin(int seconds) {
    int before = server.probes;
    timer.pass(Duration.ofSeconds(seconds));
    return server.probes - before;
  }

  private static DaemonSet set(String name, int updated) {
    return new DaemonSetBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withDesiredNumberScheduled(1)
        .withUpdatedNumberScheduled(updated)
        .endStatus()
        .build();
  }
}
