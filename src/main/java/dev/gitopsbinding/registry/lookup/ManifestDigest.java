package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The digest of a manifest, as a registry names it or as its bytes give it. */
final class ManifestDigest {
  private static final String HEADER = "docker-content-digest";
  private static final char REPLACEMENT = '\uFFFD';

  private ManifestDigest() {}

  /** The registry's answer gives no digest that can be written. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }

  /**
   * The digest that the registry names; empty if it names none.
   *
   * @throws UnusableException if that is no digest
   */
  static Optional<String> named(HttpAnswer answer) throws UnusableException {
    Optional<String> named = answer.header(HEADER);
    if (named.isPresent() && !ImageReference.isDigest(named.get())) {
      throw new UnusableException(
          "named something as the manifest's digest that is none. Ask the registry's owner");
    }
    return named;
  }

  /**
   * The digest of the manifest in an answer to GET.
   *
   * @throws UnusableException if the registry names another one, or the bytes are not known
   */
  static String computed(HttpAnswer answer) throws UnusableException {
    if (answer.body().indexOf(REPLACEMENT) >= 0) {
      throw new UnusableException("sent a manifest that is not UTF-8. Push the image again");
    }
    Optional<String> named = named(answer);
    boolean longer = named.filter(digest -> digest.startsWith("sha512:")).isPresent();
    String computed =
        longer ? "sha512:" + hash("SHA-512", answer) : "sha256:" + hash("SHA-256", answer);
    if (named.isPresent() && !named.get().equals(computed)) {
      throw new UnusableException(
          "sent a manifest with another digest (%s) than it names (%s). Ask the registry's owner"
              .formatted(computed, named.get()));
    }
    return computed;
  }

  private static String hash(String algorithm, HttpAnswer answer) {
    try {
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
