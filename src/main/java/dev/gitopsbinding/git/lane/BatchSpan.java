package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The span of a batch of pushes. It is in the trace of one of them; span links connect it with the
 * others, in both directions.
 *
 * @param first the span of the push whose trace it is in
 * @param span of the batch
 */
record BatchSpan(Span first, Span span) {
  /** The span of the first push that is traced. */
  static Span first(Collection<QueuedPush> waiting) {
    return waiting.stream()
        .map(QueuedPush::span)
        .filter(Span::isRecorded)
        .findFirst()
        .orElse(Span.NONE);
  }

  /** Works on a batch in a span of its own; git operations of the batch are inside. */
  static void within(Span first, Consumer<BatchSpan> work) {
    Span batch = first.isRecorded() ? first.child("push batch", Span.Kind.INTERNAL) : Span.NONE;
    CurrentSpan.run(batch, span -> work.accept(new BatchSpan(first, span)));
  }

  /** Links the batch with the syncs that it carries. */
  void holds(List<QueuedPush> pushes) {
    if (!span.isRecorded()) {
      return;
    }
    span.set("gitopsbinding.batch.size", String.valueOf(pushes.size()));
    pushes.stream()
        .map(QueuedPush::span)
        .filter(push -> !push.equals(first) && push.isRecorded())
        .forEach(
            push -> {
              span.link(push);
              push.link(span);
            });
  }
}
