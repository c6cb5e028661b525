package dev.gitopsbinding.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.argocd.ApplicationEditKind;
import dev.gitopsbinding.edit.key.KeyEditKind;
import dev.gitopsbinding.edit.kustomize.KustomizationEditKind;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GoldenEditsTest {
  private static final EditKinds KINDS =
      new EditKinds(
          List.of(
              new KustomizationEditKind(DefaultSettings.YAML_LIMITS),
              new ApplicationEditKind(DefaultSettings.YAML_LIMITS),
              new KeyEditKind(DefaultSettings.YAML_LIMITS),
              new WorkloadEditKind(DefaultSettings.YAML_LIMITS)));

  @Test
  void everyEntryIsACaseAndNoneIsLost() {
    assertThat(GoldenCase.all()).hasSameSizeAs(GoldenCase.folders()).hasSizeGreaterThan(100);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gitopsbinding.edit.GoldenCase#all")
  void caseComesOutAsDescribed(GoldenCase golden) {
    // When
    EditResult result = write(golden, golden.input());

    // Then
    switch (golden.description().kindOfOutcome()) {
      case EDITED -> assertEdited(golden, result);
      case ALREADY_APPLIED -> assertThat(result).isInstanceOf(EditResult.AlreadyApplied.class);
      case SUPERSEDED -> {
        assertThat(result).isEqualTo(new EditResult.Superseded(golden.description().found()));
        assertThat(read(golden)).isEqualTo(Result.ok(golden.description().found()));
      }
      case REFUSED -> assertRefused(golden, result);
    }
  }

  private static void assertEdited(GoldenCase golden, EditResult result) {
    assertThat(read(golden)).isEqualTo(Result.ok(golden.description().expected()));
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    EditResult.Edited edited = (EditResult.Edited) result;
    assertThat(text(edited.content())).isEqualTo(text(golden.expected().orElseThrow()));
    assertThat(edited.content()).isEqualTo(golden.expected().orElseThrow());
    assertThat(edited.replaced()).isEqualTo(golden.description().expected());
    assertThat(write(golden, edited.content())).isInstanceOf(EditResult.AlreadyApplied.class);
  }

  private static void assertRefused(GoldenCase golden, EditResult result) {
    assertThat(result).isInstanceOf(EditResult.Refused.class);
    Failure.File failure = ((EditResult.Refused) result).failure();
    assertThat(failure.reason()).as(failure.message()).isEqualTo(golden.description().reason());
    assertThat(failure.message())
        .contains(golden.description().says())
        .doesNotContain("glpat")
        .hasSizeLessThan(2000);
    switch (failure.reason()) {
      case INVALID_SPEC -> {}
      case IMAGE_NOT_EDITABLE -> {
        assertThat(failure.message()).startsWith(golden.description().path().value());
        assertThat(read(golden)).isEqualTo(Result.ok(golden.description().expected()));
      }
      case REF_NOT_MOVED -> {
        assertThat(failure.message()).startsWith(golden.description().path().value());
        List<String> held = golden.description().expected();
        assertThat(read(golden))
            .isEqualTo(held.isEmpty() ? Result.failed(failure) : Result.ok(held));
      }
      default -> {
        assertThat(failure.message()).startsWith(golden.description().path().value());
        assertThat(read(golden)).isEqualTo(Result.failed(failure));
      }
    }
  }

  private static EditResult write(GoldenCase golden, Content content) {
    GoldenCase.Description description = golden.description();
    return editor(description).write(content, description.expected(), description.version());
  }

  private static ImageEditor editor(GoldenCase.Description description) {
    return KINDS.editor(description.path(), description.selector());
  }

  private static Result<?> read(GoldenCase golden) {
    return editor(golden.description()).read(golden.input());
  }

  private static String text(Content content) {
    return new String(content.bytes(), StandardCharsets.UTF_8);
  }
}
