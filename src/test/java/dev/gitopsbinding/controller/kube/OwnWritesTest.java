package dev.gitopsbinding.controller.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.BindingId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class OwnWritesTest {
  private final OwnWrites writes = new OwnWrites();

  @Test
  void anEventFromBeforeAWriteDoesNotTakeItBack() {
    GitOpsBinding own = binding("web", "uid", "10");
    writes.note(own);
    assertThat(writes.newest(binding("web", "uid", "9"))).isSameAs(own);
    assertThat(writes.newest(binding("web", "uid", "8"))).isSameAs(own);
  }

  /** 9 comes before 10, and not after it as a text does. */
  @Test
  void whatTheWatchBringsCountsOnceItHasCaughtUp() {
    writes.note(binding("web", "uid", "9"));
    GitOpsBinding later = binding("web", "uid", "10");
    assertThat(writes.newest(later)).isSameAs(later);
    GitOpsBinding listedAgain = binding("web", "uid", "3");
    assertThat(writes.newest(listedAgain)).as("nothing is kept").isSameAs(listedAgain);
  }

  @Test
  void theWatchsOwnCopyOfTheWriteCounts() {
    writes.note(binding("web", "uid", "10"));
    GitOpsBinding same = binding("web", "uid", "10");
    assertThat(writes.newest(same)).isSameAs(same);
  }

  @Test
  void aBindingThatWasCreatedAgainIsAnotherOne() {
    writes.note(binding("web", "uid", "10"));
    GitOpsBinding reborn = binding("web", "another", "9");
    assertThat(writes.newest(reborn)).isSameAs(reborn);
  }

  @Test
  void othersAndWhatWasForgottenAreLeftAlone() {
    writes.note(binding("web", "uid", "10"));
    GitOpsBinding other = binding("api", "uid", "9");
    assertThat(writes.newest(other)).isSameAs(other);
    writes.forget(new BindingId("shop", "web"));
    GitOpsBinding forgotten = binding("web", "uid", "9");
    assertThat(writes.newest(forgotten)).isSameAs(forgotten);
  }

  @Test
  void versionsThatAreNoNumbersAreNotCompared() {
    writes.note(binding("web", "uid", "b"));
    GitOpsBinding watched = binding("web", "uid", "a");
    assertThat(writes.newest(watched)).isSameAs(watched);
  }

  private static GitOpsBinding binding(String name, String uid, String version) {
    GitOpsBinding binding = new GitOpsBinding();
    binding.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withUid(uid)
            .withResourceVersion(version)
            .build());
    return binding;
  }
}
