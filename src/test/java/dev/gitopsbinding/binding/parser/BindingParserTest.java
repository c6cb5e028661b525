package dev.gitopsbinding.binding.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.binding.SourcePolicy;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.paths.PathFilter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingParserTest {
  @Test
  void fillsInTheDefaultsOfTheApiServer() {
    // When
    Binding binding = Bindings.parse(Bindings.resource("{}"));

    // Then
    assertThat(binding.interval()).isEqualTo(Duration.ofMinutes(2));
    assertThat(binding.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(binding.suspended()).isFalse();
    assertThat(binding.image().tagFormat()).isEqualTo(new TagFormat("", 40, ""));
    assertThat(binding.policy())
        .isEqualTo(new SourcePolicy(SourcePolicy.Select.NEWEST, false, null));
    assertThat(binding.author().email()).isEqualTo("gitops-operator@localhost");
    assertThat(binding.messageTemplate()).hasToString("chore(refs): update {{image}} to {{tag}}");
    assertThat(binding.file())
        .isEqualTo("ssh://git.example.com/acme/deploy.git@main:apps/web/deployment.yaml");
  }

  @Test
  void rollsBackOnlyIfTheSpecSaysSo() {
    assertThat(Bindings.parse(Bindings.resource("{}")).rollsBack()).isFalse();
    assertThat(Bindings.parse(Bindings.resource("rollback: {}")).rollsBack()).isFalse();
    assertThat(Bindings.parse(Bindings.resource("rollback: {mode: Never}")).rollsBack()).isFalse();
    assertThat(Bindings.parse(Bindings.resource("rollback: {mode: OnFailedRollout}")).rollsBack())
        .isTrue();
  }

  @Test
  void writesDigestsOnlyIfTheSpecSaysSo() throws IOException {
    assertThat(Bindings.parse(Bindings.resource("{}")).image().pinned()).isFalse();
    assertThat(pinned("{name: nginx, pin: Tag}")).isFalse();
    assertThat(pinned("{name: nginx, pin: Digest}")).isTrue();
    String sample = Files.readString(Path.of("deploy/samples/pinned/binding.yaml"));
    assertThat(sample.substring(sample.indexOf("spec:"))).contains("    pin: Digest\n");
  }

  private static boolean pinned(String image) {
    return Bindings.parse(Bindings.resource("{image: %s}".formatted(image))).image().pinned();
  }

  @Test
  void readsWhichChecksAreRequired() {
    String source = "{source: {url: 'https://h/a/b', ref: {branch: m}, checks: %s}}";
    assertThat(
            Bindings.parse(
                    Bindings.resource(
                        source.formatted(
                            "{provider: Gitea, apiURL: 'https://h:1/api/v1', secretRef: {name: forge}, names: [build]}")))
                .checks())
        .isEqualTo(
            new RequiredChecks(
                "Gitea", URI.create("https://h:1/api/v1"), "forge", List.of("build")));
    assertThat(Bindings.parse(Bindings.resource(source.formatted("{}"))).checks())
        .isEqualTo(new RequiredChecks(null, null, null, List.of()));
    assertThat(Bindings.parse(Bindings.resource(source.formatted("{mode: Skip}"))).checks())
        .isNull();
    assertThat(Bindings.parse(Bindings.resource("{}")).checks()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{interval: 3s}                                   | spec.interval must be a duration",
        "{rollback: {mode: Always}}                       | spec.rollback.mode must be Never or",
        "{timeout: soon}                                  | spec.timeout must be a duration",
        "{target: {}}                                     | spec.target.name is missing",
        "{image: {name: 'web:1'}}                         | spec.image.name must be an image",
        "{image: {name: UPPER}}                           | spec.image.name must be an image",
        "{image: {name: web, tag: {length: 6}}}           | spec.image.tag.length must be a number from 7 to 40",
        "{image: {name: web, check: {mode: Maybe}}}       | spec.image.check.mode must be Required",
        "{image: {name: web, pin: Always}}                | spec.image.pin must be Tag or Digest",
        "{image: {name: web, pin: Digest, check: {mode: Skip}}} | spec.image.pin is Digest, which has to ask",
        "{image: {name: web, tag: {prefix: '-'}}}         | spec.image.tag must make a tag",
        "{source: {url: 'file:///etc', ref: {branch: m}}} | spec.source.url must begin with",
        "{source: {url: 'https://u:p@h/r', ref: {branch: m}}} | spec.source.url must not hold a login",
        "{source: {url: 'https://h/r', ref: {branch: a..b}}} | spec.source.ref.branch must be a",
        "{source: {url: 'https://h/r', ref: {branch: m}, select: Any}} | spec.source.select must be",
        "{source: {url: 'https://h/r', ref: {branch: m}, rewind: No}} | spec.source.rewind must be",
        "{source: {url: 'https://h/r', ref: {branch: m}, select: NewestWithImage}, image: {name: web, check: {mode: Skip}}} | spec.source.select is NewestWithImage",
        "{source: {binding: {name: web}, url: 'https://h/r'}} | spec.source.binding cannot be combined with url",
        "{source: {binding: {name: web}, rewind: Hold}} | spec.source.binding cannot be combined with url",
        "{source: {binding: {name: web}, paths: {include: [a]}}} | spec.source.binding cannot be combined with url",
        "{source: {binding: {name: web}, select: NewestWithImage}} | spec.source.binding cannot be combined with url",
        "{source: {binding: {namespace: staging}}} | spec.source.binding.name is missing",
        "{source: {binding: {name: web, soak: 721h}}} | spec.source.binding.soak must be a duration",
        "{source: {url: 'https://h/r', ref: {branch: m}, paths: {}}} | spec.source.paths must hold include or exclude",
        "{source: {url: 'https://h/r', ref: {branch: m}, paths: {include: [../a]}}} | spec.source.paths must hold patterns",
        "{source: {url: 'https://h/r'}}                   | spec.source.ref.branch is missing",
        "{source: {url: 'https://h/a/b', ref: {branch: m}, checks: {mode: Maybe}}} | spec.source.checks.mode must be Required",
        "{source: {url: 'https://h/a/b', ref: {branch: m}, checks: {apiURL: 'http://h'}}} | spec.source.checks.apiURL must be an https:// URL",
        "{source: {url: 'https://h/a/b', ref: {branch: m}, checks: {apiURL: 'https://u:p@h/'}}} | spec.source.checks.apiURL must be an https:// URL",
        "{source: {url: 'https://h/a/b', ref: {branch: m}, checks: {apiURL: 'https://h/?u:p'}}} | spec.source.checks.apiURL must be an https:// URL",
        "{source: {url: 'https://h/a/b', ref: {branch: m}, checks: {names: [' ']}}} | spec.source.checks.names must hold",
        "{manifest: {url: 'https://h/r', ref: {branch: m}, path: ../x}} | spec.manifest.path must be",
        "{commit: {author: {name: 'a<b'}}}                | spec.commit.author must not hold",
      })
  void namesTheFieldThatIsWrong(String overrides, String expected) {
    assertThat(BindingParser.parse(Bindings.resource(overrides)))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_SPEC);
              assertThat(failed.failure().message()).startsWith(expected).doesNotContain("u:p");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'', NEWEST, false",
    "', rewind: Hold', NEWEST, true",
    "', select: Newest, rewind: Follow', NEWEST, false",
    "', select: NewestWithImage', NEWEST_WITH_IMAGE, true",
    "', select: NewestWithImage, rewind: Follow', NEWEST_WITH_IMAGE, false"
  })
  void whoLooksBackHoldsARewindUnlessTheSpecSaysOtherwise(
      String fields, SourcePolicy.Select select, boolean holds) {
    String source = "source: {url: 'https://h/r', ref: {branch: m}%s}".formatted(fields);
    assertThat(Bindings.parse(Bindings.resource(source)).policy())
        .isEqualTo(new SourcePolicy(select, holds, null));
  }

  @Test
  void readsPaths() {
    String source =
        "source: {url: 'https://h/r', ref: {branch: m}, paths: {include: [a/**], exclude: ['**/*.md']}}";

    assertThat(Bindings.parse(Bindings.resource(source)).policy())
        .isEqualTo(
            new SourcePolicy(
                SourcePolicy.Select.NEWEST,
                false,
                new PathFilter(List.of("a/**"), List.of("**/*.md"))));
  }

  @ParameterizedTest
  @CsvSource({
    "{name: staging}, shop/staging, 0",
    "'{name: web, namespace: staging, soak: 1h30m}', staging/web, 90",
    "'{name: web, soak: 720h}', shop/web, 43200"
  })
  void aSourceMayBeAnotherBinding(String source, String upstream, long soak) {
    // When
    Binding binding =
        Bindings.parse(
            Bindings.resource("{source: {select: Newest, binding: %s}}".formatted(source)));

    // Then
    assertThat(binding.sourceLocation()).isEmpty();
    assertThat(binding.upstream())
        .hasValueSatisfying(
            found -> {
              assertThat(found.binding()).hasToString(upstream);
              assertThat(found.soak()).hasMinutes(soak);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "v1-abcdef0-x, abcdef0",
    "v1-abcdefg-x,",
    "v1-abcdef01-x,",
    "v2-abcdef0-x,",
    "v1-abcdef0-y,",
    "latest,"
  })
  void theDigitsOfACommitAreReadFromATagOfTheFormat(String tag, String digits) {
    assertThat(new TagFormat("v1-", 7, "-x").digitsIn(tag)).isEqualTo(Optional.ofNullable(digits));
  }
}
