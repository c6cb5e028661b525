package dev.gitopsbinding.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import dev.gitopsbinding.training.TestCertificates;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host is a stand-in that closes the connection instead of its first answer. */
class HttpExchangesTest {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final HttpClientSettings SETTINGS = trusting(null);

  private final WebhookReceiver host = WebhookReceiver.start(CERTIFICATES);
  private final HttpHosts hosts = new HttpHosts(SETTINGS, 2, Clock.systemUTC());

  @BeforeEach
  void closeTheFirstConnection() {
    host.answers(
        exchange -> {
          if (host.messages().size() > 1) {
            WebhookReceiver.send(exchange, 200, "");
          }
        });
  }

  @AfterEach
  void close() {
    hosts.close();
    host.close();
  }

  @Fault(value = "a host closes the connection and sends no answer", holds = "I9")
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void aReadIsSentAgain(String method) throws Exception {
    assertThat(send(request(method)).status()).isEqualTo(HttpAnswer.OK);
    assertThat(host.messages()).hasSize(2);
  }

  @Test
  void aPostIsSentOnce() {
    assertThatThrownBy(() -> send(request("POST"))).isInstanceOf(NoHttpResponseException.class);
    assertThat(host.messages()).hasSize(1);
  }

  @Test
  void aPostThatMayBeRepeatedIsSentAgain() throws Exception {
    assertThat(send(request("POST").asRepeatable()).status()).isEqualTo(HttpAnswer.OK);
    assertThat(host.messages()).hasSize(2);
  }

  @Test
  void authoritiesOfTheSettingsAreTrustedBesideThoseOfASecret() throws Exception {
    HttpClientSettings settings = trusting(CERTIFICATES.authorityPem());
    String other = TestCertificates.create().authorityPem();

    try (HttpHosts trusting = new HttpHosts(settings, 2, Clock.systemUTC())) {
      assertThat(send(trusting, null, request("GET")).status()).isEqualTo(HttpAnswer.OK);
      assertThat(send(trusting, other, request("GET")).status()).isEqualTo(HttpAnswer.OK);
    }
    assertThatThrownBy(() -> send(hosts, null, request("GET"))).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> send(hosts, other, request("GET"))).isInstanceOf(SSLException.class);
  }

  private static HttpClientSettings trusting(@Nullable String authorities) {
    return new HttpClientSettings(
        true,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        ProxySettings.NONE,
        authorities,
        HttpClientSettings.AS_MANY_AS_PERMITTED);
  }

  private HttpAnswer send(HttpHosts through, @Nullable String authorities, HttpRequest request)
      throws Exception {
    return new HttpExchanges(through, "shop", authorities, TimeLimit.in(Duration.ofSeconds(30)))
        .send(RepositoryUrl.parse(host.url("/it")), request, SETTINGS.addresses(), 100)
        .answer();
  }

  private HttpRequest request(String method) {
    return new HttpRequest(
        method,
        URI.create(host.url("/it")),
        null,
        null,
        method.equals("POST") ? HttpRequest.Body.form("a=b") : null);
  }

  private HttpAnswer send(HttpRequest request) throws Exception {
    return send(hosts, CERTIFICATES.authorityPem(), request);
  }
}
