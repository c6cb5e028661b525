package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.SecretDraft.OldSecret;

/** What the report says about the annotations that name the namespace of a Secret. */
final class SecretNotes {
  private SecretNotes() {}

  static void namespace(MigrationDraft draft, Annotation annotation, OldSecret old) {
    String origin =
        draft.values().hasAny(annotation)
            ? "is"
            : "is missing, so it is gitops-operator's default,";
    String namespace = old.namespace();
    String own = draft.deployment().namespace();
    if (namespace.equals(own)) {
      draft.maps(annotation, "%s `%s`, the binding's own namespace.".formatted(origin, namespace));
    } else {
      draft.changes(
          annotation,
          "%s `%s`: copy the Secret to `%s`, as a binding uses Secrets of its own namespace only."
              .formatted(origin, namespace, own));
    }
  }

  static void namespaceWithoutName(
      MigrationDraft draft, Annotation namespaceKey, Annotation nameKey) {
    if (draft.values().hasAny(namespaceKey)) {
      draft.loses(namespaceKey, "has no effect without `%s`.".formatted(nameKey.shortName()));
    }
  }
}
