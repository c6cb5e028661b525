package dev.gitopsbinding.cli.create;

import dev.gitopsbinding.model.RepositoryUrl;

/**
 * A key that has to be made, and the Secret that will hold it.
 *
 * @param secret the name of the Secret
 * @param writes whether the key must be allowed to push
 */
public record KeyPlan(String secret, RepositoryUrl url, boolean writes) {

  /** What is written behind the public key, so that people recognize it at the host. */
  public String comment(String namespace) {
    return "gitopsbinding-" + namespace + "-" + secret;
  }
}
