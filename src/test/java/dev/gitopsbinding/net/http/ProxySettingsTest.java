package dev.gitopsbinding.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.http.ProxySettings.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
  private static final Proxy PLAIN = new Proxy("plain", 1, "ada:s3cret");
  private static final Proxy SECURE = new Proxy("secure", 3128, null);

  @ParameterizedTest
  @CsvSource({
    "'',git.acme.test,true",
    "*,git.acme.test,false",
    "acme.test,git.acme.test,false",
    ".acme.test,git.acme.test,false",
    "*.acme.test,git.acme.test,false",
    "acme.test,gitacme.test,true",
    "git.acme.test:443,git.acme.test,false",
    "git.acme.test:8443,git.acme.test,true",
    "'a.test, GIT.acme.test',git.acme.test,false",
    "10.0.0.0/8,10.1.2.3,false",
    "10.0.0.0/8,11.1.2.3,true",
    "0.0.0.0/0,11.1.2.3,false",
    "10.0.0.0/99,10.1.2.3,true"
  })
  void passesByExemptHosts(String noProxy, String host, boolean proxied) {
    ProxySettings settings = new ProxySettings(null, SECURE, List.of(noProxy.split(", ", -1)));
    RepositoryUrl url = RepositoryUrl.parse("https://" + host + "/web.git");
    assertThat(settings.proxyFor(url).isPresent()).isEqualTo(proxied);
  }

  @Test
  void eachSchemeHasItsProxyAndSshGoesDirect() {
    ProxySettings settings = new ProxySettings(PLAIN, SECURE, List.of());
    assertThat(settings.proxyFor(RepositoryUrl.parse("http://a.test/b"))).contains(PLAIN);
    assertThat(settings.proxyFor(RepositoryUrl.parse("https://a.test/b"))).contains(SECURE);
    assertThat(settings.proxyFor(RepositoryUrl.parse("git@a.test:b"))).isEmpty();
    assertThat(settings.toString()).doesNotContain("s3cret");
  }
}
