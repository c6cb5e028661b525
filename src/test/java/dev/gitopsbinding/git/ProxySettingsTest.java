package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gitopsbinding.git.ProxySettings.Proxy;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
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
  void passes_by_exempt_hosts(String noProxy, String host, boolean proxied) {
    ProxySettings settings =
        ProxySettings.of(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", noProxy));
    RepositoryUrl url = RepositoryUrl.parse("https://" + host + "/web.git");
    assertThat(settings.proxyFor(url).isPresent()).isEqualTo(proxied);
  }

  @Test
  void lower_case_goes_first_and_ssh_goes_direct() {
    ProxySettings settings =
        ProxySettings.of(
            Map.of(
                "https_proxy", "low:1",
                "HTTPS_PROXY", "high:2",
                "ALL_PROXY", "http://ada:s3cret@all:3"));
    assertThat(settings.https()).contains(new Proxy("low", 1, Optional.empty()));
    assertThat(settings.http()).contains(new Proxy("all", 3, Optional.of("ada:s3cret")));
    assertThat(settings.toString()).doesNotContain("s3cret");
    assertThat(settings.proxyFor(RepositoryUrl.parse("git@github.com:a/b"))).isEmpty();
  }

  @Test
  void a_proxy_of_another_kind_is_refused_without_showing_its_password() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProxySettings.of(Map.of("HTTPS_PROXY", "socks5://ada:s3cret@proxy")))
        .withMessageContaining("HTTPS_PROXY")
        .withMessageNotContaining("s3cret")
        .withNoCause();
  }
}
