package dev.gitopsbinding.edit.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.ImageVersion;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.EnvtestBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the edited file builds, as the real {@code kubectl kustomize} says. */
class KustomizeBuildIT {
  private static final String REPOSITORY = "ghcr.io/acme/web";
  private static final String HEAD = "resources: [web.yaml]\nimages:\n";
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- name: ghcr.io/acme/web\n  newTag: old\n",
        "- name: ghcr.io/acme/web\n  newTag: \"old\" # ours\n- name: nginx\n  newTag: '2'\n",
        "- newTag: old\n  name: web\n  newName: ghcr.io/acme/web\n",
        "- name: ghcr.io/acme/web\n- name: nginx\n  newTag: '2'\n",
        "    -   name: web\n        newName: ghcr.io/acme/web",
        "- {name: web, newName: ghcr.io/acme/web}\n",
        "- name: ghcr.io/acme/web\n  newTag:\n"
      })
  void theBuildOfTheEditedFileHasTheTagAndNothingElseIsNew(String images) throws Exception {
    // Given
    String name = images.contains("newName") ? "web" : REPOSITORY;
    String before = build(HEAD + images, name);
    for (String tag : List.of("3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234", "1234e56", "0123456")) {
      // When
      String after = build(edited(HEAD + images, tag), name);

      // Then
      assertThat(after)
          .isEqualTo(before.replaceFirst(REPOSITORY + ":(old|before)", REPOSITORY + ":" + tag));
      assertThat(after).contains(REPOSITORY + ":" + tag + "\n");
    }
  }

  @Test
  void everyTagIsBuiltAsItIs() throws Exception {
    // Given
    Random random = new Random(19);
    String letters = "0123456789abcdefxo_.-";
    List<String> tags =
        IntStream.range(0, 500)
            .mapToObj(
                _ ->
                    random.nextInt(10)
                        + random
                            .ints(1 + random.nextInt(7), 0, letters.length())
                            .mapToObj(at -> letters.substring(at, at + 1))
                            .collect(Collectors.joining()))
            .toList();

    // When
    StringBuilder images = new StringBuilder("images:\n");
    StringBuilder pods = new StringBuilder();
    for (int i = 0; i < tags.size(); i++) {
      String name = "web" + i;
      String entry =
          edited("images:\n- name: %s\n  newTag: old\n".formatted(REPOSITORY), tags.get(i));
      images.append(entry.substring(entry.indexOf('\n') + 1).replace(REPOSITORY, name));
      pods.append(
          "---\napiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: c, image: \"%<s:before\"}]}\n"
              .formatted(name));
    }
    Files.writeString(folder.resolve("web.yaml"), pods);
    String built = kustomize("resources: [web.yaml]\n" + images);

    // Then
    for (int i = 0; i < tags.size(); i++) {
      assertThat(built)
          .containsPattern("image: '?web" + i + ":" + tags.get(i).replace(".", "\\.") + "'?\n");
    }
  }

  private static String pod(String image) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
      - {name: web, image: "%s:before"}
      - {name: other, image: "nginx:1"}
    """
        .formatted(image);
  }

  private String build(String kustomization, String image) throws Exception {
    Files.writeString(folder.resolve("web.yaml"), pod(image));
    return kustomize(kustomization);
  }

  private String kustomize(String kustomization) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                EnvtestBinaries.find().kubectl().toString(), "kustomize", folder.toString())
            .redirectError(errors.toFile())
            .start();
    String built = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors) + kustomization).isZero();
    return built;
  }

  private static String edited(String text, String tag) {
    var selector =
        new ImageSelector(
            new ObjectSelector("spec.target", "Pod", "web", List.of(ObjectSelector.NO_NAMESPACE)),
            List.of(),
            REPOSITORY);
    var editor =
        new KustomizationImageEditor(
            new RepositoryPath("kustomization.yaml"), selector, DefaultSettings.YAML_LIMITS);
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    List<String> found = List.of(REPOSITORY + (text.contains("old") ? ":old" : ""));
    EditResult result = editor.write(content, found, ImageVersion.of(tag));
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    return new String(((EditResult.Edited) result).content().bytes(), StandardCharsets.UTF_8);
  }
}
