package dev.gitopsbinding.testing.apiserver;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What the API server allows whom. */
public final class Rights {
  private Rights() {}

  /**
   * Whether a user may do something.
   *
   * @param resource {@code plural[.group][/subresource]}, as of {@code kubectl auth can-i}
   * @param namespace empty for what is in no namespace, or in all of them
   * @param name empty for any
   */
  public static boolean may(
      ApiServer server, String user, String verb, String resource, String namespace, String name) {
    String[] parts = resource.split("/", 2);
    String[] plural = parts[0].split("\\.", 2);
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .addToGroups("system:authenticated")
            .withNewResourceAttributes()
            .withVerb(verb)
            .withResource(plural[0])
            .withGroup(plural.length > 1 ? plural[1] : "")
            .withSubresource(parts.length > 1 ? parts[1] : "")
            .withNamespace(namespace)
            .withName(name)
            .endResourceAttributes()
            .endSpec()
            .build();
    return server.admin().resource(review).create().getStatus().getAllowed();
  }

  /**
   * All that a service account may do in a namespace, such as {@code get,list pods.} followed by
   * the names where it is limited to some; save what any service account may, which is more with
   * each version of Kubernetes.
   *
   * @param home the account's own namespace
   */
  public static List<String> all(
      ApiServer server, String home, String serviceAccount, String namespace) {
    List<String> anybody = rules(server.impersonating(home, "without-any-role"), namespace);
    return rules(server.impersonating(home, serviceAccount), namespace).stream()
        .filter(rule -> !anybody.contains(rule))
        .toList();
  }

  private static List<String> rules(KubernetesClient client, String namespace) {
    var review =
        new SelfSubjectRulesReviewBuilder()
            .withNewSpec()
            .withNamespace(namespace)
            .endSpec()
            .build();
    return client.resource(review).create().getStatus().getResourceRules().stream()
        .map(Rights::shown)
        .sorted()
        .toList();
  }

  private static String shown(ResourceRule rule) {
    String names = rule.getResourceNames().isEmpty() ? "" : " " + rule.getResourceNames();
    return rule.getVerbs() + " " + rule.getApiGroups() + " " + rule.getResources() + names;
  }
}
