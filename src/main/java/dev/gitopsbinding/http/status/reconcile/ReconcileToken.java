package dev.gitopsbinding.http.status.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * The token of those who may ask for syncs, in a file. It is read for each request, so that a
 * Secret that is mounted there can be changed.
 */
record ReconcileToken(Path file) {
  /** A shorter one could be guessed. */
  static final int MIN_CHARS = 16;

  private static final int MAX_BYTES = 4096;
  private static final String SCHEME = "bearer ";

  /**
   * Whether an Authorization header has the token (RFC 6750, section 2.1). The time that this takes
   * does not depend on how much of the token is right.
   *
   * @throws IOException if the file holds no token; the message names the file and nothing of what
   *     it holds
   */
  boolean isIn(String authorization) throws IOException {
    byte[] wanted = digest(read());
    String lowerCase = authorization.toLowerCase(Locale.ROOT);
    String given =
        lowerCase.startsWith(SCHEME) ? authorization.substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(wanted, digest(given));
  }

  private String read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    if (token.length() < MIN_CHARS || bytes.length > MAX_BYTES) {
      throw new IOException(
          "%s must hold a token of %d to %d characters".formatted(file, MIN_CHARS, MAX_BYTES));
    }
    return token;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
