package dev.gitopsbinding.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.notify.MessageProjector;
import dev.gitopsbinding.notify.Messages;
import dev.gitopsbinding.notify.NotificationListener.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageQueuesTest {
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Result> results = new CopyOnWriteArrayList<>();
  private final AtomicInteger idle = new AtomicInteger();
  private final CountDownLatch open = new CountDownLatch(1);
  private final MessageQueues queues =
      new MessageQueues(
          new MessageQueues.Sender() {
            @Override
            public void deliver(QueuedMessage message) throws InterruptedException {
              threads.add(Thread.currentThread());
              open.await();
              delivered.add(message.secret() + " " + message.written().getResourceVersion());
            }

            @Override
            public void idle() {
              idle.incrementAndGet();
            }
          },
          (_, result) -> results.add(result));

  @AfterEach
  void close() throws InterruptedException {
    open.countDown();
    queues.close(Duration.ofSeconds(10));
  }

  @Test
  void eachReceiverGetsItsMessagesInOrderAndWaitsForNoOther() {
    // Given
    for (int i = 0; i < 10; i++) {
      queues.add(message("shop", "chat", i));
    }
    queues.add(message("shop", "events", 0));
    Awaitility.await().until(() -> threads.size() == 2);

    // When
    open.countDown();

    // Then
    Awaitility.await().until(() -> delivered.size() == 11);
    assertThat(delivered.stream().filter(one -> one.startsWith("chat")))
        .containsExactly(
            "chat 0", "chat 1", "chat 2", "chat 3", "chat 4", "chat 5", "chat 6", "chat 7",
            "chat 8", "chat 9");
  }

  @Test
  void noThreadAndNoConnectionIsLeftWhenNoMessageIs() {
    // Given
    open.countDown();

    // When
    queues.add(message("shop", "chat", 1));

    // Then
    Awaitility.await().until(() -> idle.get() == 1);
    Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    queues.add(message("shop", "chat", 2));
    Awaitility.await().until(() -> delivered.size() == 2);
  }

  @Test
  void aFullQueueDropsWhatIsNew() {
    for (int i = 0; i < MessageQueues.MAX_OF_RECEIVER + 7; i++) {
      queues.add(message("shop", "chat", i));
    }

    assertThat(results).hasSize(7).containsOnly(Result.DROPPED);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 2 * MessageQueues.MAX})
  void aNamespaceThatFillsItsQueuesLeavesRoomForOthers(int receivers) {
    // Given
    for (int i = 0; i < 2 * MessageQueues.MAX; i++) {
      queues.add(message("greedy", "greedy" + i % receivers, i));
    }
    assertThat(results)
        .hasSize(2 * MessageQueues.MAX - MessageQueues.MAX_OF_NAMESPACE)
        .containsOnly(Result.DROPPED);
    results.clear();

    // When
    queues.add(message("shop", "chat", 1));
    open.countDown();

    // Then
    Awaitility.await().until(() -> delivered.contains("chat 1"));
    Awaitility.await().until(() -> delivered.size() == MessageQueues.MAX_OF_NAMESPACE + 1);
    assertThat(results).isEmpty();
    queues.add(message("greedy", "greedy", 1));
    Awaitility.await().until(() -> delivered.contains("greedy 1"));
  }

  @Test
  void theNamespaceWithMostMessagesMakesRoomForOthers() {
    // Given
    for (int i = 0; i < MessageQueues.MAX; i++) {
      queues.add(message("greedy" + i % 4, "chat" + i % 50, i));
    }
    assertThat(results).isEmpty();

    // When
    queues.add(message("shop", "chat", 1));
    open.countDown();

    // Then
    Awaitility.await().until(() -> delivered.contains("chat 1"));
    Awaitility.await().until(() -> delivered.size() == MessageQueues.MAX);
    assertThat(results).containsExactly(Result.DROPPED);
  }

  @Test
  void aSenderThatThrowsEndsNoQueue() throws InterruptedException {
    // Given
    List<String> sent = new CopyOnWriteArrayList<>();
    MessageQueues throwing =
        new MessageQueues(
            new MessageQueues.Sender() {
              @Override
              public void deliver(QueuedMessage message) {
                sent.add(message.secret());
                throw new IllegalStateException("https://hooks.example.com/s3cret");
              }

              @Override
              public void idle() {}
            },
            (_, result) -> results.add(result));

    // When
    throwing.add(message("shop", "chat", 1));
    throwing.add(message("shop", "chat", 2));
    throwing.close(Duration.ofSeconds(10));

    // Then
    assertThat(sent).hasSize(2);
    assertThat(results).containsExactly(Result.FAILED, Result.FAILED);
  }

  @Test
  void theEndWaitsForAMomentAndThenDropsTheRest() throws InterruptedException {
    // Given
    for (int i = 0; i < 3; i++) {
      queues.add(message("shop", "chat", i));
    }
    Awaitility.await().until(() -> threads.size() == 1);

    // When
    queues.close(Duration.ofMillis(50));
    queues.add(message("shop", "chat", 4));

    // Then
    assertThat(results).hasSize(4).containsOnly(Result.DROPPED);
    Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    assertThat(delivered).isEmpty();
  }

  private static QueuedMessage message(String namespace, String secret, int version) {
    var spec = Messages.spec("Slack " + secret);
    var change =
        Messages.change(namespace, version, NotificationEvent.PUSHED, "Pushed", "Pushed.", spec);
    return new QueuedMessage(
        NotificationType.SLACK,
        secret,
        MessageProjector.project(change, spec, Messages.TIME, null),
        change.written());
  }
}
