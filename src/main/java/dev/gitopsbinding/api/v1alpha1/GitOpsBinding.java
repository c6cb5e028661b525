package dev.gitopsbinding.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Ties a Deployment to a branch of a source repository and to a file of a manifest repository. */
@Group(GitOpsBinding.GROUP)
@Version("v1alpha1")
@Kind("GitOpsBinding")
@Plural("gitopsbindings")
@ShortNames("gob")
public class GitOpsBinding extends CustomResource<GitOpsBindingSpec, GitOpsBindingStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** The API group, which is also the prefix of this operator's annotations. */
  public static final String GROUP = "gitopsbinding.dev";

  /** Annotation on a binding: any new value asks for a sync now, with fresh reads. */
  public static final String REQUESTED_AT = GROUP + "/requestedAt";

  /** Annotation on a Secret: the comma-separated hosts its content may be sent to. */
  public static final String HOSTS = GROUP + "/hosts";
}
