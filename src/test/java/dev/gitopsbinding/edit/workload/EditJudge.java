package dev.gitopsbinding.edit.workload;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes an edit and judges what came out of it by other means than those that made it: the
 * differences between both files as another parser sees them.
 */
final class EditJudge {
  private static final RepositoryPath PATH = new RepositoryPath("apps/web.yaml");
  private static final int LONGEST_MESSAGE = 2000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Content before;
  private final ImageSelector selector;
  private final String tag;

  private EditJudge(Content before, ImageSelector selector, String tag) {
    this.before = before;
    this.selector = selector;
    this.tag = tag;
  }

  /** Fails unless the edit is refused, or changes the targets' tags and nothing else. */
  static void assertSafe(Content before, ImageSelector selector, String tag) {
    new EditJudge(before, selector, tag).judge();
  }

  private void judge() {
    switch (new WorkloadImageEditor(PATH, selector, DefaultSettings.YAML_LIMITS).read(before)) {
      case Result.Failed<List<String>>(Failure failure) -> {
        assertMessage(failure);
        EditResult result = write(before, List.of());
        assertThat(result).isInstanceOf(EditResult.Refused.class);
        assertMessage(((EditResult.Refused) result).failure());
      }
      case Result.Ok<List<String>>(List<String> found) -> {
        assertThat(found).isNotEmpty().allMatch(this::isMeant);
        judge(found, write(before, found));
      }
    }
  }

  private void judge(List<String> found, EditResult result) {
    switch (result) {
      case EditResult.Refused(Failure.File failure) -> {
        assertMessage(failure);
        assertThat(failure.reason()).isIn(Reason.IMAGE_NOT_EDITABLE, Reason.INVALID_SPEC);
      }
      case EditResult.AlreadyApplied() ->
          assertThat(found).allMatch(image -> image.equals(retagged(image)));
      case EditResult.Edited(Content after, List<String> replaced) -> {
        assertThat(replaced).isEqualTo(found);
        assertDifference(found, after);
        assertLasting(found, after);
      }
      case EditResult.Superseded superseded ->
          throw new AssertionError("what was just read is not found: " + superseded);
    }
  }

  /** The bytes that differ are those of the tags, at the places that the other parser names. */
  private void assertDifference(List<String> found, Content after) {
    String old = text(before);
    List<ScalarChange> changes = ScalarChange.between(old, text(after));
    List<String> changing = found.stream().filter(image -> !image.equals(retagged(image))).toList();
    assertThat(changes).isNotEmpty().allMatch(ScalarChange::isImageOfContainer);
    assertThat(changes.stream().map(ScalarChange::before)).isEqualTo(changing);
    assertThat(changes.stream().map(ScalarChange::after))
        .isEqualTo(changing.stream().map(this::retagged).toList());

    StringBuilder expected = new StringBuilder();
    int copied = 0;
    for (ScalarChange change : changes) {
      String raw = old.substring(change.start(), change.end());
      String quote = raw.endsWith("'") || raw.endsWith("\"") ? raw.substring(raw.length() - 1) : "";
      String end = tagPart(change.before()) + quote;
      assertThat(raw).endsWith(end);
      expected.append(old, copied, change.end() - end.length()).append(":").append(tag);
      copied = change.end() - quote.length();
    }
    expected.append(old, copied, old.length());
    assertThat(new String(after.bytes(), StandardCharsets.UTF_8)).isEqualTo(mark() + expected);
    assertThat(after.bytes()).isEqualTo((mark() + expected).getBytes(StandardCharsets.UTF_8));
  }

  private void assertLasting(List<String> found, Content after) {
    assertThat(new WorkloadImageEditor(PATH, selector, DefaultSettings.YAML_LIMITS).read(after))
        .isEqualTo(Result.ok(found.stream().map(this::retagged).toList()));
    assertThat(write(after, found)).isEqualTo(new EditResult.AlreadyApplied());
    assertThat(write(before, List.of())).isEqualTo(new EditResult.Superseded(found));
  }

  private EditResult write(Content content, List<String> expected) {
    return new WorkloadImageEditor(PATH, selector, DefaultSettings.YAML_LIMITS)
        .write(content, expected, ImageVersions.ofTag(tag));
  }

  private boolean isMeant(String image) {
    return ImageReference.parse(image)
        .filter(reference -> reference.repository().equals(selector.repository()))
        .filter(reference -> reference.digest() == null)
        .isPresent();
  }

  private String retagged(String image) {
    return image.substring(0, image.length() - tagPart(image).length()) + ":" + tag;
  }

  private static String tagPart(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(colon) : "";
  }

  private String mark() {
    return new String(before.bytes(), StandardCharsets.UTF_8).startsWith(BYTE_ORDER_MARK)
        ? BYTE_ORDER_MARK
        : "";
  }

  private static String text(Content content) {
    String text = new String(content.bytes(), StandardCharsets.UTF_8);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static void assertMessage(Failure failure) {
    assertOneLine(failure.message());
    assertThat(failure.message()).hasSizeLessThan(LONGEST_MESSAGE);
  }
}
