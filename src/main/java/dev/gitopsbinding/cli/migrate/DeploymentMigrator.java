package dev.gitopsbinding.cli.migrate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.cli.migrate.DeploymentMigration.Migrated;
import dev.gitopsbinding.cli.migrate.DeploymentMigration.NotMigrated;
import dev.gitopsbinding.model.Result;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the binding of one annotated Deployment, or says why there can be none. */
final class DeploymentMigrator {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** The parser of bindings wants one; the API server will set another. */
  private static final String ANY_TIME = "2026-01-01T00:00:00Z";

  private DeploymentMigrator() {}

  /**
   * @param isActive whether the binding of an enabled Deployment pushes as soon as it is created
   */
  static DeploymentMigration migrate(AnnotatedDeployment deployment, boolean isActive) {
    AnnotationValues values = AnnotationValues.of(deployment.annotations());
    MigrationDraft draft = new MigrationDraft(deployment, values);
    notePlaces(draft);
    if (!MigrationDraft.isName(deployment.name())
        || !MigrationDraft.isName(deployment.namespace())) {
      draft.problems().add("Its name or namespace cannot be one in Kubernetes.");
      return notMigrated(draft);
    }
    suspension(draft, isActive);
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("name", deployment.name());
    draft.spec().put("target", target);
    ImageMigrator.migrate(draft, target);
    RepositoryMigrator.migrate(draft);
    NotificationMigrator.migrate(draft);
    if (!draft.problems().isEmpty()) {
      return notMigrated(draft);
    }
    return checked(draft);
  }

  private static void suspension(MigrationDraft draft, boolean isActive) {
    String enabled = draft.values().get(Annotation.ENABLED).orElse("");
    boolean isEnabled = enabled.equals("true");
    if (!isActive || !isEnabled) {
      draft.spec().put("suspend", true);
    }
    if (isEnabled) {
      draft.maps(
          Annotation.ENABLED,
          isActive
              ? "is `true`: no `spec.suspend`, as `--active` asks. Set `enabled` to `\"false\"` before the"
                  + " binding is created."
              : "is `true`: `spec.suspend: true` nevertheless, so that one controller pushes. Set"
                  + " `enabled` to `\"false\"` first, then `spec.suspend` to `false`.");
    } else if (enabled.equals("false")) {
      draft.maps(Annotation.ENABLED, "is `false`: `spec.suspend: true`.");
    } else if (enabled.isEmpty()) {
      draft.changes(
          Annotation.ENABLED,
          "is missing, so gitops-operator skips this Deployment: `spec.suspend: true`. Remove that"
              + " when the binding should work.");
    } else {
      draft.changes(
          Annotation.ENABLED,
          "is `%s`, which gitops-operator takes for `false`: `spec.suspend: true`. Remove that when the binding should work."
              .formatted(ShownText.of(enabled)));
    }
  }

  private static void notePlaces(MigrationDraft draft) {
    AnnotationValues values = draft.values();
    String namespace = draft.deployment().namespace();
    if (draft.deployment().isNamespaceAssumed()) {
      draft
          .notes()
          .add(
              new MigrationNote(
                  MigrationNote.Kind.CHANGES,
                  "`metadata.namespace` is missing in `%s`; `%s` was taken. `--namespace` names another."
                      .formatted(
                          ShownText.of(draft.deployment().origin()), ShownText.of(namespace))));
    }
    values
        .get(Annotation.NAMESPACE)
        .ifPresent(
            named -> {
              if (named.equals(namespace)) {
                draft.maps(
                    Annotation.NAMESPACE,
                    "is `metadata.namespace`, that of the Deployment. gitops-operator does not read it.");
              } else {
                draft.changes(
                    Annotation.NAMESPACE,
                    "is `%s`, but the Deployment is in `%s`, and so is the binding. gitops-operator does not read it either."
                        .formatted(ShownText.of(named), ShownText.of(namespace)));
              }
            });
    for (Annotation bare : values.withoutPrefix()) {
      draft.changes(
          bare,
          "has no prefix here. gitops-operator reads `%s` only; the value was taken nevertheless."
              .formatted(bare.key()));
    }
    for (String unknown : values.unknown()) {
      String meant =
          AnnotationValues.meantBy(unknown)
              .map(annotation -> " Did you mean `%s`?".formatted(annotation.key()))
              .orElse("");
      draft
          .notes()
          .add(
              new MigrationNote(
                  MigrationNote.Kind.LOST,
                  "`%s` is read by no version of gitops-operator.%s"
                      .formatted(ShownText.of(unknown), meant)));
    }
  }

  /** The operator's own parser has the last word. */
  private static DeploymentMigration checked(MigrationDraft draft) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", draft.deployment().name());
    metadata.put("namespace", draft.deployment().namespace());
    Map<String, Object> binding = new LinkedHashMap<>();
    binding.put("apiVersion", "gitopsbinding.dev/v1alpha1");
    binding.put("kind", "GitOpsBinding");
    binding.put("metadata", metadata);
    binding.put("spec", draft.spec());
    GitOpsBinding typed = MAPPER.convertValue(binding, GitOpsBinding.class);
    typed.getMetadata().setCreationTimestamp(ANY_TIME);
    return switch (BindingParser.parse(typed)) {
      case Result.Ok<?> _ ->
          new Migrated(draft.deployment(), binding, draft.secrets(), draft.notes());
      case Result.Failed<?> failed -> {
        draft.problems().add(problem(failed.failure().message()));
        yield notMigrated(draft);
      }
    };
  }

  /** What the parser says begins with the field, and ends with advice about a binding. */
  private static String problem(String message) {
    String field = message.replaceFirst(" .*$", "");
    String plain = message.replaceFirst(" Correct it and apply the binding again\\.$", "");
    return Arrays.stream(Annotation.values())
        .filter(one -> Arrays.asList(one.becomes().split(" and ", -1)).contains(field))
        .findFirst()
        .map(one -> "`%s`: %s".formatted(one.key(), ShownText.of(plain)))
        .orElseGet(() -> ShownText.of(plain));
  }

  private static DeploymentMigration notMigrated(MigrationDraft draft) {
    List<MigrationNote> notes =
        draft.notes().stream().filter(note -> note.kind() == MigrationNote.Kind.LOST).toList();
    return new NotMigrated(draft.deployment(), draft.problems(), notes);
  }
}
