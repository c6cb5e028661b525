package dev.gitopsbinding.forge.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs what an app logs in with at the API: a JSON Web Token (RFC 7519) with the algorithm RS256
 * (RFC 7518, section 3.3), as GitHub asks for ("Generating a JSON Web Token (JWT) for a GitHub
 * App"). Pure.
 */
final class AppSignature {
  /** GitHub's advice, in case the clock of this machine is fast. */
  private static final Duration BACK = Duration.ofSeconds(60);

  /** With {@link #BACK} it is the longest that GitHub accepts, so a slow clock does little harm. */
  private static final Duration AHEAD = Duration.ofMinutes(9);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");

  private AppSignature() {}

  /**
   * The signed text; a secret for as long as it is valid.
   *
   * @param appId without characters that JSON escapes
   * @param key an RSA key
   * @param now by the clock of the machine
   */
  static String sign(String appId, PrivateKey key, Instant now) throws GeneralSecurityException {
    String claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
            .formatted(now.minus(BACK).getEpochSecond(), now.plus(AHEAD).getEpochSecond(), appId);
    String signed = HEADER + "." + part(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
