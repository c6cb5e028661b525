package dev.gitopsbinding.edit.uneditable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UneditableFileTest {
  private static final int MEBIBYTE = 1 << 20;

  /** Far more than is needed, also on a busy machine; what takes quadratic time takes hours. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /** In ISO 8859-1 the second byte of the UTF-8 of "Å" is a next line, U+0085. */
  @ParameterizedTest
  @ValueSource(strings = {"\r", "Å", "\n", " ", "{", "{{a ", "#", "a "})
  void aLongTextIsJudgedSoon(String part) {
    String text = part.repeat(MEBIBYTE / part.getBytes(StandardCharsets.UTF_8).length);

    assertThat(explainedSoon(text, Reason.TARGET_NOT_IN_FILE)).isEqualTo("why.");
    assertThat(explainedSoon(text, Reason.FILE_NOT_YAML)).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/prod.env.yaml | FILE_NOT_YAML | 'a: [' ",
        "apps/next.js.yaml | FILE_NOT_YAML | 'a: [' ",
        "apps/web.tf.yml | FILE_NOT_YAML | 'a: [' ",
        "apps/web.txt | TARGET_NOT_IN_FILE | 'a: 1' ",
        "templates/web.yaml | IMAGE_NOT_IN_FILE | 'args: [\"{{inputs.parameters.x}}\"]' ",
        "apps/web.yaml | IMAGE_NOT_IN_FILE | 'page: \"{% block %}\"' ",
        "apps/web.yaml | IMAGE_NOT_IN_FILE | 'page: \"<% block %>\"' ",
        "apps/web.yaml | TARGET_NOT_IN_FILE | 'package web' ",
        "apps/web.yaml | IMAGE_NOT_IN_FILE | 'password: ENC[AES256_GCM,data:AA==]' ",
        "apps/web.yaml | IMAGE_AMBIGUOUS | '#@ load(\"@ytt:data\", \"data\")' "
      })
  void plainYamlIsNotSaidToBeSomethingElse(String path, Reason reason, String text) {
    assertThat(explained(path, text + "\n", reason)).isEqualTo("why.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/web.js | FILE_NOT_YAML | 'a: [' | is a program",
        "apps/web.j2.yaml | FILE_NOT_YAML | 'a: [' | is a template of Jinja",
        "apps/web.tpl | IMAGE_NOT_IN_FILE | 'a: 1' | is a Go template",
        "templates/web.yaml | IMAGE_NOT_IN_FILE | 'image: \"{{ .Values.image }}\"' | is a template of a Helm chart (line 1)",
        "templates/web.yaml | FILE_NOT_YAML | '{{ x }' | is a template of a Helm chart",
        "apps/web.yaml | FILE_NOT_YAML | '{% if x %}' | is a template of Jinja",
        "apps/web.yaml | FILE_NOT_YAML | 'package web' | is CUE",
        "apps/web.yaml | IMAGE_NOT_IN_FILE | '#@ load(\"@ytt:data\", \"data\")' | is a template of ytt",
        "apps/web.yaml | TARGET_NOT_IN_FILE | 'kind: ENC[AES256_GCM,data:AA==]' | is encrypted by SOPS (line 1)",
        "apps/web.yaml | IMAGE_NOT_IN_FILE | '  - image: ENC[AES256_GCM,data:AA==]' | is encrypted by SOPS (line 1)",
        "apps/web.json | IMAGE_NOT_IN_FILE | '\"tag\": \"ENC[AES256_GCM,data:AA==]\"' | is encrypted by SOPS (line 1)"
      })
  void whatElseAFileIsIsSaid(String path, Reason reason, String text, String what) {
    assertThat(explained(path, text + "\r\n", reason)).contains(what);
  }

  private static String explainedSoon(String text, Reason reason) {
    return assertTimeoutPreemptively(
        SOON, () -> explained("charts/web/templates/web.yaml", text, reason));
  }

  private static String explained(String path, String text, Reason reason) {
    return UneditableFile.explained(
            new RepositoryPath(path),
            Content.of(text.getBytes(StandardCharsets.UTF_8)),
            new Failure.File(reason, "why."))
        .message();
  }
}
