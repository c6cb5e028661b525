package dev.gitopsbinding.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A binding that the API server must accept or reject: {@code accept/minimal.yaml}, patched with
 * the file's text as a JSON merge patch (RFC 7386). Lines {@code # key: value} at its top say what
 * is expected.
 */
record Fixture(Path file) {
  static final Path FOLDER = Path.of("src/test/resources/crd");
  private static final Path BASE = FOLDER.resolve("accept/minimal.yaml");
  private static final ObjectMapper YAML = new YAMLMapper();

  /** All fixtures of a folder, by name. */
  static List<Fixture> allOf(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().map(Fixture::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The smallest binding there is. */
  static Fixture minimal() {
    return new Fixture(BASE);
  }

  GenericKubernetesResource binding() {
    JsonNode merged = merge(read(BASE), read(file));
    return YAML.convertValue(merged, GenericKubernetesResource.class);
  }

  /** The value of the header line {@code # key: value}. */
  String expected(String key) {
    String prefix = "# " + key + ": ";
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .takeWhile(line -> line.startsWith("#"))
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(file + " needs a line '" + prefix + "…'"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode result = target instanceof ObjectNode object ? object : YAML.createObjectNode();
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        result.set(change.getKey(), merge(result.path(change.getKey()), change.getValue()));
      }
    }
    return result;
  }
}
