package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.SecretDraft.OldSecret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is known so far while one Deployment is migrated. */
final class MigrationDraft {
  private static final int LONGEST_NAME = 253;
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private final AnnotatedDeployment deployment;
  private final AnnotationValues values;
  private final Map<String, Object> spec = new LinkedHashMap<>();
  private final List<SecretDraft> secrets = new ArrayList<>();
  private final List<MigrationNote> notes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  MigrationDraft(AnnotatedDeployment deployment, AnnotationValues values) {
    this.deployment = deployment;
    this.values = values;
  }

  static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && DNS_NAME.matcher(text).matches();
  }

  AnnotatedDeployment deployment() {
    return deployment;
  }

  AnnotationValues values() {
    return values;
  }

  /** The spec of the binding, written in the order of the keys. */
  Map<String, Object> spec() {
    return spec;
  }

  List<SecretDraft> secrets() {
    return secrets;
  }

  List<MigrationNote> notes() {
    return notes;
  }

  List<String> problems() {
    return problems;
  }

  void maps(Annotation annotation, String text) {
    add(MigrationNote.Kind.MAPS, annotation, text);
  }

  void changes(Annotation annotation, String text) {
    add(MigrationNote.Kind.CHANGES, annotation, text);
  }

  void loses(Annotation annotation, String text) {
    add(MigrationNote.Kind.LOST, annotation, text);
  }

  void problem(Annotation annotation, String text) {
    problems.add("`%s` %s".formatted(annotation.key(), text));
  }

  /** A URL with a user name or password in it. */
  void holdsLogin(Annotation annotation) {
    problem(
        annotation,
        "holds a login, which is not repeated here. Write the URL without it, and revoke the"
            + " password or token: everybody who may read the Deployment has seen it.");
  }

  /**
   * The name under which a binding can use a Secret of gitops-operator for a host. One of its own
   * namespace is used as it is. Not so that of a webhook: its type is its owner's consent to the
   * host of the URL, and a type cannot be changed.
   */
  String secret(SecretDraft.Kind kind, OldSecret old, @Nullable String host) {
    boolean isUsable = kind != SecretDraft.Kind.WEBHOOK_URL;
    if (isUsable && old.namespace().equals(deployment.namespace())) {
      return add(kind, old.name(), old, host);
    }
    return add(kind, copyName(kind, old), old, host);
  }

  /** The name of a Secret that gitops-operator does not have. */
  String newSecret(SecretDraft.Kind kind, String plainName, String host) {
    return add(kind, kind.prefix() + plainName, null, host);
  }

  private String add(
      SecretDraft.Kind kind, String name, @Nullable OldSecret old, @Nullable String host) {
    List<String> hosts = host == null ? List.of() : List.of(host);
    secrets.add(new SecretDraft(kind, deployment.namespace(), name, new TreeSet<>(hosts), old));
    return name;
  }

  /**
   * Secrets that are copied get a name of their own: applied under the old name, a placeholder
   * would overwrite a Secret that is in the namespace already, such as a pull Secret.
   */
  private static String copyName(SecretDraft.Kind kind, OldSecret old) {
    boolean isUsual = old.namespace().equals(Annotation.USUAL_NAMESPACE);
    return kind.prefix() + (isUsual ? "" : old.namespace() + ".") + old.name();
  }

  /**
   * A Secret that annotations name; null if it cannot be one, which is a problem then.
   *
   * @param namespaceKey its value is taken, or the namespace that gitops-operator takes instead
   */
  @Nullable OldSecret oldSecret(
      SecretDraft.Kind kind, Annotation nameKey, String name, Annotation namespaceKey) {
    String namespace = values.get(namespaceKey).orElse(Annotation.USUAL_NAMESPACE);
    var old = new OldSecret(namespace, name);
    boolean isName = isName(name) && isName(copyName(kind, old));
    if (!isName) {
      problem(nameKey, "is no name of a Secret: `%s`.".formatted(ShownText.of(name)));
    }
    boolean isNamespace = isName(namespace);
    if (!isNamespace) {
      problem(namespaceKey, "is no namespace: `%s`.".formatted(ShownText.of(namespace)));
    }
    return isName && isNamespace ? old : null;
  }

  private void add(MigrationNote.Kind kind, Annotation annotation, String text) {
    notes.add(new MigrationNote(kind, "`%s` %s".formatted(annotation.shortName(), text)));
  }
}
