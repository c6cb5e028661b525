package dev.gitopsbinding.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.controller.kube.LeanSerialization;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.fact.Workload.Container;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronJobKindTest {
  private static final KubernetesSerialization LEAN = LeanSerialization.create();

  @ParameterizedTest
  @CsvSource({
    "'',              the next job will run it",
    "suspend: false,  the next job will run it",
    "suspend: true,   no job will run it as long as the CronJob is suspended",
  })
  void isRolledOutOnceItsTemplateHasTheImage(String suspend, String says) {
    Workload.Found found = read(suspend);

    assertThat(found.rollout()).isEqualTo(new Rollout.Complete(null, says));
    assertThat(found.containers())
        .containsExactly(new Container("init", "busybox:1"), new Container("job", "ghcr.io/a/j:1"));
    assertThat(found.pullSecrets()).containsExactly("registry");
  }

  @Test
  void theStartOfAJobIsNoNews() {
    assertThat(read("", "lastScheduleTime: '2026-02-03T04:05:06Z'")).isEqualTo(read(""));
  }

  private static Workload.Found read(String spec) {
    return read(spec, "");
  }

  private static Workload.Found read(String spec, String status) {
    String yaml =
        """
        metadata: {name: job}
        spec:
          schedule: "* * * * *"
          %s
          jobTemplate:
            spec:
              backoffLimit: 1
              template:
                spec:
                  imagePullSecrets: [{name: registry}]
                  initContainers: [{name: init, image: "busybox:1"}]
                  containers: [{name: job, image: "ghcr.io/a/j:1"}]
        status: {%s}
        """
            .formatted(spec, status);
    return new CronJobKind().read(LEAN.unmarshal(yaml, CronJob.class));
  }
}
