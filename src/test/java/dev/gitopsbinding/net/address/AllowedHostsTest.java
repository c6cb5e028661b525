package dev.gitopsbinding.net.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.testing.DefaultSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedHostsTest {
  @ParameterizedTest
  @CsvSource({
    "git.example.com,ssh://git@git.example.com/x,true",
    "git.example.com,git@git.example.com:x,true",
    "git.example.com,https://git.example.com/x,true",
    "git.example.com,https://GIT.Example.com/x,true",
    "git.example.com,https://git.example.com:443/x,true",
    "git.example.com:443,https://git.example.com/x,true",
    "git.example.com:22,https://git.example.com/x,false",
    "git.example.com,https://git.example.com:8443/x,false",
    "git.example.com,ssh://git@git.example.com:443/x,false",
    "git.example.com:8443,https://git.example.com:8443/x,true",
    "git.example.com:8443,https://git.example.com/x,false",
    "git.example.com,http://git.example.com/x,false",
    "git.example.com:80,http://git.example.com/x,true",
    "git.example.com,https://example.com/x,false",
    "git.example.com,https://git.example.com.evil.test/x,false",
    "git.example.com,https://evil-git.example.com/x,false",
    "git.example.com,https://git.example.com./x,false",
    "*.example.com,https://git.example.com/x,true",
    "*.example.com,https://a.b.example.com/x,true",
    "*.example.com,https://example.com/x,false",
    "*.example.com,https://evilexample.com/x,false",
    "*.example.com,https://example.com.evil.test/x,false",
    "*.example.com,https://git.example.com:8443/x,false",
    "*.example.com:8443,https://git.example.com:8443/x,true",
    "*.example.com:8443,https://git.example.com/x,false",
    "10.0.0.5,ssh://git@10.0.0.5/x,true",
    "10.0.0.5,ssh://git@10.0.0.50/x,false",
    "[fd00::1],ssh://git@[fd00::1]/x,true",
    "[fd00::1]:2222,ssh://git@[fd00::1]:2222/x,true",
    "[fd00::1],ssh://git@[fd00::2]/x,false"
  })
  void anEntryFitsAHostAndItsPort(String entry, String url, boolean allowed) {
    AllowedHosts hosts = new AllowedHosts(List.of("other.test", entry));
    assertThat(hosts.refusal(RepositoryUrl.parse(url)).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void withoutEntriesAnyHostIsAllowed() {
    assertThat(DefaultSettings.ANY_HOST.refusal(RepositoryUrl.parse("http://10.0.0.1:81/x")))
        .isEmpty();
  }

  @Test
  void theRefusalNamesTheHostAndWhatToDo() {
    AllowedHosts hosts = new AllowedHosts(List.of("git.example.com"));

    Failure failure =
        hosts.refusal(RepositoryUrl.parse("ssh://git@evil.test:2222/acme/web.git")).orElseThrow();

    assertThat(failure.reason()).isEqualTo(Reason.HOST_NOT_ALLOWED);
    assertThat(failure.message())
        .startsWith("Host evil.test:2222 ")
        .endsWith("to add evil.test:2222 to GITOPSBINDING_ALLOWED_HOSTS.")
        .doesNotContain("git.example.com");
  }
}
