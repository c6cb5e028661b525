package dev.gitopsbinding.edit.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.GoldenCase;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.RandomTags;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only tag and references change, whatever else a Kustomization holds. */
class KustomizationPropertyTest {
  private static final String OLD = "57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5e4";
  private static final CommitSha NEW = new CommitSha("3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234");
  private static final ImageSelector SELECTOR =
      new ImageSelector(
          new ObjectSelector(
              "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
          List.of(),
          "ghcr.io/acme/web",
          null,
          false,
          RepositoryUrl.parse("git@github.com:acme/web.git").identity());
  private static final List<String> URLS =
      List.of(
          "https://github.com/acme/web//a?ref=%s",
          "github.com/acme/web/a?timeout=9s&ref=%s",
          "git@github.com:acme/web.git//a?ref=%s&submodules=false",
          "ssh://git@github.com/acme/web?version=%s",
          "https://raw.githubusercontent.com/acme/web/%s/a.yaml");
  private static final List<String> OTHERS =
      List.of(
          "../base",
          "https://github.com/acme/web?ref=main",
          "https://github.com/acme/other//a?ref=" + OLD,
          "https://gitlab.com/acme/web.git//a?ref=" + OLD,
          "é🎉.yaml",
          OLD);

  @Test
  void aRandomKustomizationKeepsAllButTagAndReferences() {
    for (long seed = 0; seed < 1_000; seed++) {
      // Given
      String form = form(new Random(seed));
      Content before = filled(form, OLD);

      // When
      EditResult result =
          KustomizationJudge.assertSafe(before, SELECTOR, new ImageVersion(NEW.hex(), null, NEW));

      // Then
      assertThat(result)
          .as("seed %d:%n%s", seed, form)
          .isEqualTo(
              new EditResult.Edited(filled(form, NEW.hex()), List.of("ghcr.io/acme/web:" + OLD)));
    }
  }

  @Test
  void anyTagIsWrittenAsItIs() {
    Random random = new Random(22);
    for (int round = 0; round < 1_500; round++) {
      Content before = filled(form(random), round % 3 == 0 ? NEW.hex() : OLD);
      ImageVersion version = new ImageVersion(RandomTags.next(random), null, NEW);

      EditResult result = KustomizationJudge.assertSafe(before, SELECTOR, version);

      assertThat(result).as(version.tag()).isInstanceOf(EditResult.Edited.class);
    }
  }

  /** Other files are never given to this editor. */
  static Stream<GoldenCase> kustomizations() {
    var kind = new KustomizationEditKind(DefaultSettings.YAML_LIMITS);
    return GoldenCase.ofTags()
        .filter(
            golden ->
                kind.recognizes(
                    golden.description().path(), golden.input(), golden.description().selector()));
  }

  @Fault(value = "damaged Kustomization", holds = "I4")
  @ParameterizedTest(name = "{0}")
  @MethodSource("kustomizations")
  void aDamagedGoldenCaseIsEditedInPlaceOrRefused(GoldenCase golden) {
    for (long seed = 0; seed < 10; seed++) {
      Content damaged = damaged(golden.input(), new Random(seed));
      KustomizationJudge.assertSafe(
          damaged, golden.description().selector(), new ImageVersion(NEW.hex(), null, NEW));
    }
  }

  private static Content filled(String form, String commit) {
    return Content.of(form.replace("%s", commit).getBytes(StandardCharsets.UTF_8));
  }

  /** A Kustomization in which the tag and the references are %s. */
  private static String form(Random random) {
    List<String> parts = new ArrayList<>(List.of(images(random)));
    List<String> fields = new ArrayList<>(List.of("resources", "components", "bases"));
    Collections.shuffle(fields, random);
    for (String field : fields.subList(0, 1 + random.nextInt(3))) {
      parts.add(field + ":\n" + items(random, parts.size() == 1));
    }
    parts.add(one(random, "", "namespace: shop # %% here\n", "# " + OLD + "\n"));
    Collections.shuffle(parts, random);
    String text =
        one(random, "", "\uFEFF", "---\n", "# é🎉\n", "kind: Component\n")
            + String.join(one(random, "", "\n", "# end\n"), parts);
    return random.nextInt(4) == 0 ? text.replace("\n", "\r\n") : text;
  }

  private static String images(Random random) {
    String quote = one(random, "", "'", "\"");
    String tag = "newTag: " + quote + "%s" + quote + one(random, "", " # the tag", "   ") + "\n";
    return "images:\n"
        + one(random, "", "- name: nginx\n  newTag: \"" + OLD + "\"\n")
        + one(
            random,
            "- name: ghcr.io/acme/web\n  " + tag,
            "-   " + tag + "    name: ghcr.io/acme/web\n",
            "- name: web\n  newName: ghcr.io/acme/web\n  " + tag)
        + one(random, "", "- {name: redis, newTag: '7'}\n");
  }

  private static String items(Random random, boolean first) {
    StringBuilder items = new StringBuilder();
    String indentation = " ".repeat(random.nextInt(4));
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      String item =
          (first && i == 0) || random.nextBoolean()
              ? URLS.get(random.nextInt(URLS.size()))
              : OTHERS.get(random.nextInt(OTHERS.size()));
      String quote = one(random, "", "'", "\"");
      items.append(indentation).append("- ").append(quote).append(item).append(quote);
      items.append(one(random, "\n", " # " + OLD + "\n", "\n\n"));
    }
    return items.toString();
  }

  private static Content damaged(Content content, Random random) {
    byte[] bytes = content.bytes().clone();
    for (int i = 0; i < 1 + random.nextInt(3) && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) "\n :-#{}[]'\"&*!|>%,?ax0".charAt(random.nextInt(22));
    }
    return Content.of(bytes);
  }

  private static String one(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
