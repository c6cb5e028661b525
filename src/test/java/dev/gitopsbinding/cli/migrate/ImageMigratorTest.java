package dev.gitopsbinding.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageMigratorTest {
  /** As gitops-operator 0.10.1 completes names. */
  @ParameterizedTest
  @CsvSource({
    "https://index.docker.io/v1/, acme/web, acme/web",
    "https://ghcr.io, acme/web, ghcr.io/acme/web",
    "https://ghcr.io/, ghcr.io/acme/web, ghcr.io/acme/web",
    "http://registry.example:5000/v2, acme/web, registry.example:5000/acme/web",
    "ghcr.io, acme/web, ghcr.io/acme/web",
    "https://, acme/web, acme/web"
  })
  void completesNamesAsGitopsOperatorDoes(String registryUrl, String name, String full) {
    assertThat(ImageMigrator.withRegistry(registryUrl, name)).isEqualTo(full);
  }
}
