package dev.gitopsbinding.edit;

import java.nio.charset.StandardCharsets;

/** Joins the diffs of several files, which together keep to one limit. */
public final class DiffJoiner {
  /** With less room than this, in bytes, a further file is only counted. */
  private static final int LEAST = 64;

  private final DiffLimits limits;
  private final StringBuilder text = new StringBuilder();
  private int bytes;
  private int filesLeftOut;

  public DiffJoiner(DiffLimits limits) {
    this.limits = limits;
  }

  /** The limits of the next diff. */
  public DiffLimits rest() {
    return bytes == 0 ? limits : limits.withMaxBytes(Math.max(1, limits.maxBytes() - bytes));
  }

  /** Adds the diff of one file, made with the limits {@link #rest}; it may be empty. */
  public void add(String diff) {
    if (!diff.isEmpty() && bytes > Math.max(0, limits.maxBytes() - LEAST)) {
      filesLeftOut++;
    } else {
      text.append(diff);
      bytes += diff.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /** All diffs, and how many files are left out. */
  @Override
  public String toString() {
    return filesLeftOut == 0
        ? text.toString()
        : text
            + "… %d more file%s left out\n"
                .formatted(filesLeftOut, filesLeftOut == 1 ? " is" : "s are");
  }
}
