package dev.gitopsbinding.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FluxMarkerSearchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "image: web:1.2 # {\"$imagepolicy\": \"flux-system:web\"}; true",
        "a: b # {\"$imagepolicy\": \"x:y\"}\\ntag: 1.2 # {\"$imagepolicy\": \"x:y:tag\"}; true",
        "tag: 1.2 # {\"$imagepolicy\": \"x:y:tag\"}\\r\\n; true",
        "image: web:1.2; false",
        "image: web:1.2\\nimage: other:3 # {\"$imagepolicy\": \"flux-system:other\"}; false",
        "image: web:1.2\\n# {\"$imagepolicy\": \"flux-system:web\"}; false",
        "text: '1.2 {\"$imagepolicy\": 1}'; false"
      })
  void isLookedForBehindTheTag(String text, boolean expected) {
    Content content = Content.of(text.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8));

    assertThat(FluxMarkerSearch.isBehind(List.of("ghcr.io/acme/web:1.2"), content))
        .isEqualTo(expected);
  }
}
