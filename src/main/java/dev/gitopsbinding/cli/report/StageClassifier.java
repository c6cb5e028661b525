package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.model.Reason;

/** Says which stage a reason is about. */
final class StageClassifier {
  private StageClassifier() {}

  /**
   * The stage at which a commit is stopped.
   *
   * @param message of the condition; it begins with the field that it is about, where a reason may
   *     be about several
   */
  static Stage of(Reason reason, String message) {
    return switch (reason) {
      case SUSPENDED, INVALID_SPEC, INVALID_TEMPLATE, SOURCE_IS_MANIFEST -> Stage.BINDING;
      case INTERNAL_ERROR -> Stage.BINDING;

      case SOURCE_REWOUND, SOURCE_PATHS_UNTOUCHED -> Stage.SOURCE;
      case PROMOTION_HELD, PROMOTION_CYCLE, UPSTREAM_NOT_FOUND -> Stage.SOURCE;
      case AWAITING_UPSTREAM, SOAKING -> Stage.SOURCE;

      case CHECKS_PENDING, CHECKS_FAILED -> Stage.CHECKS;
      case FORGE_UNAVAILABLE -> message.startsWith("spec.push") ? Stage.MANIFEST : Stage.CHECKS;

      case IMAGE_NOT_FOUND, REGISTRY_UNAVAILABLE -> Stage.IMAGE;

      case UP_TO_DATE, MANIFEST_CHANGED, ROLLED_BACK, PREVIEW_ONLY -> Stage.MANIFEST;
      case CONFLICTING_BINDING, REF_NOT_MOVED -> Stage.MANIFEST;
      case PUSH_IN_PROGRESS, PUSH_CONTENDED, PUSH_DECLINED -> Stage.MANIFEST;
      case AWAITING_MERGE, PULL_REQUEST_CLOSED -> Stage.MANIFEST;
      case FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_IS_SYMLINK -> Stage.MANIFEST;
      case FILE_IS_SUBMODULE, FILE_TOO_LARGE, FILE_NOT_UTF8, FILE_NOT_YAML -> Stage.MANIFEST;
      case TARGET_NOT_IN_FILE, IMAGE_NOT_IN_FILE, IMAGE_AMBIGUOUS -> Stage.MANIFEST;
      case IMAGE_HAS_DIGEST, IMAGE_NOT_EDITABLE -> Stage.MANIFEST;

      case COMPLETE, PROGRESSING, AWAITING_APPLY, AWAITING_PUSH -> Stage.ROLLOUT;
      case PROGRESS_DEADLINE_EXCEEDED, ROLLOUT_DEGRADED -> Stage.ROLLOUT;
      case TARGET_NOT_FOUND, TARGET_UNREADABLE, DESIRED_TAG_UNKNOWN -> Stage.ROLLOUT;

      case SCHEME_NOT_ALLOWED, HOST_NOT_ALLOWED, UNSUPPORTED_REPOSITORY -> byField(message);
      case SECRET_NOT_FOUND, SECRET_FORBIDDEN, SECRET_NOT_CONSENTED -> byField(message);
      case SECRET_KEY_MISSING, SECRET_INVALID -> byField(message);
      case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, AUTHENTICATION_FAILED -> byField(message);
      case REPOSITORY_NOT_FOUND, REPOSITORY_EMPTY -> byField(message);
      case BRANCH_NOT_FOUND, BRANCH_IS_TAG -> byField(message);
      case HOST_UNREACHABLE, TIMED_OUT, RATE_LIMITED, REMOTE_ERROR -> byField(message);
      case CERTIFICATE_INVALID, ADDRESS_NOT_ALLOWED -> byField(message);
      case RECEIVED_TOO_MUCH, CACHE_FULL -> byField(message);
    };
  }

  private static Stage byField(String message) {
    if (message.startsWith("spec.source.checks")) {
      return Stage.CHECKS;
    }
    if (message.startsWith("spec.source")) {
      return Stage.SOURCE;
    }
    if (message.startsWith("spec.image")) {
      return Stage.IMAGE;
    }
    return message.startsWith("spec.manifest")
            || message.startsWith("spec.push")
            || message.startsWith("spec.commit")
        ? Stage.MANIFEST
        : Stage.BINDING;
  }
}
