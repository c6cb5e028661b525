package dev.gitopsbinding.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every reason of a condition or event of a binding, with its handling and its remedy. */
public enum Reason {
  // Ready
  UP_TO_DATE(Handling.DONE, "Nothing to do."),
  SUSPENDED(Handling.NEEDS_DECISION, "Set spec.suspend to false to resume."),
  MANIFEST_CHANGED(
      Handling.NEEDS_DECISION,
      "Push a new source commit, or set the annotation gitopsbinding.dev/requestedAt to a new value to write the tag again."),
  SOURCE_REWOUND(
      Handling.NEEDS_DECISION,
      "Push a commit that descends from the deployed one, or set the annotation gitopsbinding.dev/requestedAt to a new value to write the tag nevertheless."),
  ROLLED_BACK(
      Handling.NEEDS_DECISION,
      "Push a commit that descends from the failed one, or set the annotation gitopsbinding.dev/requestedAt to a new value to write the tag nevertheless."),
  PROMOTION_HELD(
      Handling.NEEDS_DECISION,
      "See the status of that binding: promotion goes on as soon as it does."),
  PREVIEW_ONLY(
      Handling.NEEDS_DECISION,
      "Look at status.preview.diff; to have it written, set spec.mode to Write."),
  SOURCE_PATHS_UNTOUCHED(
      Handling.NEEDS_DECISION,
      "Push a commit that touches files of spec.source.paths, or correct the patterns."),
  CONFLICTING_BINDING(
      Handling.NEEDS_DECISION,
      "Delete one of the two bindings, or point one at another image or file."),
  PUSH_IN_PROGRESS(Handling.WAITING, "Wait: the push was sent and its result is not known yet."),
  PUSH_CONTENDED(
      Handling.RETRIED,
      "Other clients keep pushing to this branch; the operator retries. If this lasts, use a branch with fewer pushes."),
  PUSH_DECLINED(
      Handling.RETRIED,
      "Allow the bot to push there (bypass list of the branch rule), use another branch, or have the operator propose the tags by pull requests (spec.push)."),

  // Proposed by a branch or pull request
  AWAITING_MERGE(
      Handling.WAITING, "Merge it: the tag counts as written as soon as the base branch holds it."),
  PULL_REQUEST_CLOSED(
      Handling.NEEDS_DECISION,
      "Push a new source commit, open the pull request again, or set the annotation gitopsbinding.dev/requestedAt to a new value to propose the tag once more."),

  // The spec cannot work as it is
  INVALID_SPEC(
      Handling.STALLED, "Correct the field that the message names, and apply the binding again."),
  INVALID_TEMPLATE(
      Handling.STALLED, "Correct spec.commit.messageTemplate; the message names the line."),
  SOURCE_IS_MANIFEST(
      Handling.STALLED,
      "Name another branch or repository in spec.source or in spec.manifest, or the files of the source alone in spec.source.paths."),
  PROMOTION_CYCLE(
      Handling.STALLED,
      "Have one binding of the chain follow a branch: set url and ref in its spec.source in place of binding."),
  SCHEME_NOT_ALLOWED(
      Handling.STALLED,
      "Use an https:// or ssh:// URL: http:// is not encrypted, and this operator does not allow it."),
  HOST_NOT_ALLOWED(
      Handling.STALLED,
      "Use a repository or registry whose host the operator's settings allow, or ask the operator's owner to allow it (GITOPSBINDING_ALLOWED_HOSTS)."),
  UNSUPPORTED_REPOSITORY(
      Handling.STALLED, "Use a repository with SHA-1 object format; SHA-256 is not supported."),

  // Promotion
  UPSTREAM_NOT_FOUND(
      Handling.RETRIED,
      "Correct spec.source.binding. If that binding is in another namespace, ask its owner to add the namespace of this one to its annotation gitopsbinding.dev/promote-to."),
  AWAITING_UPSTREAM(
      Handling.WAITING, "See the status of that binding: it says what its rollout waits for."),
  SOAKING(Handling.WAITING, "Wait: the message says until when."),

