package dev.gitopsbinding.cli.command.part;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.report.Consent;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.cli.terminal.TerminalQuestion;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes a consent once the person has agreed.
 *
 * @param what the object, for messages
 * @param annotation its key
 * @param isAgreed whether {@code --yes} is given
 */
public record ConsentWriter(
    CommandSpec spec, ResourcePath path, String what, String annotation, boolean isAgreed) {

  /**
   * Adds to the annotation. Of a Secret, only its metadata is read.
   *
   * @param question what to ask
   */
  public int write(ClusterClient client, List<String> wanted, Function<Consent, String> question) {
    JsonNode metadata =
        client
            .findMetadata(path, what)
            .orElseThrow(() -> new CommandFailure(what + " does not exist"))
            .path("metadata");
    Consent consent =
        Consent.of(metadata.path("annotations").path(annotation).asText(null), wanted);
    if (consent.isGiven()) {
      say("%s allows that already: %s=%s".formatted(what, annotation, consent.shown()));
      return 0;
    }
    TerminalQuestion asked = TerminalInput.question(spec);
    if (!isAgreed && !asked.agrees(question.apply(consent), "--yes")) {
      throw new CommandFailure(what + " is left as it is");
    }
    client.patch(path, patch(metadata, consent), what);
    say("%s: %s=%s".formatted(what, annotation, consent.shown()));
    return 0;
  }

  /** It fails if somebody else changed the list meanwhile. */
  private JsonNode patch(JsonNode before, Consent consent) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("resourceVersion", before.path("resourceVersion").asText());
    metadata.putObject("annotations").put(annotation, consent.annotation());
    return patch;
  }

  private void say(String line) {
    ResultWriter.write(spec, line + "\n");
  }
}
