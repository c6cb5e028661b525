package dev.gitopsbinding.testing.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.training.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Signs the JSON web tokens that a registry believes; versions 2.8 and 3 of it do. */
final class RegistryTokens {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The actions that a token allows on a repository. */
  record Access(String type, String name, List<String> actions) {}

  private final TestCertificates.Identity signer;
  private final String issuer;

  RegistryTokens(TestCertificates.Identity signer, String issuer) {
    this.signer = signer;
    this.issuer = issuer;
  }

  /** A token of ES256, with the signer's certificate in its header. */
  String token(String audience, String subject, List<Access> access, Duration lifetime) {
    try {
      Instant now = Instant.now();
      String certificate =
          Base64.getEncoder().encodeToString(signer.certificate().getEncoded()); // not base64url
      String header = part(Map.of("typ", "JWT", "alg", "ES256", "x5c", List.of(certificate)));
      String claims =
          part(
              Map.of(
                  "iss",
                  issuer,
                  "aud",
                  audience,
                  "sub",
                  subject,
                  "iat",
                  now.getEpochSecond(),
                  "nbf",
                  now.minusSeconds(5).getEpochSecond(),
                  "exp",
                  now.plus(lifetime).getEpochSecond(),
                  "jti",
                  UUID.randomUUID().toString(),
                  "access",
                  access));
      return header + "." + claims + "." + sign(header + "." + claims);
    } catch (GeneralSecurityException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String sign(String text) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(signer.key());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return base64(signature.sign());
  }

  private static String part(Map<String, Object> values) throws JsonProcessingException {
    return base64(JSON.writeValueAsBytes(values));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
