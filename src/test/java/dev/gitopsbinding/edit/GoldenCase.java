package dev.gitopsbinding.edit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.key.KeyPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One folder under {@code golden/edits}: what to edit, and what must come of it. */
public record GoldenCase(
    String name, Description description, Content input, Optional<Content> expected) {
  private static final Path ROOT = Path.of("src/test/resources/golden/edits");
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** The outcomes. */
  public enum Outcome {
    EDITED,
    ALREADY_APPLIED,
    SUPERSEDED,
    REFUSED
  }

  /**
   * The object.
   *
   * @param namespaces without them an object that names no namespace is meant
   */
  public record Target(String kind, String name, List<String> namespaces) {}

  /**
   * The file {@code case.yaml}.
   *
   * @param file the path of the edited file; without it {@code apps/web/deployment.yaml}
   * @param object whether {@code spec.manifest.object} names the target
   * @param expected what the edit expects to replace
   * @param outcome in lower case with hyphens
   * @param found only for superseded
   * @param reason only for refused
   * @param says only for refused: what the message must hold
   * @param commit the source commit of the tag; without it that is not known
   * @param refsOf the repository whose references move with the tag, if there is one
   * @param pinned whether digests are written
   * @param digest the digest that is written; null: none
   * @param key where the image or its tag stands, if the edit names a key
   */
  public record Description(
      String file,
      Boolean object,
      Target target,
      List<String> containers,
      String repository,
      String tag,
      List<String> expected,
      String outcome,
      List<String> found,
      Reason reason,
      List<String> says,
      String commit,
      String refsOf,
      Boolean pinned,
      String digest,
      String key) {

    Outcome kindOfOutcome() {
      return Outcome.valueOf(outcome.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Where the file is in its repository. */
    public RepositoryPath path() {
      return new RepositoryPath(file == null ? "apps/web/deployment.yaml" : file);
    }

    /** The selector of the images. */
    public ImageSelector selector() {
      return new ImageSelector(
          new ObjectSelector(
              Boolean.TRUE.equals(object) ? "spec.manifest.object" : "spec.target",
              target.kind(),
              target.name(),
              Optional.ofNullable(target.namespaces())
                  .orElse(List.of(ObjectSelector.NO_NAMESPACE))),
          containers,
          repository,
          key == null ? null : new KeyPath(key),
          Boolean.TRUE.equals(pinned),
          refsOf == null ? null : RepositoryUrl.parse(refsOf).identity());
    }

    /** What is written. */
    public ImageVersion version() {
      return new ImageVersion(tag, digest, CommitSha.parse(commit).orElse(null));
    }

    private void check() {
      require(target != null && target.kind() != null && target.name() != null, "target");
      require(containers != null, "containers");
      require(repository != null, "repository");
      require(tag != null, "tag");
      require(expected != null, "expected");
      require(outcome != null, "outcome");
      boolean refused = kindOfOutcome() == Outcome.REFUSED;
      require((found != null) == (kindOfOutcome() == Outcome.SUPERSEDED), "found");
      require((reason != null) == refused, "reason");
      require((says != null) == refused, "says");
    }
  }

  /** All cases, by name. */
  public static Stream<GoldenCase> all() {
    return Read.CASES.stream();
  }

  /** The cases in which a tag alone is written. */
  public static Stream<GoldenCase> ofTags() {
    return all().filter(golden -> !Boolean.TRUE.equals(golden.description().pinned()));
  }

  /** Read once for all tests of a JVM. */
  private static final class Read {
    static final List<GoldenCase> CASES = folders().stream().map(GoldenCase::read).toList();
  }

  static List<Path> folders() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static GoldenCase read(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      Set<String> files = entries.map(p -> p.getFileName().toString()).collect(Collectors.toSet());
      Description description =
          YAML.readValue(folder.resolve("case.yaml").toFile(), Description.class);
      description.check();
      boolean edited = description.kindOfOutcome() == Outcome.EDITED;
      require(
          files.equals(
              edited
                  ? Set.of("case.yaml", "input.yaml", "expected.yaml")
                  : Set.of("case.yaml", "input.yaml")),
          "the set of files " + files);
      return new GoldenCase(
          folder.getFileName().toString(),
          description,
          content(folder.resolve("input.yaml")),
          edited ? Optional.of(content(folder.resolve("expected.yaml"))) : Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      throw new AssertionError("malformed fixture " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Content content(Path file) throws IOException {
    return Content.of(Files.readAllBytes(file));
  }

  private static void require(boolean fine, String what) {
    if (!fine) {
      throw new IllegalArgumentException(what + " is wrong or missing");
    }
  }
}
