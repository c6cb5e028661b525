package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants. Every component may be null: the API server sets the defaults when an object
 * is written, and an object stored before a field existed must still be readable.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = SchemaRules.SELECT_ASKS_REGISTRY,
    message = SchemaRules.SELECT_ASKS_REGISTRY_MESSAGE,
    fieldPath = ".source.select")
@ValidationRule(
    value = SchemaRules.REFS_NEED_SOURCE,
    message = SchemaRules.REFS_NEED_SOURCE_MESSAGE,
    fieldPath = ".manifest.edits")
@ValidationRule(
    value = SchemaRules.ROLLBACK_NEEDS_EVIDENCE,
    message = SchemaRules.ROLLBACK_NEEDS_EVIDENCE_MESSAGE,
    fieldPath = ".rollback.mode")
public record GitOpsBindingSpec(
    @JsonPropertyDescription(
            "True pauses the binding: the operator reads and pushes nothing, and still writes the status. Default false.")
        @Default("false")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "How often the source branch and the manifest file are read: a Go duration such as 30s, 2m or 1h30m. Default 2m, at least 10s. A new value of the annotation gitopsbinding.dev/requestedAt requests a sync at once.")
        @Default("2m")
        @Size(min = 2, max = 20)
        @ValidationRule(value = SchemaRules.DURATION, message = SchemaRules.DURATION_MESSAGE)
        @ValidationRule(
            value = SchemaRules.AT_LEAST_10S,
            message = SchemaRules.AT_LEAST_10S_MESSAGE)
        @Nullable String interval,
    @JsonPropertyDescription(
            "How long one sync may wait for hosts and for other pushes before it fails and is retried: a Go duration such as 60s. Default 60s, at least 10s. A larger value than the operator's GITOPSBINDING_MAX_TIMEOUT (10m by default) counts as that.")
        @Default("60s")
        @Size(min = 2, max = 20)
        @ValidationRule(value = SchemaRules.DURATION, message = SchemaRules.DURATION_MESSAGE)
        @ValidationRule(
            value = SchemaRules.AT_LEAST_10S,
            message = SchemaRules.AT_LEAST_10S_MESSAGE)
        @Nullable String timeout,
    @JsonPropertyDescription("The workload that runs the image, in the binding's own namespace.")
        @Required
        @Nullable Target target,
    @JsonPropertyDescription(
            "The image, and how its tag is made from a source commit: by default the tag is the whole commit, 40 hex digits.")
        @Required
        @Nullable Image image,
    @JsonPropertyDescription(
            "The repository with the application's code. The newest commit of its branch determines the tag, or what another binding has rolled out.")
        @Required
        @Nullable Source source,
    @JsonPropertyDescription(
            "The repository and the places in its files that the tag is written to.")
        @Required
        @Nullable Manifest manifest,
    @JsonPropertyDescription("The author and message of the commits in the manifest repository.")
        @Default("{}")
        @Nullable Commit commit,
    @JsonPropertyDescription(
            "Receivers of messages about changes of the binding's state, such as a chat. A receiver that is slow or does not answer delays no sync.")
        @Size(max = 8)
        @Nullable List<Notification> notifications,
    @JsonPropertyDescription("What happens if the rollout of a tag that was written fails.")
        @Nullable Rollback rollback,
    @JsonPropertyDescription(
            "Write: the tag is pushed. Preview: everything but the push is done; status.preview says what would be written. Default Write.")
        @Default("Write")
        @SchemaFrom(type = BindingMode.class)
        @Nullable String mode) {

  /** A spec without a rollback and a mode. */
  public GitOpsBindingSpec(
      @Nullable Boolean suspend,
      @Nullable String interval,
      @Nullable String timeout,
      @Nullable Target target,
      @Nullable Image image,
      @Nullable Source source,
      @Nullable Manifest manifest,
      @Nullable Commit commit,
      @Nullable List<Notification> notifications) {
    this(
        suspend,
        interval,
        timeout,
        target,
        image,
        source,
        manifest,
        commit,
        notifications,
        null,
        null);
  }

  /** The workload that runs the image. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Target(
      @JsonPropertyDescription(
              "The kind of the workload: Deployment, StatefulSet, DaemonSet, CronJob, or Rollout (argoproj.io). Default Deployment.")
          @Default("Deployment")
          @Size(max = 63)
          @ValidationRule(
              value = SchemaRules.TARGET_KIND,
              message = SchemaRules.TARGET_KIND_MESSAGE)
          @ValidationRule(
              value = SchemaRules.TARGET_KIND_JOB,
              message = SchemaRules.TARGET_KIND_JOB_MESSAGE)
          @Nullable String kind,
      @JsonPropertyDescription("The name of the workload.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(value = SchemaRules.DNS_NAME, message = SchemaRules.DNS_NAME_MESSAGE)
          @Nullable String name,
      @JsonPropertyDescription(
              "The containers and init containers whose image is written. Default: the only container that has the image. [\"*\"] stands for all containers that have it.")
          @Size(min = 1, max = 64)
          @ValidationRule(value = SchemaRules.CONTAINERS, message = SchemaRules.CONTAINERS_MESSAGE)
          @ValidationRule(
              value = SchemaRules.CONTAINERS_STAR,
              message = SchemaRules.CONTAINERS_STAR_MESSAGE)
          @Nullable List<@Size(min = 1, max = 63) String> containers) {}

  /** The image and how its tag is made from a commit. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = SchemaRules.PIN_ASKS_REGISTRY,
      message = SchemaRules.PIN_ASKS_REGISTRY_MESSAGE,
      fieldPath = ".pin")
  public record Image(
      @JsonPropertyDescription(
              "The image's repository without tag and digest, such as ghcr.io/acme/web. It must match the whole repository in the file; nginx stands for docker.io/library/nginx.")
          @Required
          @Size(min = 1, max = 255)
          @ValidationRule(
              value = SchemaRules.IMAGE_DIGEST,
              message = SchemaRules.IMAGE_DIGEST_MESSAGE)
          @ValidationRule(value = SchemaRules.IMAGE_TAG, message = SchemaRules.IMAGE_TAG_MESSAGE)
          @ValidationRule(value = SchemaRules.IMAGE_FORM, message = SchemaRules.IMAGE_FORM_MESSAGE)
          @Nullable String name,
      @JsonPropertyDescription(
              "How the tag is made from a source commit: prefix, the first hex digits of the commit, suffix. By default the tag is the whole commit, 40 digits.")
          @Default("{}")
          @Nullable Tag tag,
      @JsonPropertyDescription(
              "Whether the registry must have the image before its tag is written, and how the registry is asked.")
          @Default("{}")
          @Nullable ImageCheck check,
      @JsonPropertyDescription(
              "Tag: the file gets the tag alone, as in ghcr.io/acme/web:1a2b3c4. Digest: it gets the tag and the digest that the registry has for it, as in ghcr.io/acme/web:1a2b3c4@sha256:…, so that the cluster runs exactly this image even if the tag is moved later. Default Tag.")
          @Default("Tag")
          @SchemaFrom(type = ImagePin.class)
          @Nullable String pin) {
    /** An image of which the tag alone is written. */
    public Image(@Nullable String name, @Nullable Tag tag, @Nullable ImageCheck check) {
      this(name, tag, check, null);
    }
  }

  /** How a tag is made from a commit. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(value = SchemaRules.TAG_LENGTH, message = SchemaRules.TAG_LENGTH_MESSAGE)
  public record Tag(
      @JsonPropertyDescription(
              "How many hex digits of the commit the tag holds, from 7 to 40. Default 40.")
          @Default("40")
          @Min(7)
          @Max(40)
          @Nullable Integer length,
      @JsonPropertyDescription("Text before the commit's digits, such as v1-. Default empty.")
          @Default("\"\"")
          @Size(max = 121)
          @ValidationRule(value = SchemaRules.TAG_PREFIX, message = SchemaRules.TAG_PREFIX_MESSAGE)
          @Nullable String prefix,
      @JsonPropertyDescription("Text after the commit's digits, such as -amd64. Default empty.")
          @Default("\"\"")
          @Size(max = 121)
          @ValidationRule(value = SchemaRules.TAG_SUFFIX, message = SchemaRules.TAG_SUFFIX_MESSAGE)
          @Nullable String suffix) {}

  /** The repository whose newest commit names the tag. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = SchemaRules.SSH_NEEDS_SECRET,
      message = SchemaRules.SSH_NEEDS_SECRET_MESSAGE,
      fieldPath = ".secretRef",
      reason = "FieldValueRequired")
  @ValidationRule(
      value = SchemaRules.CHECK_PROVIDER,
      message = SchemaRules.CHECK_PROVIDER_MESSAGE,
      fieldPath = ".checks.provider",
      reason = "FieldValueRequired")
  @ValidationRule(
      value = SchemaRules.SOURCE_KIND,
      message = SchemaRules.SOURCE_KIND_MESSAGE,
      reason = "FieldValueRequired")
  @ValidationRule(
      value = SchemaRules.BRANCH_ONLY,
      message = SchemaRules.BRANCH_ONLY_MESSAGE,
      fieldPath = ".binding",
      reason = "FieldValueForbidden")
  public record Source(
      @JsonPropertyDescription(
              "Where the source repository is: https://host/path, ssh://git@host/path or git@host:path. It must not hold a password; put that into the Secret. Needed unless binding is set.")
          @Size(min = 1, max = 2048)
          @ValidationRule(
              value = SchemaRules.URL_CHARACTERS,
              message = SchemaRules.URL_CHARACTERS_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_SCHEME, message = SchemaRules.URL_SCHEME_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_LOGIN, message = SchemaRules.URL_LOGIN_MESSAGE)
          @ValidationRule(
              value = SchemaRules.URL_PASSWORD,
              message = SchemaRules.URL_PASSWORD_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_COLON, message = SchemaRules.URL_COLON_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_FORM, message = SchemaRules.URL_FORM_MESSAGE)
          @Nullable String url,
      @JsonPropertyDescription(
              "The branch whose newest commit determines the tag. Needed unless binding is set.")
          @Nullable BranchRef ref,
      @JsonPropertyDescription(
              "The Secret to log in with. An SSH URL needs one; an https URL of a public repository does not. For SSH it holds ssh-privatekey and known_hosts; for https username and password, or bearerToken.")
          @Nullable SecretRef secretRef,
      @JsonPropertyDescription(
              "The checks of a commit, such as CI, that must have passed before its tag is written. Default: none.")
          @Nullable SourceChecks checks,
      @JsonPropertyDescription(
              "Newest: the tag of the branch's newest commit is written, and waited for until its image exists. NewestWithImage: the newest commit whose image exists, and whose checks have passed, counts, among the branch's own commits (first parents) since the one that is deployed; a commit without an image blocks nothing. Default Newest.")
          @Default("Newest")
          @SchemaFrom(type = SourceSelect.class)
          @Nullable String select,
      @JsonPropertyDescription(
              "What happens if the commit to deploy does not descend from the deployed one, for example after a force-push. Follow: its tag is written. Hold: the binding is on hold (SourceRewound) until a descendant comes or a sync is requested. Default: Hold with select NewestWithImage, else Follow.")
          @SchemaFrom(type = SourceRewind.class)
          @Nullable String rewind,
      @JsonPropertyDescription(
              "Promotion, in place of url and ref: the tag is made of the commit that another binding has rolled out.")
          @Nullable SourceBinding binding,
      @JsonPropertyDescription(
              "Only commits that touch these files count, as for git log --first-parent: the newest of them determines the tag, and not the newest commit of the branch. The branch may be the one of spec.manifest if spec.manifest.path is none of these files. Default: all commits count.")
          @Nullable SourcePaths paths) {
    /** A source that is a branch, of which all commits count. */
    public Source(
        @Nullable String url,
        @Nullable BranchRef ref,
        @Nullable SecretRef secretRef,
        @Nullable SourceChecks checks,
        @Nullable String select,
        @Nullable String rewind) {
      this(url, ref, secretRef, checks, select, rewind, null, null);
    }
  }

  /** The repository and the places that the tag is written to. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = SchemaRules.SSH_NEEDS_SECRET,
      message = SchemaRules.SSH_NEEDS_SECRET_MESSAGE,
      fieldPath = ".secretRef",
      reason = "FieldValueRequired")
  @ValidationRule(
      value = SchemaRules.PLACES_KIND,
      message = SchemaRules.PLACES_KIND_MESSAGE,
      reason = "FieldValueRequired")
  @ValidationRule(
      value = SchemaRules.EDITS_OBJECT,
      message = SchemaRules.EDITS_OBJECT_MESSAGE,
      fieldPath = ".object")
  public record Manifest(
      @JsonPropertyDescription(
              "Where the manifest repository is: https://host/path, ssh://git@host/path or git@host:path. It must not hold a password; put that into the Secret.")
          @Required
          @Size(min = 1, max = 2048)
          @ValidationRule(
              value = SchemaRules.URL_CHARACTERS,
              message = SchemaRules.URL_CHARACTERS_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_SCHEME, message = SchemaRules.URL_SCHEME_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_LOGIN, message = SchemaRules.URL_LOGIN_MESSAGE)
          @ValidationRule(
              value = SchemaRules.URL_PASSWORD,
              message = SchemaRules.URL_PASSWORD_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_COLON, message = SchemaRules.URL_COLON_MESSAGE)
          @ValidationRule(value = SchemaRules.URL_FORM, message = SchemaRules.URL_FORM_MESSAGE)
          @Nullable String url,
      @JsonPropertyDescription("The branch that is read, and that commits are pushed to.") @Required
          @Nullable BranchRef ref,
      @JsonPropertyDescription(
              "The Secret to log in with; its login must be allowed to push. For SSH it holds ssh-privatekey and known_hosts; for https username and password, or bearerToken.")
          @Nullable SecretRef secretRef,
      @JsonPropertyDescription(
              "The YAML file that holds the target, or a Kustomization whose images set its tag, relative to the repository's top folder, such as apps/web/deployment.yaml. Where the image stands in several places, edits takes the place of path.")
          @Size(min = 1, max = 1024)
          @ValidationRule(
              value = SchemaRules.PATH_RELATIVE,
              message = SchemaRules.PATH_RELATIVE_MESSAGE)
          @ValidationRule(value = SchemaRules.PATH_UP, message = SchemaRules.PATH_UP_MESSAGE)
          @ValidationRule(value = SchemaRules.PATH_PARTS, message = SchemaRules.PATH_PARTS_MESSAGE)
          @ValidationRule(value = SchemaRules.PATH_GIT, message = SchemaRules.PATH_GIT_MESSAGE)
          @ValidationRule(
              value = SchemaRules.PATH_CHARACTERS,
              message = SchemaRules.PATH_CHARACTERS_MESSAGE)
          @Nullable String path,
      @JsonPropertyDescription(
              "The object in the file, if its name or namespace there differs from the target in the cluster, for example because of Kustomize's namePrefix. Default: the object with the target's kind and name, and the binding's namespace or none.")
          @Nullable ManifestObject object,
      @JsonPropertyDescription(
              "Several places that hold the image, in place of path. One commit writes all of them, or none; Ready is True if all hold the tag.")
          @Size(min = 1, max = 16)
          @ValidationRule(
              value = SchemaRules.EDITS_DIFFER,
              message = SchemaRules.EDITS_DIFFER_MESSAGE)
          @Nullable List<ManifestEdit> edits) {
    /** The place of one file. */
    public Manifest(
        @Nullable String url,
        @Nullable BranchRef ref,
        @Nullable SecretRef secretRef,
        @Nullable String path,
        @Nullable ManifestObject object) {
      this(url, ref, secretRef, path, object, null);
    }
  }

  /** A branch. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BranchRef(
      @JsonPropertyDescription("The branch's short name, such as main.")
          @Required
          @Size(min = 1, max = 255)
          @ValidationRule(
              value = SchemaRules.BRANCH_CHARACTERS,
              message = SchemaRules.BRANCH_CHARACTERS_MESSAGE)
          @ValidationRule(
              value = SchemaRules.BRANCH_DOTS,
              message = SchemaRules.BRANCH_DOTS_MESSAGE)
          @ValidationRule(
              value = SchemaRules.BRANCH_SLASHES,
              message = SchemaRules.BRANCH_SLASHES_MESSAGE)
          @ValidationRule(
              value = SchemaRules.BRANCH_SHORT,
              message = SchemaRules.BRANCH_SHORT_MESSAGE)
          @Nullable String branch) {}

  /** A Secret in the binding's namespace. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretRef(
      @JsonPropertyDescription(
              "The name of a Secret in the binding's own namespace. For SSH it holds ssh-privatekey and known_hosts; for https username and password, or bearerToken. The operator sends it only where its owner consents: by the type kubernetes.io/ssh-auth to any SSH host, or by the annotation gitopsbinding.dev/hosts to the hosts that it names.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(value = SchemaRules.DNS_NAME, message = SchemaRules.DNS_NAME_MESSAGE)
          @Nullable String name) {}

  /** What the operator's commits look like. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Commit(
      @JsonPropertyDescription("The author of the commits. The committer is always the operator.")
          @Default("{}")
          @Nullable Author author,
      @JsonPropertyDescription(
              "The commit message, a Mustache template. Its variables are image, tag, commit, shortCommit, branch, namespace and name; commitCount, commitSubject and commitAuthor are about the source commits since the replaced tag, and empty if these are not known; {{#commits}}…{{/commits}} repeats a text for each of the newest 20 with commit, shortCommit, subject, author and date. The trailers GitOps-Binding, GitOps-Source and Argocd-reference-commit-* are added by the operator.")
          @Default("\"chore(refs): update {{image}} to {{tag}}\"")
          @Size(min = 1, max = 4096)
          @ValidationRule(value = SchemaRules.TEMPLATE, message = SchemaRules.TEMPLATE_MESSAGE)
          @ValidationRule(
              value = SchemaRules.TEMPLATE_TRAILERS,
              message = SchemaRules.TEMPLATE_TRAILERS_MESSAGE)
          @ValidationRule(
              value = SchemaRules.TEMPLATE_DIVIDER,
              message = SchemaRules.TEMPLATE_DIVIDER_MESSAGE)
          @ValidationRule(
              value = SchemaRules.TEMPLATE_COMMITS,
              message = SchemaRules.TEMPLATE_COMMITS_MESSAGE)
          @Nullable String messageTemplate) {}

  /** The author of the operator's commits. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Author(
      @JsonPropertyDescription("The author's name. Default GitOps Operator.")
          @Default("GitOps Operator")
          @Size(min = 1, max = 128)
          @ValidationRule(
              value = SchemaRules.AUTHOR_NAME,
              message = SchemaRules.AUTHOR_NAME_MESSAGE)
          @Nullable String name,
      @JsonPropertyDescription("The author's e-mail address. Default gitops-operator@localhost.")
          @Default("gitops-operator@localhost")
          @Size(min = 3, max = 254)
          @ValidationRule(
              value = SchemaRules.AUTHOR_EMAIL,
              message = SchemaRules.AUTHOR_EMAIL_MESSAGE)
          @Nullable String email) {}
}
