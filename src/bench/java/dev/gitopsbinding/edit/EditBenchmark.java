package dev.gitopsbinding.edit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.gitopsbinding.app.FinderFactory;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.model.key.KeyPath;
import dev.gitopsbinding.testing.DefaultSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a new tag takes to be written into a file of each kind, with its percentiles, beside
 * what the parsers alone take for the same file.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EditBenchmark {
  private static final String REPOSITORY = "ghcr.io/acme/web";
  private static final ImageVersion VERSION =
      ImageVersions.ofTag("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  private static final YAMLFactory SECOND_PARSER = new YAMLFactory();

  /** The kinds of edits. */
  public enum Kind {
    /** The image of a Deployment. */
    WORKLOAD("web.yaml", null),
    /** An entry of the images of a Kustomization. */
    KUSTOMIZATION("kustomization.yaml", null),
    /** The same in a file that has another name. */
    NAMED_KUSTOMIZATION("web.yaml", null),
    /** A tag in values of Helm, by its key. */
    KEY("values.yaml", "web.image.tag"),
    /** The same without the key. */
    VALUES("values.yaml", null),
    /** The values of a HelmRelease. */
    RELEASE("release.yaml", null),
    /** A parameter of an Application. */
    APPLICATION("app.yaml", null),
    /** A parameter of an Application, by its key. */
    PARAMETER("app.yaml", "helm.parameters[image.tag]"),
    /** The text of values in an Application. */
    VALUES_TEXT("app.yaml", null);

    private final String path;
    private final @Nullable String key;

    Kind(String path, @Nullable String key) {
      this.path = path;
      this.key = key;
    }

    private String text(int size) {
      return switch (this) {
        case WORKLOAD -> deployment(size);
        case KUSTOMIZATION, NAMED_KUSTOMIZATION -> kustomization(size);
        case KEY, VALUES -> EditBenchmark.values(size);
        case RELEASE -> release(size);
        case APPLICATION, PARAMETER -> application(size);
        case VALUES_TEXT -> applicationWithText(size);
      };
    }
  }

  /** The kind of edit. */
  @Param Kind kind;

  /** The file's size in KiB. */
  @Param("97")
  int kibibytes;

  private Content content;
  private String text;
  private ImageEditor editor;
  private List<String> expected;

  /** Reads the file once. */
  @Setup
  public void read() {
    text = kind.text(kibibytes << 10);
    content = Content.of(text.getBytes(UTF_8));
    ImageSelector selector =
        new ImageSelector(
            new ObjectSelector(
                "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
            List.of(),
            REPOSITORY,
            kind.key == null ? null : new KeyPath(kind.key),
            false,
            null);
    editor =
        FinderFactory.editKinds(DefaultSettings.YAML_LIMITS)
            .editor(new RepositoryPath(kind.path), selector);
    expected =
        switch (editor.read(content)) {
          case Result.Ok<List<String>>(List<String> found) -> found;
          case Result.Failed<List<String>> failed -> throw new IllegalStateException("" + failed);
        };
  }

  /** Recognizes the file, finds the image, replaces the tag, and checks the result. */
  @Benchmark
  public EditResult write() {
    EditResult result = editor.write(content, expected, VERSION);
    if (!(result instanceof EditResult.Edited)) {
      throw new IllegalStateException("not edited: " + result);
    }
    return result;
  }

  /**
   * The least that a checked edit needs: the first parser once, and the second one before and after
   * the change.
   */
  @Benchmark
  public int parsersAlone() throws IOException {
    int tokens =
        YamlFile.parse(new RepositoryPath(kind.path), content, DefaultSettings.YAML_LIMITS)
                instanceof Result.Ok
            ? 0
            : 1;
    return tokens + tokens() + tokens();
  }

  private int tokens() throws IOException {
    int tokens = 0;
    try (JsonParser parser = SECOND_PARSER.createParser(text)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  private static String filled(int size, String head, IntFunction<String> more, String tail) {
    StringBuilder text = new StringBuilder(head);
    for (int i = 0; text.length() + tail.length() < size; i++) {
      text.append(more.apply(i));
    }
    return text.append(tail).toString();
  }

  private static String deployment(int size) {
    return filled(
        size,
        workload("Deployment", "web", REPOSITORY + ":old"),
        i -> "---\n" + workload("StatefulSet", "other-" + i, "ghcr.io/acme/other:1"),
        "");
  }

  private static String workload(String kind, String name, String image) {
    return """
        apiVersion: apps/v1
        kind: %s
        metadata:
          name: %s
          labels: {app: "%2$s"} # a comment
        spec:
          replicas: 2
          template:
            spec:
              containers:
                - name: main
                  image: "%s"
                  env:
                    - {name: LEVEL, value: 'info'}
                  resources:
                    limits: {cpu: 100m, memory: 128Mi}
        """
        .formatted(kind, name, image);
  }

  private static String kustomization(int size) {
    return filled(
        size,
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: shop
        images:
        - name: web
          newName: ghcr.io/acme/web
          newTag: old
        """,
        i ->
            "- name: other-%d\n  newName: ghcr.io/acme/other-%d # a comment\n  newTag: \"1.%d\"\n"
                .formatted(i, i, i),
        "resources: [../base]\n");
  }

  private static String values(int size) {
    return filled(
        size, chart("web", "web", "old"), i -> chart("other" + i, "other-" + i, "1." + i), "");
  }

  private static String chart(String key, String image, String tag) {
    return """
        %s:
          # Where the image is.
          image:
            repository: ghcr.io/acme/%s
            tag: "%s"
            pullPolicy: IfNotPresent
          replicaCount: 2
          service: {type: ClusterIP, port: 8080}
          resources:
            limits:
              cpu: 100m
              memory: 128Mi
        """
        .formatted(key, image, tag);
  }

  private static String release(int size) {
    return """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata:
          name: web
        spec:
          interval: 5m
          chart: {spec: {chart: web}}
          values:
        """
        + values(size).indent(4);
  }

  private static String application(int size) {
    return filled(
        size,
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: web
          namespace: argocd
        spec:
          project: shop
          source:
            repoURL: https://example.com/charts
            chart: web
            helm:
              parameters:
              - name: image.repository
                value: ghcr.io/acme/web
              - name: image.tag
                value: old
        """,
        i ->
            "      - name: other%d.level\n        value: \"%d\"\n        forceString: true\n"
                .formatted(i, i),
        "  destination: {name: here}\n");
  }

  private static String applicationWithText(int size) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: web
          namespace: argocd
        spec:
          source:
            repoURL: https://example.com/charts
            chart: web
            helm:
              values: |
        """
        + values(size).indent(8);
  }
}
