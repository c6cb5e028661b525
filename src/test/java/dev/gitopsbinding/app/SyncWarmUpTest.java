package dev.gitopsbinding.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.testing.DefaultSettings;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncWarmUpTest {
  @Test
  void goesThroughAWholePush() {
    var kinds = new EditKinds(List.of(new WorkloadEditKind(DefaultSettings.YAML_LIMITS)));

    SyncWarmUp.Made made = new SyncWarmUp(new KubernetesSerialization(), kinds).run();

    assertThat(made.edit()).isInstanceOf(EditResult.Edited.class);
    assertThat(made.events()).isPositive();
    assertThat(made.status()).contains("UpToDate", "b".repeat(40));
  }
}
