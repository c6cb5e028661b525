package dev.gitopsbinding.forge;

import org.jspecify.annotations.Nullable;

/**
 * One check of a commit, as a forge shows it.
 *
 * @param id of two checks of one series, the one with the higher id counts
 * @param series identifies the checks that replace each other; null if the check counts beside all
 *     others, as jobs of one name in different workflows do
 * @param result how it ended or where it is, in the forge's own word
 * @param link where its log is, as the forge sent it; null if the forge names none
 */
public record Check(
    String name,
    long id,
    @Nullable String series,
    State state,
    String result,
    @Nullable String link) {
  /** Whether a check has passed. */
  public enum State {
    PASSED,
    RUNNING,
    FAILED
  }

  /** A check that counts beside others of its name. */
  public static Check beside(String name, State state, String result, @Nullable String link) {
    return new Check(name, 0, null, state, result, link);
  }

  /** A check that replaces those of its name with a lower id. */
  public static Check newest(
      String name, long id, State state, String result, @Nullable String link) {
    return new Check(name, id, name, state, result, link);
  }

  /** The check as one of a series whose checks may have different names. */
  public Check in(String newSeries, long newId) {
    return new Check(name, newId, newSeries, state, result, link);
  }

  /** The check with other texts. */
  public Check with(String newName, String newResult, @Nullable String newLink) {
    return new Check(newName, id, series, state, newResult, newLink);
  }
}
