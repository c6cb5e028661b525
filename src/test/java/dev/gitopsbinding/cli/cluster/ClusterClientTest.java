package dev.gitopsbinding.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.apiserver.ApiServerStandIn;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterClientTest {
  /** The JVM would wait for them at its end. */
  @Test
  void leavesNoThreadThatWaitsForTheNetwork() {
    try (ApiServerStandIn api =
        ApiServerStandIn.start(
            exchange -> {
              exchange.sendResponseHeaders(404, -1);
              exchange.close();
            })) {
      Set<Thread> before = selectors();
      var client = new ClusterClient(api.client().getConfiguration());
      assertThat(client.find(ResourcePath.bindings("shop").named("web"), "GitOpsBinding shop/web"))
          .isEmpty();
      Set<Thread> own = new HashSet<>(selectors());
      own.removeAll(before);
      assertThat(own).isNotEmpty();

      client.close();

      assertThat(own).noneMatch(Thread::isAlive);
    }
  }

  private static Set<Thread> selectors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
        .collect(Collectors.toSet());
  }
}
