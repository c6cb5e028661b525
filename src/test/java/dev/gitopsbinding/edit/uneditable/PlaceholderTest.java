package dev.gitopsbinding.edit.uneditable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENC[AES256_GCM,data:AA==,iv:A=,tag:A=,type:str] | is encrypted by SOPS",
        "web:{{ .Values.tag }} | holds '{{'",
        "web:{% if x %} | template of Jinja",
        "web:${TAG} | holds '${'",
        "web:${TAG:-old} | holds '${'",
        "web:$(TAG) | holds '$('",
        "web:$TAG | holds a variable",
        "$IMAGE | holds a variable",
        "web=$IMAGE | holds a variable",
        "(@= data.values.tag @) | template of ytt",
        "web:<TAG> | holds a placeholder",
        "web:%TAG% | holds a placeholder",
        "web:__TAG__ | holds a placeholder",
        "web:@TAG@ | holds a placeholder"
      })
  void isNamed(String text, String what) {
    assertThat(Placeholder.in(text).orElseThrow().what()).contains(what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ghcr.io/acme/web:v1",
        "ghcr.io/acme/web:v1@sha256:0123456789012345678901234567890123456789012345678901234567890123",
        "web__x:1_2",
        "localhost:5000/web:__"
      })
  void anImageIsNone(String text) {
    assertThat(Placeholder.in(text)).isEmpty();
  }
}
