package dev.gitopsbinding.notify.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import org.junit.jupiter.api.Test;

class KubernetesEventSinkTest {
  private static final String SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  @Test
  void aNameIsThatOfTheBindingItsVersionAndTheReason() {
    assertThat(KubernetesEventSink.name(written("web"), "UpToDate"))
        .isEqualTo("web.123456.uptodate");
  }

  @Test
  void aLongNameIsCutToWhatTheApiServerTakes() {
    for (String name : new String[] {"a".repeat(253), "a.".repeat(126) + "a", "a--".repeat(84)}) {
      assertThat(KubernetesEventSink.name(written(name), "AuthenticationFailed"))
          .hasSizeLessThanOrEqualTo(253)
          .endsWith("a.123456.authenticationfailed")
          .matches(SUBDOMAIN);
    }
  }

  private static ObjectReference written(String name) {
    return new ObjectReferenceBuilder().withName(name).withResourceVersion("123456").build();
  }
}
