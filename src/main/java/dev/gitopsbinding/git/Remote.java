package dev.gitopsbinding.git;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.net.share.Payers;

/**
 * A branch of a remote repository and what to log in there with.
 *
 * @param tenant on whose behalf: the namespace of a binding. What is scarce is shared out between
 *     tenants; it says nothing about access, and reads of several tenants may share one answer.
 * @param payers who may be charged for what is scarce: the tenant, or all for whom it is done
 */
public record Remote(RemoteBranch branch, Credential credential, String tenant, Payers payers) {
  /** For the tenant alone. */
  public Remote(RemoteBranch branch, Credential credential, String tenant) {
    this(branch, credential, tenant, new Payers.One(tenant));
  }

  public Remote chargedTo(Payers several) {
    return new Remote(branch, credential, tenant, several);
  }
}
