package dev.gitopsbinding.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No annotation is forgotten: each changes what is printed, is named in the report, and documented.
 */
class AnnotationTest {
  private static final Path DOCUMENTATION = Path.of("docs/migration.md");

  /** A value of each that differs from its default. */
  private static final Map<Annotation, String> VALUES = new EnumMap<>(Annotation.class);

  static {
    VALUES.put(Annotation.ENABLED, "true");
    VALUES.put(Annotation.APP_REPOSITORY, "git@github.com:acme/web.git");
    VALUES.put(Annotation.MANIFEST_REPOSITORY, "git@github.com:acme/deploy.git");
    VALUES.put(Annotation.DEPLOYMENT_PATH, "apps/web/deployment.yaml");
    VALUES.put(Annotation.IMAGE_NAME, "acme/web");
    VALUES.put(Annotation.NAMESPACE, "elsewhere");
    VALUES.put(Annotation.OBSERVE_BRANCH, "main");
    VALUES.put(Annotation.TAG_TYPE, "short");
    VALUES.put(Annotation.SSH_KEY_NAME, "a-key");
    VALUES.put(Annotation.SSH_KEY_NAMESPACE, "keys");
    VALUES.put(Annotation.NOTIFICATIONS_SECRET_NAME, "a-webhook");
    VALUES.put(Annotation.NOTIFICATIONS_SECRET_NAMESPACE, "webhooks");
    VALUES.put(Annotation.REGISTRY_SECRET_URL, "https://ghcr.io");
    VALUES.put(Annotation.REGISTRY_SECRET_NAME, "a-login");
    VALUES.put(Annotation.REGISTRY_SECRET_NAMESPACE, "logins");
    VALUES.put(Annotation.GITHUB_TOKEN_SECRET_NAME, "a-token");
    VALUES.put(Annotation.GITHUB_TOKEN_SECRET_NAMESPACE, "tokens");
    VALUES.put(Annotation.NOTIFICATIONS, "true");
    VALUES.put(Annotation.SECRET_NAME, "an-early-key");
    VALUES.put(Annotation.SECRET_NAMESPACE, "early");
  }

  /** Those that count only where a newer one is missing. */
  private static final Map<Annotation, List<Annotation>> REPLACED_BY =
      Map.of(
          Annotation.NOTIFICATIONS,
          List.of(Annotation.NOTIFICATIONS_SECRET_NAME, Annotation.NOTIFICATIONS_SECRET_NAMESPACE),
          Annotation.SECRET_NAME,
          List.of(Annotation.SSH_KEY_NAME, Annotation.SSH_KEY_NAMESPACE),
          Annotation.SECRET_NAMESPACE,
          List.of(Annotation.SSH_KEY_NAME, Annotation.SSH_KEY_NAMESPACE));

  @ParameterizedTest
  @EnumSource
  void eachCounts(Annotation annotation) {
    // Given
    Map<Annotation, String> with = new EnumMap<>(VALUES);
    with.keySet().removeAll(REPLACED_BY.getOrDefault(annotation, List.of()));
    Map<Annotation, String> without = new EnumMap<>(with);
    without.remove(annotation);

    // When
    Migration migration = migrate(with);
    Migration other = migrate(without);

    // Then
    assertThat(migration.isComplete()).isTrue();
    assertThat(MigrationReport.of(migration))
        .contains("- `%s` ".formatted(annotation.shortName()))
        .isNotEqualTo(MigrationReport.of(other));
    if (annotation != Annotation.NAMESPACE) {
      assertThat(ManifestWriter.write(migration)).isNotEqualTo(ManifestWriter.write(other));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachIsDocumented(Annotation annotation) throws IOException {
    String row =
        "| `%s` | %s | %s |"
            .formatted(
                annotation.shortName(),
                use(annotation),
                annotation.fallback().isEmpty() ? "" : "`" + annotation.fallback() + "`")
            .replace("|  |", "| |");

    assertThat(Files.readString(DOCUMENTATION))
        .as("the table of %s: a row that begins with %s", DOCUMENTATION, row)
        .contains("\n" + row);
  }

  @Test
  void thereIsNoRowForAnother() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENTATION).stream()
            .filter(line -> line.matches("\\| `[a-z_]+` \\|.*"))
            .map(line -> line.replaceFirst("\\| `([a-z_]+)`.*", "$1"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Annotation.values()).map(Annotation::shortName).toList());
  }

  private static Migration migrate(Map<Annotation, String> values) {
    Map<String, String> annotations =
        values.entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().key(), Map.Entry::getValue));
    var deployment =
        new AnnotatedDeployment(
            "a test", "shop", "web", annotations, List.of(), List.of(), false, false);
    return Migration.of(List.of(deployment), List.of(), null, true);
  }

  /** Which versions of gitops-operator read it, and whether they need it; early: before 0.9. */
  private static String use(Annotation annotation) {
    return switch (annotation) {
      case ENABLED,
          APP_REPOSITORY,
          MANIFEST_REPOSITORY,
          DEPLOYMENT_PATH,
          IMAGE_NAME,
          SSH_KEY_NAME,
          SSH_KEY_NAMESPACE ->
          "required";
      case OBSERVE_BRANCH,
          TAG_TYPE,
          NOTIFICATIONS_SECRET_NAME,
          NOTIFICATIONS_SECRET_NAMESPACE,
          REGISTRY_SECRET_URL,
          REGISTRY_SECRET_NAME,
          REGISTRY_SECRET_NAMESPACE,
          GITHUB_TOKEN_SECRET_NAME,
          GITHUB_TOKEN_SECRET_NAMESPACE ->
          "optional";
      case NOTIFICATIONS, SECRET_NAME, SECRET_NAMESPACE -> "early versions only";
      case NAMESPACE -> "not read";
    };
  }
}
