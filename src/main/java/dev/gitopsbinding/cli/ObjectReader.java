package dev.gitopsbinding.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the Kubernetes objects of a file or of the standard input: JSON if it begins with a brace
 * or bracket and is JSON, else YAML.
 */
final class ObjectReader {
  private static final int MIB = 1 << 20;
  private static final int MAX_JSON_BYTES = 64 * MIB;
  private static final int MAX_YAML_BYTES = 16 * MIB;
  private static final JsonMapper JSON = new JsonMapper();

  private ObjectReader() {}

  /**
   * @param file {@code -} is the standard input
   * @param scalars what scalars of YAML become
   * @throws CommandFailure if it cannot be read, is too large, or is neither JSON nor YAML
   */
  static List<JsonNode> read(String file, YamlObjects.Scalars scalars) {
    String origin = file.equals("-") ? "the standard input" : file;
    byte[] bytes = bytes(file, origin);
    if (isEmpty(bytes)) {
      throw new CommandFailure(origin + " is empty");
    }
    boolean isJson = looksLikeJson(bytes);
    if (!isJson && bytes.length > MAX_YAML_BYTES) {
      throw tooLarge(
          origin, MAX_YAML_BYTES, "YAML", "Use JSON (`kubectl get -o json`), or split it");
    }
    List<JsonNode> objects =
        isJson ? json(origin, bytes) : YamlObjects.read(origin, bytes, scalars);
    if (objects.stream().noneMatch(JsonNode::isObject)) {
      throw new CommandFailure(origin + " holds no Kubernetes object");
    }
    return objects;
  }

  private static byte[] bytes(String file, String origin) {
    try (InputStream input = file.equals("-") ? System.in : Files.newInputStream(path(file))) {
      byte[] bytes = input.readNBytes(MAX_JSON_BYTES + 1);
      if (bytes.length > MAX_JSON_BYTES) {
        throw tooLarge(origin, MAX_JSON_BYTES, "JSON", "Read one namespace at a time");
      }
      return bytes;
    } catch (IOException e) {
      throw new CommandFailure(origin + " cannot be read", e);
    }
  }

  private static Path path(String file) {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new CommandFailure(file + " is a folder; name the files in it");
    }
    if (!Files.exists(path)) {
      throw new CommandFailure(file + " does not exist");
    }
    return path;
  }

  private static List<JsonNode> json(String origin, byte[] bytes) {
    List<JsonNode> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(bytes)) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        if (value.isArray()) {
          value.forEach(objects::add);
        } else {
          objects.add(value);
        }
      }
      return objects;
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "%s is not valid JSON, line %d"
              // Not what the parser says: it quotes the text, which may be a Secret's.
              .formatted(origin, e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw new CommandFailure(origin + " cannot be read", e);
    }
  }

  private static boolean looksLikeJson(byte[] bytes) {
    for (byte one : bytes) {
      if (one != ' ' && one != '\n' && one != '\r' && one != '\t') {
        return one == '{' || one == '[';
      }
    }
    return false;
  }

  private static boolean isEmpty(byte[] bytes) {
    for (byte one : bytes) {
      if (one != ' ' && one != '\n' && one != '\r' && one != '\t') {
        return false;
      }
    }
    return true;
  }

  private static CommandFailure tooLarge(String origin, int limit, String form, String advice) {
    return new CommandFailure(
        "%s is larger than %d MiB of %s. %s".formatted(origin, limit / MIB, form, advice));
  }
}
