package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.net.share.ThreadShortageException;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.notify.NotificationListener.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that wait for their delivery: a queue for each receiver, so that an unreachable one
 * delays no other, with a virtual thread that lives while there are messages in it. Within a queue
 * the order is that of the changes. All bounds drop messages and block nobody. Thread-safe.
 */
final class MessageQueues {
  private static final Logger log = LoggerFactory.getLogger(MessageQueues.class);

  /** For each receiver: more than a binding changes its state while a receiver restarts. */
  static final int MAX_OF_RECEIVER = 100;

  /** For all receivers together: a message takes up to 10 KB. */
  static final int MAX = 1000;

  /**
   * For the receivers of one namespace, whose author may name any number of them: with one message
   * for each there is none that could make room for another namespace.
   */
  static final int MAX_OF_NAMESPACE = MAX / 4;

  private final Sender sender;
  private final NotificationListener listener;
  private final Lock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();

  /** The first message of a queue is the one that is delivered now. */
  private final Map<Receiver, Deque<QueuedMessage>> queues = new HashMap<>();

  private final Set<Thread> threads = new HashSet<>();

  /** How many messages wait, for each namespace that has any. */
  private final Map<String, Integer> holdings = new HashMap<>();

  private int waiting;
  private boolean closed;

  /** Delivers messages. */
  interface Sender {
    /**
     * Delivers a message.
     *
     * @throws InterruptedException if the operator ends
     */
    void deliver(QueuedMessage message) throws InterruptedException;

    /** No message is left; open connections are of no use. */
    void idle();
  }

  /** A receiver, by the Secret with its URL. */
  private record Receiver(String namespace, String secret) {
    static Receiver of(QueuedMessage message) {
      return new Receiver(message.namespace(), message.secret());
    }
  }

  MessageQueues(Sender sender, NotificationListener listener) {
    this.sender = sender;
    this.listener = listener;
  }

  /** Queues a message, or drops one if there are too many; never blocks for a receiver. */
  void add(QueuedMessage message) {
    QueuedMessage dropped;
    lock.lock();
    try {
      dropped = closed ? message : enqueue(message);
    } finally {
      lock.unlock();
    }
    if (dropped != null) {
      listener.ended(dropped.type(), Result.DROPPED);
    }
  }

  /** Returns the message that has to be dropped for this one, which may be itself. */
  private @Nullable QueuedMessage enqueue(QueuedMessage message) {
    Receiver receiver = Receiver.of(message);
    Deque<QueuedMessage> queue = queues.get(receiver);
    if ((queue != null && queue.size() >= MAX_OF_RECEIVER)
        || holdings.getOrDefault(message.namespace(), 0) >= MAX_OF_NAMESPACE) {
      return message;
    }
    QueuedMessage dropped = null;
    if (waiting >= MAX) {
      dropped = makeRoom(message.namespace());
      if (dropped == null) {
        return message;
      }
    }
    count(message.namespace(), 1);
    if (queue != null) {
      queue.add(message);
      return dropped;
    }
    queues.put(receiver, new ArrayDeque<>(Collections.singleton(message)));
    Thread thread = Thread.ofVirtual().name("notify").unstarted(() -> work(receiver));
    threads.add(thread);
    try {
      ThreadShortageException.start(thread);
    } catch (ThreadShortageException e) {
      threads.remove(thread);
      queues.remove(receiver);
      count(message.namespace(), -1);
      throw e;
    }
    return dropped;
  }

  /** Removes the newest message of the namespace that has most; null if that is this one. */
  private @Nullable QueuedMessage makeRoom(String namespace) {
    String most = Collections.max(holdings.entrySet(), Map.Entry.comparingByValue()).getKey();
    Deque<QueuedMessage> longest =
        queues.entrySet().stream()
            .filter(entry -> entry.getKey().namespace().equals(most))
            .map(Map.Entry::getValue)
            .max(Comparator.comparingInt(Deque::size))
            .orElseThrow();
    if (most.equals(namespace) || longest.size() == 1) {
      return null;
    }
    count(most, -1);
    return longest.removeLast();
  }

  private void count(String namespace, int more) {
    waiting += more;
    holdings.merge(namespace, more, (one, other) -> one + other == 0 ? null : one + other);
  }

  private void work(Receiver receiver) {
    try {
      for (QueuedMessage next = first(receiver); next != null; next = next(receiver)) {
        deliver(next);
      }
    } catch (InterruptedException e) {
      // The operator ends, and close() counts what is left.
      log.debug("Interrupted with messages left", e);
    }
  }

  private void deliver(QueuedMessage message) throws InterruptedException {
    try {
      sender.deliver(message);
    } catch (RuntimeException | Error e) {
      // Without the exception's message, which may repeat what was sent.
      log.error(
          "A message of {}/{} could not be delivered: unexpected {}",
          message.namespace(),
          message.message().binding().name(),
          e.getClass().getName());
      listener.ended(message.type(), Result.FAILED);
    }
  }

  private @Nullable QueuedMessage first(Receiver receiver) {
    lock.lock();
    try {
      Deque<QueuedMessage> queue = queues.get(receiver);
      return queue == null ? null : queue.peek();
    } finally {
      lock.unlock();
    }
  }

  /** Removes the message that was delivered; the last one ends the queue and its thread. */
  private @Nullable QueuedMessage next(Receiver receiver) {
    lock.lock();
    try {
      Deque<QueuedMessage> queue = queues.get(receiver);
      if (queue == null) {
        return null;
      }
      queue.remove();
      count(receiver.namespace(), -1);
      if (queue.isEmpty()) {
        queues.remove(receiver);
        threads.remove(Thread.currentThread());
      }
      if (queues.isEmpty()) {
        sender.idle();
        empty.signalAll();
      }
      return queue.peek();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no more messages, waits a moment for those that are there, and drops the rest.
   *
   * @param limit how long to wait at most
   */
  void close(Duration limit) throws InterruptedException {
    int left;
    lock.lock();
    try {
      closed = true;
      long rest = limit.toNanos();
      while (!queues.isEmpty() && rest > 0) {
        rest = empty.awaitNanos(rest);
      }
      left = waiting;
      queues.values().stream()
          .flatMap(Deque::stream)
          .forEach(message -> listener.ended(message.type(), Result.DROPPED));
      queues.clear();
      holdings.clear();
      waiting = 0;
      threads.forEach(Thread::interrupt);
      sender.idle();
    } finally {
      lock.unlock();
    }
    if (left > 0) {
      log.warn("{} notifications were not delivered before the operator ended", left);
    }
  }
}
