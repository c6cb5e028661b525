package dev.gitopsbinding.cli.command.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.cli.text.YamlText;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the result of a command to the standard output. */
public final class ResultWriter {
  private static final JsonMapper MAPPER = new JsonMapper();

  private ResultWriter() {}

  /** Writes a text, and says if it could not be written. */
  public static void write(CommandSpec spec, String text) {
    PrintWriter output = spec.commandLine().getOut();
    output.print(text);
    output.flush();
    if (output.checkError()) {
      throw new CommandFailure("The standard output cannot be written");
    }
  }

  /** Writes fields as JSON or YAML. */
  public static void write(CommandSpec spec, OutputOption.Format format, Object fields) {
    try {
      write(
          spec,
          format == OutputOption.Format.JSON
              ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(fields) + "\n"
              : YamlText.of(
                  MAPPER.convertValue(fields, new TypeReference<Map<String, Object>>() {})));
    } catch (JsonProcessingException e) {
      throw new CommandFailure("The result cannot be written", e);
    }
  }

  /** An object or list of the API server, without what only it needs. */
  public static JsonNode withoutManagedFields(JsonNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    object.path("items").forEach(ResultWriter::withoutManagedFields);
    return object;
  }
}
