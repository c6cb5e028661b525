package dev.gitopsbinding.forge;

import org.jspecify.annotations.Nullable;

/**
 * One check of a commit, as a forge shows it.
 *
 * @param id of two checks of one name that do not count together, the one with the higher id counts
 * @param together whether checks of one name count together, as those of different workflows do
 * @param result how it ended or where it is, in the forge's own word
 * @param link where its log is, as the forge sent it; null if the forge names none
 */
public record Check(
    String name, long id, boolean together, State state, String result, @Nullable String link) {
  /** Whether a check has passed. */
  public enum State {
    PASSED,
    RUNNING,
    FAILED
  }

  /** A check that counts beside others of its name. */
  public static Check beside(String name, State state, String result, @Nullable String link) {
    return new Check(name, 0, true, state, result, link);
  }

  /** A check that replaces those of its name with a lower id. */
  public static Check newest(
      String name, long id, State state, String result, @Nullable String link) {
    return new Check(name, id, false, state, result, link);
  }

  /** The check with other texts. */
  public Check with(String newName, String newResult, @Nullable String newLink) {
    return new Check(newName, id, together, state, newResult, newLink);
  }
}
