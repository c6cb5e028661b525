package dev.gitopsbinding.forge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppRepositoryTest {
  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/web.git,,https://api.github.com",
    "https://github.com/acme/web,,https://api.github.com",
    "https://acme.ghe.com/acme/web.git,,https://api.acme.ghe.com",
    "https://github.example.com/acme/web.git,,https://github.example.com/api/v3",
    "https://github.example.com:8443/acme/web.git,,https://github.example.com:8443/api/v3",
    "https://git.example.com/acme/web.git,https://api.example.com/v3,https://api.example.com/v3",
    "http://git.example.com/acme/web.git,https://api.example.com/v3,https://api.example.com/v3",
    "https://api.github.com/repos/acme/web,,https://api.github.com",
    "https://api.acme.ghe.com/repos/acme/web,,https://api.acme.ghe.com",
    "https://github.example.com/api/v3/repos/acme/web,,https://github.example.com/api/v3",
    "https://x.example.com/repos/acme/web,https://api.example.com/v3,https://api.example.com/v3"
  })
  void isFoundByItsUrlForGitAndInTheApi(String url, @Nullable String base, String api) {
    AppRepository found = ((Result.Ok<AppRepository>) of(url, base)).value();

    assertThat(found).isEqualTo(new AppRepository(URI.create(api), "acme", "web"));
    assertThat(found).hasToString("acme/web");
    assertThat(found.host().host()).isEqualTo(URI.create(api).getHost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/acme",
        "https://github.com/acme/group/web.git",
        "https://github.com/acme/a%20b",
        "https://github.com/acme/..",
        "https://github.com/../web",
        "https://api.github.com/repos/acme/..",
        "http://github.example.com/acme/web.git"
      })
  void anotherPathIsNoRepositoryOfGitHub(String url) {
    assertThat(of(url, null)).isInstanceOf(Result.Failed.class);
  }

  private static Result<AppRepository> of(String url, @Nullable String base) {
    return AppRepository.of(
        new AppTokens.Access(
            new Credential.GitHubApp(
                "1", null, "key", base == null ? null : URI.create(base), null),
            RepositoryUrl.parse(url),
            "shop"));
  }
}
