package dev.gitopsbinding.edit.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.RandomTags;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.replace.LoneTagReplacer;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the edited file builds, as the real {@code kubectl kustomize} says. */
class KustomizeBuildIT {
  private static final String REPOSITORY = "ghcr.io/acme/web";
  private static final String HEAD = "resources: [web.yaml]\nimages:\n";
  private static final ObjectSelector POD =
      new ObjectSelector("spec.target", "Pod", "web", List.of(ObjectSelector.NO_NAMESPACE));

  /** A folder of the repository, and a commit, go into each. */
  private static final List<String> URLS =
      List.of(
          "https://github.com/acme/web//%s?ref=%s",
          "https://github.com/acme/web/%s?submodules=false&ref=%s&timeout=20s",
          "HTTPS://GitHub.com/acme/web/%s?ref=%s",
          "github.com/acme/web.git/%s?version=%s",
          "git@github.com:acme/web.git//%s?ref=%s",
          "org-1@github.com/acme/web//%s?ref=%s",
          "ssh://git@github.com/acme/web/%s?ref=%s",
          "git::https://github.com/acme/web.git//%s?version=main&ref=%s",
          "https://git.example.com:8443/acme/web.git//%s?ref=%s",
          "https://ada:sesame@git.example.com:8443/acme/web.git/%s?ref=%s",
          "ssh://git@git.example.com:8443/acme/web//%s?ref=%s&ref=main");

  private final Path folder;
  private final KubectlBuild kubectl;

  KustomizeBuildIT(@TempDir Path folder) {
    this.folder = folder;
    kubectl = new KubectlBuild(folder);
  }

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
    String before = kubectl.build(HEAD + images, name);
    for (String tag : List.of("3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234", "1234e56", "0123456")) {
      // When
      String after = kubectl.build(edited(HEAD + images, tag), name);

      // Then
      assertThat(after)
          .isEqualTo(before.replaceFirst(REPOSITORY + ":(old|before)", REPOSITORY + ":" + tag));
      assertThat(after).contains(REPOSITORY + ":" + tag + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- name: ghcr.io/acme/web\n",
        "- name: ghcr.io/acme/web\n  newTag: old\n",
        "- name: ghcr.io/acme/web\n  digest: sha256:DIGEST\n",
        "- {name: ghcr.io/acme/web, newTag: old, digest: 'sha256:DIGEST'}\n",
        "- name: ghcr.io/acme/web\n  newTag: old@sha256:DIGEST\n"
      })
  void theBuildOfAPinnedFileHasTagAndDigest(String entry) throws Exception {
    // Given
    String images = entry.replace("DIGEST", "b".repeat(64));
    String digest = "sha256:" + "a".repeat(64);
    var editor =
        new KustomizationImageEditor(
            new ImageSelector(
                new ObjectSelector("spec.target", "Pod", "web", List.of("")),
                List.of(),
                REPOSITORY,
                null,
                true,
                null),
            new YamlFileReader(
                new RepositoryPath("kustomization.yaml"), DefaultSettings.YAML_LIMITS));

    // When
    String pinned = written(editor, HEAD + images, new ImageVersion("1234e56", digest, null));
    String unpinned = written(editor, pinned, ImageVersions.ofTag("before"));

    // Then
    assertThat(kubectl.build(pinned, REPOSITORY))
        .contains(REPOSITORY + ":1234e56@" + digest + "\n");
    assertThat(kubectl.build(unpinned, REPOSITORY))
        .isEqualTo(kubectl.build("resources: [web.yaml]\n", REPOSITORY));
  }

