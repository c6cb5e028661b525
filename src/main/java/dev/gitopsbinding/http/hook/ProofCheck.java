package dev.gitopsbinding.http.hook;

import dev.gitopsbinding.http.hook.provider.Proof;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compares proofs with secrets. How long that takes depends on nothing that is secret: digests of
 * equal length are compared, and each secret is tried whether or not one before it fits.
 */
final class ProofCheck {
  /** How old a timestamp may be, and how far ahead: as Standard Webhooks recommends. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String HMAC = "HmacSHA256";

  /** How Standard Webhooks writes keys: in Base64, behind this. */
  private static final String STANDARD_KEY = "whsec_";

  private final Clock clock;

  /**
   * @param clock the wall clock, for timestamps
   */
  ProofCheck(Clock clock) {
    this.clock = clock;
  }

  /** Whether a proof that needs no body may be right; one that needs it is checked later. */
  boolean mayPass(Proof proof, List<String> secrets) {
    return switch (proof) {
      case Proof.Token token -> passes(token, secrets, new byte[0]);
      case Proof.BodySignature _ -> true;
      case Proof.TimedSignature signature -> isInWindow(signature);
    };
  }

  /** Whether a proof is right for one of the secrets. */
  boolean passes(Proof proof, List<String> secrets, byte[] body) {
    boolean passes = false;
    for (String secret : secrets) {
      passes |= passes(proof, secret, body);
    }
    return passes;
  }

  private boolean passes(Proof proof, String secret, byte[] body) {
    return switch (proof) {
      case Proof.Token(var value) -> MessageDigest.isEqual(sha256(value), sha256(secret));
      case Proof.BodySignature(var hex) ->
          MessageDigest.isEqual(HexFormat.of().parseHex(hex), hmac(utf8(secret), body));
      case Proof.TimedSignature signature ->
          isInWindow(signature)
              && isSigned(
                  signature,
                  hmac(
                      key(secret), utf8(signature.id() + "." + signature.timestamp() + "."), body));
    };
  }

  private boolean isInWindow(Proof.TimedSignature signature) {
    long age = clock.instant().getEpochSecond() - Long.parseLong(signature.timestamp());
    return Math.abs(age) <= WINDOW.toSeconds();
  }

  private static boolean isSigned(Proof.TimedSignature signature, byte[] right) {
    byte[] wanted = Base64.getEncoder().encode(right);
    boolean signed = false;
    for (String mac : signature.macs()) {
      signed |= MessageDigest.isEqual(wanted, utf8(mac));
    }
    return signed;
  }

  private static byte[] key(String secret) {
    if (!secret.startsWith(STANDARD_KEY)) {
      return utf8(secret);
    }
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring(STANDARD_KEY.length()));
      return key.length == 0 ? utf8(secret) : key;
    } catch (IllegalArgumentException e) {
      return utf8(secret);
    }
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + HMAC, e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
