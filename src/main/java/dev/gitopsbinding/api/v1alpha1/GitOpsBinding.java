package dev.gitopsbinding.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Ties a workload to a branch of a source repository and to a file of a manifest repository. */
@Group(GitOpsBinding.GROUP)
@Version("v1alpha1")
@Kind("GitOpsBinding")
@Plural("gitopsbindings")
@ShortNames("gob")
@Categories("gitops")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether the manifest branch holds the desired tag")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "The reason of the condition Ready")
@AdditionalPrinterColumn(
    name = "Tag",
    jsonPath = ".status.manifest.shortTag",
    getDescription = "The tag in the manifest branch, its commit cut to 7 digits")
@AdditionalPrinterColumn(
    name = "Rolled Out",
    jsonPath = ".status.conditions[?(@.type==\"RolledOut\")].status",
    getDescription = "Whether the target runs the desired tag")
@AdditionalPrinterColumn(
    name = "Last Push",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".status.lastPush.time",
    getDescription = "How long ago the operator last pushed")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp",
    getDescription = "How long ago the binding was created")
@AdditionalPrinterColumn(
    name = "Source Commit",
    priority = 1,
    jsonPath = ".status.source.commit",
    getDescription = "The newest commit of the source branch")
@AdditionalPrinterColumn(
    name = "Path",
    priority = 1,
    jsonPath = ".spec.manifest..path",
    getDescription = "The file in the manifest repository; of several, the first")
@AdditionalPrinterColumn(
    name = "Message",
    priority = 1,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    getDescription = "The message of the condition Ready")
public class GitOpsBinding extends CustomResource<GitOpsBindingSpec, GitOpsBindingStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** The API group, which is also the prefix of this operator's annotations. */
  public static final String GROUP = "gitopsbinding.dev";

  /** Annotation on a binding: any new value asks for a sync now, with fresh reads. */
  public static final String REQUESTED_AT = GROUP + "/requestedAt";

  /** Annotation on a Secret: the hosts that its content may be sent to, separated by commas. */
  public static final String HOSTS = GROUP + "/hosts";

  /**
   * Annotation on a binding: the namespaces whose bindings may follow it, separated by commas. Its
   * own namespace need not be named.
   */
  public static final String PROMOTE_TO = GROUP + "/promote-to";

  /**
   * Type of a Secret whose URL the operator may send messages to, and whose owner says so by it.
   */
  public static final String WEBHOOK_SECRET = GROUP + "/webhook";
}
