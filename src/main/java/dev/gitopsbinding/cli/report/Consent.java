package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.model.text.OneLine;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of an object allows by an annotation that is a list.
 *
 * @param before what the annotation names now
 * @param added what it does not name yet
 */
public record Consent(List<String> before, List<String> added) {
  private static final int MAX_LINE_CHARS = 2_000;

  /** Copies the lists. */
  public Consent {
    before = List.copyOf(before);
    added = List.copyOf(added);
  }

  /**
   * The consent to more.
   *
   * @param annotation its value now; null if there is none
   */
  public static Consent of(@Nullable String annotation, List<String> wanted) {
    List<String> before =
        annotation == null
            ? List.of()
            : Arrays.stream(annotation.split("[,\\s]+")).filter(one -> !one.isEmpty()).toList();
    return new Consent(
        before, wanted.stream().filter(one -> !before.contains(one)).distinct().toList());
  }

  /** Whether all of it is allowed already. */
  public boolean isGiven() {
    return added.isEmpty();
  }

  /** The new value of the annotation. */
  public String annotation() {
    Set<String> all = new LinkedHashSet<>(before);
    all.addAll(added);
    return String.join(",", all);
  }

  /** The new value for a message: whoever may write the annotation must not steer a terminal. */
  public String shown() {
    return OneLine.of(annotation(), MAX_LINE_CHARS);
  }

  /** What is allowed now, for a question. */
  public String now() {
    return before.isEmpty() ? "none" : OneLine.of(String.join(", ", before), MAX_LINE_CHARS);
  }
}
