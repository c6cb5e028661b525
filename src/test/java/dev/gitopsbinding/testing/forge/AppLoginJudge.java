package dev.gitopsbinding.testing.forge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether GitHub would accept the login of an app: its signature, and its claims by the machine's
 * clock.
 */
final class AppLoginJudge {
  private static final Pattern CLAIMS =
      Pattern.compile("\\{\"iat\":(\\d+),\"exp\":(\\d+),\"iss\":\"([^\"]+)\"}");

  private AppLoginJudge() {}

  /** Why GitHub would not accept a login; null if it would. */
  static @Nullable String refusal(String authorization, PublicKey key) {
    String[] parts = authorization.replaceFirst("^Bearer ", "").split("\\.", -1);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (parts.length != 3
          || !decoded(parts[0]).equals("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
          || !signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
        return "A JSON web token could not be decoded";
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      return "A JSON web token could not be decoded";
    }
    Matcher claims = CLAIMS.matcher(decoded(parts[1]));
    if (!claims.matches() || !claims.group(3).equals(GitHubAppStandIn.APP)) {
      return "Integration not found";
    }
    long now = Instant.now().getEpochSecond();
    if (Long.parseLong(claims.group(1)) > now) {
      return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
    }
    long ends = Long.parseLong(claims.group(2)) - now;
    return ends <= 0
        ? "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
        : ends > 600 ? "'Expiration time' claim ('exp') is too far in the future" : null;
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