  // The Secret
  SECRET_NOT_FOUND(
      Handling.RETRIED,
      "Create the Secret in the namespace of the binding, or correct the field that the message names."),
  SECRET_FORBIDDEN(Handling.RETRIED, "Allow the operator's service account to get this Secret."),
  SECRET_NOT_CONSENTED(
      Handling.RETRIED,
      "If the Secret may be sent to the host, annotate it with gitopsbinding.dev/hosts; the message has the command."),
  SECRET_KEY_MISSING(
      Handling.RETRIED, "Add what the message names to the Secret, or name another Secret."),
  SECRET_INVALID(Handling.RETRIED, "Correct in the Secret what the message names."),

  // The remote
  HOST_KEY_UNKNOWN(
      Handling.RETRIED,
      "Compare the host's key with what its owner publishes, then add it to known_hosts in the Secret; the message has the line."),
  HOST_KEY_CHANGED(
      Handling.RETRIED,
      "Ask the host's owner why its key changed; only then correct known_hosts in the Secret."),
  AUTHENTICATION_FAILED(
      Handling.RETRIED,
      "Give the key or login that the message names access to the repository, or correct it in the Secret. On GitHub, a deploy key works for one repository only."),
  REPOSITORY_NOT_FOUND(
      Handling.RETRIED,
      "Correct the URL, create the repository, or give the login access: many hosts show a repository only to those who may read it."),
  REPOSITORY_EMPTY(Handling.RETRIED, "Push a first commit to the repository."),
  BRANCH_NOT_FOUND(
      Handling.RETRIED, "Correct the branch in the field that the message names, or create it."),
  BRANCH_IS_TAG(
      Handling.RETRIED,
      "Make the branch point at a commit, or correct the field that the message names."),
  HOST_UNREACHABLE(
      Handling.RETRIED,
      "Check the host's name, its health and the network between the cluster and it."),
  TIMED_OUT(Handling.RETRIED, "Check the host's health, or raise spec.timeout."),
  RATE_LIMITED(
      Handling.RETRIED,
      "Wait: the host limits requests; the operator retries when the host allows it."),
  CERTIFICATE_INVALID(
      Handling.RETRIED,
      "If the host has a CA of its own, add its certificate (PEM) to 'ca.crt' in the Secret; else have the host's certificate renewed."),
  ADDRESS_NOT_ALLOWED(
      Handling.RETRIED,
      "Name a host with another address: loopback, link-local, multicast and cloud metadata addresses are refused."),
  RECEIVED_TOO_MUCH(
      Handling.RETRIED,
      "Make the repository smaller, or ask the operator's owner to raise GITOPSBINDING_MAX_RECEIVED_BYTES."),
  CACHE_FULL(
      Handling.RETRIED,
      "Use a smaller manifest repository, or ask the operator's owner to raise GITOPSBINDING_MAX_CACHE_BYTES and the size of the operator's volume."),
  REMOTE_ERROR(
      Handling.RETRIED,
      "Look up the host's error, which the message quotes, in the host's documentation; the operator retries."),

  // The image
  IMAGE_NOT_FOUND(
      Handling.WAITING,
      "The tag will be written as soon as the image appears. If CI builds no image for this commit, push one that is built. Check that CI tags images with the commit (spec.image.tag)."),
  REGISTRY_UNAVAILABLE(
      Handling.RETRIED,
      "Check the registry's health, the login's rights and the registry's rate limits; the operator retries."),

  // The checks
  CHECKS_PENDING(
      Handling.WAITING,
      "The tag will be written as soon as the checks have passed. If a check of spec.source.checks.names never appears, correct its name."),
  CHECKS_FAILED(
      Handling.NEEDS_DECISION,
      "Push a commit that passes, or run the check again: it is looked at at every interval."),
  FORGE_UNAVAILABLE(
      Handling.RETRIED,
      "Check the forge's health, the token's rights and the forge's rate limits; the operator retries."),

