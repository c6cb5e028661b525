package dev.gitopsbinding.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.cli.migrate.AnnotatedDeployment.Container;
import dev.gitopsbinding.cli.migrate.DeploymentMigration.NotMigrated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationTest {
  private static final Container WEB = new Container("web", "ghcr.io/acme/web:1");
  private static final AnnotatedDeployment FIRST =
      read("first.yaml", "main", List.of(WEB), List.of(), false);

  static List<AnnotatedDeployment> others() {
    Container api = new Container("web", "ghcr.io/acme/api:1");
    Container second = new Container("second", "ghcr.io/acme/web:1");
    return List.of(
        read("second.yaml", "other", List.of(WEB), List.of(), false),
        read("second.yaml", "main", List.of(api), List.of(), false),
        read("second.yaml", "main", List.of(WEB, second), List.of(), false),
        read("second.yaml", "main", List.of(WEB), List.of(WEB), false),
        read("second.yaml", "main", List.of(WEB), List.of(), true));
  }

  @ParameterizedTest
  @MethodSource("others")
  void makesNoBindingOfADeploymentThatWasReadInTwoVersions(AnnotatedDeployment other) {
    Migration migration = migrate(List.of(FIRST, other, FIRST));

    assertThat(migration.isComplete()).isFalse();
    assertThat(ManifestWriter.write(migration)).isEmpty();
    assertThat(migration.deployments()).singleElement().isInstanceOf(NotMigrated.class);
    assertThat(MigrationReport.of(migration))
        .contains("1 annotated Deployment: 0 bindings, 1 without")
        .contains("`first.yaml`, `second.yaml`");
  }

  @Test
  void makesOneBindingOfADeploymentThatWasReadTwice() {
    Migration migration =
        migrate(List.of(FIRST, read("second.yaml", "main", List.of(WEB), List.of(), false)));

    assertThat(migration.isComplete()).isTrue();
    assertThat(migration.deployments()).hasSize(1);
  }

  private static Migration migrate(List<AnnotatedDeployment> deployments) {
    return Migration.of(deployments, List.of(), null, false);
  }

  private static AnnotatedDeployment read(
      String origin,
      String branch,
      List<Container> containers,
      List<Container> initContainers,
      boolean hasPullSecrets) {
    Map<String, String> annotations =
        Map.of(
            Annotation.APP_REPOSITORY.key(), "git@github.com:acme/web.git",
            Annotation.MANIFEST_REPOSITORY.key(), "git@github.com:acme/deploy.git",
            Annotation.DEPLOYMENT_PATH.key(), "web.yaml",
            Annotation.OBSERVE_BRANCH.key(), branch,
            Annotation.IMAGE_NAME.key(), "ghcr.io/acme/web");
    return new AnnotatedDeployment(
        origin, "shop", "web", annotations, containers, initContainers, hasPullSecrets, false);
  }
}
