package dev.gitopsbinding.http.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** The style of the page, and the policy that lets a browser use that style and nothing else. */
final class PageStyle {
  private static final String CSS = read();

  /**
   * Content Security Policy Level 3: no script, no request to anywhere, no frame around the page.
   * The image is the page's icon, which is part of the page.
   */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + digest(CSS)
          + "'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private PageStyle() {}

  /** The style, to be put between the tags of the element as it is. */
  static String css() {
    return CSS;
  }

  private static String read() {
    try (InputStream css = PageStyle.class.getResourceAsStream("page.css")) {
      return new String(
          Objects.requireNonNull(css, "page.css is a part of the operator").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
