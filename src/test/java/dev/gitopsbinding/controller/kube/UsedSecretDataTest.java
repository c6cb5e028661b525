package dev.gitopsbinding.controller.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Result;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UsedSecretDataTest {
  @Test
  void theKeysOfAnAppAreUsedAndNoOthers() {
    String[] keys = {
      "githubAppID", "githubAppInstallationID", "githubAppPrivateKey", "githubAppBaseURL"
    };
    Map<String, String> data =
        Stream.concat(Stream.of(keys), Stream.of("githubAppInstallationOwner", "token"))
            .collect(
                Collectors.toMap(
                    key -> key,
                    key ->
                        Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))));

    Result<SecretData> used =
        UsedSecretData.of(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("app")
                .endMetadata()
                .withData(data)
                .build());

    assertThat(((Result.Ok<SecretData>) used).value().data()).containsOnlyKeys(keys);
  }
}
