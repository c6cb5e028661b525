package dev.gitopsbinding.registry.dockerconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
  @ParameterizedTest
  @CsvSource({
    "ghcr.io,ghcr.io/acme/web,true",
    "GHCR.io,ghcr.io/acme/web,true",
    "https://ghcr.io,ghcr.io/acme/web,true",
    "http://ghcr.io/v2/,ghcr.io/acme/web,true",
    "https://ghcr.io/v1,ghcr.io/acme/web,true",
    "ghcr.io/acme,ghcr.io/acme/web,true",
    "ghcr.io/v2/acme/,ghcr.io/acme/web,true",
    "ghcr.io/acme/web,ghcr.io/acme/web,true",
    "ghcr.io/ac,ghcr.io/acme/web,false",
    "ghcr.io/acme/web/x,ghcr.io/acme/web,false",
    "ghcr.io:443,ghcr.io/acme/web,false",
    "r.test:5000,r.test:5000/acme/web,true",
    "r.test,r.test:5000/acme/web,false",
    "r.test:5001,r.test:5000/acme/web,false",
    "*.r.test,eu.r.test/acme/web,true",
    "eu*.r.test,eu-1.r.test/acme/web,true",
    "e*-*1.r.test,eu-1.r.test/acme/web,true",
    "*.*.test,eu.r.test/acme/web,true",
    "*.r.test,a.eu.r.test/acme/web,false",
    "*.r.test,r.test/acme/web,false",
    "*.test,r.test.evil/acme/web,false",
    "*,ghcr.io/acme/web,false",
    "ghcr.io.evil.test,ghcr.io/acme/web,false",
    "https://index.docker.io/v1/,nginx,true",
    "index.docker.io,docker.io/acme/web,true",
    "docker.io,acme/web,true",
    "docker.io/library,nginx,true",
    "docker.io,ghcr.io/acme/web,false",
    "'',ghcr.io/acme/web,false"
  })
  void anEntryIsForTheImagesItsKeyNames(String key, String image, boolean fits) {
    DockerConfig config = config("\"" + key + "\": {\"auth\": \"" + base64("ada:s3cret") + "\"}");
    assertThat(config.loginsFor(ImageReference.parse(image).orElseThrow())).hasSize(fits ? 1 : 0);
  }

  @Test
  void theMostSpecificKeyGoesFirst() {
    DockerConfig config =
        config(
            "\"*.r.test\": {\"username\": \"a\"}, \"eu.r.test\": {\"username\": \"b\"},"
                + " \"eu.r.test/acme/web\": {\"username\": \"c\"},"
                + " \"eu.r.test/acme\": {\"username\": \"d\"}");
    assertThat(config.loginsFor(ImageReference.parse("eu.r.test/acme/web").orElseThrow()))
        .extracting(login -> ((RegistryLogin.Basic) login).username())
        .containsExactly("c", "d", "b", "a");
  }

  @Test
  void readsEveryKindOfLoginAndLeavesOutEntriesWithoutOne() {
    DockerConfig config =
        config(
            "\"a.test\": {\"auth\": \"%s\", \"email\": \"x\"}, \"b.test\": {\"username\": \"ada\", \"password\": \" s3cret\"},"
                    .formatted(base64("ada:s3:cret"))
                + "\"c.test\": {\"identitytoken\": \"it\", \"auth\": \"x\"}, \"d.test\": {\"registrytoken\": \"rt\"}, \"e.test\": {}");
    assertThat(logins(config, "a.test")).containsExactly(new RegistryLogin.Basic("ada", "s3:cret"));
    assertThat(logins(config, "b.test")).containsExactly(new RegistryLogin.Basic("ada", " s3cret"));
    assertThat(logins(config, "c.test")).containsExactly(new RegistryLogin.IdentityToken("it"));
    assertThat(logins(config, "d.test")).containsExactly(new RegistryLogin.RegistryToken("rt"));
    assertThat(logins(config, "e.test")).isEmpty();
    assertThat(config.toString() + logins(config, "a.test")).doesNotContain("cret", "ada");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3cret",
        "{\"auths\": s3cret}",
        "[]",
        "{}",
        "{\"auths\": {\"a.test\": {\"auth\": \"s3cret\"}}}",
        "{\"auths\": {\"a.test\": {\"auth\": \"czNjcmV0\"}}}",
        "{\"auths\": {\"a.test\": {\"registrytoken\": \"s3cret\\n\"}}}"
      })
  void saysThatItIsMalformedAndRepeatsNothing(String json) {
    Result<DockerConfig> result = DockerConfig.parse("Secret shop/pull", json.getBytes(UTF_8));
    Failure failure = ((Result.Failed<DockerConfig>) result).failure();
    assertThat(failure.reason()).isEqualTo(Reason.SECRET_INVALID);
    assertThat(failure.message())
        .contains("Secret shop/pull", ".dockerconfigjson")
        .doesNotContain("s3cret", "czNjcmV0");
  }

  private static List<RegistryLogin> logins(DockerConfig config, String host) {
    return config.loginsFor(ImageReference.parse(host + "/acme/web").orElseThrow());
  }

  private static DockerConfig config(String entries) {
    String json = "{\"auths\": {" + entries + "}, \"credsStore\": \"x\"}";
    return ((Result.Ok<DockerConfig>) DockerConfig.parse("Secret a/b", json.getBytes(UTF_8)))
        .value();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
