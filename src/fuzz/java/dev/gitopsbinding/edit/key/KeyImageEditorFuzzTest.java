package dev.gitopsbinding.edit.key;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.edit.GoldenCase;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.key.KeyPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is refused, or only the value of its place becomes a string with the tag. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeyImageEditorFuzzTest {
  private static final String TAG = "1234567";

  static Stream<byte[]> golden() {
    return GoldenCase.all().map(golden -> golden.input().bytes()).filter(b -> b.length < 4096);
  }

  @MethodSource("golden")
  @FuzzTest
  void file(byte[] input) {
    Content content = Content.of(input);
    for (String key : List.of("image", "image.tag", "tag", "list[name=web].tag")) {
      ValuesJudge.assertSafe(content, selector(new KeyPath(key)), TAG);
    }
    if (ValuesJudge.recognizes(content, selector(null))) {
      ValuesJudge.assertSafe(content, selector(null), TAG);
    }
  }

  /** Parts: the file, and the key. */
  @FuzzTest
  void key(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    KeyPath key;
    try {
      key = new KeyPath(parts.get(1));
    } catch (IllegalArgumentException e) {
      assertOneLine(e.getMessage());
      return;
    }
    ValuesJudge.assertSafe(
        Content.of(parts.get(0).getBytes(StandardCharsets.UTF_8)), selector(key), TAG);
  }

  private static ImageSelector selector(@Nullable KeyPath key) {
    return new ImageSelector(
        new ObjectSelector(
            "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
        List.of(),
        "ghcr.io/acme/web",
        key,
        false,
        null);
  }
}
