package dev.gitopsbinding.status.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import org.junit.jupiter.api.Test;

class WrittenTest {
  private static final String TAG = "new";

  @Test
  void isJudgedByAllImagesThatWereRead() {
    assertThat(Written.of(TAG, manifest("web:new"))).isEqualTo(Written.YES);
    assertThat(Written.of(TAG, manifest("web:new, docker.io/web:new"))).isEqualTo(Written.YES);
    assertThat(Written.of(TAG, manifest("web:new, docker.io/web:old"))).isEqualTo(Written.NO);
    assertThat(Written.of(TAG, manifest("web"))).isEqualTo(Written.NO);
  }

  @Test
  void isNotKnownWithoutATagOrAnImage() {
    assertThat(Written.of(null, manifest("web:new"))).isEqualTo(Written.UNKNOWN);
    assertThat(Written.of(TAG, null)).isEqualTo(Written.UNKNOWN);
    assertThat(Written.of(TAG, manifest(null))).isEqualTo(Written.UNKNOWN);
  }

  private static ManifestStatus manifest(String image) {
    return new ManifestStatus("main", "c", image, "file", null);
  }
}
