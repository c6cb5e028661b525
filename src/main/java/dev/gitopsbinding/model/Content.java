package dev.gitopsbinding.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a file, compared by value and never changed. */
public final class Content {
  private final byte[] bytes;

  private Content(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies {@code bytes}. */
  public static Content of(byte[] bytes) {
    return new Content(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** The byte at an index, from 0 to {@link #size} exclusive. */
  public byte at(int index) {
    return bytes[index];
  }

  /** Whether the bytes hold this text somewhere. */
  public boolean contains(String ascii) {
    return indexOf(ascii, 0) >= 0;
  }

  /**
   * Where the bytes hold a text first, from an index on; -1 if they do not. It copies nothing, and
   * looks at one byte in as many as the text has, or few more (Horspool, "Practical Fast Searching
   * in Strings", 1980): every read and edit of a file asks what kind of file it is.
   *
   * @param ascii 1 to 127 characters of ASCII
   * @param from at least 0
   */
  public int indexOf(String ascii, int from) {
    int last = ascii.length() - 1;
    byte[] shifts = new byte[256];
    Arrays.fill(shifts, (byte) ascii.length());
    for (int i = 0; i < last; i++) {
      shifts[ascii.charAt(i)] = (byte) (last - i);
    }
    for (int end = from + last; end < bytes.length; end += shifts[bytes[end] & 0xFF]) {
      if (isAt(end - last, ascii)) {
        return end - last;
      }
    }
    return -1;
  }

  private boolean isAt(int index, String ascii) {
    int i = ascii.length() - 1;
    while (i >= 0 && bytes[index + i] == ascii.charAt(i)) {
      i--;
    }
    return i < 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Content content && Arrays.equals(bytes, content.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
