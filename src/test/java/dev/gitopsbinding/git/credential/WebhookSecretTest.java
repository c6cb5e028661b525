package dev.gitopsbinding.git.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {
  private static final String WEBHOOK = "gitopsbinding.dev/webhook";
  private static final String URL = "https://hooks.slack.com/services/T0/B0/s3cretpart";

  @Test
  void theTypeIsConsentToTheUrlsHost() {
    WebhookAccess access = ok(WEBHOOK, Map.of(), Map.of("url", URL + "\n"));

    assertThat(access.uri()).hasToString(URL);
    assertThat(access.host().hostAndPort()).isEqualTo("hooks.slack.com");
    assertThat(access.hmacKey()).isNull();
    assertThat(access).hasToString("webhook at hooks.slack.com");
    assertThat(access.secrets()).contains(URL, "/services/T0/B0/s3cretpart", "s3cretpart");
  }

  @Test
  void theAnnotationIsConsentToTheHostsThatItNames() {
    assertThat(ok("Opaque", hosts("hooks.slack.com"), Map.of("url", URL)).uri()).hasToString(URL);
  }

  @Test
  void aUrlWithoutConsentGetsNoMessage() {
    for (Map<String, String> annotations :
        List.of(Map.<String, String>of(), hosts("db.example.com"), hosts(""))) {
      assertThat(failure("Opaque", annotations, Map.of("url", URL)))
          .satisfies(
              failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.SECRET_NOT_CONSENTED);
                assertThat(failure.message())
                    .contains("hooks.slack.com", "gitopsbinding.dev/hosts")
                    .doesNotContain("s3cret");
              });
    }
  }

  @Test
  void anAnnotationLimitsTheType() {
    assertThat(failure(WEBHOOK, hosts("db.example.com"), Map.of("url", URL)).reason())
        .isEqualTo(Reason.SECRET_NOT_CONSENTED);
  }

  @Test
  void keyTokenAndAuthorityAreOptional() {
    WebhookAccess access =
        ok(
            WEBHOOK,
            Map.of(),
            Map.of("url", URL, "hmacKey", "0123456789abcdef\n", "bearerToken", "t0ken"));

    assertThat(access.hmacKey()).isEqualTo("0123456789abcdef");
    assertThat(access.bearerToken()).isEqualTo("t0ken");
    assertThat(access.secrets()).contains("0123456789abcdef", "t0ken");
    assertThat(access.toString()).doesNotContain("0123456789abcdef", "t0ken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example.com/s3cret",
        "hooks.example.com/s3cret",
        "https:///s3cret",
        "https://user:s3cret@hooks.example.com/",
        "https://hooks.example.com/s3cret#part",
        "https://hooks.example.com/s3 cret",
        "https://hooks.example.com:99999/s3cret",
        "https://hooks.example.com/s3cret\nhttps://other.example.com",
        "ftp://hooks.example.com/s3cret",
        "file:///etc/s3cret",
      })
  void aUrlThatCannotBeUsedIsNotRepeated(String url) {
    Failure failure = failure(WEBHOOK, Map.of(), Map.of("url", url));

    assertThat(failure.reason()).isEqualTo(Reason.SECRET_INVALID);
    assertThat(failure.message()).contains("key 'url' of Secret shop/chat").doesNotContain("s3");
  }

  @Test
  void aSecretWithoutAUrlIsNoReceiver() {
    assertThat(failure(WEBHOOK, Map.of(), Map.of("password", "s3cret")))
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.SECRET_KEY_MISSING);
              assertThat(failure.message()).contains("has no key 'url'");
            });
  }

  @Test
  void aShortKeyIsRefused() {
    assertThat(failure(WEBHOOK, Map.of(), Map.of("url", URL, "hmacKey", "short")).message())
        .contains("'hmacKey'", "shorter than 16 characters");
  }

  private static Map<String, String> hosts(String value) {
    return Map.of("gitopsbinding.dev/hosts", value);
  }

  private static WebhookAccess ok(
      String type, Map<String, String> annotations, Map<String, String> data) {
    Result<WebhookAccess> result = WebhookSecret.read(secret(type, annotations, data));
    assertThat(result).isInstanceOf(Result.Ok.class);
    return ((Result.Ok<WebhookAccess>) result).value();
  }

  private static Failure failure(
      String type, Map<String, String> annotations, Map<String, String> data) {
    Result<WebhookAccess> result = WebhookSecret.read(secret(type, annotations, data));
    assertThat(result).isInstanceOf(Result.Failed.class);
    return ((Result.Failed<WebhookAccess>) result).failure();
  }

  private static SecretData secret(
      String type, Map<String, String> annotations, Map<String, String> data) {
    return new SecretData(
        "shop",
        "chat",
        type,
        annotations,
        data.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getBytes(UTF_8))));
  }
}
