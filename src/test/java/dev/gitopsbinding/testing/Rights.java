package dev.gitopsbinding.testing;

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
   * All that the client's user may do in a namespace, such as {@code get,list pods.} followed by
   * the names where it is limited to some; save what everybody may ask about themselves.
   */
  public static List<String> all(KubernetesClient client, String namespace) {
    var review =
        new SelfSubjectRulesReviewBuilder()
            .withNewSpec()
            .withNamespace(namespace)
            .endSpec()
            .build();
    return client.resource(review).create().getStatus().getResourceRules().stream()
        .filter(rule -> rule.getResources().stream().noneMatch(r -> r.startsWith("selfsubject")))
        .map(Rights::shown)
        .sorted()
        .toList();
  }

  private static String shown(ResourceRule rule) {
    String names = rule.getResourceNames().isEmpty() ? "" : " " + rule.getResourceNames();
    return rule.getVerbs() + " " + rule.getApiGroups() + " " + rule.getResources() + names;
  }
}
