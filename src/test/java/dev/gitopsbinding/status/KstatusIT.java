package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.stopped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.testing.program.Command;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What tools that wait by kstatus' own rules make of a binding. */
class KstatusIT {
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  private static final GitOpsBindingStatus READY =
      after(GitOpsBindingStatus.EMPTY, new Outcome.Kept(TAG));
  private static final GitOpsBindingStatus HELD = after(READY, stopped(Reason.MANIFEST_CHANGED));
  private static final GitOpsBindingStatus FAILING = after(READY, stopped(Reason.TIMED_OUT));

  @Test
  void aToolThatWaitsByKstatusIsToldWhatIsTrue() {
    // Given
    Outcome suspended = stopped(Reason.SUSPENDED);
    Map<GitOpsBindingStatus, String> wanted = new LinkedHashMap<>();
    wanted.put(READY, "Current");
    wanted.put(FAILING, "InProgress");
    wanted.put(after(READY, stopped(Reason.PUSH_DECLINED)), "InProgress");
    wanted.put(after(READY, new Outcome.InFlight(TAG)), "InProgress");
    wanted.put(
        after(
            READY,
            new Outcome.Waiting(
                Reason.IMAGE_NOT_FOUND, "ghcr.io/acme/web:" + TAG, "it is missing.")),
        "InProgress");
    wanted.put(HELD, "Failed");
    wanted.put(after(READY, stopped(Reason.CONFLICTING_BINDING)), "Failed");
    wanted.put(after(READY, stopped(Reason.SOURCE_IS_MANIFEST)), "Failed");
    wanted.put(
        after(READY, new Outcome.Previewed(TAG, List.of("ghcr.io/acme/web:old"), "diff")),
        "Failed");
    wanted.put(unreadable(), "Failed");
    wanted.put(after(READY, suspended), "Current");
    wanted.put(after(HELD, suspended), "Failed");
    wanted.put(after(GitOpsBindingStatus.EMPTY, suspended), "InProgress");

    // Then
    assertThat(kstatus(List.copyOf(wanted.keySet()), 3)).isEqualTo(List.copyOf(wanted.values()));
    assertThat(kstatus(List.of(READY, HELD), 4)).containsExactly("InProgress", "InProgress");
  }

  private static List<String> kstatus(List<GitOpsBindingStatus> statuses, long generation) {
    String objects =
        statuses.stream().map(status -> json(status, generation)).collect(Collectors.joining("\n"));
    String program =
        Command.in(FOLDER).run("src/test/kstatus/kstatus.sh").lines().toList().getLast();
    return Command.in(FOLDER).feed(objects.getBytes(UTF_8), program).text().lines().toList();
  }

  private static String json(GitOpsBindingStatus status, long generation) {
    GitOpsBinding binding = Bindings.resource("{}");
    binding.getMetadata().setGeneration(generation);
    binding.setStatus(status);
    return new KubernetesSerialization().asJson(binding).replace("\n", " ");
  }

  private static GitOpsBindingStatus unreadable() {
    return StatusProjector.projectUnreadable(
        READY, 3, null, new Failure.Spec(Reason.INVALID_SPEC, "Bad."), NOW);
  }

  private static GitOpsBindingStatus after(GitOpsBindingStatus before, Outcome outcome) {
    return Projections.project(before, MANIFEST, outcome, NOW);
  }
}
