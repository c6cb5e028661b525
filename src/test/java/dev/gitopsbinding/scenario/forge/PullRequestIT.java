package dev.gitopsbinding.scenario.forge;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pull requests at a real Gitea, merged and closed by a person. */
class PullRequestIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(api -> OperatorStage.start(api, Map.of()));

  private final GiteaScene hosted = new GiteaScene(STAGE.get().scene());
  private final GiteaServer gitea = hosted.gitea;
  private final Scene scene = hosted.scene;
  private final GiteaRepository source = hosted.source;
  private final GiteaRepository manifest = hosted.manifest;

  @Test
  void aTagIsProposedUpdatedAndMerged() {
    // Given
    String first = prepared();

    // When
    scene.apply("web", spec("gitops"));

    // Then
    GitOpsBindingStatus open = scene.awaitReason("web", "AwaitingMerge");
    assertThat(open.pullRequest().url()).endsWith("/pulls/1");
    assertThat(condition(open, "Ready").message()).contains(open.pullRequest().url());
    assertThat(open.lastPush()).isNull();
    assertThat(manifest.pullRequest(1).path("title").asText())
        .isEqualTo("Update %s/web to %s".formatted(scene.namespace, first.substring(0, 7)));
    assertThat(manifest.text(PATH)).contains(IMAGE + ":old");

    // When
    String second = source.commit("README", "second");
    scene.request("web", "second");

    // Then
    scene.await("web", now -> now.proposed() != null && second.equals(now.proposed().tag()));
    assertThat(manifest.pullRequests()).isOne();
    assertThat(manifest.pullRequest(1).path("body").asText())
        .contains(second)
        .doesNotContain(first);
    assertThat(manifest.ahead("gitops", "%s")).hasSize(2);

    // When
    manifest.merge(1);

    // Then
    GitOpsBindingStatus merged = scene.awaitReady("web", second);
    assertThat(merged.lastPush().toTag()).isEqualTo(second);
    assertThat(merged.pullRequest().state()).isEqualTo("Merged");
    assertThat(merged.proposed()).isNull();
    assertThat(manifest.text(PATH)).contains(IMAGE + ":" + second);
    assertThat(manifest.hasBranch("gitops")).isFalse();
    assertThat(scene.events("web")).extracting("reason").contains("PullRequestOpened", "Pushed");
  }

  @Test
  void aRefusedTagIsHeldAndTheNextOneGetsAnotherRequest() {
    // Given
    prepared();
    scene.apply("web", spec("gitops"));
    scene.awaitReason("web", "AwaitingMerge");

    // When
    manifest.close(1);

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "PullRequestClosed");
    assertThat(condition(held, "Stalled").status()).isEqualTo("True");

    // When
    String second = source.commit("README", "second");

    // Then
    scene.await("web", now -> now.proposed() != null && second.equals(now.proposed().tag()));
    assertThat(manifest.pullRequests()).isEqualTo(2);
    assertThat(manifest.ahead("gitops", "%s")).as("nothing of the refused one").hasSize(1);

    // When
    manifest.merge(2, "squash");

    // Then
    scene.awaitReady("web", second);
    scene.await("web", now -> now.proposed() == null);
    assertThat(manifest.hasBranch("gitops")).isFalse();
  }

  @Test
  void twoBindingsShareARequest() {
    // Given
    String tip = prepared();
    manifest.commit(
        "apps/api.yaml", deploymentYaml(IMAGE + ":old").replace("name: web", "name: api"));

    // When
    scene.apply("web", spec("shared"));
    scene.apply(
        "api",
        spec("shared")
            .replace("target: {name: web}", "target: {name: api, containers: ['*']}")
            .replace(PATH, "apps/api.yaml"));

    // Then
    scene.awaitReason("web", "AwaitingMerge");
    scene.awaitReason("api", "AwaitingMerge");
    assertThat(manifest.pullRequests()).isOne();
    assertThat(manifest.pullRequest(1).path("body").asText())
        .contains("### " + scene.namespace + "/web", "### " + scene.namespace + "/api");
    assertThat(manifest.ahead("shared", "%s")).hasSize(2);
    assertThat(manifest.hasBranch("shared")).isTrue();

    // When
    manifest.merge(1, "rebase");

    // Then
    scene.awaitReady("web", tip);
    scene.awaitReady("api", tip);
    scene.await("web", now -> now.proposed() == null);
    scene.await("api", now -> now.proposed() == null);
    assertThat(manifest.hasBranch("shared")).isFalse();
  }

  private String spec(String branch) {
    return hosted.spec()
        + """
        timeout: 20s
        push:
          branch: %s
          pullRequest: {provider: Gitea, apiURL: "%s", secretRef: {name: forge}}
        """
            .formatted(branch, gitea.apiUrl());
  }

  private String prepared() {
    hosted.forge(gitea.token("write:repository", "write:issue"));
    return hosted.prepared();
  }
}
