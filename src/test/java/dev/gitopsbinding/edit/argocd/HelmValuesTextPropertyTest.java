package dev.gitopsbinding.edit.argocd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Of a text of values in a block scalar, however it is written, only the tag changes. */
class HelmValuesTextPropertyTest {
  private static final RepositoryPath PATH = new RepositoryPath("apps/web.yaml");
  private static final String OLD = "§old§";
  private static final String TAG = "3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234";

  /** A key, its indentation, quotes and line break. */
  private static final int LONGEST_KEY = 40;

  private static final ImageSelector SELECTOR =
      new ImageSelector(
          new ObjectSelector(
              "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
          List.of(),
          "ghcr.io/acme/web");

  @ParameterizedTest
  @ValueSource(longs = {0, 1000, 2000, 3000})
  void randomTextKeepsAllButTheTag(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 250; seed++) {
      // Given
      String marked = application(new Random(seed));
      String before = marked.replace(OLD, "v1");

      // When
      EditResult result = write(before);

      // Then
      assertThat(result).as("seed %d:%n%s", seed, before).isInstanceOf(EditResult.Edited.class);
      String after = text(((EditResult.Edited) result).content());
      assertThat(after).as("seed %d", seed).isEqualTo(marked.replace(OLD, TAG));
      assertThat(values(after)).as("seed %d", seed).isEqualTo(withTag(values(before)));
    }
  }

