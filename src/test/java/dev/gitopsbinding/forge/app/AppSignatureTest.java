package dev.gitopsbinding.forge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppSignatureTest {
  static Stream<String> forms() {
    return Stream.of(GitHubAppStandIn.key(), GitHubAppStandIn.pkcs8());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isSignedByTheKeyAndValidForTenMinutesAroundNow(String pem) throws Exception {
    PrivateKey key =
        new Credential.GitHubApp("12345", null, pem, null, null).key("shop").orElseThrow();

    String signed = AppSignature.sign("12345", key, Instant.ofEpochSecond(1_000_000));

    String[] parts = signed.split("\\.", -1);
    assertThat(decoded(parts[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
    assertThat(decoded(parts[1])).isEqualTo("{\"iat\":999940,\"exp\":1000540,\"iss\":\"12345\"}");
    RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
