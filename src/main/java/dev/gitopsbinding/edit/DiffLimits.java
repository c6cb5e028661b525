package dev.gitopsbinding.edit;

/**
 * How much of a change is shown.
 *
 * @param contextLines how many unchanged lines stand before and behind a changed one, at least 0
 * @param valueOnly whether of a changed line only the changed values are shown, where the line
 *     holds other values too
 * @param maxBytes the length in UTF-8, more than zero; the line that says how much is left out
 *     comes on top
 */
public record DiffLimits(int contextLines, boolean valueOnly, int maxBytes) {
  private static final int BYTES = 8 << 10;

  /**
   * For the status. Its readers may not be allowed to read the manifest repository, and the lines
   * around an image, and other values of its line, may hold passwords, so they are not shown.
   */
  public static final DiffLimits STATUS = new DiffLimits(0, true, BYTES);

  /** For somebody who can read the file. */
  public static DiffLimits withContext(int contextLines) {
    return new DiffLimits(contextLines, false, BYTES);
  }

  /** The same with another length. */
  DiffLimits withMaxBytes(int most) {
    return new DiffLimits(contextLines, valueOnly, most);
  }
}