  @Fault(value = "damaged values in a block scalar", holds = "I4")
  @ParameterizedTest
  @ValueSource(longs = {0, 1000, 2000, 3000})
  void damagedTextIsEditedInPlaceOrRefused(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 250; seed++) {
      Random random = new Random(seed);
      // Half a character of UTF-16 has no bytes of its own.
      String before = text(content(damaged(application(random).replace(OLD, "v1"), random)));
      try {
        if (editor().read(content(before)) instanceof Result.Ok<List<String>>(List<String> found)
            && editor().write(content(before), found, ImageVersions.ofTag(TAG))
                instanceof EditResult.Edited(Content output, List<String> _)) {
          assertThat(text(output)).as("seed %d", seed).containsOnlyOnce(TAG);
          assertThat(before)
              .as("seed %d", seed)
              .satisfiesAnyOf(
                  _ -> assertInPlace(before, text(output)),
                  _ -> assertInserted(before, text(output)));
        }
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed %d: %s:%n%s".formatted(seed, e, before), e);
      }
    }
  }

  private static void assertInPlace(String before, String after) {
    int at = after.indexOf(TAG);
    assertThat(before)
        .startsWith(after.substring(0, at))
        .endsWith(after.substring(at + TAG.length()));
  }

  /** Where there was no tag, one key with its value is inserted, and nothing else. */
  private static void assertInserted(String before, String after) {
    int length = after.length() - before.length();
    int start = 0;
    while (start < before.length() && before.charAt(start) == after.charAt(start)) {
      start++;
    }
    assertThat(length).isBetween(TAG.length(), TAG.length() + LONGEST_KEY);
    assertThat(after.substring(0, start) + after.substring(start + length)).isEqualTo(before);
  }

  /** An Application whose values hold {@link #OLD} in place of the tag. */
  private static String application(Random random) {
    int indentation = 1 + random.nextInt(5);
    List<String> inner = inner(random);
    boolean explicit = random.nextInt(4) == 0;
    String indicator = explicit ? String.valueOf(indentation) : "";
    String chomping = pick(random, "", "-", "+");
    String header = random.nextBoolean() ? indicator + chomping : chomping + indicator;
    StringBuilder text = new StringBuilder();
    text.append(pick(random, "", "---\n", "# an Application 🚀\n"));
    text.append("apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\n");
    text.append("spec:\n  source:\n    helm:\n      values: ")
        .append(pick(random, "", "&v "))
        .append("|")
        .append(header);
    text.append(pick(random, "", "  ", "  # values")).append('\n');
    for (String line : inner) {
      text.append(line.isEmpty() ? pick(random, "", " ") : " ".repeat(6 + indentation) + line);
      text.append('\n');
    }
    text.append("\n".repeat(random.nextInt(3)));
    text.append(pick(random, "", "      # behind\n", "# behind\n  # more\n"));
    text.append(pick(random, "", "      releaseName: web\n", "  destination: {name: here}\n"));
    text.append(pick(random, "", "---\nkind: Namespace\nmetadata: {name: web}\n", "...\n"));
    String all = text.toString();
    return switch (random.nextInt(4)) {
      case 0 -> all.replace("\n", "\r\n");
      case 1 -> all.stripTrailing();
      default -> all;
    };
  }

  private static List<String> inner(Random random) {
    String quote = pick(random, "", "'", "\"");
    List<List<String>> parts = new ArrayList<>();
    parts.add(
        switch (random.nextInt(4)) {
          case 0 -> List.of("image:", "  repository: ghcr.io/acme/web", "  tag: " + tag(random));
          case 1 ->
              List.of(
                  "image: # which",
                  "    registry: ghcr.io",
                  "",
                  "    tag: " + tag(random) + "   # now",
                  "    repository: acme/web");
          case 2 -> List.of("image: " + quote + "ghcr.io/acme/web:" + OLD + quote);
          default ->
              List.of("web:", "- {image: {repository: ghcr.io/acme/web, tag: \"" + OLD + "\"}}");
        });
    parts.add(List.of("replicas: 2"));
    parts.add(
        List.of("note: |" + pick(random, "", "-", "+", "2"), "  one", "", "    two", "  three"));
    parts.add(List.of("folded: >", "  a", "  b"));
    parts.add(List.of("'quoted': \"{{ .x }} # 🚀", "  and more\""));
    parts.add(List.of("# a comment", "list:", "- a: 1", "", "-   b: {c: [1, 2]}"));
    parts.add(List.of("empty:", "tilde: ~", "tab: \"a\tb\""));
    for (int count = random.nextInt(parts.size()); count > 0; count--) {
      parts.remove(1 + random.nextInt(parts.size() - 1));
    }
    Collections.shuffle(parts, random);
    List<String> lines = new ArrayList<>();
    if (random.nextInt(6) == 0) {
      lines.add(pick(random, "---", "--- # values"));
    }
    for (List<String> part : parts) {
      lines.addAll(part);
      if (random.nextInt(4) == 0) {
        lines.add("");
      }
    }
    while (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private static String tag(Random random) {
    return pick(random, OLD, "'" + OLD + "'", "\"" + OLD + "\"");
  }

  private static String damaged(String text, Random random) {
    String pieces = "&*!|>'\"%@`{}[],#?:- \t\r\n\\~<\0a\u2028";
    StringBuilder damaged = new StringBuilder(text);
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, pieces.charAt(random.nextInt(pieces.length())));
        case 1 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(3)));
        default -> damaged.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
      }
    }
    return damaged.toString();
  }

  /** What Helm gets, to another parser. */
  private static Map<String, Object> values(String application) {
    Map<String, Object> root = map(new Yaml().loadAll(application).iterator().next());
    String values =
        (String) map(map(map(root.get("spec")).get("source")).get("helm")).get("values");
    return map(new Yaml().load(values));
  }

  private static Map<String, Object> withTag(Map<String, Object> values) {
    return map(new Yaml().load(new Yaml().dump(values).replaceFirst("\\bv1\\b", TAG)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static EditResult write(String before) {
    return editor()
        .write(content(before), List.of("ghcr.io/acme/web:v1"), ImageVersions.ofTag(TAG));
  }

  private static ApplicationImageEditor editor() {
    return new ApplicationImageEditor(PATH, SELECTOR, DefaultSettings.YAML_LIMITS);
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Content content) {
    return new String(content.bytes(), StandardCharsets.UTF_8);
  }

  private static String pick(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
