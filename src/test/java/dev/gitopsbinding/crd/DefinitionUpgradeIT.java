package dev.gitopsbinding.crd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects that the API server stored under a released definition, after an upgrade to ours. */
@ExtendWith(ApiServerExtension.class)
class DefinitionUpgradeIT {
  /**
   * A column tells which definition is served: the API server takes a moment after each change, and
   * columns and schema change together.
   */
  private static final String COLUMN = "Path";

  private static final String OLD_COLUMN = "Old";

  private static final Map<String, String> READY =
      Map.of(
          "type", "Ready",
          "status", "True",
          "reason", "UpToDate",
          "message", "Done.",
          "lastTransitionTime", "2026-01-01T00:00:00Z");

  private static ApiServer api;

  /** Of the last release; holds bindings. */
  private static @Nullable String namespace;

  @TempDir private static Path folder;

  @BeforeAll
  static void start(ApiServer server) {
    api = server;
  }

  /** Other classes of this JVM need ours, also where a test failed. */
  @AfterAll
  static void applyDefinition() {
    api.apply(CrdDocument.FILE);
    if (namespace != null) {
      awaitColumn(namespace, COLUMN);
    }
  }

  static List<Path> released() throws IOException {
    return DefinitionUpgradeTest.released();
  }

  @ParameterizedTest
  @MethodSource("released")
  void storedObjectsAreReadAndWrittenAsBefore(Path release) throws IOException {
    // Given
    namespace = api.createNamespace("upgrade");
    Path marked = folder.resolve("old.yaml");
    Files.writeString(marked, Files.readString(release).replace("\"" + COLUMN + "\"", OLD_COLUMN));
    api.apply(marked);
    create(namespace, "minimal", Fixture.minimal());
    awaitColumn(namespace, OLD_COLUMN);
    Map<String, Object> stored = new HashMap<>();
    for (Fixture fixture : Fixture.allOf("accept")) {
      String name = fixture.toString().replace(".yaml", "");
      create(namespace, "old-" + name, fixture)
          .ifPresent(object -> stored.put(object.getMetadata().getName(), object.get("spec")));
    }
    assertThat(stored).as("bindings that were valid by %s", release).hasSizeGreaterThan(40);

    // When
    api.apply(CrdDocument.FILE);
    awaitColumn(namespace, COLUMN);

    // Then
    stored.forEach((name, spec) -> isAsBefore(namespace, name, spec));
  }

  private static void isAsBefore(String namespace, String name, Object spec) {
    var generic =
        api.admin()
            .genericKubernetesResources("gitopsbinding.dev/v1alpha1", "GitOpsBinding")
            .inNamespace(namespace)
            .withName(name);
    assertThat(generic.get().<Object>get("spec")).as(name).isEqualTo(spec);
    var typed = api.admin().resources(GitOpsBinding.class).inNamespace(namespace).withName(name);
    assertThat(BindingParser.parse(typed.get())).as(name).isInstanceOf(Result.Ok.class);

    // When
    GenericKubernetesResource labelled = generic.get();
    labelled.getMetadata().setLabels(Map.of("upgraded", "yes"));
    api.admin().resource(labelled).fieldValidation(Validation.STRICT).update();
    generic.editStatus(
        binding -> {
          binding.setAdditionalProperty("status", Map.of("conditions", List.of(READY)));
          return binding;
        });

    // Then
    assertThat(generic.get().<Object>get("spec")).as(name).isEqualTo(spec);
    assertThat(typed.get().getStatus().conditions()).as(name).hasSize(1);
  }

  /** Nothing if the definition that is served refuses it: then it is of no interest here. */
  private static Optional<GenericKubernetesResource> create(
      String namespace, String name, Fixture fixture) {
    GenericKubernetesResource binding = fixture.binding();
    binding.getMetadata().setName(name);
    try {
      return Optional.of(
          api.admin()
              .resource(binding)
              .inNamespace(namespace)
              .fieldValidation(Validation.STRICT)
              .create());
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isIn(400, 422);
      return Optional.empty();
    }
  }

  private static void awaitColumn(String namespace, String column) {
    await()
        .atMost(30, SECONDS)
        .until(
            () -> api.kubectl("get", "gob", "--namespace=" + namespace, "--output=wide").text(),
            text ->
                text.lines()
                    .findFirst()
                    .orElse("")
                    .matches(".* +" + column.toUpperCase(Locale.ROOT) + " .*"));
  }
}
