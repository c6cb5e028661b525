package dev.gitopsbinding.model;

import java.nio.charset.StandardCharsets;
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

  /** Whether the bytes hold this text somewhere. */
  public boolean contains(String ascii) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(ascii);
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
