package dev.gitopsbinding.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

/** A text is no reference, or one whose parts make the same reference again. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImageReferenceFuzzTest {
  private static final int LONGEST = 1024;

  @FuzzTest
  void text(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    ImageReference.parse(text).ifPresent(reference -> assertConsistent(text, reference));
  }

  private static void assertConsistent(String text, ImageReference reference) {
    if (reference.tag() != null) {
      assertThat(ImageReference.isTag(reference.tag())).isTrue();
    }
    String end =
        (reference.tag() == null ? "" : ":" + reference.tag())
            + (reference.digest() == null ? "" : "@" + reference.digest());
    assertThat(text).endsWith(end);
    String name = text.substring(0, text.length() - end.length());
    String repository = reference.repository();
    assertThat(name).endsWith(repository.substring(repository.lastIndexOf('/') + 1));

    String canonical = repository + end;
    if (canonical.length() <= LONGEST) {
      assertThat(ImageReference.parse(canonical)).contains(reference);
    }
  }
}
