package dev.gitopsbinding.registry.dockerconfig;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Whatever a Secret holds: no login leaves for another registry, and no message shows one. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerConfigFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ImageReference IMAGE =
      ImageReference.parse("registry.test/acme/web").orElseThrow();
  private static final String SECRET = "t0p-s3cret";

  /** The whole file. */
  @FuzzTest
  void file(byte[] input) {
    switch (DockerConfig.parse("Secret shop/pull", input)) {
      case Result.Ok<DockerConfig>(var config) ->
          assertThat(config.loginsFor(IMAGE)).doesNotContainNull();
      case Result.Failed<DockerConfig>(var failure) -> assertOneLine(failure.message());
    }
  }

  /** Parts: the entry's key, and more text of its password. */
  @FuzzTest
  void entry(byte[] input) throws IOException {
    FuzzParts parts = FuzzParts.of(input);
    String key = parts.get(0);
    var login = Map.of("username", "ada", "password", SECRET + parts.get(1));
    byte[] json = JSON.writeValueAsBytes(Map.of("auths", Map.of(key, login)));
    Result<DockerConfig> parsed = DockerConfig.parse("Secret shop/pull", json);

    assertThat(parsed.toString()).doesNotContain(SECRET);
    assertThat(parsed).isInstanceOf(Result.Ok.class);
    DockerConfig config = ((Result.Ok<DockerConfig>) parsed).value();
    if (!config.loginsFor(IMAGE).isEmpty() && key.indexOf('*') < 0) {
      assertThat(key.toLowerCase(Locale.ROOT)).matches("(https?://)?registry\\.test(/.*)?");
    }
  }
}
