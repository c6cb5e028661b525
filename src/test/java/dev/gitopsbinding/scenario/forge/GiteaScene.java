package dev.gitopsbinding.scenario.forge;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import java.util.Map;
import java.util.UUID;

/** A scene whose two repositories are private ones of a real Gitea. */
final class GiteaScene {
  final GiteaServer gitea = GiteaServer.shared();
  final Scene scene;
  final GiteaRepository source = gitea.createRepository("web-" + UUID.randomUUID());
  final GiteaRepository manifest = gitea.createRepository("deploy-" + UUID.randomUUID());

  GiteaScene(Scene scene) {
    this.scene = scene;
  }

  /** A source commit, a manifest that holds another one's tag, and a login for both; the commit. */
  String prepared() {
    manifest.commit(PATH, deploymentYaml(IMAGE + ":old"));
    login(gitea.token("write:repository"));
    return source.commit("README", "first");
  }

  /** Sets the Secret {@code gitea}, by which git logs in. */
  void login(String token) {
    scene.opaqueSecret(
        "gitea",
        Map.of("gitopsbinding.dev/hosts", gitea.host()),
        Map.of("username", GiteaServer.USER, "password", token, "ca.crt", gitea.authorityPem()));
  }

  /** Sets the Secret {@code forge}, for the API. */
  void forge(String token) {
    scene.opaqueSecret(
        "forge",
        Map.of("gitopsbinding.dev/hosts", gitea.host()),
        Map.of("bearerToken", token, "ca.crt", gitea.authorityPem()));
  }

  /** The spec of a sound binding, as {@link Scene#spec}. */
  String spec() {
    return scene
        .spec()
        .replace(scene.git.url(scene.sourceName), source.url())
        .replace(scene.git.url(scene.manifestName), manifest.url())
        .replace("secretRef: {name: git}", "secretRef: {name: gitea}");
  }
}
