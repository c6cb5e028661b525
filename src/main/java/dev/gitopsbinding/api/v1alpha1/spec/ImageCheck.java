package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How the registry is asked for the image before its tag is written. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageCheck(
    @JsonPropertyDescription(
            "Required: a new tag is written only after the registry has the image. Skip: a new tag is written at once, whether or not its image exists. Default Required.")
        @Default("Required")
        @SchemaFrom(type = CheckMode.class)
        @Nullable String mode,
    @JsonPropertyDescription(
            "The Secret with the login for the registry. Default: the target's imagePullSecrets. Each login is sent only to the registry that its entry names, and to that registry's token server.")
        @Nullable PullSecretRef secretRef,
    @JsonPropertyDescription(
            "The Secret with certificate authorities to trust for the registry, in addition to the well-known ones.")
        @Nullable AuthoritySecretRef caSecretRef) {
  /** A Secret with a login for a registry. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PullSecretRef(
      @JsonPropertyDescription(
              "The name of a Secret of type kubernetes.io/dockerconfigjson in the binding's own"
                  + " namespace, as kubectl create secret docker-registry creates it.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.DNS_NAME_MESSAGE)
          @Nullable String name) {}

  /** A Secret with certificate authorities. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AuthoritySecretRef(
      @JsonPropertyDescription(
              "The name of a Secret in the binding's own namespace that holds certificates in PEM"
                  + " form under ca.crt.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.DNS_NAME_MESSAGE)
          @Nullable String name) {}
}
