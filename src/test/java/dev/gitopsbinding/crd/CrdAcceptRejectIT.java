package dev.gitopsbinding.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server accepts and rejects, and whether its messages help. */
@ExtendWith(ApiServerExtension.class)
class CrdAcceptRejectIT {
  private static ApiServer api;
  private static String namespace;

  @BeforeAll
  static void createNamespace(ApiServer server) {
    api = server;
    namespace = server.createNamespace("crd");
  }

  static List<Fixture> accepted() {
    return Fixture.allOf("accept");
  }

  static List<Fixture> rejected() {
    return Fixture.allOf("reject");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void acceptsWhatTheOperatorCanRead(Fixture fixture) {
    // When
    GenericKubernetesResource stored = send(fixture.binding());

    // Then
    GitOpsBinding binding =
        api.admin().getKubernetesSerialization().convertValue(stored, GitOpsBinding.class);
    assertThat(BindingParser.parse(binding)).isInstanceOf(Result.Ok.class);
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void rejectsWithOneMessageThatTellsTheFix(Fixture fixture) {
    // When
    var refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> send(fixture.binding()));

    // Then
    assertThat(refusal).as("the API server accepted %s", fixture).isNotNull();
    assertThat(refusal.getMessage()).contains(fixture.expected("message"));
    assertThat(causes(refusal))
        .as("causes of %s", refusal.getMessage())
        .singleElement()
        .satisfies(
            cause -> {
              assertThat(cause.getField()).isEqualTo(fixture.expected("field"));
              assertThat(cause.getMessage()).contains(fixture.expected("message"));
            });
  }

  @Test
  void rejectsUnknownFieldsByName() {
    // Given
    GenericKubernetesResource binding = Fixture.minimal().binding();
    binding.<Map<String, Object>>get("spec", "manifest").put("namespace", "other");

    // When
    var refusal = catchThrowableOfType(KubernetesClientException.class, () -> send(binding));

    // Then
    assertThat(refusal).hasMessageContaining("unknown field \"spec.manifest.namespace\"");
  }

  @Test
  void everyFixtureIsUsed() throws IOException {
    // Given
    List<Path> used =
        Stream.concat(accepted().stream(), rejected().stream()).map(Fixture::file).toList();

    // When
    List<Path> unused;
    try (Stream<Path> files = Files.walk(Fixture.FOLDER)) {
      unused =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !used.contains(file) || !file.toString().endsWith(".yaml"))
              .toList();
    }

    // Then
    assertThat(unused).isEmpty();
    assertThat(used).hasSizeGreaterThan(100);
  }

  private static GenericKubernetesResource send(GenericKubernetesResource binding) {
    return api.admin()
        .resource(binding)
        .inNamespace(namespace)
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .create();
  }

  private static List<StatusCause> causes(KubernetesClientException refusal) {
    var details = refusal.getStatus().getDetails();
    return (details == null ? List.<StatusCause>of() : details.getCauses())
        .stream()
            .filter(cause -> !cause.getMessage().contains("some validation rules were not checked"))
            .toList();
  }
}
