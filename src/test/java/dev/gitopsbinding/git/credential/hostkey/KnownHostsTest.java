package dev.gitopsbinding.git.credential.hostkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gitopsbinding.git.credential.hostkey.KnownHosts.Verdict;
import dev.gitopsbinding.testing.Fault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {
  private static PublicKey key;
  private static PublicKey other;
  private static PublicKey rsa;

  @BeforeAll
  static void makeKeys() throws Exception {
    key = generate("EC", 256).getPublic();
    other = generate("EC", 256).getPublic();
    rsa = generate("RSA", 2048).getPublic();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github.com               | github.com | 22   | KNOWN",
        "GitHub.com               | github.com | 22   | KNOWN",
        "github.com               | github.co  | 22   | UNKNOWN",
        "github.com               | github.com | 2222 | UNKNOWN",
        "[github.com]:2222        | github.com | 2222 | KNOWN",
        "[github.com]:2222        | github.com | 22   | UNKNOWN",
        "github.com,140.82.121.3  | github.com | 22   | KNOWN",
        "*.acme.test              | git.acme.test | 22 | KNOWN",
        "*.acme.test,!git.acme.test | git.acme.test | 22 | UNKNOWN",
        "git?.acme.test           | git1.acme.test | 22 | KNOWN",
        "*                        | github.com | 2222 | KNOWN",
        "*.acme.test              | git.acme.test | 2222 | UNKNOWN",
        "[*.acme.test]:2222      | git.acme.test | 2222 | KNOWN"
      })
  void matchesHostsAsSshdWritesThem(String hosts, String host, int port, Verdict verdict) {
    assertThat(KnownHosts.parse(line(hosts, key)).judge(host, port, key)).isEqualTo(verdict);
  }

  @Test
  void holdsNoLinesButThoseAboutOneHost() {
    KnownHosts known =
        KnownHosts.parse(
            line("git.acme.test", key) + "\n" + line("other", key) + "\n" + line("*.test", other));

    KnownHosts about = known.about("git.acme.test", 22);

    assertThat(about.lines()).hasSize(2);
    assertThat(about.judge("git.acme.test", 22, key)).isEqualTo(Verdict.KNOWN);
  }

  @Test
  void matchesHashedHosts() {
    String hashed = hash("github.com");
    KnownHosts known = KnownHosts.parse(line(hashed, key));
    assertThat(known.judge("github.com", 22, key)).isEqualTo(Verdict.KNOWN);
    assertThat(known.judge("gitlab.com", 22, key)).isEqualTo(Verdict.UNKNOWN);
    assertThat(
            KnownHosts.parse(line(hash("[github.com]:2222"), key)).judge("github.com", 2222, key))
        .isEqualTo(Verdict.KNOWN);
  }

  @Test
  void anotherKeyOfTheTypeIsAChangeAndOneOfAnotherTypeIsUnknown() {
    KnownHosts known = KnownHosts.parse(line("github.com", key));
    assertThat(known.judge("github.com", 22, other)).isEqualTo(Verdict.CHANGED);
    assertThat(known.judge("github.com", 22, rsa)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aRevokedKeyIsNeverKnown() {
    KnownHosts known = KnownHosts.parse(line("github.com", key) + "@revoked " + line("*", key));
    assertThat(known.judge("github.com", 22, key)).isEqualTo(Verdict.REVOKED);
    assertThat(known.keysOf("github.com", 22)).isEmpty();
  }

  @Test
  void aRevokedKeyIsKnownOnNoPort() {
    KnownHosts known =
        KnownHosts.parse(line("[github.com]:2222", key) + "@revoked " + line("*", key));
    assertThat(known.judge("github.com", 2222, key)).isEqualTo(Verdict.REVOKED);
    assertThat(known.keysOf("github.com", 2222)).isEmpty();
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void patternsWithManyStarsAreAnsweredSoon() {
    String host = "a".repeat(250);
    KnownHosts known = KnownHosts.parse(line("*a".repeat(100) + "*b", key));
    assertThat(known.judge(host, 22, key)).isEqualTo(Verdict.UNKNOWN);
    assertThat(known.judge(host + "b", 22, key)).isEqualTo(Verdict.KNOWN);
  }

  @Test
  void aLineForCertificatesVouchesForNoKey() {
    KnownHosts known = KnownHosts.parse("@cert-authority " + line("github.com", key));
    assertThat(known.judge("github.com", 22, key)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void passesOverCommentsEmptyLinesAndCarriageReturns() {
    String text = "# github\r\n\r\n" + line("github.com", key).strip() + "\r\n";
    assertThat(KnownHosts.parse(text).judge("github.com", 22, key)).isEqualTo(Verdict.KNOWN);
  }

  @Fault(value = "malformed known_hosts", holds = "I7")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "github.com",
        "github.com ssh-ed25519",
        "github.com ssh-ed25519 %%%",
        "|1|x ssh-ed25519 AAAA",
        "|1||F1E1KeoE/eEWhi10WpGo4OdiO6Y= ssh-ed25519 AAAA"
      })
  void namesTheMalformedLineAndNotItsContent(String malformed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownHosts.parse(line("gitlab.com", key) + malformed))
        .withMessage("line 2 is malformed");
  }

  private static String line(String hosts, PublicKey key) {
    return hosts + " " + PublicKeyEntry.toString(key) + "\n";
  }

  /** As ssh-keygen -H writes it: HMAC-SHA1 of the name under a salt. */
  private static String hash(String name) {
    try {
      byte[] salt = "twenty bytes of salt".getBytes(StandardCharsets.US_ASCII);
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      byte[] value = mac.doFinal(name.getBytes(StandardCharsets.US_ASCII));
      Base64.Encoder base64 = Base64.getEncoder();
      return "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(value);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair generate(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
