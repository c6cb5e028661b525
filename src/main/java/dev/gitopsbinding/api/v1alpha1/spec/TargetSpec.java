package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import dev.gitopsbinding.api.v1alpha1.rule.TargetRules;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workload that runs the image. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetSpec(
    @JsonPropertyDescription(
            "The kind of the workload: Deployment, StatefulSet, DaemonSet, CronJob, or Rollout (argoproj.io). Default Deployment.")
        @Default("Deployment")
        @Size(max = 63)
        @ValidationRule(value = TargetRules.TARGET_KIND, message = TargetRules.TARGET_KIND_MESSAGE)
        @ValidationRule(
            value = TargetRules.TARGET_KIND_JOB,
            message = TargetRules.TARGET_KIND_JOB_MESSAGE)
        @Nullable String kind,
    @JsonPropertyDescription("The name of the workload.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.DNS_NAME_MESSAGE)
        @Nullable String name,
    @JsonPropertyDescription(
            "The containers and init containers whose image is written. Default: the only container that has the image. [\"*\"] stands for all containers that have it.")
        @Size(min = 1, max = 64)
        @ValidationRule(value = TargetRules.CONTAINERS, message = TargetRules.CONTAINERS_MESSAGE)
        @ValidationRule(
            value = TargetRules.CONTAINERS_STAR,
            message = TargetRules.CONTAINERS_STAR_MESSAGE)
        @Nullable List<@Size(min = 1, max = 63) String> containers) {}
