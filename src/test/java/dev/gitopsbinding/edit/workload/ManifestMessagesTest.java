package dev.gitopsbinding.edit.workload;

import static dev.gitopsbinding.edit.workload.ManifestFixture.REPOSITORY;
import static dev.gitopsbinding.edit.workload.ManifestFixture.deployment;
import static dev.gitopsbinding.edit.workload.ManifestFixture.failure;
import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.testing.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read where a file cannot be edited: the file, what is wrong there, the next step. */
class ManifestMessagesTest {
  private static final String DIGEST = "@sha256:" + "ab".repeat(32);
  private static final String LONG_TAG = ":" + "0123456789".repeat(4);
  private static final List<String> ANY = List.of();

  static Stream<Arguments> otherObjects() {
    String web = deployment("web", "web", REPOSITORY + ":old");
    return Stream.of(
        Arguments.of(
            "apps/t/deployment.yaml",
            web,
            "webb",
            "apps/t/deployment.yaml has no Deployment webb; it has Deployment web (line 1). Correct"
                + " spec.target.name, or, where the file names it differently than the cluster, set"
                + " spec.manifest.object.name."),
        Arguments.of(
            "apps/t/deployment.yaml",
            web.replace("Deployment", "StatefulSet"),
            "web",
            "apps/t/deployment.yaml has no Deployment web; it has StatefulSet web (line 1). Name"
                + " the file that holds Deployment web in spec.manifest.path."),
        Arguments.of(
            "chart/values.yaml",
            "image: {repository: ghcr.io/acme/web, tag: old}\n",
            "web",
            "chart/values.yaml holds no Kubernetes object. Name the key of the image in"
                + " spec.manifest.edits[].key, or a plain manifest in spec.manifest.path."));
  }

  @Fault(
      value = "target not in the file",
      holds = {"I2", "I4"})
  @ParameterizedTest
  @MethodSource("otherObjects")
  void aFileWithoutTheTargetIsSaidToHoldWhatItHolds(
      String path, String text, String target, String expected) {
    // When
    Failure failure = failure(path, text, target, ANY);

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.TARGET_NOT_IN_FILE);
    assertThat(failure.message()).isEqualTo(expected);
  }

  @Test
  void anObjectThatIsNotInTheFileIsCorrectedWhereItIsNamed() {
    // Given
    var object = new ObjectSelector("spec.manifest.object", "Deployment", "dev-web", List.of(""));

    // When
    Failure failure =
        failure(
            "web.yaml",
            deployment("web", "web", REPOSITORY + ":old"),
            new ImageSelector(object, ANY, REPOSITORY));

    // Then
    assertThat(failure.message())
        .isEqualTo(
            "web.yaml has no Deployment dev-web; it has Deployment web (line 1). Correct"
                + " spec.manifest.object.name.");
  }

  @Test
  void aWrongContainerIsToldWhereTheImageIs() {
    String text = deployment("web", "web", REPOSITORY + ":old");

    assertThat(failure("apps/g/deployment.yaml", text, "web", List.of("app")).message())
        .isEqualTo(
            "apps/g/deployment.yaml: Deployment web has no container app; the image is in container"
                + " web (line 9). Set spec.target.containers to [web], or remove it.");
  }

  @Test
  void anotherImageIsShown() {
    String text = deployment("web", "web", "nginx:1");

    for (List<String> containers : List.of(ANY, List.of("*"), List.of("web"), List.of("app"))) {
      assertThat(failure("web.yaml", text, "web", containers).message())
          .isEqualTo(
              "web.yaml: Deployment web (line 1) has no container with the image ghcr.io/acme/web;"
                  + " it has nginx:1 in container web (line 9). Correct spec.image.name.");
    }
  }

  @Test
  void aDigestIsShownWholeWithWhyItIsNoUse() {
    String text = deployment("web", "web", REPOSITORY + LONG_TAG + DIGEST);

    assertThat(failure("web.yaml", text, "web", ANY).message())
        .isEqualTo(
            "web.yaml, line 9: the image of container web is pinned by a digest ("
                + REPOSITORY
                + LONG_TAG
                + DIGEST
                + "). The digest decides which image runs, so a new tag would change nothing."
                + " Set spec.image.pin to Digest to have the digest written too, or remove '@' and"
                + " everything after it from the image.");
  }

  @Test
  void anImageInTwoContainersNamesBoth() {
    String text =
        deployment("web", "web", REPOSITORY + ":old")
            + "        - {name: side, image: 'ghcr.io/acme/web:old'}\n";

    assertThat(failure("web.yaml", text, "web", ANY).message())
        .isEqualTo(
            "web.yaml: Deployment web has the image ghcr.io/acme/web more than once: container web"
                + " (line 9), container side (line 11). Name those to write in"
                + " spec.target.containers, or set it to [\"*\"] for all.");
  }

  @Test
  void aContainerThatIsThereTwiceIsNamedWithoutTheOthers() {
    String text =
        deployment("web", "web", REPOSITORY + ":old")
            + "        - {name: side, image: 'ghcr.io/acme/web:old'}\n"
            + "        - {name: web, image: 'ghcr.io/acme/web:old'}\n";

    assertThat(failure("web.yaml", text, "web", List.of("web")).message())
        .isEqualTo(
            "web.yaml: Deployment web has more than one container web: container web (line 9),"
                + " container web (line 12). Give each container in the file a name of its own.");
  }

  @Test
  void whatIsNoObjectIsNotNamedBesideThem() {
    String text = "a: b\n---\n" + deployment("web", "web", REPOSITORY + ":old");

    assertThat(failure("web.yaml", text, "webb", ANY).message())
        .startsWith("web.yaml has no Deployment webb; it has Deployment web (line 3). Correct");
  }

  @Test
  void anObjectThatIsThereTwiceNamesBoth() {
    String text = deployment("web", "web", REPOSITORY + ":old");

    assertThat(failure("web.yaml", text + "---\n" + text, "web", ANY).message())
        .isEqualTo(
            "web.yaml holds Deployment web more than once: Deployment web (line 1), Deployment web"
                + " (line 12). Remove all but one, or split the file.");
  }

  @Test
  void everyMessageOfAFileIsASentenceOnOneLine() {
    Stream.of(
            failure("web.yaml", "size 1\noid x: y: z", "web", ANY),
            failure("web.yaml", "", "web", ANY),
            failure("web.yaml", "version https://git-lfs.github.com/spec/v1\n", "web", ANY),
            failure("web.yaml", "a: 1\na: 2\n", "web", ANY),
            failure("web.yaml", "kind: Deployment\nmetadata: {name: \"w\\nb\"}", "web", ANY),
            failure("web.yaml", "x: *\u202Eevil\n", "web", ANY))
        .map(Failure::message)
        .forEach(
            message -> {
              assertOneLine(message);
              assertThat(message).startsWith("web.yaml").endsWith(".").doesNotContain("..");
            });
  }
}
