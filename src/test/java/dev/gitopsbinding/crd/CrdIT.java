package dev.gitopsbinding.crd;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.AuthorSpec;
import dev.gitopsbinding.api.v1alpha1.spec.CommitSpec;
import dev.gitopsbinding.api.v1alpha1.spec.TagSpec;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The definition on a real API server: defaults, status, columns, explanations. */
@ExtendWith(ApiServerExtension.class)
class CrdIT {
  private static final String COMMIT = "3f2c9a1b".repeat(5);

  private final ApiServer api;
  private final KubernetesClient client;
  private final String namespace;

  CrdIT(ApiServer api) {
    this.api = api;
    this.client = api.admin();
    this.namespace = api.createNamespace("crd");
  }

  @BeforeEach
  void createMinimalBinding() {
    client.resource(Fixture.minimal().binding()).inNamespace(namespace).create();
  }

  @Test
  void fillsInTheDefaults() {
    // When
    GitOpsBindingSpec spec = binding().getSpec();

    // Then
    assertThat(spec.suspend()).isFalse();
    assertThat(spec.interval()).isEqualTo("2m");
    assertThat(spec.timeout()).isEqualTo("60s");
    assertThat(spec.target().kind()).isEqualTo("Deployment");
    assertThat(spec.target().containers()).isNull();
    assertThat(spec.image().tag()).isEqualTo(new TagSpec(40, "", ""));
    assertThat(spec.commit())
        .isEqualTo(
            new CommitSpec(
                new AuthorSpec("GitOps Operator", "gitops-operator@localhost"),
                "chore(refs): update {{image}} to {{tag}}",
                null));
  }

  @Test
  void keepsConditionsOfTwoManagersByTheirType() {
    // When
    apply("one", status(condition("Ready", "True", "UpToDate"), condition("Stalled", "True", "A")));
    apply("two", status(condition("RolledOut", "Unknown", "Progressing")));
    apply("one", status(condition("Ready", "False", "PushDeclined")));

    // Then
    assertThat(binding().getStatus().conditions())
        .extracting(BindingCondition::type, BindingCondition::status)
        .containsExactlyInAnyOrder(tuple("Ready", "False"), tuple("RolledOut", "Unknown"));
  }

  @Test
  void keepsTheHistoryInItsOrder() {
    // Given
    List<DeployedTag> history =
        IntStream.range(0, 10).mapToObj(i -> deployed("tag-" + (9 - i))).toList();
    var status = status(condition("Ready", "True", "UpToDate"));

    // When
    apply("operator", status.withHistory(history));

    // Then
    assertThat(binding().getStatus().history()).isEqualTo(history);

    // When
    apply("operator", status.withHistory(history.subList(0, 1)));

    // Then
    assertThat(binding().getStatus().history()).isEqualTo(history.subList(0, 1));
  }

  private static DeployedTag deployed(String tag) {
    String time = now().toString();
    return new DeployedTag(
        tag, COMMIT, time, time, time, time, time, null, time, true, Result.FAILED.text());
  }

  @Test
  void printsTheColumns() {
    // Given
    apply("operator", status(condition("Ready", "True", "UpToDate")));

    // When
    var narrow = api.kubectl("get", "gob", "--namespace", namespace);
    var wide = api.kubectl("get", "gitops", "--namespace", namespace, "--output", "wide");

    // Then
    assertThat(narrow.text().lines().toList())
        .hasSize(2)
        .satisfies(
            lines -> {
              assertThat(lines.getFirst())
                  .matches("NAME +READY +REASON +TAG +ROLLED OUT +LAST PUSH +AGE");
              assertThat(lines.getLast()).matches("web +True +UpToDate +v1-3f2c9a1 +\\d+m +\\d+s");
            });
    assertThat(wide.text().lines().toList().getLast())
        .contains(COMMIT, "apps/web/deployment.yaml", "What happened.");
  }

  @Test
  void theColumnsLeaveRoomForNamesInALineOf120() {
    // Given
    String longest =
        Arrays.stream(Reason.values())
            .map(Reason::text)
            .max(Comparator.comparingInt(String::length))
            .orElseThrow();
    apply("operator", status(condition("Ready", "False", longest)));

    // When
    String line =
        api.kubectl("get", "gob", "--namespace", namespace).text().lines().toList().getLast();

    // Then
    assertThat(line).contains(longest);
    assertThat(line.length() - "web".length()).isLessThanOrEqualTo(80);
  }

  @Test
  void printsTheFirstOfSeveralPaths() {
    // Given
    var edits = new Fixture(Fixture.FOLDER.resolve("accept/edits.yaml")).binding();
    edits.getMetadata().setName("several");
    client.resource(edits).inNamespace(namespace).create();

    // When
    var wide = api.kubectl("get", "gob", "several", "--namespace", namespace, "--output", "wide");

    // Then
    assertThat(wide.text()).contains(" apps/web/kustomization.yaml ").doesNotContain("values.yaml");
  }

  @Test
  void explainsItself() {
    // When: the server publishes the schema a moment after it serves the resource
    var explained =
        await()
            .atMost(30, SECONDS)
            .until(
                () -> api.kubectl("explain", "gitopsbinding.spec.manifest"),
                output -> output.exitCode() == 0);

    // Then
    assertThat(explained.text())
        .contains("The repository and the places in its files that the tag is written to.")
        .contains("edits\t<[]Object>", "path\t<string>", "url\t<string> -required-")
        .contains("relative to the repository's top")
        .doesNotContain("<no description>");
  }

  private GitOpsBinding binding() {
    return client.resources(GitOpsBinding.class).inNamespace(namespace).withName("web").get();
  }

  private void apply(String fieldManager, GitOpsBindingStatus status) {
    var fresh = new GitOpsBinding();
    fresh.setMetadata(new ObjectMetaBuilder().withName("web").withNamespace(namespace).build());
    fresh.setStatus(status);
    client
        .resource(fresh)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build());
  }

  private static GitOpsBindingStatus status(BindingCondition... conditions) {
    String image = "ghcr.io/acme/web:v1-" + COMMIT;
    String anHourAgo = now().minus(1, ChronoUnit.HOURS).toString();
    return new GitOpsBindingStatus(
        1L,
        null,
        null,
        new SourceStatus("main", COMMIT, anHourAgo, "https://h/r"),
        new ManifestStatus("main", COMMIT, image, "file", null),
        new RunningStatus(image),
        new LastPush(COMMIT, "old", "new", anHourAgo, "file", "selection"),
        new LandedTag("new", "file", "selection"),
        null,
        List.of(conditions));
  }

  private static BindingCondition condition(String type, String status, String reason) {
    return new BindingCondition(type, status, 1L, now().toString(), reason, "What happened.");
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
