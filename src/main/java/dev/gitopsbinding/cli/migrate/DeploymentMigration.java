package dev.gitopsbinding.cli.migrate;

import java.util.List;
import java.util.Map;

/** The result for one annotated Deployment. */
public sealed interface DeploymentMigration {
  /** The Deployment. */
  AnnotatedDeployment deployment();

  /** What there is to say about its annotations. */
  List<MigrationNote> notes();

  /**
   * It has a binding.
   *
   * @param binding the resource, with keys in the order in which they are written
   * @param secrets the Secrets that the binding names
   */
  record Migrated(
      AnnotatedDeployment deployment,
      Map<String, Object> binding,
      List<SecretDraft> secrets,
      List<MigrationNote> notes)
      implements DeploymentMigration {
    /** Copies the lists. */
    public Migrated {
      secrets = List.copyOf(secrets);
      notes = List.copyOf(notes);
    }

    /** Whether the binding pushes nothing before somebody resumes it. */
    boolean isSuspended() {
      return binding.get("spec") instanceof Map<?, ?> spec
          && Boolean.TRUE.equals(spec.get("suspend"));
    }
  }

  /**
   * It has none.
   *
   * @param problems what to correct in its annotations first
   */
  record NotMigrated(
      AnnotatedDeployment deployment, List<String> problems, List<MigrationNote> notes)
      implements DeploymentMigration {
    /** Copies the lists. */
    public NotMigrated {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }
}
