package dev.gitopsbinding.edit.yaml.replace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Compares what one parser read before a change with what another one reads after it. Only the text
 * after the change is parsed for that. Aliases are not known: their nodes are those of the anchors.
 */
final class NodeVerifier {
  private final JsonParser after;
  private final Deque<EditVerifier.Edit> edits;
  private JsonToken token;

  private NodeVerifier(JsonParser after, Deque<EditVerifier.Edit> edits) throws IOException {
    this.after = after;
    this.edits = edits;
    this.token = next();
  }

  /**
   * Whether the parser reads exactly these documents, but for the edits, which are removed in this
   * order.
   */
  static boolean reads(List<Node> before, JsonParser after, Deque<EditVerifier.Edit> edits)
      throws IOException {
    NodeVerifier verifier = new NodeVerifier(after, edits);
    for (Node document : before) {
      if (!verifier.reads(document)) {
        return false;
      }
    }
    return verifier.token == JsonToken.NOT_AVAILABLE && edits.isEmpty();
  }

  private boolean reads(Node node) throws IOException {
    return switch (node) {
      case MappingNode mapping -> takes(JsonToken.START_OBJECT) && readsEntries(mapping);
      case SequenceNode sequence -> takes(JsonToken.START_ARRAY) && readsItems(sequence);
      case ScalarNode scalar -> readsScalar(scalar);
      default -> false;
    };
  }

  private boolean readsItems(SequenceNode sequence) throws IOException {
    for (Node item : sequence.getValue()) {
      if (!reads(item)) {
        return false;
      }
    }
    return takes(JsonToken.END_ARRAY);
  }

  private boolean readsEntries(MappingNode mapping) throws IOException {
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)
          || !readsKey(key.getValue())
          || !reads(entry.getValueNode())) {
        return false;
      }
    }
    return takes(JsonToken.END_OBJECT) || (isInserted() && takes(JsonToken.END_OBJECT));
  }

  private boolean readsKey(String key) throws IOException {
    return (isKey(key) || isInserted()) && isKey(key) && takes(JsonToken.FIELD_NAME);
  }

  private boolean isKey(String key) throws IOException {
    return token == JsonToken.FIELD_NAME && after.getText().equals(key);
  }

  /** Goes behind an entry that is not in the nodes, if that is the next edit. */
  private boolean isInserted() throws IOException {
    if (!(edits.peek() instanceof EditVerifier.Insertion(String key, String value))
        || !isKey(key)
        || !takes(JsonToken.FIELD_NAME)
        || token != JsonToken.VALUE_STRING
        || !after.getText().equals(value)) {
      return false;
    }
    edits.remove();
    return takes(JsonToken.VALUE_STRING);
  }

  private boolean readsScalar(ScalarNode scalar) throws IOException {
    if (!token.isScalarValue()) {
      return false;
    }
    boolean same = after.getText().equals(scalar.getValue());
    if (!same && !isWanted(edits.poll(), scalar.getValue())) {
      return false;
    }
    token = next();
    return true;
  }

  private boolean isWanted(EditVerifier.@Nullable Edit edit, String before) throws IOException {
    return edit instanceof EditVerifier.Change(String old, String changed)
        && token == JsonToken.VALUE_STRING
        && old.equals(before)
        && changed.equals(after.getText());
  }

  private boolean takes(JsonToken wanted) throws IOException {
    if (token != wanted) {
      return false;
    }
    token = next();
    return true;
  }

  /** At the end a token that no parser of a whole text returns. */
  private JsonToken next() throws IOException {
    JsonToken next = after.nextToken();
    return next == null ? JsonToken.NOT_AVAILABLE : next;
  }
}
