package dev.gitopsbinding.logging;

import dev.gitopsbinding.model.BindingId;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Adds the binding that a thread works for to the thread's log lines, as {@code binding.namespace}
 * and {@code binding.name}. New threads do not inherit it.
 */
public final class BindingLog {
  /** The MDC key of the binding's namespace. */
  public static final String NAMESPACE = "binding.namespace";

  /** The MDC key of the binding's name. */
  public static final String NAME = "binding.name";

  private BindingLog() {}

  /** Ends what {@link #within} began. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Sets the binding until the thread ends; for a thread that works for one binding only. */
  public static void untilThreadEnds(BindingId binding) {
    put(NAMESPACE, binding.namespace());
    put(NAME, binding.name());
  }

  /** Sets the binding until the scope is closed, which restores the previous one, if any. */
  public static Scope within(BindingId binding) {
    String namespace = MDC.get(NAMESPACE);
    String name = MDC.get(NAME);
    untilThreadEnds(binding);
    return () -> {
      put(NAMESPACE, namespace);
      put(NAME, name);
    };
  }

  private static void put(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
