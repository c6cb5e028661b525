package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.index.ParsedBindings;
import dev.gitopsbinding.controller.kube.BindingCloner;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered between syncs is used only while it is true. */
class RememberedReadsTest {
  private static final CommitSha TIP = new CommitSha("1".repeat(40));

  private final ParsedBindings parsed = new ParsedBindings(Duration.ofMinutes(10));
  private final ManifestReadCache images =
      new ManifestReadCache(
          new ManifestEdits(
              new EditKinds(List.of(new WorkloadEditKind(DefaultSettings.YAML_LIMITS)))));

  @Test
  void aSpecIsParsedOnce() {
    Result<Binding> first = parsed.parse(Bindings.resource("{interval: 1m}"));
    assertThat(parsed.parse(Bindings.resource("{interval: 1m}"))).isSameAs(first);
  }

  @Test
  void aTimeoutBeyondTheOperatorsCountsAsThat() {
    assertThat(timeout("{timeout: 999h}")).isEqualTo(Duration.ofMinutes(10));
    assertThat(timeout("{timeout: 20s}")).isEqualTo(Duration.ofSeconds(20));
  }

  private static Duration timeout(String spec) {
    Result<Binding> binding =
        new ParsedBindings(Duration.ofMinutes(10)).parse(Bindings.resource(spec));
    return ((Result.Ok<Binding>) binding).value().timeout();
  }

  @Test
  void whateverCanChangeABindingHasItParsedAgain() {
    GitOpsBinding changed = Bindings.resource("{interval: 1m}");
    Result<Binding> first = parsed.parse(Bindings.resource("{interval: 1m}"));

    changed.getMetadata().setGeneration(4L);
    Result<Binding> second = parsed.parse(changed);
    changed.getMetadata().getAnnotations().put(GitOpsBinding.REQUESTED_AT, "now");
    Result<Binding> third = parsed.parse(changed);
    changed.getMetadata().setUid("another");
    Result<Binding> fourth = parsed.parse(changed);

    assertThat(List.of(second, third)).doesNotHaveDuplicates().doesNotContain(first);
    assertThat(fourth).isNotSameAs(third);
    assertThat(((Result.Ok<Binding>) third).value().requestedAt()).isEqualTo("now");
  }

  @Test
  void aForgottenBindingIsParsedAgain() {
    Result<Binding> first = parsed.parse(Bindings.resource("{}"));
    parsed.forget(((Result.Ok<Binding>) first).value().id());
    assertThat(parsed.parse(Bindings.resource("{}"))).isNotSameAs(first);
  }

  @Test
  void imagesAreReadAgainWhereTheFileOrTheChoiceChanged() {
    Binding web = Bindings.parse(Bindings.resource("{}"));
    Binding other = Bindings.parse(Bindings.resource("{target: {name: web, containers: [side]}}"));

    Result<List<String>> first = images.read(file("1", "web", "one"), web, 0);

    assertThat(first).isEqualTo(Result.ok(List.of("ghcr.io/acme/web:one")));
    assertThat(images.at(TIP, web, 0)).containsSame(first);
    assertThat(images.at(new CommitSha("2".repeat(40)), web, 0)).isEmpty();
    assertThat(images.at(TIP, other, 0)).isEmpty();
    assertThat(images.read(file("1", "web", "unread"), web, 0)).isSameAs(first);
    assertThat(images.read(file("2", "web", "two"), web, 0))
        .isEqualTo(Result.ok(List.of("ghcr.io/acme/web:two")));
    assertThat(images.read(file("2", "side", "side"), other, 0))
        .isEqualTo(Result.ok(List.of("ghcr.io/acme/web:side")));
    images.forget(web.id());
    assertThat(images.at(TIP, other, 0)).isEmpty();
  }

  @Test
  void whatFluxWritesTooIsRememberedWithTheImages() {
    Binding web = Bindings.parse(Bindings.resource("{}"));
    String marker = " # {\"$imagepolicy\": \"flux-system:web\"}";

    images.read(file("1", "web", "one"), web, 0);
    assertThat(images.marked(web)).isEmpty();
    images.read(file("2", "web", "two", marker), web, 0);
    assertThat(images.marked(web)).containsExactly(web.places().first().path());
    images.read(file("2", "web", "unread"), web, 0);
    assertThat(images.marked(web)).as("not read again").isNotEmpty();
    images.read(file("3", "web", "three"), web, 0);
    assertThat(images.marked(web)).isEmpty();
  }

  @Test
  void aCopyOfABindingHasMetadataOfItsOwn() {
    // Given
    var cloner = new BindingCloner(new KubernetesSerialization());
    GitOpsBinding original = Bindings.resource("{}");
    original.setStatus(GitOpsBindingStatus.EMPTY);

    // When
    GitOpsBinding copy = cloner.clone(original);
    copy.getMetadata().setName("other");
    copy.getMetadata().getAnnotations().put("a", "b");

    // Then
    assertThat(original.getMetadata().getName()).isEqualTo("web");
    assertThat(original.getMetadata().getAnnotations()).isEmpty();
    assertThat(copy.getSpec()).isEqualTo(original.getSpec());
    assertThat(copy.getStatus()).isEqualTo(original.getStatus());
  }

  @Test
  void otherResourcesAreCopiedToo() {
    var cloner = new BindingCloner(new KubernetesSerialization());
    ConfigMap original = new ConfigMapBuilder().addToData("a", "b").build();
    assertThat(cloner.clone(original)).isEqualTo(original).isNotSameAs(original);
  }

  private static FileAtTip file(String blob, String container, String tag) {
    return file(blob, container, tag, "");
  }

  private static FileAtTip file(String blob, String container, String tag, String comment) {
    String yaml =
        """
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
              - name: %s
                image: "ghcr.io/acme/web:%s"%s
        """
            .formatted(container, tag, comment);
    return new FileAtTip(
        TIP, Instant.EPOCH, blob, Content.of(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
