package dev.gitopsbinding.edit.uneditable;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of file that is no plain YAML, or whose values something else computes. It is looked for
 * only where an edit has failed, so that it costs no edit anything.
 *
 * @param path what the path of such a file holds; null: any
 * @param text what its text holds; null: anything
 * @param what what it is, for messages, behind "the file"
 * @param next what to do, a sentence; {@code %s} stands for the path before the match of {@link
 *     #path}
 */
public record UneditableFile(
    @Nullable Pattern path, @Nullable Pattern text, String what, String next) {
  private static final String RENDERED =
      "Name a file with rendered manifests in spec.manifest.path.";
  private static final String DATA =
      "Name the YAML file that it takes the tag from, or one with rendered manifests, in spec.manifest.path.";
  private static final String DECRYPTED =
      "Name a file in which the tag is not encrypted in spec.manifest.path.";
  private static final String CHART_VALUES =
      "Name the chart's values file in spec.manifest.path, such as %svalues.yaml, or one with rendered manifests.";

  /** What an expression of Helm names; other templates, such as of Argo Workflows, do not. */
  private static final String OF_HELM = "(?:\\.Values|\\.Release|\\.Chart|include |tpl )";

  private static final Pattern TEMPLATES = Pattern.compile("(?<=^|/)templates/");
  private static final String IS_CHART = "is a template of a Helm chart";
  private static final String IS_SOPS = "is encrypted by SOPS";

  /** Kinds that may be read as YAML all the same; the first that fits counts. */
  private static final List<UneditableFile> READABLE =
      List.of(
          ofPath("jsonnet|libsonnet", "is Jsonnet", DATA),
          ofPath("cue", "is CUE", DATA),
          ofPath("dhall", "is Dhall", DATA),
          ofPath("tf|tfvars|tofu|hcl|nomad", "is HCL, as Terraform and OpenTofu read it", RENDERED),
          ofPath("pkl", "is Pkl", DATA),
          ofPath("k", "is KCL", DATA),
          ofPath("nix", "is Nix", RENDERED),
          ofPath("star|bzl", "is Starlark", DATA),
          ofPath("(?:j2|jinja|jinja2)(?:\\.ya?ml)?", "is a template of Jinja", DATA),
          ofPath("(?:gotmpl|tmpl|tpl)(?:\\.ya?ml)?", "is a Go template", DATA),
          ofPath("erb(?:\\.ya?ml)?", "is a template of ERB", DATA),
          ofPath("ts|js|py|go|java|kt|cs|rb|sh", "is a program", RENDERED),
          ofStart("\\$ANSIBLE_VAULT;", "is encrypted by Ansible Vault", DECRYPTED),
          ofStart("\\x00GITCRYPT\\x00", "is encrypted by git-crypt", DECRYPTED),
          ofStart("-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE)-----", "is encrypted", DECRYPTED),
          ofStart("age-encryption\\.org/", "is encrypted by age", DECRYPTED),
          new UneditableFile(
              TEMPLATES, line("[^#\\n]*?\\{\\{[^{}\\n]{0,100}?" + OF_HELM), IS_CHART, CHART_VALUES),
          ofText("(?:[^\\n]*[ \\t])?#@(?:[ \\t/]|[a-z]+[/ ])", "is a template of ytt ('#@')", DATA),
          ofText(
              "[ \\t]*(?:-[ \\t]+)?\"?(?:kind|image|repository|tag)\"?:[ \\t]*\"?ENC\\[AES256_GCM,",
              IS_SOPS,
              DECRYPTED));

  /**
   * Kinds that are looked for behind these, and only in what is not YAML: plain YAML may hold such
   * texts too, for example the page of a ConfigMap.
   */
  private static final List<UneditableFile> UNREADABLE =
      List.of(
          ofPath("toml|ini|env|properties|xml|md|txt", "is no YAML", RENDERED),
          new UneditableFile(TEMPLATES, line("[^#\\n]*?\\{\\{"), IS_CHART, CHART_VALUES),
          ofText("[^#\\n]*?\\{%", "is a template of Jinja ('{%')", DATA),
          ofText("[^#\\n]*?<%", "is a template of ERB ('<%')", DATA),
          ofText("local [A-Za-z_]\\w* ?=", "is Jsonnet", DATA),
          ofText("(?:import|package) \"?[\\w./:-]+\"?[ \\t]*\\r?$", "is CUE, or a program", DATA),
          ofText("[^\\n]*ENC\\[AES256_GCM,", IS_SOPS, DECRYPTED));

  /** What SOPS writes into a file with encrypted values. */
  private static final String SOPS = "ENC[AES256_GCM,";

  private static final Pattern SOPS_MAC = Pattern.compile("\\bmac\"?: *\"?ENC\\[AES256_GCM,");

  /** The setting that leaves the values that are not encrypted out of the MAC. */
  private static final Pattern MAC_ONLY_ENCRYPTED =
      Pattern.compile("\\bmac_only_encrypted\"?: *true");

  /**
   * A failure that says what the file is, if it is known to be something else than plain YAML.
   *
   * @param failure why the file could not be read or edited
   */
  public static Failure.File explained(RepositoryPath path, Content content, Failure failure) {
    Failure.File plain = new Failure.File(failure.reason(), failure.message());
    return switch (failure.reason()) {
      case FILE_NOT_YAML, FILE_NOT_UTF8 ->
          explained(Stream.concat(READABLE.stream(), UNREADABLE.stream()), path, content, plain);
      case TARGET_NOT_IN_FILE, IMAGE_NOT_IN_FILE ->
          explained(READABLE.stream(), path, content, plain);
      default -> plain;
    };
  }

  /** The first kind that fits counts. */
  private static Failure.File explained(
      Stream<UneditableFile> kinds, RepositoryPath path, Content content, Failure.File plain) {
    String text = text(content);
    return kinds
        .filter(kind -> kind.fits(path, text))
        .findFirst()
        .map(kind -> kind.explained(path, text, plain))
        .orElse(plain);
  }

  /**
   * Why an edit of the file must not be written although its text can be edited: SOPS computes its
   * MAC of all values, and does not decrypt a file whose MAC is another one (SOPS, README, "Message
   * Authentication Code").
   */
  public static Optional<Failure.File> afterEdit(RepositoryPath path, Content content) {
    if (!content.contains(SOPS)) {
      return Optional.empty();
    }
    String text = text(content);
    return SOPS_MAC.matcher(text).find() && !MAC_ONLY_ENCRYPTED.matcher(text).find()
        ? Optional.of(
            new Failure.File(
                Reason.IMAGE_NOT_EDITABLE,
                "%s: the file is encrypted by SOPS in part, and its MAC covers the tag too: after an edit nobody could decrypt it. Move the tag to a file of its own."
                    .formatted(path)))
        : Optional.empty();
  }

  private boolean fits(RepositoryPath found, String content) {
    return (path == null || path.matcher(found.value()).find())
        && (text == null || text.matcher(content).find());
  }

  /** A text that is no YAML says nothing; what else was not found stays in the message. */
  private Failure.File explained(RepositoryPath found, String content, Failure.File failure) {
    String where = lineIn(content).map(line -> "line " + line).orElse("");
    boolean unreadable =
        failure.reason() == Reason.FILE_NOT_YAML || failure.reason() == Reason.FILE_NOT_UTF8;
    String message =
        unreadable
            ? "%s%s: the file %s. %s"
                .formatted(found, where.isEmpty() ? "" : ", " + where, what, advice(found))
            : "%s The file %s%s. %s"
                .formatted(
                    failure.message(),
                    what,
                    where.isEmpty() ? "" : " (" + where + ")",
                    advice(found));
    return new Failure.File(failure.reason(), message);
  }

  private String advice(RepositoryPath found) {
    Optional<Matcher> matcher = Optional.ofNullable(path).map(p -> p.matcher(found.value()));
    String before =
        matcher
            .filter(Matcher::find)
            .map(match -> found.value().substring(0, match.start()))
            .orElse("");
    return next.contains("%s") ? next.formatted(before) : next;
  }

  /** The line where the text shows what it is, counted from 1. */
  private Optional<Long> lineIn(String content) {
    return Optional.ofNullable(text)
        .map(pattern -> pattern.matcher(content))
        .filter(Matcher::find)
        .map(match -> 1 + content.substring(0, match.end()).chars().filter(c -> c == '\n').count());
  }

  private static String text(Content content) {
    return new String(content.bytes(), StandardCharsets.ISO_8859_1);
  }

  private static UneditableFile ofPath(String extensions, String what, String next) {
    return new UneditableFile(Pattern.compile("\\.(?:" + extensions + ")$"), null, what, next);
  }

  private static UneditableFile ofText(String line, String what, String next) {
    return new UneditableFile(null, line(line), what, next);
  }

  private static UneditableFile ofStart(String start, String what, String next) {
    return new UneditableFile(null, Pattern.compile("\\A" + start), what, next);
  }

  /**
   * A line ends at a line feed only: with the other ends of lines that Java knows, such as a single
   * carriage return, a pattern that goes on to the line feed would be tried at each of them.
   */
  private static Pattern line(String start) {
    return Pattern.compile("^" + start, Pattern.MULTILINE | Pattern.UNIX_LINES);
  }
}
