package dev.gitopsbinding.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of a commit say together. The texts come from a forge; they are cleaned and
 * bounded.
 */
public sealed interface CheckState {
  /** All checks that count have passed; there is at least one. */
  record Passed() implements CheckState {}

  /**
   * No check that counts has failed, and not all of them have passed yet.
   *
   * @param running the names of checks that have not ended
   * @param missing the names of checks that are required and do not exist yet; empty with {@code
   *     running} if the commit has no check at all yet
   */
  record Pending(List<String> running, List<String> missing) implements CheckState {
    /** Copies the lists. */
    public Pending {
      running = List.copyOf(running);
      missing = List.copyOf(missing);
    }
  }

  /**
   * A check has failed.
   *
   * @param name the name of the first one
   * @param result how it ended, in the forge's own word
   * @param link an {@code https} URL where its log is; null if the forge names none
   */
  record Failed(String name, String result, @Nullable String link) implements CheckState {}
}
