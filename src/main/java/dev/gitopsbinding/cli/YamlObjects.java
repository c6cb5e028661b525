package dev.gitopsbinding.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.edit.yaml.BoundedComposer;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Makes trees of YAML documents. Aliases are followed, within a limit. */
final class YamlObjects {
  private static final int MAX_VALUES = 2_000_000;
  private static final int MAX_ALIASES = 10_000;
  private static final int MAX_DIGITS = 18;
  private static final String MERGE = "<<";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ScalarResolver TYPES = new JsonSchema().getScalarResolver();

  /** What scalars become. */
  enum Scalars {
    /** Texts, as they are written. */
    TEXTS,
    /** Texts, whole numbers, true and false, or null, as YAML reads them. */
    TYPED
  }

  private final String origin;
  private final Scalars scalars;
  private int values;

  private YamlObjects(String origin, Scalars scalars) {
    this.origin = origin;
    this.scalars = scalars;
  }

  /**
   * @throws CommandFailure if it is not YAML, or holds too much
   */
  static List<JsonNode> read(String origin, byte[] bytes, Scalars scalars) {
    var limits = new YamlLimits(MAX_ALIASES, MAX_VALUES);
    return switch (YamlFile.parse(path(origin), Content.of(bytes), limits)) {
      case Result.Ok<YamlFile>(YamlFile file) -> {
        var objects = new YamlObjects(origin, scalars);
        try {
          yield file.documents().stream().map(objects::tree).toList();
        } catch (StackOverflowError e) {
          throw new CommandFailure(origin + " holds a mapping that contains itself", e);
        }
      }
      case Result.Failed<YamlFile>(Failure failure) -> throw refused(origin, failure);
    };
  }

  /** What the parser's messages call the file. */
  private static RepositoryPath path(String origin) {
    Path name = Path.of(origin).getFileName();
    try {
      return new RepositoryPath(name == null ? "input" : name.toString());
    } catch (IllegalArgumentException e) {
      return new RepositoryPath("input");
    }
  }

  private static CommandFailure refused(String origin, Failure failure) {
    return failure.reason() == Reason.FILE_TOO_LARGE
        ? tooMany(origin)
        // A value that is taken for an alias may be a Secret's.
        : new CommandFailure(failure.message().replaceAll("the alias \\*\\S+", "an alias"));
  }

  private static CommandFailure tooMany(String origin) {
    return new CommandFailure(
        "%s holds more than %d values. Split it".formatted(origin, MAX_VALUES));
  }

  private JsonNode tree(Node node) {
    values++;
    if (values > MAX_VALUES) {
      throw tooMany(origin);
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping);
      case SequenceNode sequence -> {
        ArrayNode array = NODES.arrayNode();
        sequence.getValue().forEach(item -> array.add(tree(item)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> NODES.nullNode();
    };
  }

  private JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (scalars == Scalars.TEXTS) {
      return NODES.textNode(text);
    }
    Tag type =
        node.getTag().equals(BoundedComposer.UNRESOLVED)
            ? TYPES.resolve(text, node.isPlain())
            : node.getTag();
    if (type.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (type.equals(Tag.BOOL)) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    return type.equals(Tag.INT) && text.length() < MAX_DIGITS
        ? NODES.numberNode(Long.parseLong(text))
        : NODES.textNode(text);
  }

  private ObjectNode object(MappingNode mapping) {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        JsonNode value = tree(entry.getValueNode());
        if (key.getValue().equals(MERGE)) {
          merge(object, value);
        } else {
          object.set(key.getValue(), value);
        }
      }
    }
    return object;
  }

  /** Keys of the mapping itself win, and they may stand before or after the merge key. */
  private static void merge(ObjectNode object, JsonNode merged) {
    Iterable<JsonNode> sources = merged.isArray() ? merged : List.of(merged);
    for (JsonNode source : sources) {
      source
          .properties()
          .forEach(
              entry -> {
                if (!object.has(entry.getKey())) {
                  object.set(entry.getKey(), entry.getValue());
                }
              });
    }
  }
}
