package dev.gitopsbinding.edit.yaml;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A file that was read as YAML.
 *
 * @param byteOrderMark the mark at the start of the file, empty if it has none
 * @param text the file without the byte order mark; positions of nodes refer to it
 * @param documents the root node of each document
 * @param aliased the nodes that appear in more than one place, by identity
 */
public record YamlFile(
    RepositoryPath path,
    String byteOrderMark,
    String text,
    List<Node> documents,
    Set<Node> aliased) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** The start of a pointer of any version: Git LFS specification, "The Pointer". */
  private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

  /** Reads a file; a failure says where it is not UTF-8 or not YAML. */
  public static Result<YamlFile> parse(RepositoryPath path, Content content, YamlLimits limits) {
    String decoded;
    try {
      decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content.bytes())).toString();
    } catch (CharacterCodingException e) {
      return Result.failed(
          new Failure.File(Reason.FILE_NOT_UTF8, path + " is not UTF-8 text. Save it as UTF-8."));
    }
    if (decoded.startsWith(LFS_POINTER)) {
      return Result.failed(
          new Failure.File(
              Reason.FILE_NOT_YAML,
              path + " is a pointer of Git LFS, not the file itself. Take it out of Git LFS."));
    }
    String mark = decoded.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    return compose(path, mark, decoded.substring(mark.length()), limits);
  }

  /**
   * Where a code point of the text is, in chars: positions of nodes count code points. Texts
   * without characters beyond the first 65 536 need not be walked through.
   */
  public int offset(int codePoints) {
    return text.codePointCount(0, text.length()) == text.length()
        ? codePoints
        : text.offsetByCodePoints(0, codePoints);
  }

  /** The same file with another text. */
  public Content withText(String changed) {
    return Content.of((byteOrderMark + changed).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a text that stands in a file. */
  public static Result<YamlFile> ofText(RepositoryPath path, String text, YamlLimits limits) {
    return compose(path, "", text, limits);
  }

  private static Result<YamlFile> compose(
      RepositoryPath path, String mark, String text, YamlLimits limits) {
    List<Node> documents = new ArrayList<>();
    AliasAndDuplicateScan survey = new AliasAndDuplicateScan();
    try {
      Iterator<Node> composed = composed(text, limits.values());
      while (composed.hasNext()) {
        Node document = composed.next();
        documents.add(document);
        int before = survey.aliases();
        survey.walk(document);
        if (survey.aliases() - before > limits.aliases()) {
          return tooManyAliases(path, limits);
        }
      }
    } catch (NodeCounter.TooManyValuesException e) {
      return tooManyValues(path, limits);
    } catch (RuntimeException | StackOverflowError e) {
      // Anybody may commit anything; the parser must not make the caller fail.
      return Result.failed(YamlFailure.of(path, text, e));
    }
    return survey
        .duplicate()
        .map(duplicate -> duplicateKey(path, duplicate))
        .orElseGet(
            () ->
                Result.ok(
                    new YamlFile(path, mark, text, List.copyOf(documents), survey.aliased())));
  }

  /** What is not simple, or is no YAML, is left to the engine, which says what is wrong. */
  private static Iterator<Node> composed(String text, int maxValues) {
    return SimpleComposer.documents(text, maxValues)
        .map(List::iterator)
        .orElseGet(() -> BoundedComposer.of(text, maxValues));
  }

  private static Result<YamlFile> tooManyAliases(RepositoryPath path, YamlLimits limits) {
    return Result.failed(
        new Failure.File(
            Reason.FILE_NOT_YAML,
            "%s: a document has more than %d aliases of mappings and sequences. Write some of them out, or ask the operator's owner to raise GITOPSBINDING_MAX_YAML_ALIASES."
                .formatted(path, limits.aliases())));
  }

  private static Result<YamlFile> tooManyValues(RepositoryPath path, YamlLimits limits) {
    return Result.failed(
        new Failure.File(
            Reason.FILE_TOO_LARGE,
            "%s has more than %d keys, texts, mappings and sequences together. Split the file, or ask the operator's owner to raise GITOPSBINDING_MAX_FILE_BYTES, which this number grows with."
                .formatted(path, limits.values())));
  }

  private static Result<YamlFile> duplicateKey(
      RepositoryPath path, AliasAndDuplicateScan.DuplicateKey duplicate) {
    return Result.failed(
        new Failure.File(
            Reason.FILE_NOT_YAML,
            "%s, line %d: the key %s is in this mapping already, in line %d. Remove one of the two."
                .formatted(
                    path,
                    duplicate.secondLine(),
                    Excerpt.of(duplicate.key()),
                    duplicate.firstLine())));
  }
}
