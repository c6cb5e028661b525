package dev.gitopsbinding.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentSpanTest {
  private final List<String> calls = new ArrayList<>();

  @Test
  void aStepIsInsideTheCurrentSpanAndEndsBeforeIt() {
    String result =
        CurrentSpan.within(
            new Noted("sync", true),
            _ -> CurrentSpan.step("push", Span.Kind.INTERNAL, _ -> "pushed"));

    assertThat(result).isEqualTo("pushed");
    assertThat(calls).containsExactly("start sync/push", "end sync/push", "end sync");
  }

  @Test
  void anExceptionMarksTheStepWithoutItsMessage() {
    assertThatThrownBy(
            () ->
                CurrentSpan.within(
                    new Noted("sync", true),
                    _ -> {
                      throw new IllegalStateException("secret");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(calls).containsExactly("fail sync IllegalStateException", "end sync");
  }

  @Test
  void aTraceThatIsNotRecordedHasNoSteps() {
    CurrentSpan.within(
        new Noted("sync", false), _ -> CurrentSpan.step("push", Span.Kind.INTERNAL, span -> span));

    assertThat(calls).containsExactly("end sync");
  }

  @Test
  void withoutATraceNothingHappens() {
    assertThat(CurrentSpan.get()).isSameAs(Span.NONE);
    assertThat(CurrentSpan.<Span, RuntimeException>step("push", Span.Kind.INTERNAL, span -> span))
        .isSameAs(Span.NONE);
    assertThat(CurrentSpan.traceparent()).isEmpty();
    assertThat(Tracer.OFF.start("sync").child("push", Span.Kind.CLIENT)).isSameAs(Span.NONE);
  }

  private final class Noted implements Span {
    private final String name;
    private final boolean recorded;

    Noted(String name, boolean recorded) {
      this.name = name;
      this.recorded = recorded;
    }

    @Override
    public Span child(String child, Kind kind) {
      calls.add("start " + name + "/" + child);
      return new Noted(name + "/" + child, recorded);
    }

    @Override
    public void set(String attribute, String value) {
      calls.add("set " + name);
    }

    @Override
    public void fail(String reason) {
      calls.add("fail " + name + " " + reason);
    }

    @Override
    public void link(Span other) {
      calls.add("link " + name);
    }

    @Override
    public boolean isRecorded() {
      return recorded;
    }

    @Override
    public Optional<String> traceparent() {
      return Optional.of(name);
    }

    @Override
    public void end() {
      calls.add("end " + name);
    }
  }
}