  private static String written(ImageEditor editor, String text, ImageVersion version) {
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    List<String> found = ((Result.Ok<List<String>>) editor.read(content)).value();
    EditResult result = editor.write(content, found, version);
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    return new String(((EditResult.Edited) result).content().bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void everyTagIsBuiltAsItIs() throws Exception {
    List<String> tags = RandomTags.list(new Random(19), 800);
    // Kustomize compares each entry with each object, so that one build of all takes minutes.
    for (int start = 0; start < tags.size(); start += 50) {
      assertThatEachIsBuiltAsItIs(tags.subList(start, Math.min(start + 50, tags.size())));
    }
  }

  private void assertThatEachIsBuiltAsItIs(List<String> tags) throws Exception {
    // When
    StringBuilder entries = new StringBuilder("images:\n");
    StringBuilder pods = new StringBuilder();
    for (int i = 0; i < tags.size(); i++) {
      String name = "web" + i;
      String entry =
          edited("images:\n- name: %s\n  newTag: old\n".formatted(REPOSITORY), tags.get(i));
      entries.append(entry.substring(entry.indexOf('\n') + 1).replace(REPOSITORY, name));
      pods.append(
          "---\napiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: c, image: \"%<s:before\"}]}\n"
              .formatted(name));
    }
    Files.writeString(folder.resolve("web.yaml"), pods);
    String built = kubectl.kustomize("resources: [web.yaml]\n" + entries);

    // Then
    Map<Object, Object> images = new HashMap<>();
    for (Object pod : new Load(LoadSettings.builder().build()).loadAllFromString(built)) {
      images.put(at(pod, "metadata", "name"), at(pod, "spec", "containers", 0, "image"));
    }
    for (int i = 0; i < tags.size(); i++) {
      assertThat(images).containsEntry("web" + i, "web" + i + ":" + tags.get(i));
    }
  }

  /** Helm and kubectl read YAML by the same library (sigs.k8s.io/yaml). */
  @Test
  void everyLoneTagIsReadByKubectlAsAText() throws Exception {
    // Given
    List<String> tags = RandomTags.list(new Random(23), 1_500);
    List<String> before = List.of("t: old", "t: 1", "t: 'old'", "t: \"\"", "t:", "t: null", "u: x");

    // When
    StringBuilder data = new StringBuilder("kind: Values\napiVersion: v1\nmetadata: {name: web}\n");
    data.append("data:\n");
    for (int i = 0; i < tags.size(); i++) {
      String edited = loneTag("v: 1\n" + before.get(i % before.size()) + "\n", tags.get(i));
      data.append("  a%d:\n".formatted(i)).append(edited.indent(4));
    }
    Files.writeString(folder.resolve("values.yaml"), data);
    JsonNode read =
        new ObjectMapper()
            .readTree(kubectl.kubectl("label", "--local", "a=b", "-o=json", "-f=values.yaml"));

    // Then
    for (int i = 0; i < tags.size(); i++) {
      assertThat(read.at("/data/a%d/t".formatted(i))).isEqualTo(TextNode.valueOf(tags.get(i)));
    }
  }

  /** Kustomize fetches what its URLs name; git reads these hosts from the folder. */
  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/web, github.com",
    "ssh://git@git.example.com:8443/acme/web.git, git.example.com"
  })
  void referencesBuildWhatTheNewCommitHolds(String source, String host) throws Exception {
    // Given
    Path repository = folder.resolve(host + "/acme/web.git");
    Files.createDirectories(repository.getParent());
    GitRepository web = GitRepository.bare(repository);
    String old = commit(web, "old");
    String now = commit(web, "new");
    commit(web, "newest");
    List<String> urls = URLS.stream().filter(url -> url.contains(host)).toList();
    StringBuilder text = new StringBuilder("resources:\n- web.yaml\n");
    for (int i = 0; i < urls.size(); i++) {
      text.append("- ").append(urls.get(i).formatted("a" + i, old)).append('\n');
    }
    text.append("images:\n- {name: ").append(REPOSITORY).append(", newTag: old}\n");
    String before = kubectl.build(text.toString(), REPOSITORY);
    assertThat(before.split("at: old\n", -1)).hasSize(urls.size() + 1);

    // When
    var selector =
        new ImageSelector(
            POD, List.of(), REPOSITORY, null, false, RepositoryUrl.parse(source).identity());
    EditResult result =
        KustomizationJudge.assertSafe(
            Content.of(text.toString().getBytes(StandardCharsets.UTF_8)),
            selector,
            new ImageVersion(now, null, new CommitSha(now)));

    // Then
    String edited =
        new String(((EditResult.Edited) result).content().bytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.build(edited, REPOSITORY))
        .isEqualTo(
            before
                .replace("at: old\n", "at: new\n")
                .replace(REPOSITORY + ":old", REPOSITORY + ":" + now));
  }

  /** Two folders, each with one object that tells the commit. */
  private static String commit(GitRepository repository, String name) {
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < URLS.size(); i++) {
      files.put("a" + i + "/kustomization.yaml", "resources: [map.yaml]\n");
      files.put(
          "a" + i + "/map.yaml",
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: a%d}, data: {at: %s}}\n"
              .formatted(i, name));
    }
    return repository.commit("main", files, name);
  }

  private static String loneTag(String text, String tag) {
    RepositoryPath path = new RepositoryPath("values.yaml");
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    Result<String> edited =
        YamlFile.parse(path, content, DefaultSettings.YAML_LIMITS)
            .then(
                file ->
                    LoneTagReplacer.of(
                        file,
                        new LoneTag(
                            ResolvedNode.root(file.documents().getFirst(), file), "t", REPOSITORY),
                        tag));
    assertThat(edited).isInstanceOf(Result.Ok.class);
    return ((Result.Ok<String>) edited).value();
  }

  private static Object at(Object value, Object... path) {
    Object found = value;
    for (Object step : path) {
      found = step instanceof Integer i ? ((List<?>) found).get(i) : ((Map<?, ?>) found).get(step);
    }
    return found;
  }

  private static String edited(String text, String tag) {
    var selector = new ImageSelector(POD, List.of(), REPOSITORY);
    var editor =
        new KustomizationImageEditor(
            selector,
            new YamlFileReader(
                new RepositoryPath("kustomization.yaml"), DefaultSettings.YAML_LIMITS));
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    List<String> found = List.of(REPOSITORY + (text.contains("old") ? ":old" : ""));
    EditResult result = editor.write(content, found, ImageVersions.ofTag(tag));
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    return new String(((EditResult.Edited) result).content().bytes(), StandardCharsets.UTF_8);
  }
}
