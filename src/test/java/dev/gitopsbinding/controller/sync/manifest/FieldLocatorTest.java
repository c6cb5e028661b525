package dev.gitopsbinding.controller.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.change.PushResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldLocatorTest {
  private static final RemoteBranch BRANCH =
      new RemoteBranch(RepositoryUrl.parse("https://git.example.com/acme/web"), "main");
  private static final Location SOURCE = new Location("spec.source", BRANCH, "key");
  private static final Location PUBLIC = new Location("spec.source", BRANCH, null);
  private static final ManifestPlaces ONE_FILE = Bindings.parse(Bindings.resource("{}")).places();
  private static final ManifestPlaces EDITS =
      Bindings.parse(
              Bindings.resource(
                  """
                  manifest:
                    url: ssh://git@git.example.com/acme/deploy.git
                    ref: {branch: main}
                    secretRef: {name: acme-git}
                    edits:
                    - {path: web.yaml}
                    - {path: apps/web.yaml}
                    - {path: values.yaml, key: image.tag}
                    - {path: values.yaml, key: worker.tag}
                  """))
          .places();

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
  void namesTheEditWhoseFileAFailureIsAbout() {
    Failure missing =
        new Failure.File(Reason.FILE_NOT_FOUND, "spec.manifest.path: no file apps/web.yaml.");
    Failure target =
        new Failure.File(
            Reason.TARGET_NOT_IN_FILE, "web.yaml has no web. Correct spec.manifest.object.name.");
    Failure host = new Failure.Remote(Reason.TIMED_OUT, "The host of web.yaml hangs.");

    assertThat(located(missing)).isEqualTo("spec.manifest.edits[1].path: no file apps/web.yaml.");
    assertThat(located(target))
        .isEqualTo(
            "spec.manifest.edits[0]: web.yaml has no web. Correct spec.manifest.edits[0].object.name.");
    assertThat(FieldLocator.atPlace(EDITS.first(), host)).isEqualTo(host);
    assertThat(FieldLocator.atPlace(ONE_FILE.first(), target)).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "values.yaml has no key worker.tag. Correct spec.manifest.edits[].key, or path.; spec.manifest.edits[3]: values.yaml has no key worker.tag. Correct spec.manifest.edits[3].key, or path.",
        "values.yaml, line 3: image.tag is a list.; spec.manifest.edits[2]: values.yaml, line 3: image.tag is a list.",
        "spec.manifest.edits: apps/web.yaml is no Kustomization.; spec.manifest.edits[1]: apps/web.yaml is no Kustomization.",
        "spec.target.containers names some, but apps/web.yaml has none. Name the key in spec.manifest.edits[].key.; spec.target.containers names some, but apps/web.yaml has none. Name the key in spec.manifest.edits[1].key.",
        "apps/web.yaml holds no object. Name a plain manifest in spec.manifest.path.; spec.manifest.edits[1]: apps/web.yaml holds no object. Name a plain manifest in spec.manifest.edits[1].path."
      })
  void namesTheEditInsteadOfAnyEdit(String message, String expected) {
    assertThat(located(new Failure.File(Reason.IMAGE_NOT_IN_FILE, message))).isEqualTo(expected);
  }

  private static String located(Failure failure) {
    return FieldLocator.locate(new PushResult.Failed(failure), "shop", SOURCE, EDITS)
            instanceof PushResult.Failed(var located)
        ? located.message()
        : "";
  }

  @Test
  void leavesWhatTheServerDeclinesAlone() {
    PushResult declined = new PushResult.Failed(new Failure.Declined("no"));

    assertThat(FieldLocator.locate(declined, "shop", SOURCE, ONE_FILE)).isEqualTo(declined);
  }
}
