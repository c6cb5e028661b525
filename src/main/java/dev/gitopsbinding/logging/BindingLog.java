package dev.gitopsbinding.logging;

import dev.gitopsbinding.model.BindingId;
import org.slf4j.MDC;

/**
 * Puts the binding that a thread works for into each of the thread's log lines, as {@code
 * binding.namespace} and {@code binding.name}. New threads inherit nothing.
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

  /** From now to the thread's end; for a thread that works for one binding only. */
  public static void untilThreadEnds(BindingId binding) {
    put(NAMESPACE, binding.namespace());
    put(NAME, binding.name());
  }

  /** Until the scope is closed, which brings back the binding from before, if any. */
  public static Scope within(BindingId binding) {
    String namespace = MDC.get(NAMESPACE);
    String name = MDC.get(NAME);
    untilThreadEnds(binding);
    return () -> {
      put(NAMESPACE, namespace);
      put(NAME, name);
    };
  }

  private static void put(String key, String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
