package dev.gitopsbinding.http.hook.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadParserTest {
  private static final PayloadShape SHAPE =
      PayloadShape.withList(Set.of("ref", "repo.links.href"), "changes", Set.of("new.name"));

  @Test
  void wantedTextsAreReadAndAllElseIsSkipped() throws MalformedPayloadException {
    Payload payload =
        parse(
            """
            {"other": {"ref": "no", "changes": [1, {"ref": 2}]}, "ref": "yes",
             "repo": {"ref": "no", "links": [{"href": "a"}, {"href": 7}, {"href": null}, "text"]},
             "changes": [{"new": {"name": "x"}, "old": {"name": "no"}}, {"new": null}, 5, [6]]}
            """);

    assertThat(payload.all("ref")).containsExactly("yes");
    assertThat(payload.all("repo.links.href")).containsExactly("a", "7");
    assertThat(payload.items()).containsExactly(Map.of("new.name", List.of("x")), Map.of());
  }

  @Test
  void nestingHasALimit() throws MalformedPayloadException {
    assertThat(parse("{\"a\": %s1%s}".formatted("[".repeat(60), "]".repeat(60))).fields())
        .isEmpty();
    assertMalformed("{\"a\": %s1%s}".formatted("[".repeat(65), "]".repeat(65)));
    assertMalformed("{\"repo\":".repeat(100_000));
    assertMalformed("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000));
  }

  @Test
  void textsAndListsHaveALimit() throws MalformedPayloadException {
    String longText = "x".repeat(900_000);

    assertThat(parse("{\"ref\": \"%s\", \"a\": \"%s\"}".formatted(longText, longText)).text("ref"))
        .isEmpty();
    assertThat(parse("{\"ref\": [%s1]}".formatted("1,".repeat(100_000))).all("ref")).hasSize(100);
    assertThat(
            parse("{\"changes\": [%s{}]}".formatted("{\"new\":{\"name\":\"x\"}},".repeat(40_000)))
                .items())
        .hasSize(500);
    assertMalformed("{\"%s\": 1}".formatted("n".repeat(1000)));
    assertMalformed("{\"ref\": %s}".formatted("9".repeat(1000)));
  }

  @Test
  void whatIsNotOneObjectIsMalformed() {
    for (String text : List.of("", "{", "[]", "{} {}", "{\"ref\": tru}", "{'ref': 1}", "\u0000")) {
      assertMalformed(text);
    }
  }

  private static void assertMalformed(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedPayloadException.class);
  }

  private static Payload parse(String json) throws MalformedPayloadException {
    return PayloadParser.parse(json.getBytes(StandardCharsets.UTF_8), SHAPE);
  }
}
