package dev.gitopsbinding.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldLocatorTest {
  private static final RemoteBranch BRANCH =
      new RemoteBranch(RepositoryUrl.parse("https://git.example.com/acme/web"), "main");
  private static final Location SOURCE = new Location("spec.source", BRANCH, "key");
  private static final Location PUBLIC = new Location("spec.source", BRANCH, null);

  @ParameterizedTest
  @CsvSource({
    "SECRET_NOT_FOUND, spec.source.secretRef: ",
    "SECRET_NOT_CONSENTED, spec.source.secretRef: ",
    "AUTHENTICATION_FAILED, spec.source.secretRef (Secret shop/key): ",
    "HOST_KEY_UNKNOWN, spec.source.secretRef (Secret shop/key): ",
    "BRANCH_NOT_FOUND, spec.source.ref.branch: ",
    "REPOSITORY_NOT_FOUND, spec.source.url: ",
    "HOST_NOT_ALLOWED, spec.source.url: ",
    "TIMED_OUT, spec.source: ",
    "FILE_NOT_FOUND, ''",
    "PUSH_CONTENDED, ''",
  })
  void beginsWithTheFieldThatTheFailureIsAbout(Reason reason, String path) {
    Failure failure = new Failure.Remote(reason, "what happened");

    assertThat(FieldLocator.locate(failure, "shop", SOURCE).message())
        .isEqualTo(path.stripTrailing() + (path.isEmpty() ? "" : " ") + "what happened.");
  }

  @Test
  void namesTheSideWhereThereIsNoSecret() {
    Failure failure = new Failure.Remote(Reason.AUTHENTICATION_FAILED, "it asks for a login");

    assertThat(FieldLocator.locate(failure, "shop", PUBLIC).message())
        .isEqualTo("spec.source: it asks for a login.");
  }

  @Test
  void namesAFieldOnce() {
    Failure failure = new Failure.Spec(Reason.HOST_NOT_ALLOWED, "no");
    Failure once = FieldLocator.locate(failure, "shop", SOURCE);

    assertThat(FieldLocator.locate(once, "shop", SOURCE)).isEqualTo(once);
  }

  @Test
  void leavesWhatTheServerDeclinesAlone() {
    PushResult declined = new PushResult.Failed(new Failure.Declined("no"));

    assertThat(FieldLocator.locate(declined, "shop", SOURCE)).isEqualTo(declined);
  }
}
