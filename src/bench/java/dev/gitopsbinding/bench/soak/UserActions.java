package dev.gitopsbinding.bench.soak;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.Folders;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.testing.git.GitRepository;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What users do meanwhile: revert tags by hand, and change bindings. */
record UserActions(Lab lab, Fleet fleet, GitRepository manifest) {
  private static final int ATTEMPTS = 20;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  /** Takes the newest tag out of the binding's file again, if it is there. */
  void revert(App app) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String text = manifest.text("main", app.path());
      if (!text.contains(fleet.tag(app))) {
        return;
      }
      try {
        manifest.commit("main", app.path(), text.replace(fleet.tag(app), "by-hand"));
        return;
      } catch (AssertionError e) {
        // Somebody else was faster.
        Await.pause(POLL_INTERVAL);
      }
    }
  }

  void suspend(App app, boolean suspended) {
    patch(app, "{\"spec\":{\"suspend\":%s}}".formatted(suspended));
  }

  /** Changes a field that has no effect on what is written. */
  void changeTimeout(App app, int seconds) {
    patch(app, "{\"spec\":{\"timeout\":\"%ds\"}}".formatted(seconds));
  }

  /**
   * Has the next push land and its client wait for the answer; returns the file that then appears.
   */
  Path holdAnswers() {
    Folders.delete(manifest.directory().resolve("landed"));
    manifest.hook("post-receive", "cat >/dev/null; touch landed; sleep 3");
    return manifest.directory().resolve("landed");
  }

  /** Waits until a push landed, or the time is over. */
  static void awaitLanded(Path landed, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!Files.exists(landed) && System.nanoTime() < end) {
      Await.pause(POLL_INTERVAL);
    }
  }

  private void patch(App app, String json) {
    lab.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(app.namespace())
        .withName(app.name())
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }
}
