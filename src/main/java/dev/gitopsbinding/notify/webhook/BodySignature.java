package dev.gitopsbinding.notify.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the body of a request by HMAC-SHA256 (RFC 2104), in the header and the form that GitHub
 * uses for its webhooks, so that receivers need no code of their own to verify it.
 */
final class BodySignature {
  static final String HEADER = "X-Hub-Signature-256";
  private static final String ALGORITHM = "HmacSHA256";

  private BodySignature() {}

  /** The value of the header: {@code sha256=} and 64 hex digits. */
  static String of(String body, String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return "sha256="
          + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      // Every Java platform has this algorithm (javax.crypto.Mac).
      throw new IllegalStateException(e);
    }
  }
}