  // The file
  FILE_NOT_FOUND(
      Handling.RETRIED, "Add the file to the branch, or correct its path in spec.manifest."),
  FILE_IS_DIRECTORY(Handling.RETRIED, "Name a file as the path in spec.manifest, not a directory."),
  FILE_IS_SYMLINK(
      Handling.RETRIED,
      "Name the file that the symbolic link points to as the path in spec.manifest."),
  FILE_IS_SUBMODULE(
      Handling.RETRIED, "Name a file of the repository itself as the path in spec.manifest."),
  FILE_TOO_LARGE(
      Handling.RETRIED,
      "Split the file, and name the part that holds the target as the path in spec.manifest."),
  FILE_NOT_UTF8(Handling.RETRIED, "Save the file as UTF-8."),
  FILE_NOT_YAML(
      Handling.RETRIED,
      "Correct the YAML. Templates cannot be edited: name a file with rendered manifests as"
          + " the path in spec.manifest."),
  TARGET_NOT_IN_FILE(
      Handling.RETRIED,
      "Correct spec.target.name or the path in spec.manifest. Where the object has another name in the"
          + " file than in the cluster, set object.name beside the path."),
  IMAGE_NOT_IN_FILE(
      Handling.RETRIED,
      "Correct spec.image.name, spec.target.containers or the path in spec.manifest."),
  IMAGE_AMBIGUOUS(
      Handling.RETRIED,
      "Name the containers in spec.target.containers, or the key of the image in spec.manifest.edits[].key."),
  IMAGE_HAS_DIGEST(
      Handling.RETRIED,
      "Set spec.image.pin to Digest, or remove the digest from the image in the file: with a digest, the tag has no effect."),
  IMAGE_NOT_EDITABLE(
      Handling.RETRIED,
      "Write the image as a plain or quoted string of its own, without an alias."),
  REF_NOT_MOVED(
      Handling.RETRIED,
      "Write ?ref= with a commit of 40 digits behind a URL of the source repository, or remove refs from the entry of spec.manifest.edits."),

  INTERNAL_ERROR(Handling.RETRIED, "See the operator's log, and report the error."),

  // RolledOut
  COMPLETE(Handling.DONE, "Nothing to do."),
  PROGRESSING(Handling.WAITING, "Wait for the workload's pods."),
  AWAITING_APPLY(
      Handling.WAITING, "Wait until the manifest is applied to the cluster, or apply it."),
  AWAITING_PUSH(Handling.WAITING, "See the condition Ready: it says why the tag is not written."),
  PROGRESS_DEADLINE_EXCEEDED(Handling.RETRIED, "Check the workload's pods and events."),
  ROLLOUT_DEGRADED(
      Handling.RETRIED, "Check the Rollout, for example by `kubectl argo rollouts get rollout`."),
  TARGET_NOT_FOUND(
      Handling.RETRIED, "Apply the workload to the cluster, or correct spec.target.name."),
  TARGET_UNREADABLE(
      Handling.RETRIED,
      "Do what the message says: install the kind's CustomResourceDefinition, allow the operator to list the kind, or name another target."),
  DESIRED_TAG_UNKNOWN(Handling.WAITING, "See the condition Ready.");

  /** What the operator does after an outcome with the reason. */
  public enum Handling {
    /** Nothing is left to do. */
    DONE,
    /** Ends when something that is under way is done; the binding is synced again until then. */
    WAITING,
    /** Tried again with backoff, without a limit. */
    RETRIED,
    /** Waits for the decision of a person; the binding is synced at every interval. */
    NEEDS_DECISION,
    /** Only a change of the spec can help. */
    STALLED
  }

  /** The reasons of the condition RolledOut that say that a rollout failed. */
  public static final Set<Reason> FAILED_ROLLOUTS =
      Collections.unmodifiableSet(EnumSet.of(PROGRESS_DEADLINE_EXCEEDED, ROLLOUT_DEGRADED));

  private final Handling handling;
  private final String remedy;
  private final String text;

  Reason(Handling handling, String remedy) {
    this.handling = handling;
    this.remedy = remedy;
    this.text = camelCase(name());
  }

  /** What the operator does after an outcome with this reason. */
  public Handling handling() {
    return handling;
  }

  /** What the user can do, in one or two sentences. */
  public String remedy() {
    return remedy;
  }

  /** The reason as users see it, in CamelCase. */
  public String text() {
    return text;
  }

  /** The reason whose {@link #text()} it is; empty if this version knows no such reason. */
  public static Optional<Reason> of(String text) {
    return Arrays.stream(values()).filter(reason -> reason.text.equals(text)).findFirst();
  }

  private static String camelCase(String constant) {
    return Arrays.stream(constant.split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
