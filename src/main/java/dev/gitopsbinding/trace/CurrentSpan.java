package dev.gitopsbinding.trace;

import java.util.Optional;

/**
 * The span that the calling thread works in. Threads that are started from here do not inherit it;
 * work that moves to another thread takes its {@link Span} along.
 */
public final class CurrentSpan {
  private static final ScopedValue<Span> SPAN = ScopedValue.newInstance();

  private CurrentSpan() {}

  /**
   * Work within a span.
   *
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Step<T, X extends Throwable> {
    /** Does the work. */
    T run(Span span) throws X;
  }

  /**
   * Work without a result.
   *
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Work<X extends Throwable> {
    /** Does the work. */
    void run(Span span) throws X;
  }

  /** The span; {@link Span#NONE} if nothing is traced. */
  public static Span get() {
    return SPAN.orElse(Span.NONE);
  }

  /**
   * The current span as the header {@code traceparent} of W3C Trace Context, or as the attribute of
   * the same name of a CloudEvent; empty if nothing is traced.
   */
  public static Optional<String> traceparent() {
    return get().traceparent();
  }

  /** Works in a step of its own inside the current one. */
  public static <T, X extends Throwable> T step(String name, Span.Kind kind, Step<T, X> work)
      throws X {
    Span parent = get();
    return parent.isRecorded() ? within(parent.child(name, kind), work) : work.run(Span.NONE);
  }

  /** Works in a span, and ends it; an exception marks it as failed. */
  public static <T, X extends Throwable> T within(Span span, Step<T, X> work) throws X {
    try {
      return span.equals(Span.NONE)
          ? work.run(span)
          : ScopedValue.where(SPAN, span).call(() -> work.run(span));
    } catch (Throwable e) {
      // Without the message, which may repeat what a host sent.
      span.fail(e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  /** As {@link #within(Span, Step)}, without a result. */
  public static <X extends Throwable> void run(Span span, Work<X> work) throws X {
    var _ =
        CurrentSpan.<Span, X>within(
            span,
            same -> {
              work.run(same);
              return same;
            });
  }

  /** Works in a span that somebody else ends. */
  public static void carry(Span span, Runnable work) {
    if (span.equals(Span.NONE)) {
      work.run();
    } else {
      ScopedValue.where(SPAN, span).run(work);
    }
  }
}
