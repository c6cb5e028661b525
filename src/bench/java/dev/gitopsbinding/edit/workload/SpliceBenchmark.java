package dev.gitopsbinding.edit.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** How long a new tag takes to be written into a file. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SpliceBenchmark {
  private static final String OLD = "ghcr.io/acme/web:old";
  private static final RepositoryPath PATH = new RepositoryPath("web.yaml");
  private static final ImageSelector SELECTOR =
      new ImageSelector(
          new ObjectSelector(
              "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
          List.of(),
          "ghcr.io/acme/web");

  /** The file's size in KiB. */
  @Param({"4", "200"})
  int kibibytes;

  private Content content;

  /** Makes a file of one Deployment and as many other documents as there is room for. */
  @Setup
  public void fill() {
    StringBuilder text = new StringBuilder(document("Deployment", "web", OLD));
    for (int i = 0; text.length() < kibibytes << 10; i++) {
      text.append("---\n").append(document("StatefulSet", "other-" + i, "ghcr.io/acme/other:1"));
    }
    content = Content.of(text.toString().getBytes(UTF_8));
  }

  /** Finds the image, splices the tag, and checks the result. */
  @Benchmark
  public EditResult write() {
    EditResult result =
        new WorkloadImageEditor(PATH, SELECTOR, DefaultSettings.YAML_LIMITS)
            .write(content, List.of(OLD), ImageVersions.ofTag("new"));
    if (!(result instanceof EditResult.Edited)) {
      throw new IllegalStateException("not edited: " + result);
    }
    return result;
  }

  private static String document(String kind, String name, String image) {
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
}
