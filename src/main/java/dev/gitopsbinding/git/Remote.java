package dev.gitopsbinding.git;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.net.share.Payers;

/**
 * A branch of a remote repository and the credential for it.
 *
 * @param tenant the namespace of the binding for which the branch is used. Scarce resources are
 *     divided between tenants. The tenant grants no access, and reads of several tenants may share
 *     one answer.
 * @param payers the tenants that may be charged for scarce resources: this tenant, or all tenants
 *     for which the work is done
 */
public record Remote(RemoteBranch branch, Credential credential, String tenant, Payers payers) {
  /** Charged to the tenant alone. */
  public Remote(RemoteBranch branch, Credential credential, String tenant) {
    this(branch, credential, tenant, new Payers.One(tenant));
  }

  /** The same branch and credential, charged to several tenants. */
  public Remote chargedTo(Payers several) {
    return new Remote(branch, credential, tenant, several);
  }
}
