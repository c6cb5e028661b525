package dev.gitopsbinding.edit.workload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.edit.GoldenCase;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is refused, or only the bytes of its targets' tags change. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkloadImageEditorFuzzTest {
  private static final String REPOSITORY = "ghcr.io/acme/web";
  private static final String TAG = "3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234";

  static Stream<byte[]> golden() {
    return GoldenCase.all().map(golden -> golden.input().bytes()).filter(b -> b.length < 4096);
  }

  @MethodSource("golden")
  @FuzzTest
  void file(byte[] input) {
    for (List<String> containers : List.of(List.of("*"), List.<String>of(), List.of("web"))) {
      var selector =
          new ImageSelector(
              new ObjectSelector(
                  "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
              containers,
              REPOSITORY);
      EditJudge.assertSafe(Content.of(input), selector, TAG);
    }
  }

  /**
   * Parts: what stands before the manifest, in the container's place, as its image and behind it;
   * the image's repository, the tag, and the containers that are meant.
   */
  @FuzzTest
  void manifest(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String text =
        parts.get(0)
            + """
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  containers:
                  - name: web
            """
            + parts.get(1)
            + "        image: "
            + parts.get(2)
            + "\n"
            + parts.get(3);
    String repository =
        ImageReference.parse(parts.get(4)).map(ImageReference::repository).orElse(REPOSITORY);
    String tag = parts.get(5).isEmpty() ? TAG : parts.get(5);
    List<String> containers = parts.get(6).lines().toList();
    EditJudge.assertSafe(
        Content.of(text.getBytes(StandardCharsets.UTF_8)),
        new ImageSelector(
            new ObjectSelector(
                "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
            containers,
            repository),
        tag);
  }
}
