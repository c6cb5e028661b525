package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/**
 * What the operator does after a failed rollout.
 *
 * @param mode one of {@link RollbackMode}; null: {@code Never}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rollback(
    @JsonPropertyDescription(
            "Never: nothing. OnFailedRollout: if the target's rollout of a tag that the operator wrote fails (a Deployment exceeds its progress deadline, a Rollout is Degraded; other kinds never say so), one commit writes the last tag whose rollout completed, and the binding is on hold (RolledBack) until a source commit comes that descends from the failed one, or a sync is requested. Default Never.")
        @Default("Never")
        @SchemaFrom(type = RollbackMode.class)
        @Nullable String mode) {}
